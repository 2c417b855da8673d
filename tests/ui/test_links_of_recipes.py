"""Two hundred recipes of all kinds, each knob somewhere within its bounds: what is written down is read back."""

import random
from collections import Counter
from contextlib import suppress

import pytest

from lib.models.errors import UserError
from lib.runs.defaults import DEFAULTS
from lib.runs.drawn import QUALITY
from lib.runs.knobs import another, knob, offered
from lib.runs.recipe import KINDS, change, from_json, from_query, knobs, make, text, to_json, to_query
from lib.ui import catalogue, links
from lib.ui.restoring.back import lesson_of
from lib.ui.restoring.files import contents
from tests.draw.samples import exported

MANY = 200
WORDS = (
    "a rocket ship",
    "ein Bär & ein Öl-Bild",
    'the "skull", 50% off',
    "x = 3 + 4; # no",
    "猫の写真",
    "{",
    "0",
    "null",
    "",
)


def _value(chance, recipe, name):
    """Any value that a knob may have."""
    if name == "of":
        return _any(chance, chance.choice(("picture", "forward", "edit", "inpaint", "anagram", "hybrid")))
    if name in ("upright", "turned") and chance.random() < 0.4:
        return {"low": chance.choice(WORDS), "high": chance.choice(WORDS), "sigma": round(chance.uniform(0.1, 32), 3)}
    found = knob(recipe, name)
    if found.sort == "choice":
        return chance.choice(found.options)
    if found.sort == "whole":
        return chance.choice((int(found.least), int(found.most), chance.randint(int(found.least), int(found.most))))
    if found.sort == "number":
        return chance.choice((found.least, found.most, chance.uniform(found.least, found.most)))
    if name in ("labels", "digits"):
        return tuple(chance.randrange(10) for _ in range(chance.choice((1, 3, 40))))
    if name == "sigmas":
        return tuple(chance.uniform(0, 10) for _ in range(chance.randint(1, 100)))
    if name == "times":
        one = chance.uniform if recipe.kind == "field" else chance.randint
        return tuple(one(*((0.001, 1.0) if recipe.kind == "field" else (1, 300))) for _ in range(chance.randint(1, 60)))
    return chance.choice(WORDS)


def _any(chance, kind):
    """A recipe of a kind with values for all its knobs; what two knobs forbid each other is tried again."""
    plain = make(kind)
    for _ in range(500):
        asked = {name: _value(chance, plain, name) for name in knobs(kind) if chance.random() < 0.8}
        if chance.random() < 0.8:
            asked["frames"] = 2
        if kind == "digits":
            asked["per_label"] = chance.randint(1, 5)
        try:
            return make(kind, **{name: value for name, value in asked.items() if name in knobs(kind)})
        except UserError:
            continue
    pytest.fail(f"No {kind} recipe in 500 tries.")


CHANCE = random.Random(5)
RECIPES = [_any(CHANCE, kind) for _, kind in zip(range(MANY), [*KINDS] * MANY, strict=False)]


def test_they_are_of_all_kinds_and_differ():
    kinds = Counter(recipe.kind for recipe in RECIPES)
    assert set(kinds) == set(KINDS)
    assert len({recipe.key() for recipe in RECIPES}) > 0.9 * MANY


def test_a_recipe_comes_back_out_of_its_file():
    for recipe in RECIPES:
        assert from_json(to_json(recipe)) == recipe
        assert contents(b"\xef\xbb\xbf" + to_json(recipe).encode()).recipes == (recipe,)


def test_a_recipe_comes_back_out_of_pictures():
    for kind, every in (("gif", 1), ("png", 10), ("mp4", 40)):
        for recipe in RECIPES[::every]:
            assert contents(exported(recipe, kind)).recipes == (recipe,)


def test_a_recipe_comes_back_out_of_its_link_and_the_link_is_taken_for_a_sane_one():
    for recipe in RECIPES:
        query = to_query(recipe)
        assert from_query(query) == recipe
        assert links.sane({name: [value] for name, value in query.items()}, "compare") == (
            {name: [value] for name, value in query.items()},
            [],
        )


def test_each_knob_alone_comes_back_as_text():
    for recipe in RECIPES:
        for name in offered(recipe):
            if text(recipe, name) or getattr(recipe, name) == "":
                assert change(recipe, **{name: text(recipe, name)}) == recipe


def test_there_is_another_value_for_each_knob_of_what_pages_open_with():
    for recipe in DEFAULTS.values():
        for name in offered(recipe):
            other = another(recipe, name)
            assert other != text(recipe, name)
            with suppress(UserError):  # some knobs forbid each other a value
                assert change(recipe, **{name: other}).kind == recipe.kind


def test_what_lessons_open_with_leads_back_to_them():
    for name, page in {
        "b2": "b2_time_ddpm",
        "b3": "b3_class_ddpm",
        "b4": "b4_rectified_flow",
        "a0": "a0_models",
    }.items():
        found, query = lesson_of(DEFAULTS[name])
        assert (found, query) == (page, {})
    moved = change(DEFAULTS["b3"], guidance=2.5, steps=100, seed=7, per_label=4, model="digits-class-ddpm@5")
    page, query = lesson_of(moved)
    assert page == "b3_class_ddpm"
    asked = {"b3_guidance": "2.5", "b3_steps": "100", "b3_seed": "7", "b3_rows": "4", "b3_epoch": "5"}
    assert query == asked
    assert lesson_of(change(DEFAULTS["b3"], steps=17)) == ("b3_class_ddpm", None)
    for recipe in RECIPES:
        assert lesson_of(recipe)[0]


def test_what_ships_leads_to_a_lesson_that_shows_it_unless_controls_can_say_it():
    pages = {head.number.lower(): head.path.stem for head in catalogue.heads() if head.number}
    wrong = []
    for name, recipe in DEFAULTS.items():
        shown_by = {pages.get(other.partition("-")[0]) for other, shown in DEFAULTS.items() if shown == recipe}
        page, query = lesson_of(recipe)
        wrong += [name] if query is None and page not in shown_by else []
    assert wrong == []


def test_an_edit_towards_something_else_belongs_to_a7():
    plain = {"image": "cat", "guidance": 1, "prompt": QUALITY, "steps": 50}
    assert lesson_of(make("edit", **plain)) == ("a4_iterative", None)
    assert lesson_of(make("edit", **{**plain, "guidance": 7})) == ("a7_image_to_image", None)
    assert lesson_of(make("edit", **{**plain, "prompt": "a photo of a cat"})) == ("a7_image_to_image", None)
