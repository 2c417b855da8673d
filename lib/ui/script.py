"""Room: ui. "As a script": the Python file that draws a run without this app, to read, to copy and to take home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.models.errors import UserError

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

_HEIGHT = 320
"""Pixels of the code that are shown at once."""


def offer(recipe: Recipe, key: str) -> None:
    """A quiet button that opens the script of a recipe; it is written when somebody looks, and the page stays still.

    Args:
        recipe: the question.
        key: unique on its page.
    """
    st.fragment(_drawer)(recipe, key)


def _drawer(recipe: Recipe, key: str) -> None:
    drawer = st.popover(
        "As a script", type="tertiary", icon=":material/terminal:", key=f"{key}_script", on_change="rerun"
    )
    if drawer.open:
        with drawer:
            _show(recipe, key)


def _show(recipe: Recipe, key: str) -> None:
    from lib.teaching.scripts import script

    try:
        text = script(recipe)
    except UserError as error:
        st.info(str(error), icon=":material/info:")
        return
    st.markdown(
        "A Python file that draws this run without the app, from the same noise. Read it from top to bottom; it needs "
        "the packages that it names, and the project's folder `cache/models`."
    )
    st.download_button(
        "Download",
        text,
        f"{recipe.kind}-{recipe.key()[:8]}.py",
        "text/x-python",
        key=f"{key}_script_file",
        icon=":material/download:",
        on_click="ignore",
    )
    st.code(text, language="python", height=_HEIGHT, wrap_lines=True)
