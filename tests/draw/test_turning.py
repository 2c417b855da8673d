"""A picture on its way through a view begins as it is and ends as the view shows it."""

from itertools import pairwise

import numpy as np
import pytest

from lib.draw.turning import frames_of
from lib.runs.views import seen

PICTURE = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)


@pytest.mark.parametrize("view", ["jigsaw", "jigsaw-7", "rows", "rows-12", "circle", "skew"])
@pytest.mark.parametrize("side", [28, 32, 64, 128])
def test_pixels_travel_to_where_the_view_shows_them(view, side):
    picture = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    frames = frames_of(picture, view, 7)
    factor = frames[0].shape[0] // side
    assert len(frames) == 7
    assert {frame.shape for frame in frames} == {(side * factor, side * factor, 3)}
    shown = seen(picture.transpose(2, 0, 1), view).transpose(1, 2, 0)
    np.testing.assert_array_equal(frames[0][::factor, ::factor], picture)
    np.testing.assert_array_equal(frames[-1][::factor, ::factor], shown)
    assert all((a != b).any() for a, b in pairwise(frames))


def test_views_that_change_what_pixels_are_fade():
    frames = frames_of(PICTURE, "scale", 5)
    np.testing.assert_array_equal(frames[0], PICTURE)
    np.testing.assert_allclose(frames[-1], np.clip((PICTURE - 127.5) * 2 + 127.5, 0, 255), atol=0.51)
