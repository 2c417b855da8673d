"""What stands below the first picture waits until that is drawn, and never for long; figures are built once."""

import time
from typing import ClassVar

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.ui import session


class Headers:
    headers: ClassVar = {"Host": "somebody looks"}


@pytest.fixture
def watched(monkeypatch):
    """A reader with a browser, who waits a tenth of a second at most."""
    monkeypatch.setattr(session, "_PATIENCE", 0.1)
    monkeypatch.setattr(st, "context", Headers)
    monkeypatch.setattr(st, "session_state", {})


def seconds_of(page):
    session.start()
    session.arrive(page)
    began = time.monotonic()
    session.let_paint()
    return time.monotonic() - began


def test_only_the_first_run_of_a_page_waits(watched):
    assert seconds_of("b1") >= 0.1
    assert seconds_of("b1") < 0.05
    assert seconds_of("b2") >= 0.1
    assert seconds_of("b1") >= 0.1


def test_only_the_first_picture_is_waited_for(watched):
    seconds_of("b1")
    began = time.monotonic()
    session.let_paint()
    assert time.monotonic() - began < 0.05


def test_nobody_waits_where_nobody_looks(watched, monkeypatch):
    monkeypatch.setattr(Headers, "headers", {})
    assert seconds_of("b1") < 0.05


def test_a_figure_is_built_once_for_what_it_shows():
    def script():
        import streamlit as st

        from lib.ui.charts import chart

        def build():
            import plotly.graph_objects as go

            st.session_state.built = st.session_state.get("built", 0) + 1
            return go.Figure().add_scatter(x=[1], y=[st.session_state.shows])

        chart("figure", build, st.session_state.shows)

    st.cache_resource.clear()
    app = AppTest.from_function(script)
    for shows, built in ((1, 1), (1, 1), (2, 2), (1, 2)):
        app.session_state["shows"] = shows
        app.run()
        assert not app.exception
        assert app.session_state["built"] == built
        assert len(app.get("plotly_chart")) == 1


@pytest.fixture
def pauses(watched, monkeypatch):
    """How long the script slept, each time that it did."""
    slept = []
    monkeypatch.setattr(session.time, "sleep", slept.append)
    return slept


def test_what_changed_is_drawn_before_what_stands_below_it(pauses):
    session.changed("picture", "a cat")
    assert not pauses, "the first time all of the page is new"
    session.changed("picture", "a cat")
    assert not pauses
    session.changed("picture", "a dog")
    assert pauses == [session._MOMENT]


def test_what_changes_together_waits_once(pauses):
    for name in ("picture", "figure"):
        session.changed(name, 1)
    session.changed("picture", 2)
    session.changed("figure", 2)
    assert len(pauses) == 1
    st.session_state[session._WAITED] -= 1  # a second later
    session.changed("figure", 3)
    assert len(pauses) == 2
