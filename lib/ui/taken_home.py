"""Room: ui. What is taken home from a run: quiet buttons for its files, and links to the pages that begin with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.errors import StreamlitAPIException

from lib.ui.catalogue import PAGES

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

File = tuple[str, str, str, str | Callable[[], bytes], str]
"""Label, ending without its dot, media type, what is in it (or what makes that when the button is pressed), icon."""
_TOOLS = (
    ("studio.py", "More formats", ":material/movie_edit:", "Film, web picture, frames or numbers; captions, speed"),
    ("compare.py", "Compare", ":material/compare:", "This run beside the same with one knob changed"),
)
"""Pages that begin with the run that is shown, as far as they are there."""


def files(recipe: Recipe, key: str, offered: Iterable[File]) -> None:
    """A button for each file of a run; the page stays still.

    Args:
        recipe: of the run: its kind and key name the files.
        key: unique on its page.
        offered: from left to right.
    """
    name = f"{recipe.kind}-{recipe.key()[:8]}"
    for label, ending, mime, data, icon in offered:
        st.download_button(
            label,
            data,
            f"{name}.{ending}",
            mime,
            key=f"{key}_{ending}",
            icon=icon,
            on_click="ignore",
            type="tertiary",
        )


def links(recipe: Recipe) -> None:
    """Links to the pages that begin with this run."""
    from lib.runs.recipe import to_query

    query = to_query(recipe)
    for page, label, icon, help_ in _TOOLS:
        if (PAGES / page).exists():
            with suppress(StreamlitAPIException):  # a script that runs alone has no pages
                st.page_link(str(PAGES / page), label=label, icon=icon, help=help_, query_params=query)
