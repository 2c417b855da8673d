import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lib.diffusion.views import FLIP, IDENTITY, MIRROR, NEGATE, permutation, rotation, scaling


@st.composite
def views(draw, side):
    order = torch.tensor(draw(st.permutations(range(side * side))))
    turns = draw(st.integers(-5, 5))
    return draw(st.sampled_from([IDENTITY, FLIP, MIRROR, NEGATE, rotation(turns), permutation("shuffle", order)]))


@given(st.data(), st.integers(1, 6), st.integers(0, 2**32))
def test_views_are_orthogonal_and_have_an_inverse(data, side, seed):
    view = data.draw(views(side))
    generator = torch.Generator().manual_seed(seed)
    x, y = torch.randn(2, 2, 3, side, side, generator=generator, dtype=torch.float64)
    assert view.orthogonal
    assert torch.equal(view.inverse(view.forward(x)), x)
    assert torch.equal(view.forward(view.inverse(x)), x)
    torch.testing.assert_close((view.forward(x) * view.forward(y)).sum(), (x * y).sum())
    torch.testing.assert_close(view.forward(2 * x - y), 2 * view.forward(x) - view.forward(y))


def test_scaling_has_an_inverse_but_says_that_it_is_not_orthogonal():
    view, x = scaling(2.0), torch.randn(1, 1, 4, 4, generator=torch.Generator().manual_seed(0))
    assert not view.orthogonal
    assert torch.equal(view.inverse(view.forward(x)), x)


@pytest.mark.parametrize(("turns", "name"), [(0, "rotate0"), (1, "rotate90"), (-1, "rotate270"), (6, "rotate180")])
def test_rotations_are_named_by_their_angle(turns, name):
    assert rotation(turns).name == name


def test_a_quarter_turn_is_anticlockwise():
    x = torch.tensor([[[[1, 2], [3, 4]]]])
    assert rotation(1).forward(x).tolist() == [[[[2, 4], [1, 3]]]]
