"""A picture at a distance: what it sends to the browser."""

import numpy as np
from streamlit.testing.v1 import AppTest

from lib.ui import distance
from tests.ui.blocks import pictures


def test_the_picture_travels_pixel_for_pixel():
    picture = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    header, sent = pictures(distance.payload(picture, ("flowers", "a skull"), 1.0))
    assert header == {
        "width": 32,
        "height": 32,
        "sigma": 1.0,
        "names": ["flowers", "a skull"],
        "name": "",
    }
    np.testing.assert_array_equal(sent, picture)


def test_on_a_page():
    def script():
        import numpy as np

        from lib.ui.distance import distance

        distance(np.zeros((8, 8, 3), np.uint8), "b9", ("flowers", "a skull"), 1.0)

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert len(app.get("bidi_component")) == 1
