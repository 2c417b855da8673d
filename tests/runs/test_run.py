"""From recipes to trajectories, with models that are known in closed form."""

import numpy as np
import pytest
import torch

from lib.models import registry
from lib.models.errors import UserError
from lib.runs import walk
from lib.runs.recipe import make
from lib.runs.run import Cancelled, run
from tests.runs.kit import pattern


def test_a_walk_ends_at_the_digits_that_were_asked_for(zoo):
    found = run(make("digits", model="digits-class-ddpm@20", labels="3,1", per_label=2, guidance=1, steps=40))
    assert found.labels.tolist() == [3, 3, 1, 1]
    assert found.images.shape == (4, 28, 28)
    expected = np.uint8(pattern()[[3, 3, 1, 1], 0].numpy() * 255)
    assert np.abs(found.images.astype(int) - expected).max() <= 2


@pytest.mark.parametrize("model", ["digits-class-ddpm", "digits-time-ddpm", "digits-flow"])
def test_frames_obey_the_law_of_their_level(zoo, model):
    recipe = make("digits", model=model, labels=(0,), per_label=2, guidance=1, steps=20, frames=8)
    found = run(recipe)
    assert len(found.t) == 8
    assert (np.diff(found.sigma) < 0).all()
    assert (found.alpha[-1], found.sigma[-1]) == (1, 0)
    assert np.array_equal(found.x_t[-1], found.x_0[-1])
    assert found.recipe.model == registry.find(model).id
    assert found.weights == registry.find(model).sha256
    first = make("digits", model=model, labels=(0,), per_label=2, guidance=1, steps=20, frames=21)
    every = run(first)
    kept = [np.flatnonzero(every.t == t)[0] for t in found.t]
    assert np.array_equal(found.x_t, every.x_t[kept])
    assert np.array_equal(found.x_0, every.x_0[kept])


@pytest.mark.parametrize(("steps", "frames", "kept"), [(1, 31, 2), (2, 2, 2), (50, 21, 21), (7, 300, 8), (30, 31, 31)])
def test_the_first_and_the_last_frame_are_always_kept(zoo, steps, frames, kept):
    """And of each it is known how many steps led there."""
    recipe = make("digits", model="digits-flow", labels=(0,), per_label=1, guidance=1, steps=steps, frames=frames)
    found = run(recipe)
    assert len(found.steps) == len(found.t) == kept
    assert (found.steps[0], found.steps[-1]) == (0, steps)
    np.testing.assert_allclose(found.t, [1 - k / steps for k in found.steps])


def test_the_same_seed_gives_the_same_bits_and_another_does_not(zoo):
    recipe = make("digits", labels=(0, 1), per_label=1, steps=10)
    a, b = run(recipe), run(recipe)
    assert np.array_equal(a.x_t, b.x_t)
    other = run(make("digits", labels=(0, 1), per_label=1, steps=10, seed=1))
    assert not np.array_equal(a.x_t[0], other.x_t[0])


def test_a_picture_does_not_depend_on_its_batch(zoo, monkeypatch):
    def pictures(chunk):
        monkeypatch.setattr(walk, "CHUNK", chunk)
        return run(make("digits", labels="0-9", per_label=1, steps=12, eta=1)).x_t.astype(float)

    assert np.allclose(pictures(50), pictures(3), atol=2e-3)


def test_progress_covers_all_chunks_and_can_cancel(zoo, monkeypatch):
    monkeypatch.setattr(walk, "CHUNK", 4)
    heard = []
    run(make("digits", labels="0-9", per_label=1, steps=5), heard.append)
    assert [p.done for p in heard] == list(range(1, 16))
    assert {p.total for p in heard} == {15}
    assert heard[-1].preview.dtype == np.uint8
    assert heard[-1].preview.shape == (28, 280)

    def stop(progress):
        raise Cancelled

    with pytest.raises(Cancelled):
        run(make("digits", steps=5), stop)


def test_a_perfect_flow_to_one_point_is_straight_and_to_many_is_not(zoo):
    one = run(make("digits", model="digits-flow", labels=(4,), per_label=3, guidance=1, steps=10))
    many = run(make("digits", model="digits-flow", labels=(4,), per_label=3, guidance=0, steps=10))
    assert one.numbers["straightness"] < 1e-6 < many.numbers["straightness"]
    assert "straightness" not in run(make("digits", labels=(4,), steps=3)).numbers


def test_points_of_the_plane(zoo):
    found = run(make("plane", points=200, steps=50, frames=5))
    assert found.x_t.shape == (5, 200, 2)
    ends = found.x_0[-1].astype(float)
    assert np.abs(np.abs(ends) - 1).max() < 0.05
    assert found.numbers["straightness"] > 0
    assert found.labels.shape == (0,)


def test_denoising_keeps_one_noise_through_all_sigmas(zoo, monkeypatch):
    from lib.runs import clean

    monkeypatch.setattr(clean, "has_mnist", lambda: True)
    monkeypatch.setattr(clean, "_from_mnist", lambda recipe: pattern()[list(recipe.digits)])
    found = run(make("denoise", digits="3,7", sigmas="0,0.5,1"))
    assert found.recipe.source == "mnist"
    assert found.notes == ()
    digits = pattern()[[3, 7]].numpy()
    x_t = found.x_t.astype(float)
    assert np.allclose(x_t[0], digits, atol=1e-3)
    assert np.allclose((x_t[1] - digits) * 2, x_t[2] - digits, atol=1e-2)
    assert np.allclose(found.x_0[1], digits, atol=1e-2)
    assert found.numbers["mse@0.5"] < 1e-4
    assert found.sigma.tolist() == [0, 0.5, 1]


def test_without_mnist_our_own_digits_are_taken_and_it_is_said(zoo):
    found = run(make("denoise", digits="3,7", sigmas="0,0.5"))
    assert found.recipe.source == "generated"
    assert "digits-flow" in found.notes[0]
    assert np.abs(found.x_t[0].astype(float) - pattern()[[3, 7]].numpy()).max() < 0.01


def test_mnist_that_was_asked_for_and_is_not_there_is_a_sentence(zoo):
    with pytest.raises(UserError, match="MNIST"):
        run(make("denoise", source="mnist"))


def test_pure_noise_holds_no_digit(zoo):
    found = run(make("denoise", source="noise", digits="0-4", sigmas="0.5,1"))
    assert found.alpha.tolist() == [0, 0]
    assert abs(float(found.x_t[1].astype(float).std()) - 1) < 0.05
    assert "made up" in found.notes[0]


def test_a_model_that_is_not_here_is_a_sentence(zoo):
    with pytest.raises(UserError, match="no epoch 7"):
        run(make("digits", model="digits-class-ddpm@7"))
    with pytest.raises(UserError, match="python -m lib train digits-reflow-3"):
        run(make("digits", model="digits-reflow-3"))


def test_nothing_of_autograd_is_left_behind(zoo):
    assert torch.is_grad_enabled()
    run(make("plane", points=3, steps=2))
    assert torch.is_grad_enabled()


def test_a_digit_alone_is_the_digit_among_others(zoo):
    row = run(make("denoise", source="generated", digits="0-9", sigmas=(0.3, 0.7)))
    alone = run(make("denoise", source="generated", digits="5", sigmas=(0.7,)))
    assert np.array_equal(row.x_t[1, 5], alone.x_t[0, 0])
    twice = run(make("denoise", source="generated", digits="5,5", sigmas=(0.7,)))
    assert np.array_equal(twice.x_t[0, 0], alone.x_t[0, 0])
    assert not np.array_equal(twice.x_t[0, 1], alone.x_t[0, 0])
