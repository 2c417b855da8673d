"""One picture of a batch, drawn again alone: the same noise, the same picture."""

import numpy as np
import pytest

from lib.models.errors import UserError
from lib.runs.alone import alone, can_be_alone, cut
from lib.runs.defaults import DEFAULTS
from lib.runs.engine import engine
from lib.runs.recipe import KINDS, from_json, from_query, make, to_json, to_query
from lib.runs.run import run

TOGETHER = {"plane", "field", "plausible"}
"""Points of one figure, and answers beside the exact one: no pictures that stand alone."""
ONE = {"forward", "onestep"}
"""Kinds of one picture."""
SMALL = {"count": 3, "frames": 2, "steps": 4}
BATCHES = {
    "digits": {"labels": "0-9", "per_label": 2, "steps": 20, "frames": 2},
    "digits, far guided": {
        "kind": "digits",
        "labels": "3,1,7,7",
        "per_label": 2,
        "steps": 20,
        "guidance": 12,
        "frames": 2,
    },
    "digits without classes": {"kind": "digits", "model": "digits-time-ddpm", "per_label": 5, "steps": 10, "frames": 2},
    "flow": {"kind": "digits", "model": "digits-flow", "labels": "0-9", "per_label": 1, "steps": 10, "frames": 2},
    "denoise": {"source": "noise", "digits": "5,3,5,5", "sigmas": "0.5,1"},
    "picture": SMALL,
    "picture, other fresh noise": {"kind": "picture", **SMALL, "z": 2, "eta": 1},
    "edit": {**SMALL, "i_start": 1},
    "inpaint": {**SMALL, "resample": 2},
    "anagram": SMALL,
    "anagram of digits": {"kind": "anagram", **SMALL, "model": "digits-flow", "upright": "6", "turned": "9"},
    "hybrid": SMALL,
    "upsample": {"of": {"count": 2, "frames": 2, "steps": 4}, "count": 2, "steps": 3, "frames": 2},
}


def batch(name):
    return make(**{"kind": name, **BATCHES[name]})


def psnr(a, b):
    error = np.square(a.astype(np.float64) - b.astype(np.float64)).mean()
    return np.inf if error == 0 else -10 * np.log10(error)


@pytest.mark.slow
@pytest.mark.parametrize("name", BATCHES)
def test_a_picture_alone_is_the_same_as_among_others(name):
    whole = run(batch(name))
    places = range(whole.recipe.pictures)
    for place in (places[1], places[-1]):
        single, part = run(alone(whole.recipe, place)), cut(whole, place)
        assert single.recipe == part.recipe
        assert single.x_t.shape == part.x_t.shape
        assert np.array_equal(single.x_t[0], part.x_t[0])
        assert np.array_equal(single.labels, part.labels)
        assert psnr(single.pixels("x_0")[-1].clip(0, 1), part.pixels("x_0")[-1].clip(0, 1)) >= 50
        assert psnr(run(make(**{**whole.recipe.model_dump(), **_first(whole.recipe)})).x_0[-1], part.x_0[-1]) < 40


def _first(recipe):
    """What somebody would ask who doesn't know of the place: it is another picture."""
    return {"per_label": 1, "labels": recipe.labels[-1:], "seed": 99} if recipe.kind == "digits" else {"seed": 99}


def test_every_kind_is_tried():
    assert {batch(name).kind for name in BATCHES} | TOGETHER | ONE == set(KINDS)
    for kind in TOGETHER | ONE:
        assert not can_be_alone(make(kind))


@pytest.mark.parametrize("name", BATCHES)
def test_the_recipe_of_one_picture_goes_round(name):
    recipe = alone(batch(name), 1)
    assert recipe.pictures == 1
    assert from_json(to_json(recipe)) == from_query(to_query(recipe)) == recipe
    assert alone(recipe, 0) == recipe
    assert len({alone(batch(name), place).key() for place in range(batch(name).pictures)}) == batch(name).pictures


def test_the_seven_of_ten_digits():
    """What was found: labels=0-9 and labels=7 draw another seven."""
    seven = alone(make("digits", labels="0-9", per_label=1), 7)
    assert seven == make("digits", labels="7", per_label=1, first=7)
    assert to_query(seven)["first"] == "7"
    assert alone(make("digits", labels="7,8", per_label=3, first=10), 4) == make(
        "digits", labels="8", per_label=1, first=14
    )


def test_a_recipe_that_begins_at_the_first_picture_is_what_it_was():
    """Its key, its text and its link don't know of the knob: shipped answers and older files stay good."""
    for recipe in DEFAULTS.values():
        assert "first" not in to_json(recipe)
        assert "first" not in to_query(recipe)
        assert engine().get(recipe) is not None
    assert make("digits").key() == "5e782c1ef267fd95801c8f6954bdf5e2"


@pytest.mark.parametrize("place", [-1, 10])
def test_a_place_that_is_not_there(place):
    with pytest.raises(UserError, match="10 pictures"):
        alone(make("digits", per_label=1), place)


@pytest.mark.parametrize("kind", sorted(TOGETHER))
def test_what_belongs_together_is_not_parted(kind):
    with pytest.raises(UserError, match="whole run"):
        alone(make(kind), 1)
