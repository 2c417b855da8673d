"""Room: ui. Plotly figures on a page: each is built once for all readers, since building takes longer than sending."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from lib.runs.trajectory import Trajectory

BARE = {"displayModeBar": False}
_MOMENT, _ONCE = 0.04, 0.5
"""Seconds that a browser needs for pictures, and within which all changed figures belong to one answer."""


def chart(key: str, build: Callable[[], Figure], *shows: object) -> None:
    """A plotly figure, as wide as the page.

    Args:
        key: unique on its page.
        build: makes the figure; called only where one that shows the same isn't known yet.
        shows: all that the figure depends on, as values whose text tells them apart; a trajectory by `of`.
    """
    token = f"{build.__module__}.{build.__qualname__} {shows!r}"
    figure = _built(token, build)
    _pictures_first(f"_{key}_chart", token)
    st.plotly_chart(figure, width="stretch", key=key, config=BARE)


def of(trajectory: Trajectory) -> tuple[str, str]:
    """What tells one trajectory from another."""
    return trajectory.recipe.key(), trajectory.weights


def _pictures_first(name: str, token: str) -> None:
    """Give the browser a moment for what stands above a figure that changes.

    A figure takes a browser a tenth of a second. What is sent together is drawn together, and a picture that answers a
    slider would wait for a figure below it.
    """
    last = st.session_state.get(name, token)
    st.session_state[name] = token
    if last != token and time.monotonic() - st.session_state.get("_charts_waited", 0.0) > _ONCE:
        time.sleep(_MOMENT)
        st.session_state["_charts_waited"] = time.monotonic()


@st.cache_resource(max_entries=64, show_spinner=False)
def _built(token: str, _build: Callable[[], Any]) -> Any:
    return _build()
