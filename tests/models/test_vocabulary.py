"""What the text-to-image model knows: prompts made clean, words it doesn't know, and what it says then."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lib.models.errors import UserError
from lib.models.known import Known, Style
from lib.models.remarks import remarks
from lib.models.vocabulary import FILE, LONGEST, Vocabulary
from lib.models.wording import without
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
        ("!?", "names nothing to draw"),
        ("🧬 !?", 'never seen "🧬": try "a rocket ship"'),
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
    assert SMALL.near("dgo") == ["a dog"]
    assert SMALL.near("lithogaph") == []
    assert SMALL.near("ilustration") == ["an illustration"]


NAMED = {
    "albert": "a statue of liberty",
    "gun": "a sun",
    "toy": "a boy",
    "robin": "a robot",
    "house": "a mouse",
    "cot": "a cat",
    "dragonfly": "a dragon",
}
"""Other words than those things, however many letters they share with them."""


@pytest.mark.parametrize("word", NAMED)
def test_another_word_is_no_slip(word: str) -> None:
    other = replace(SMALL, things=tuple(Known(name) for name in NAMED.values()), hints=())
    assert other.near(word) == []
    assert other.meant(word) == ""


SLIPS = ("zebrra", "zbera", "zeebra", "zebr", "elefant", "elephnat", "catt", "cta")


@pytest.mark.parametrize("word", SLIPS)
def test_a_slip_is_known_for_what_was_meant(word: str) -> None:
    other = replace(SMALL, things=(Known("a zebra"), Known("an elephant"), Known("a cat")), hints=())
    assert other.meant(word) in ("zebra", "elephant", "cat")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a photo of a 🐶", "a of a dog"),
        ("🐕", "dog"),
        ("dog🐶dog", "dog dog dog"),
        ("🐶🏽\ufe0f", "dog"),
        ("🌭", ""),  # a hot dog is none
        ("🧬", ""),
        ("🚀", "rocket"),
    ],
)
def test_an_emoji_is_read_as_what_it_shows(typed: str, read: str) -> None:
    assert SMALL.reading(typed) == read
    assert SMALL.unknown(typed) == [sign for sign in ("🌭", "🧬") if sign in typed] + ["photo"] * ("photo" in typed)


REMARKS = {
    "a dog in a rocket": [],
    "Two dogs, please": [],
    "a pupppy": ['The model has never seen "pupppy", and leaves it out: pupppy → puppy?'],
    "a hound and a wug": [
        'The model has never seen "hound", and leaves it out: hound → dog?',
        'The model has never seen "wug", and leaves it out.',
    ],
    "🐶, 🧬 and 🐶": ['The model has never seen "🧬", and leaves it out.', "🐶 → dog: the model reads the word."],
    "a dog without glasses": ["without glasses"],
    "a dog with no glasses in a rocket": ["without glasses"],
    "a dog without a wug": ['The model has never seen "wug", and leaves it out.'],
    "without": [],
    "without, a dog": [],
}


@pytest.mark.parametrize("typed", REMARKS)
def test_what_is_heard_otherwise_is_said(typed: str) -> None:
    without = (
        'The model doesn\'t understand "without", and draws what is named: make "glasses" the negative prompt instead; '
        "guidance leads away from that."
    )
    assert remarks(SMALL, typed) == [without if said == "without glasses" else said for said in REMARKS[typed]]


@pytest.mark.parametrize(
    ("typed", "wanted", "spurned"),
    [
        ("a man without a red hat on a beach", "a man on a beach", ["a red hat"]),
        ("a man, no hat, not a dog", "a man", ["hat", "a dog"]),
        ("no", "", []),
        ("without a", "a", []),
        ("a knot without any", "a knot any", []),
    ],
)
def test_what_is_not_wanted_is_told_from_what_is(typed: str, wanted: str, spurned: list[str]) -> None:
    assert without(typed) == (wanted, spurned)


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
