"""The anagram that turns: what it sends to the browser."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.ui import turn
from tests.ui.blocks import pictures

FRAMES = list(np.random.default_rng(0).integers(0, 256, (5, 16, 12, 3), dtype=np.uint8))
NAMES = ("a duck", "a rabbit")


def test_frames_travel_in_their_order():
    header, sprite = pictures(turn.payload(FRAMES, NAMES, "frames"))
    assert header == {"width": 12, "height": 16, "frames": 5, "kind": "frames", "names": list(NAMES), "name": ""}
    np.testing.assert_array_equal(sprite.reshape(5, 16, 12, 3), np.stack(FRAMES))


@pytest.mark.parametrize("kind", ["rotate90", "rotate180", "rotate270", "flip", "mirror", "negate"])
def test_where_the_browser_turns_it_one_picture_travels(kind):
    header, sprite = pictures(turn.payload(FRAMES, NAMES, kind))
    assert (header["kind"], header["frames"]) == (kind, 1)
    np.testing.assert_array_equal(sprite, FRAMES[0])


@pytest.mark.parametrize(
    ("frames", "kind", "words"),
    [
        (FRAMES[:1], "frames", "the turned one too"),
        ([], "flip", "needs its picture"),
        ([FRAMES[0], FRAMES[1][:8]], "frames", "same size"),
        (FRAMES, "spin", "not as 'spin'"),
    ],
)
def test_what_cannot_be_turned_is_refused(frames, kind, words):
    with pytest.raises(ValueError, match=words):
        turn.payload(frames, NAMES, kind)


def test_on_a_page():
    def script():
        import numpy as np

        from lib.ui.turn import turn

        turn([np.zeros((8, 8, 3), np.uint8)], "b9", ("a duck", "a rabbit"), "rotate90")

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert len(app.get("bidi_component")) == 1
