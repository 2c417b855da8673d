"""What the text-to-image model knows: prompts made clean, words it doesn't know, and what it says then."""

import json
from pathlib import Path

import pytest

from lib.models.errors import UserError
from lib.models.known import Known, Style
from lib.models.vocabulary import FILE, LONGEST, Vocabulary
from lib.training import captions

SMALL = Vocabulary(
    things=(Known("a dog", ("a puppy",)), Known("a rocket", ("a rocket ship",)), Known("a mouse"), Known("glasses")),
    styles=(Style("noto", ("an illustration of",)),),
    words=("a", "an", "dog", "glasses", "illustration", "mouse", "of", "puppy", "rocket", "ship"),
    gallery=("a rocket ship",),
    hints=(("hound", "a dog"),),
)


@pytest.fixture(scope="module")
def whole() -> Vocabulary:
    return Vocabulary.from_json(json.dumps(captions.vocabulary()))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  A Rocket\tSHIP \n", "a rocket ship"),
        ("a\x00 dog\x1b[31m", "a dog [31m"),
        ("a dog\u200b\u202e", "a dog"),
        ("ａ ｄｏｇ", "a dog"),
        ("a dog!", "a dog!"),
    ],
)
def test_clean(typed: str, read: str) -> None:
    assert SMALL.clean(typed) == read
    assert SMALL.clean(read) == read


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "is empty"),
        (" \n\u200b\x00", "is empty"),
        ("dog " * 51, "203 characters: shorten it to 200"),
        ("of the", "names nothing to draw"),
        ("🐶 !?", "names nothing to draw"),
        ("собака", "not Cyrillic ones"),
        ("犬", "not Chinese ones"),
        ("a rockett", 'never seen "rockett": did you mean a rocket?'),
        ("xylograph qwertz", 'never seen "xylograph" or "qwertz": try "a rocket ship"'),
    ],
)
def test_what_can_not_be_drawn(typed: str, sentence: str) -> None:
    with pytest.raises(UserError) as raised:
        SMALL.clean(typed)
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


def test_other_than_text() -> None:
    with pytest.raises(UserError, match="not int"):
        SMALL.clean(5)  # type: ignore[arg-type]


def test_nothing_is_cut_silently() -> None:
    fits = "dog" + " a" * ((LONGEST - 3) // 2)
    assert SMALL.clean(fits) == fits


def test_unknown_words() -> None:
    assert SMALL.unknown("Two dogs and a puppy's mice, please") == []
    assert SMALL.unknown("a zeppelin, a dog, a Zeppelin and a wug") == ["zeppelin", "wug"]
    assert SMALL.unknown("собака dog") == ["собака"]
    assert SMALL.unknown("a glass, 5 dogs") == []
    assert SMALL.unknown("") == []


def test_reading() -> None:
    assert SMALL.reading("An illustration of 5 Dogs, & mice!") == "an illustration of dog mouse"
    assert SMALL.reading("a zeppelin") == "a"
    assert SMALL.reading("rocket-ship") == "rocket ship"
    assert set(SMALL.reading("the puppies' glasses").split()) <= set(SMALL.words)


def test_near() -> None:
    assert SMALL.near("rokcet") == ["a rocket"]
    assert SMALL.near("pupy") == ["a dog"]
    assert SMALL.near("hounds") == ["a dog"]
    assert SMALL.near("qqqq") == []


def test_json_there_and_back(tmp_path: Path, whole: Vocabulary) -> None:
    for vocabulary in (SMALL, whole):
        (tmp_path / FILE).write_text(vocabulary.to_json(), encoding="utf-8")
        assert Vocabulary.read(tmp_path) == vocabulary
    assert len(whole.to_json().splitlines()) > len(whole.things)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"things": 3}', SMALL.to_json().replace('"a dog"', "7"), SMALL.to_json()[:200]],
)
def test_a_damaged_file(text: str) -> None:
    with pytest.raises(UserError, match="can't be read"):
        Vocabulary.from_json(text)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="git checkout"):
        Vocabulary.read(tmp_path)
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="can't be read"):
        Vocabulary.read(tmp_path)


def test_the_gallery_is_known(whole: Vocabulary) -> None:
    for prompt in whole.gallery:
        assert whole.unknown(prompt) == [], prompt
        assert whole.clean(prompt) == whole.reading(prompt) == prompt
    assert whole.gallery[:2] == ("a lithograph of a skull", "a photo of a dog")
    assert "a pencil" not in whole.gallery


def test_every_name_is_known_and_hints_lead_somewhere(whole: Vocabulary) -> None:
    names = {thing.name for thing in whole.things}
    for thing in whole.things:
        for name in (thing.name, *thing.others):
            assert whole.clean(name) == whole.reading(name) == name
    for word, name in whole.hints:
        assert name in names
        assert name in whole.near(word)


def test_what_of_the_course_is_not_known(whole: Vocabulary) -> None:
    assert whole.unknown("a photo of a hipster barista") == ["barista"]
    assert whole.unknown("a lithograph of waterfalls") == ["waterfalls"]
    assert whole.unknown("a photo of the amalfi cost") == ["amalfi", "cost"]
    assert "a beach" in whole.near("cost")
    assert whole.reading("a photo of a hipster barista") == "a photo of a hipster"
