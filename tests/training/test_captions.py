"""The grammar: what it says, how often, and that nothing but the seed decides."""

import json
import re

import pytest
import torch

from lib.models.places import ROOT
from lib.training import captions
from lib.training.captions import GALLERY, NO_STYLE, QUALITY, STYLES, caption, names, usual, words
from lib.training.things import THINGS

PHOTO, INK = 0, 3


def many(style: int, count: int = 4000, seed: int = 1) -> list[str]:
    generator = torch.Generator().manual_seed(seed)
    return [caption(style, k % len(THINGS), generator) for k in range(count)]


def test_the_seed_decides() -> None:
    assert many(0, 50) == many(0, 50)
    assert many(0, 50) != many(0, 50, seed=2)


def test_every_caption_is_made_of_the_words() -> None:
    known = set(words())
    assert words() == sorted(known)
    assert all(re.fullmatch("[a-z]+", word) for word in known)
    for style in range(len(STYLES)):
        for text in many(style, 1000):
            assert set(text.split()) <= known, text


def test_shares() -> None:
    found = many(INK)
    bare = {name for thing in THINGS for name in names(thing)}
    unnamed = sum(text in bare for text in found) / len(found)
    assert unnamed == pytest.approx(NO_STYLE, abs=0.03)
    first = sum(text.startswith("a lithograph of ") for text in found) / len(found)
    assert first == pytest.approx((1 - NO_STYLE) * 0.7, abs=0.04)
    assert any(text.startswith("a sketch of ") for text in found)
    assert any(text.startswith("an ink drawing of ") for text in found)


def test_only_photos_are_just_of_high_quality() -> None:
    assert many(PHOTO).count(QUALITY) == pytest.approx(80, abs=45)
    assert all(QUALITY not in many(style, 500) for style in range(1, len(STYLES)))


def test_names_tell_things_apart() -> None:
    every = [name for thing in THINGS for name in names(thing)]
    assert len(every) == len(set(every))
    labels = [thing.label for thing in THINGS]
    assert len(labels) == len(set(labels))
    assert 300 <= len(THINGS) <= 420


def test_articles_fit() -> None:
    for thing in THINGS:
        for name in names(thing):
            article, _, rest = name.partition(" ")
            if article == "a":
                assert rest[0] not in "aeio" or rest.startswith("eu"), name
            if article == "an":
                assert rest[0] in "aeiou" or rest.startswith("hour"), name


@pytest.mark.parametrize(
    "prompt",
    [
        "a lithograph of a skull",
        "an oil painting of an old man",
        "a rocket ship",
        "a photo of a dog",
        "a pencil",
        "an oil painting of a snowy mountain village",
        "a man wearing a hat",
        "an oil painting of people around a campfire",
        "a high quality photo",
    ],
)
def test_the_words_of_the_course_are_known(prompt: str) -> None:
    assert set(prompt.split()) <= set(words())


def test_the_usual_caption_has_no_chance_in_it() -> None:
    skull = next(k for k, thing in enumerate(THINGS) if thing.label == "skull")
    assert usual(INK, skull) == "a lithograph of a skull"


SHIPPED = ROOT / "cache" / "models" / "emoji-if"


def test_the_words_are_those_of_the_tokenizer_that_ships_in_the_same_order() -> None:
    """A word more or less, and all that follow mean something else to the text encoder."""
    held = json.loads((SHIPPED / "stage1" / "tokenizer" / "tokenizer.json").read_text(encoding="utf-8"))
    numbers = held["model"]["vocab"]
    assert numbers == {word: i for i, word in enumerate(["<pad>", "</s>", "<unk>", *words()])}


def test_the_gallery_teaches_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    before = words()
    monkeypatch.setattr(captions, "GALLERY", ("a zeppelin",))
    assert words() == before


def test_the_gallery_is_the_one_that_ships_and_of_known_words() -> None:
    shipped = json.loads((SHIPPED / "vocabulary.json").read_text(encoding="utf-8"))
    assert shipped["gallery"] == list(GALLERY)
    assert len(set(GALLERY)) == len(GALLERY) >= 12
    assert all(set(prompt.split()) <= set(words()) for prompt in GALLERY)
