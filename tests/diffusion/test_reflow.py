import math

import pytest
import torch

from lib.diffusion import ExactGaussian, ExactPoints, pairs, straight_path, straightness
from tests.diffusion.kit import PATHS, Toy, picture, seeded, walk


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


@pytest.mark.parametrize(("std", "expected"), [(1.0, 2 - math.pi / 2), (0.0, 0.0)])
def test_straightness_of_a_gaussian_is_known(std, expected):
    """A path from N(0, 1) to N(0, s^2) is g(t) z with g^2 = (1 - t)^2 s^2 + t^2: S = integral of g'^2 - (1 - s)^2."""
    z = torch.randn(50_000, 1, generator=seeded(0))
    steps, _ = walk(ExactGaussian(0.0, std).on(), straight_path(400), z, eta=0)
    assert straightness(steps) == pytest.approx(expected, rel=0.02, abs=1e-6)


def test_straightness_does_not_depend_on_how_much_data_there_is():
    def measured(count, width):
        z = torch.randn(count, width, generator=seeded(0))
        return straightness(walk(ExactGaussian().on(), straight_path(50), z, eta=0)[0])

    assert measured(40_000, 1) == pytest.approx(measured(2_000, 20), rel=0.05)


def test_one_step_is_straight_by_definition():
    steps, _ = walk(Toy(velocity=True).on(2), straight_path(1), picture(), eta=0)
    assert straightness(steps) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    "call",
    [
        lambda: straightness([]),
        lambda: straightness(walk(Toy().on(), PATHS["ddpm"], picture(), eta=0)[0]),
    ],
)
def test_errors_are_sentences(call):
    with pytest.raises(ValueError, match=r"^[A-Za-z].* .*\.$"):
        call()
