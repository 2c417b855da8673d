"""What can be chosen for a file: bounds, formats, and one sentence for what makes no sense."""

import pytest

from lib.draw.studio.options import FORMATS, changed, options
from lib.draw.studio.timing import repeats, timing
from lib.models.errors import UserError


def test_texts_of_a_command_line_are_read():
    look = options(format="webp", size="480", show="x_0, x_t", captions="t,prompt", fps="12.5", loops="3")
    assert (look.size, look.show, look.captions, look.fps, look.loops) == (
        480,
        ("x_0", "x_t"),
        ("t", "prompt"),
        12.5,
        3,
    )
    assert changed(look, format="gif").size == 480
    assert look.suffix == ".webp"


def test_every_format_says_what_it_is():
    assert set(FORMATS) == {"gif", "mp4", "webp", "apng", "png", "zip", "csv", "npz"}
    assert all(kind.name and kind.mime and kind.about for kind in FORMATS.values())


BAD = {
    "format": {"format": "bmp"},
    "large": {"size": 8192},
    "small": {"size": 8},
    "no panel": {"show": ""},
    "panel": {"show": "x_9"},
    "caption": {"captions": "weather"},
    "ground": {"ground": "pink"},
    "clear gif": {"format": "gif", "ground": "transparent"},
    "clear mp4": {"format": "mp4", "ground": "transparent"},
    "fast gif": {"format": "gif", "fps": 60},
    "nan": {"fps": float("nan")},
    "endless": {"hold": float("inf")},
    "twice": {"fps": 10, "seconds": 3},
    "loops": {"loops": 101},
    "labels": {"labels": ("x",) * 7},
    "long label": {"labels": ("x" * 81,)},
    "frames": {"frames": 10_000},
    "unknown": {"colour": "red"},
}


@pytest.mark.parametrize("knobs", BAD.values(), ids=BAD)
def test_what_makes_no_sense_is_one_sentence(knobs):
    with pytest.raises(UserError, match=r"[.?]$") as caught:
        options(**knobs)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_a_film_takes_five_seconds_within_reason_and_holds_its_end():
    made = timing(50, options())
    assert (made.fps, made.seconds) == (10, pytest.approx(6.0))
    assert made.order == tuple(range(50))
    assert timing(2, options()).fps == 4
    assert timing(301, options()).fps == 30


def test_there_and_back_begins_and_ends_beside_the_ends_and_holds_the_last():
    made = timing(4, options(bounce=True, fps=10, hold=2))
    assert made.order == (0, 1, 2, 3, 2, 1)
    assert made.stays == pytest.approx((0.1, 0.1, 0.1, 2.1, 0.1, 0.1))
    assert timing(1, options(bounce=True)).order == (0,)
    assert timing(2, options(bounce=True)).order == (0, 1)


def test_a_film_repeats_by_itself_and_holds_by_repeating():
    made = timing(3, options(format="mp4", fps=10, hold=0.5, loops=2))
    assert made.order == (0, 1, 2, 0, 1, 2)
    assert repeats(made) == [1, 1, 6, 1, 1, 6]


@pytest.mark.parametrize(
    ("count", "knobs", "words"),
    [
        (301, {"format": "mp4", "loops": 100}, "repeat it fewer times"),
        (301, {"format": "gif", "seconds": 1}, "6.0 seconds or more"),
        (301, {"format": "mp4", "seconds": 0.5}, "a second"),
    ],
)
def test_a_film_that_is_too_long_or_too_fast_says_what_to_do(count, knobs, words):
    with pytest.raises(UserError, match=words):
        timing(count, options(**knobs))
