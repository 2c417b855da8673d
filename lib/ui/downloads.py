"""Room: ui. Files to take home: each is made when its button is pressed, and carries its recipe inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from lib.runs.trajectory import Trajectory

_MIN_HEIGHT, _MAX_WIDTH = 256, 1280


def downloads(trajectory: Trajectory, key: str, show: tuple[str, ...], columns: int | None) -> None:
    """Buttons for GIF, MP4, contact sheet and recipe.

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
        return lambda: make(trajectory, kind, recipe, show, columns)

    files: list[tuple[str, str, str, Any, str]] = [
        ("GIF", ".gif", "image/gif", made("gif"), ":material/gif_box:"),
        ("MP4", ".mp4", "video/mp4", made("mp4"), ":material/movie:"),
        ("Contact sheet", ".png", "image/png", made("png"), ":material/grid_view:"),
        ("Recipe", ".json", "application/json", recipe, ":material/receipt_long:"),
    ]
    with st.container(horizontal=True, gap="small", key=f"{key}_downloads"):
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


def make(trajectory: Trajectory, kind: str, recipe: str, show: tuple[str, ...], columns: int | None) -> bytes:
    """One file: "gif", "mp4" or "png" (the contact sheet). No streamlit in here: it runs when a button is pressed."""
    from lib.draw.export import to_gif, to_mp4, to_sheet
    from lib.draw.frames import frames, upscale

    small = frames(trajectory, show=show, columns=columns)  # type: ignore[arg-type]
    if kind == "png":
        return to_sheet(upscale(small, 2), recipe)
    height, width = small.shape[1:3]
    large = upscale(small, max(1, min(-(-_MIN_HEIGHT // height), _MAX_WIDTH // width)))
    fps = max(4.0, min(30.0, len(large) / 5))
    return to_gif(large, recipe, fps) if kind == "gif" else to_mp4(large, recipe, fps)
