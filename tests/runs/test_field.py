"""The vector field of a flow: recipe and run."""

import numpy as np
import pytest

from lib.diffusion import ExactGaussian
from lib.models.errors import UserError
from lib.runs.once import field
from lib.runs.recipe import VectorField, from_json, from_query, make, to_json, to_query
from lib.runs.trajectory import from_npz


def test_times_read_from_text_and_written_back():
    recipe = make("field", times="1,0.5,0.25", side=4)
    assert isinstance(recipe, VectorField)
    assert recipe.times == (1.0, 0.5, 0.25)
    assert recipe.pictures == 16
    assert from_json(to_json(recipe)) == recipe
    assert from_query(to_query(recipe)) == recipe


def test_each_knob_makes_another_key():
    changes = ({}, {"times": (1.0,)}, {"side": 9}, {"reach": 2.0}, {"model": "plane-reflow-1"})
    recipes = [make("field", **knobs) for knobs in changes]
    assert len({recipe.key() for recipe in recipes}) == len(recipes)


@pytest.mark.parametrize(
    ("knobs", "word"),
    [
        ({"times": "0.5,0"}, "times"),
        ({"times": "1.5"}, "times"),
        ({"times": ""}, "times"),
        ({"times": (float("nan"),)}, "times"),
        ({"side": 1}, "side"),
        ({"side": 10**9}, "side"),
        ({"reach": 0}, "reach"),
        ({"model": "digits-flow"}, "digits-flow"),
        ({"steps": 3}, "steps"),
    ],
)
def test_bad_knobs_end_in_one_sentence(knobs, word):
    with pytest.raises(UserError, match=word) as caught:
        make("field", **knobs)
    assert "\n" not in str(caught.value)


def test_velocity_is_that_of_the_exact_gaussian():
    recipe = make("field", times=(1.0, 0.6, 0.2), side=5, reach=2.0)
    heard = []
    found = field(recipe, ExactGaussian(0.5, 0.3), "cpu", heard.append)
    assert found.x_t.shape == found.x_0.shape == (3, 25, 2)
    assert [p.done for p in heard] == [1, 2, 3]
    lattice = found.x_t[0].astype(float)
    assert {tuple(p) for p in lattice} == {(x, y) for x in (-2, -1, 0, 1, 2) for y in (-2, -1, 0, 1, 2)}
    for k, t in enumerate(recipe.times):
        assert np.array_equal(found.x_t[k], found.x_t[0])
        spread = (1 - t) ** 2 * 0.09 + t**2
        surprise = (lattice - (1 - t) * 0.5) / spread
        expected = t * surprise - (0.5 + (1 - t) * 0.09 * surprise)
        velocity = (lattice - found.x_0[k].astype(float)) / t
        assert np.allclose(velocity, expected, atol=0.02)


def test_it_goes_to_a_file_and_back():
    found = field(make("field", side=3), ExactGaussian(), "cpu", lambda progress: None)
    again = from_npz(found.to_npz())
    assert again.recipe == found.recipe
    assert np.array_equal(again.x_0, found.x_0)
