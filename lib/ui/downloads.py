"""Room: ui. Files to take home: each is made when its button is pressed, and carries its recipe inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from lib.ui import alone, script, taken_home

if TYPE_CHECKING:
    from lib.runs.trajectory import Trajectory


def downloads(trajectory: Trajectory, key: str, show: tuple[str, ...], columns: int | None) -> None:
    """Buttons for GIF, MP4, contact sheet, recipe, one picture alone and script; links to what else can be done.

    Args:
        trajectory: what the files hold.
        key: unique on its page.
        show: which of "x_t" and "x_0".
        columns: pictures in a row of the grid.
    """
    from lib.runs.recipe import to_json

    def made(kind: str) -> Callable[[], bytes]:
        return lambda: make(trajectory, kind, show, columns)

    recipe = trajectory.recipe
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"{key}_downloads"):
        taken_home.files(
            recipe,
            key,
            (
                ("GIF", "gif", "image/gif", made("gif"), ":material/gif_box:"),
                ("MP4", "mp4", "video/mp4", made("mp4"), ":material/movie:"),
                ("Contact sheet", "png", "image/png", made("png"), ":material/grid_view:"),
                ("Recipe", "json", "application/json", to_json(recipe), ":material/receipt_long:"),
            ),
        )
        taken_home.links(recipe)
        alone.offer(trajectory, key, show)
        script.offer(recipe, key)


def make(trajectory: Trajectory, kind: str, show: tuple[str, ...], columns: int | None) -> bytes:
    """One file: "gif", "mp4" or "png" (the contact sheet). No streamlit in here: it runs when a button is pressed."""
    from lib.draw.studio.making import export
    from lib.draw.studio.options import options

    size = 1600 if kind == "png" else 960
    return export([trajectory], options(format=kind, show=show, columns=columns, size=size))
