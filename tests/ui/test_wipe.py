"""The wipe: what it sends to the browser."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.ui import wipe
from tests.ui.blocks import pictures


def test_both_pictures_travel_pixel_for_pixel():
    left, right = np.random.default_rng(0).integers(0, 256, (2, 20, 30, 3), dtype=np.uint8)
    header, both = pictures(wipe.payload(left, right, ("noisy", "σ = 0")))
    assert header == {"width": 30, "height": 20, "names": ["noisy", "σ = 0"], "name": ""}
    np.testing.assert_array_equal(both, np.concatenate([left, right], axis=1))


def test_pictures_of_two_sizes_are_refused():
    with pytest.raises(ValueError, match="same size"):
        wipe.payload(np.zeros((8, 8, 3), np.uint8), np.zeros((8, 9, 3), np.uint8), ("a", "b"))


def test_on_a_page():
    def script():
        import numpy as np

        from lib.ui.wipe import wipe

        wipe(np.zeros((8, 8, 3), np.uint8), np.ones((8, 8, 3), np.uint8), "b9")

    app = AppTest.from_function(script).run()
    assert not app.exception
    sent = app.get("bidi_component")[0].proto.bytes
    assert b'"names": ["before", "after"]' in sent
