"""Room: ui. Files to take home: each is made when its button is pressed, and carries its recipe inside."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from lib.ui import alone, script
from lib.ui.catalogue import PAGES

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

_TOOLS = (
    ("studio.py", "More formats", ":material/movie_edit:", "Film, web picture, frames or numbers; captions, speed"),
    ("compare.py", "Compare", ":material/compare:", "This run beside the same with one knob changed"),
)
"""Pages that begin with the run that is shown, as far as they are there."""


def downloads(trajectory: Trajectory, key: str, show: tuple[str, ...], columns: int | None) -> None:
    """Buttons for GIF, MP4, contact sheet, recipe, one picture alone and script; links to what else can be done.

    Args:
        trajectory: what the files hold.
        key: unique on its page.
        show: which of "x_t" and "x_0".
        columns: pictures in a row of the grid.
    """
    from lib.runs.recipe import to_json

    recipe = to_json(trajectory.recipe)
    name = f"{trajectory.recipe.kind}-{trajectory.recipe.key()[:8]}"

    def made(kind: str) -> Callable[[], bytes]:
        return lambda: make(trajectory, kind, show, columns)

    files: list[tuple[str, str, str, Any, str]] = [
        ("GIF", ".gif", "image/gif", made("gif"), ":material/gif_box:"),
        ("MP4", ".mp4", "video/mp4", made("mp4"), ":material/movie:"),
        ("Contact sheet", ".png", "image/png", made("png"), ":material/grid_view:"),
        ("Recipe", ".json", "application/json", recipe, ":material/receipt_long:"),
    ]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"{key}_downloads"):
        for label, suffix, mime, data, icon in files:
            st.download_button(
                label,
                data,
                name + suffix,
                mime,
                key=f"{key}_{suffix[1:]}",
                icon=icon,
                on_click="ignore",
                type="tertiary",
            )
        links(trajectory.recipe)
        alone.offer(trajectory, key, show)
        script.offer(trajectory.recipe, key)


def links(recipe: Recipe) -> None:
    """Links to the pages that begin with this run."""
    from lib.runs.recipe import to_query

    query = to_query(recipe)
    for page, label, icon, help_ in _TOOLS:
        if (PAGES / page).exists():
            with suppress(StreamlitAPIException):  # a script that runs alone has no pages
                st.page_link(str(PAGES / page), label=label, icon=icon, help=help_, query_params=query)


def make(trajectory: Trajectory, kind: str, show: tuple[str, ...], columns: int | None) -> bytes:
    """One file: "gif", "mp4" or "png" (the contact sheet). No streamlit in here: it runs when a button is pressed."""
    from lib.draw.studio.making import export
    from lib.draw.studio.options import options

    size = 1600 if kind == "png" else 960
    return export([trajectory], options(format=kind, show=show, columns=columns, size=size))
