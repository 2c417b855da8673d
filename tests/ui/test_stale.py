"""Stale work first: once a control was moved, no run that held its old value is before one that holds the new."""

from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.runs import engine as engines
from lib.runs.recipe import make
from lib.ui import jobs, noising
from tests.pages.test_pages import PAGES, ROOT

LESSONS = [page for page in PAGES if page.stem[0] in "ab" and page.stem[1].isdigit()]
OLD, NEW = 7001, 7002


class Job:
    """A run that doesn't end by itself."""

    progress = preview = result = error = None
    ahead = 0

    def __init__(self, recipe):
        self.recipe, self.done = recipe, False

    def cancel(self):
        self.done = True

    def wait(self, timeout=None):
        return self.done


@pytest.fixture
def begun(monkeypatch):
    """Of each run that begins, its recipe and those of the runs that aren't done then."""
    made, begun = [], []

    def start(recipe, owner=None):
        begun.append((recipe, [job.recipe for job in made if not job.done]))
        made.append(Job(recipe))
        return made[-1]

    def get(recipe):
        return None if {f"seed={OLD}", f"seed={NEW}"} & set(str(recipe).replace(",", "").split()) else real.get(recipe)

    real = engines.engine()
    monkeypatch.setattr(engines, "engine", lambda: SimpleNamespace(get=get, start=start))
    monkeypatch.setattr(noising, "LATER", -1)
    st.cache_resource.clear()  # all AppTests are one session
    yield begun
    st.cache_resource.clear()


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.stem)
def test_no_run_of_the_old_seed_is_before_one_of_the_new(page, begun):
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.switch_page(f"pages/{page.name}").run()
    assert not app.exception, [e.message for e in app.exception]
    for key in [field.key for field in app.number_input if (field.key or "").endswith("_seed")]:
        app.number_input(key=key).set_value(OLD).run()
        assert any(f"'seed': {OLD}" in str(recipe.model_dump()) for recipe, _ in begun)
        begun.clear()
        app.number_input(key=key).set_value(NEW).run()
        assert begun
        assert [str(others) for _, others in begun if f"seed={OLD}" in str(others)] == []


def test_runs_that_do_not_hold_the_old_value_go_on(begun):
    mine = jobs.Jobs()
    first = make("picture", prompt="a photo of a dog", seed=1, guidance=3)
    recipes = {
        "first": first,
        "same seed": make("picture", prompt="a photo of a cat", seed=1, guidance=5),
        "large": make("upsample", of=first, seed=2),
        "other": make("picture", prompt="a photo of a cat", seed=2, guidance=5),
    }
    for key, recipe in recipes.items():
        mine.ask(key, recipe)
        mine.start(key, recipe)
    mine.ask("first", first)
    assert not any(mine.get(key).done for key in recipes)
    mine.ask("first", make("picture", prompt="a photo of a dog", seed=3, guidance=3))
    assert [key for key in recipes if mine.get(key)] == ["other"]
    mine.ask("other", make("picture", prompt="a photo of a cat", seed=2, guidance=6))
    assert not mine.busy()


def test_what_was_cancelled_is_not_begun_anew(begun):
    mine, first = jobs.Jobs(), make("plane", seed=1)
    mine.ask("a", first)
    ended = mine.start("b", make("plane", seed=1, steps=7))
    ended.cancel()
    mine.ask("a", make("plane", seed=2))
    assert mine.get("b") is ended
