"""The exact posterior over a known set, inside a run: against the definition, and its limits."""

import numpy as np
import pytest
import torch

from lib.diffusion import ExactPoints, Level
from lib.runs import posterior
from lib.runs.defaults import DEFAULTS
from lib.runs.engine import engine
from lib.runs.recipe import from_query, make, to_query
from lib.runs.run import run


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Two digits of each, in two steps: drawn in a second."""
    monkeypatch.setattr(posterior, "PER_DIGIT", 2)
    monkeypatch.setitem(posterior.SET, "steps", 2)
    torch.set_num_threads(1)


def test_weights_are_the_posterior():
    points = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
    level, x_t = Level(0.5, 0.8, 0.6), torch.tensor([[0.3, 0.4]])
    density = np.exp(-((x_t - 0.8 * points).square().sum(1) / (2 * 0.36)).numpy())
    exact = ExactPoints(points)
    weights = exact.weights(x_t, level)
    assert np.allclose(weights[0], density / density.sum(), atol=1e-6)
    assert torch.allclose(exact.on(None)(x_t, level).x_0, weights.float() @ points, atol=1e-5)
    with pytest.raises(ValueError, match="nothing to guess"):
        exact.weights(x_t, Level(0, 1, 0))


def test_moved_digits_begin_with_those_that_did_not_move():
    digits = torch.rand(2, 1, 5, 5)
    found = posterior.moved(digits)
    assert found.shape == (18, 1, 5, 5)
    assert torch.equal(found[:2], digits)
    assert len({tuple(picture.flatten().tolist()) for picture in found}) == 18


def test_a_run_ends_at_the_digit_and_begins_at_the_mean_of_the_set():
    found = run(make("plausible", times=(300, 150, 1), digit=3))
    known = engine().compute(posterior.known_set())
    own = known.x_0[-1][known.labels == 3].astype(np.float32).clip(0, 1)
    assert found.x_0.shape == found.x_t.shape == (3, 5, 1, 28, 28)
    assert all(np.array_equal(found.x_t[:, 0], found.x_t[:, b]) for b in range(1, 5))
    end = found.x_0[-1, 1:].astype(np.float32)
    assert min(np.abs(end - digit).max() for digit in own) < 2e-3
    assert found.numbers["plausible@1"] == pytest.approx(1)
    assert found.numbers["plausible@300"] > 5
    assert 1 <= found.numbers["plausible@150"] < found.numbers["plausible@300"]
    points = posterior.moved(torch.from_numpy(known.x_0[-1].astype(np.float32)).clamp(0, 1)).numpy()
    for drawn in found.x_0[0, 2:].astype(np.float32):
        assert np.abs(points - drawn).max((1, 2, 3)).min() < 1e-3
    assert "180 pictures" in found.notes[0]
    assert found.weights not in ("", known.weights)


def test_a_recipe_of_it_is_a_line_in_the_address_bar():
    recipe = make("plausible", times="300,100", digit=7, seed=4)
    assert from_query(to_query(recipe)) == recipe


def test_the_set_that_ships_is_the_one_that_a_run_asks_for(monkeypatch):
    monkeypatch.undo()
    assert DEFAULTS["a3-set"].key() == posterior.known_set().key()
