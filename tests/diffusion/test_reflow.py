import math

import pytest
import torch

from lib.diffusion import ExactGaussian, ExactPoints, pairs, straight_path, straightness, straightness_of
from tests.diffusion.kit import PATHS, Toy, picture, seeded, walk


def kept(steps, end):
    """The arrays that a trajectory keeps of a run."""
    x_t = torch.stack([s.x_t for s in steps] + [end])
    x_0 = torch.stack([s.prediction.x_0 for s in steps] + [end])
    return x_t, x_0, [s.level.sigma for s in steps] + [0.0]


def test_pairs_join_the_noise_to_where_the_flow_ends():
    z, toy = picture(), Toy(velocity=True)
    start, end = pairs(toy.on(3), straight_path(10), z)
    assert start is z
    torch.testing.assert_close(end, walk(toy.on(3), straight_path(10), z, eta=0)[1])


def test_paths_to_a_single_point_are_straight():
    point = picture(5, (1, 2))
    z = picture(1, (100, 2))
    steps, end = walk(ExactPoints(point).on(), straight_path(20), z, eta=0)
    torch.testing.assert_close(end, point.expand(100, 2))
    assert straightness(steps) == pytest.approx(0, abs=1e-9)
    assert straightness_of(*kept(steps, end)) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("std", "expected"), [(1.0, 2 - math.pi / 2), (0.0, 0.0)])
def test_straightness_of_a_gaussian_is_known(std, expected):
    """A path from N(0, 1) to N(0, s^2) is g(t) z with g^2 = (1 - t)^2 s^2 + t^2: S = integral of g'^2 - (1 - s)^2."""
    z = torch.randn(50_000, 1, generator=seeded(0))
    steps, end = walk(ExactGaussian(0.0, std).on(), straight_path(400), z, eta=0)
    assert straightness(steps) == pytest.approx(expected, rel=0.02, abs=1e-6)
    assert straightness_of(*kept(steps, end)) == pytest.approx(expected, rel=0.02, abs=1e-6)


def test_straightness_does_not_depend_on_how_much_data_there_is():
    def measured(count, width):
        z = torch.randn(count, width, generator=seeded(0))
        return straightness(walk(ExactGaussian().on(), straight_path(50), z, eta=0)[0])

    assert measured(40_000, 1) == pytest.approx(measured(2_000, 20), rel=0.05)


def test_arrays_say_the_same_as_steps_in_numpy_too():
    steps, end = walk(Toy(velocity=True).on(2), straight_path(9), picture(), eta=0)
    x_t, x_0, sigma = kept(steps, end)
    assert straightness_of(x_t, x_0, sigma) == pytest.approx(straightness(steps), rel=1e-4)
    assert straightness_of(x_t.numpy(), x_0.numpy(), sigma) == pytest.approx(straightness(steps), rel=1e-4)


def test_one_step_is_straight_by_definition():
    steps, _ = walk(Toy(velocity=True).on(2), straight_path(1), picture(), eta=0)
    assert straightness(steps) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    "call",
    [
        lambda: straightness([]),
        lambda: straightness(walk(Toy().on(), PATHS["ddpm"], picture(), eta=0)[0]),
        lambda: straightness_of(torch.zeros(3, 2, 2), torch.zeros(3, 2, 2), [1.0, 0.5, 0.2]),
        lambda: straightness_of(torch.zeros(3, 2, 2), torch.zeros(2, 2, 2), [1.0, 0.5, 0.0]),
        lambda: straightness_of(torch.zeros(1, 2, 2), torch.zeros(1, 2, 2), [0.0]),
    ],
)
def test_errors_are_sentences(call):
    with pytest.raises(ValueError, match=r"^[A-Za-z].* .*\.$"):
        call()
