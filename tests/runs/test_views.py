"""Views without torch are the same views, and what they do to noise is what algebra says."""

import numpy as np
import pytest
import torch

from lib.runs.illusions import VIEWS
from lib.runs.views import back, noise_through, seen, view_of


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("side", [28, 32])
def test_both_ways_to_look_agree(name, side):
    x = np.random.default_rng(0).standard_normal((2, 3, side, side))
    assert np.allclose(seen(x, name), view_of(name, side).forward(torch.from_numpy(x)).numpy(), atol=1e-6)
    assert np.allclose(back(seen(x, name), name), x)


@pytest.mark.parametrize("name", VIEWS)
def test_what_noise_is_through_a_view(name):
    """0.75 of a pixel and 0.25 of its neighbour: variance 0.625, and correlation 0.1875 / 0.625."""
    expected = {"scale": (4.0, 0.0), "blur": (0.625, 0.3)}.get(name, (1.0, 0.0))
    assert noise_through(name) == pytest.approx(expected, abs=0.03)
