"""Room: ui. "One picture": any picture of a run, taken home without the others; its recipe draws it again, alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.ui import taken_home
from lib.ui.player import picture_url

if TYPE_CHECKING:
    from lib.runs.trajectory import Trajectory

_FILES = (
    ("GIF", "gif", "image/gif", ":material/gif_box:"),
    ("PNG", "png", "image/png", ":material/image:"),
    ("Recipe", "json", "application/json", ":material/receipt_long:"),
)


def offer(trajectory: Trajectory, key: str, show: tuple[str, ...]) -> None:
    """A quiet button where a run has several pictures that don't hang on each other; the page stays still.

    Args:
        trajectory: the run.
        key: unique on its page.
        show: which of "x_t" and "x_0" a film shows.
    """
    from lib.runs.alone import can_be_alone

    if can_be_alone(trajectory.recipe):
        st.fragment(_drawer)(trajectory, key, show)


def _drawer(trajectory: Trajectory, key: str, show: tuple[str, ...]) -> None:
    drawer = st.popover(
        "One picture", type="tertiary", icon=":material/filter_1:", key=f"{key}_alone", on_change="rerun"
    )
    if drawer.open:
        with drawer:
            _show(trajectory, key, show)


def _show(trajectory: Trajectory, key: str, show: tuple[str, ...]) -> None:
    """Which picture, what it looks like, and the files and links of it."""
    from lib.runs.alone import cut

    count = trajectory.x_t.shape[1]
    place = st.selectbox(
        "Take this picture home",
        range(count),
        format_func=lambda i: _name(trajectory, i),
        key=f"{key}_alone_place",
    )
    single = cut(trajectory, int(place or 0))
    st.html(
        f"<img alt='{_name(trajectory, int(place or 0))}' src='{picture_url(single.images[0])}' "
        "style='width: 9rem; image-rendering: pixelated; display: block'>"
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"{key}_alone_files"):
        offered = [(label, kind, mime, partial(made, single, kind, show), icon) for label, kind, mime, icon in _FILES]
        taken_home.files(single.recipe, f"{key}_alone", offered)
        taken_home.links(single.recipe)
    st.caption("The recipe inside draws this picture again without the others: the same noise, the same picture.")


def _name(trajectory: Trajectory, place: int) -> str:
    """A picture as people count, and what was asked for."""
    labels = trajectory.labels
    return f"Picture {place + 1}" + (f": a {labels[place]}" if len(labels) > place else "")


def made(single: Trajectory, kind: str, show: tuple[str, ...]) -> bytes:
    """One file; a PNG is the finished picture alone. No streamlit in here: it runs when a button is pressed."""
    from lib.draw.studio.making import export
    from lib.draw.studio.options import options
    from lib.runs.recipe import to_json

    if kind == "json":
        return to_json(single.recipe).encode()
    if kind == "gif":
        return export([single], options(format="gif", show=show, size=960))
    return export([single], options(format="png", show=("x_0",), frames=1, size=512))
