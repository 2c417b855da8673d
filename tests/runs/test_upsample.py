"""Enlargements: recipes inside recipes, and runs of an untrained cascade of the shape that ships."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from lib.diffusion import generators, randn, sample
from lib.models import emoji_if, loader, registry
from lib.models.errors import UserError
from lib.runs.engine import Engine, engine
from lib.runs.recipe import change, from_json, from_query, make, to_json, to_query
from lib.runs.run import run
from lib.runs.store import Store
from lib.runs.upsampling import shrunk
from tests.runs.test_pictures import cascade, shipped

__all__ = ["cascade", "shipped"]  # fixtures

SMALL = make("picture", count=2, steps=2, frames=2, seed=3)


def question(**knobs):
    return make("upsample", **{"of": SMALL, "steps": 2, "frames": 3, **knobs})


def test_every_picture_is_enlarged_once_and_then_again(cascade):
    found = run(question(count=2))
    assert found.x_t.shape == (3, 4, 3, 128, 128)
    assert found.images.shape == (4, 128, 128, 3)
    assert np.array_equal(found.x_t[-1], found.x_0[-1])
    noise = randn((4, 3, 128, 128), generators(0, 4)).numpy().astype(np.float16)
    assert np.array_equal(found.x_t[0], noise)
    once = run(question(count=1))
    assert np.abs(once.x_t[-1].astype(float) - found.x_t[-1, :2].astype(float)).max() < 5e-3


def test_a_run_is_what_the_upsampler_draws_of_the_small_picture(cascade):
    """The small picture is the answer to the nested recipe, and x_T is drawn before its noise."""
    recipe = question(of=change(SMALL, count=1), noise_level=120, guidance=3, consistent=0)
    found = run(recipe)
    low = torch.from_numpy(engine().compute(recipe.of).x_0[-1].astype(np.float32))
    noise = generators(0, 1)
    x = randn((1, 3, 128, 128), noise)
    model = loader.load_upsampler().of(low, noise, 120)
    steps = sample(
        model.limited(model.guided("a photo of a dog", 3.0)), model.path(2), x, variance="learned", generator=noise
    )
    *_, last = steps
    assert np.abs(last.x_next.numpy() - found.x_t[-1].astype(np.float32)).max() < 5e-3


@pytest.mark.parametrize(
    "knobs",
    [
        *({"noise_level": 800}, {"seed": 5}, {"prompt": "a cat"}, {"of": change(SMALL, seed=4)}),
        *({"consistent": 0.5}, {"consistent": 0}),
    ],
)
def test_every_knob_changes_the_picture(cascade, knobs):
    one = change(SMALL, count=1)
    knobs = {name: change(value, count=1) if name == "of" else value for name, value in knobs.items()}
    before, after = run(question(of=one)), run(question(**{"of": one, **knobs}))
    assert np.abs(before.x_t[-1].astype(float) - after.x_t[-1].astype(float)).max() > 1e-3


@pytest.mark.parametrize("strength", [0, 0.5, 1, None])
def test_every_step_is_held_to_the_small_picture(cascade, strength):
    """At the last step, what is left of the way to the small picture is what the strength leaves."""
    recipe = question(of=change(SMALL, count=1), steps=4, frames=5, consistent=strength)
    small = engine().compute(recipe.of).x_0[-1].astype(np.float32).clip(-1, 1)
    found = run(recipe)
    apart = [np.abs(shrunk(x.astype(np.float32), 4) - small).max() for x in found.x_0]
    if recipe.held == 1:
        assert max(apart) < 5e-3  # of half precision
    else:
        assert min(apart) > 0.02


def test_where_it_is_held_by_nothing_it_is_the_plain_walk_bit_for_bit(cascade, monkeypatch):
    recipe = question(consistent=0)
    before = run(recipe)
    monkeypatch.setattr("lib.diffusion.consistent", lambda denoiser, small, strength: denoiser)
    after = run(recipe)
    assert np.array_equal(before.x_t, after.x_t)
    assert np.array_equal(before.x_0, after.x_0)


def test_the_usual_strength_has_one_key_and_is_that_of_the_model():
    assert question() == question(consistent=1) == question(consistent=None)
    assert (question().consistent, question().held) == (None, 1.0)
    assert question(consistent=0).held == 0
    large = question(model="DeepFloyd/IF-II-M-v1.0")
    assert large.held == 0
    assert large == question(model="DeepFloyd/IF-II-M-v1.0", consistent=0)
    assert question(model="DeepFloyd/IF-II-M-v1.0", consistent=1).held == 1
    assert "consistent" not in to_query(question())
    assert from_query(to_query(question(consistent=0.5))).held == 0.5


def test_its_checksum_is_that_of_all_three_parts(cascade, tmp_path, monkeypatch):
    kept = Engine(tmp_path / "none", Store(tmp_path / "store"))
    recipe = question(steps=1, frames=2)
    assert kept.get(recipe) is None
    kept.compute(recipe)
    assert kept.get(recipe) is not None
    card = registry.find(emoji_if.STAGE_1)
    found = registry.find
    other = {emoji_if.STAGE_1: "0" * 64}

    def changed(name, folder=None):
        from dataclasses import replace

        if name == registry.CASCADE:
            return replace(found(name), sha256=other[emoji_if.STAGE_1])
        return found(name)

    assert card.sha256 != other[emoji_if.STAGE_1]
    monkeypatch.setattr("lib.runs.weights.find", changed)
    assert kept.get(recipe) is None


def test_a_second_stage_is_no_first_one_and_the_other_way_round(cascade):
    with pytest.raises(UserError, match="draws none"):
        loader.load("emoji-if-4x")
    with pytest.raises(UserError, match="enlarges no pictures"):
        loader.load_upsampler("emoji-if")


def test_without_weights_a_sentence_says_how_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    with pytest.raises(UserError, match="python -m lib train emoji-if-text"):
        run(question())


def test_the_link_holds_the_small_recipe_as_short_json():
    recipe = make("upsample", of=make("picture", prompt="eine “Katze” & 猫", seed=7), noise_level=3)
    query = to_query(recipe)
    assert json.loads(query["of"]) == {"kind": "picture", "version": 1, "prompt": "eine “Katze” & 猫", "seed": 7}
    assert " :" not in query["of"]
    assert from_query(query) == recipe == from_json(to_json(recipe))


def test_the_prompt_of_the_picture_is_the_same_as_none():
    assert question(prompt=SMALL.prompt) == question()
    assert question(prompt=SMALL.prompt).told == question().told == "a photo of a dog"
    assert question(prompt="a cat").told == "a cat"


@pytest.mark.parametrize(
    ("knobs", "words"),
    [
        ({"of": "{"}, "of: this is no recipe of a picture"),
        ({"of": "[" * 5000}, "of: this is no recipe of a picture"),
        ({"of": " " * 20_000 + "{}"}, "of: this is no recipe of a picture"),
        ({"of": 3}, "of: this is no recipe of a picture"),
        ({"of": make("digits")}, "of must be the recipe of a picture"),
        ({"of": '{"steps": 0}'}, "of: steps must be a whole number between 1 and 250"),
        ({"of": '{"sead": 0}'}, "of: A 'picture' recipe has no knob 'sead': did you mean seed"),
        ({"of": {"model": "emoji-of"}}, "of: A 'picture' recipe knows no model"),
        ({"of": {"kind": "digits"}}, "of: this is no recipe of a picture"),
        ({"of": {"count": 64, "frames": 250, "steps": 250}}, "of: 250 frames of 64 pictures"),
        ({"of": {"count": 20}, "count": 4}, "80 enlargements are too many"),
        ({"of": {"count": 60}, "steps": 200, "frames": 200}, "keep fewer frames"),
        ({"noise_level": 1000}, "between 0 and 999"),
        ({"noise_level": -1}, "between 0 and 999"),
        ({"consistent": 1.5}, "consistent must be a number between 0 and 1"),
        ({"consistent": "much"}, "consistent must be a number between 0 and 1"),
        ({"model": "emoji-if"}, "take emoji-if-4x"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(knobs, words):
    with pytest.raises(UserError) as caught:
        make("upsample", **knobs)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
