"""Room: ui. From a run back to its lesson: as a link that sets the lesson's controls, where they can say all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.ui import catalogue
from lib.ui.restoring.back import lesson_of

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe


def back(recipe: Recipe) -> None:
    """A link to the lesson of a run."""
    page, query = lesson_of(recipe)
    head = catalogue.head_of(catalogue.PAGES / f"{page}.py")
    label = f"Open this run in its lesson: {head.title}"
    if query is None:
        label = f"The lesson of this kind: {head.title}"
        st.caption("No lesson has controls for all knobs of this run, so this page shows it.")
    st.page_link(str(head.path), label=label, icon=":material/menu_book:", query_params=query or None)
