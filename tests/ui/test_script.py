"""The button "As a script" under a run: nothing is written until somebody looks, and what is wrong is a sentence."""

import ast

import pytest
from streamlit.testing.v1 import AppTest

from lib.models.errors import UserError
from lib.teaching import scripts


def page():
    import streamlit as st

    from lib.runs.recipe import make
    from lib.ui.script import offer

    with st.container(horizontal=True):
        offer(make("forward", times=(500,)), "here")


@pytest.fixture
def written(monkeypatch):
    """The recipes that a script was written for."""
    asked = []
    real = scripts.script
    monkeypatch.setattr(scripts, "script", lambda recipe: asked.append(recipe) or real(recipe))
    return asked


def opened(app):
    app.session_state["here_script"] = True
    return app.run()


def test_nothing_is_written_until_it_is_opened(written):
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert not app.code
    assert not written


def test_the_script_can_be_read_and_taken_home(written):
    app = opened(AppTest.from_function(page).run())
    assert not app.exception
    assert len(written) == 1
    assert "Noise put on" in app.code[0].value
    ast.parse(app.code[0].value)
    button = app.get("download_button")[0]
    assert button.proto.label == "Download"


def test_what_can_not_be_written_is_a_sentence(monkeypatch):
    def refuse(recipe):
        raise UserError("This model isn't here: get it.")

    monkeypatch.setattr(scripts, "script", refuse)
    app = opened(AppTest.from_function(page).run())
    assert not app.exception
    assert app.info[0].value == "This model isn't here: get it."
    assert not app.code
