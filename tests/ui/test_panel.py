"""A panel: known answers at once, unknown ones by a job that can be cancelled, fail, and be left behind."""

import threading
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.models.errors import UserError
from lib.runs import engine as engines
from lib.runs.jobs import Job
from lib.runs.progress import Progress
from lib.ui import panel
from tests.ui.walks import walk


class Engine:
    """Knows what it was told; computes when the test lets it."""

    def __init__(self):
        self.known, self.started, self.go = {}, [], threading.Event()
        self.fails = None

    def get(self, recipe):
        return self.known.get(recipe.key())

    def compute(self, recipe, on_step):
        while not self.go.wait(0.01):
            on_step(Progress(1, 3))
        if self.fails:
            raise self.fails
        self.known[recipe.key()] = found = walk(recipe)
        return found

    def start(self, recipe, owner=None):
        self.started.append(Job(recipe, self.compute, owner=owner))
        return self.started[-1]


@pytest.fixture
def engine(monkeypatch):
    fake = Engine()
    monkeypatch.setattr(engines, "engine", lambda: fake)
    monkeypatch.setattr(panel.registry, "find", lambda model: SimpleNamespace(id=model))
    st.cache_resource.clear()  # all AppTests are one session
    yield fake
    st.cache_resource.clear()
    for job in fake.started:
        job.cancel()
        assert job.wait(10)


def _script():
    import streamlit as st

    from lib.ui import controls, jobs, panel, session

    session.start()
    seed = controls.seed("b9")
    if st.toggle("shown", True, key="shown"):
        recipe = panel.recipe(
            "digits", labels="0-3", per_label=2, steps=3, frames=st.session_state.get("frames", 4), seed=seed
        )
        panel.show(recipe, key="b9")
    jobs.cancel_all_but(session.run().panels)


def players(app):
    return len(app.get("bidi_component"))


def test_a_known_answer_is_shown_at_once(engine):
    recipe = walk().recipe
    app = AppTest.from_function(_script)
    engine.known = dict.fromkeys(
        [panel.recipe("digits", labels="0-3", per_label=2, steps=3, frames=4, seed=0).key()], walk(recipe)
    )
    app.run()
    assert not app.exception
    assert players(app) == 1
    assert engine.started == []
    assert [button.key for button in app.get("download_button")] == ["b9_gif", "b9_mp4", "b9_png", "b9_json"]


def test_an_unknown_answer_is_computed_and_then_shown(engine):
    app = AppTest.from_function(_script, default_timeout=20).run()
    assert players(app) == 0
    assert app.button(key="b9_cancel")
    engine.go.set()
    assert engine.started[0].wait(10)
    app.run()
    assert players(app) == 1
    assert len(engine.started) == 1


def test_cancelled_says_so_keeps_the_last_picture_and_can_run_again(engine):
    engine.go.set()
    app = AppTest.from_function(_script, default_timeout=20).run()
    engine.started[0].wait(10)
    app.run()
    engine.go.clear()
    app.number_input(key="b9_seed").set_value(1).run()
    assert players(app) == 1
    app.button(key="b9_cancel").click().run()
    assert engine.started[1].wait(10)
    app.run()
    assert any("Cancelled" in text.value for text in app.markdown)
    assert players(app) == 1
    app.button(key="b9_again").click().run()
    assert len(engine.started) == 3


def test_a_failure_is_one_sentence_and_is_not_repeated_unasked(engine):
    engine.fails = UserError("The weights are cut short.")
    engine.go.set()
    app = AppTest.from_function(_script, default_timeout=20).run()
    engine.started[0].wait(10)
    app.run().run()
    assert [error.value for error in app.error] == ["The weights are cut short."]
    assert len(engine.started) == 1


def test_a_changed_recipe_and_a_left_page_end_their_jobs(engine):
    app = AppTest.from_function(_script, default_timeout=20).run()
    app.number_input(key="b9_seed").set_value(1).run()
    assert engine.started[0].wait(10)
    assert engine.started[0].cancelled
    app.toggle(key="shown").set_value(False).run()
    assert engine.started[1].wait(10)
    assert engine.started[1].cancelled


def test_a_recipe_that_makes_no_sense_is_a_warning(engine):
    app = AppTest.from_function(_script)
    app.session_state["frames"] = -1
    app.run()
    assert not app.exception
    assert ["frames must be" in warning.value for warning in app.warning] == [True]
    assert engine.started == []
