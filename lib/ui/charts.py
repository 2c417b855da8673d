"""Room: ui. Plotly figures on a page: each is built once for all readers, since building takes longer than sending."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.models import late
from lib.ui import session

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from lib.runs.trajectory import Trajectory

BARE = {"displayModeBar": False}


def chart(key: str, build: Callable[[], Figure], *shows: object) -> None:
    """A plotly figure, as wide as the page.

    Args:
        key: unique on its page.
        build: makes the figure; called only where one that shows the same isn't known yet.
        shows: all that the figure depends on, as values whose text tells them apart; a trajectory by `of`.
    """
    token = f"{build.__module__}.{build.__qualname__} {shows!r}"
    late.figures()
    figure = _built(token, build)
    st.plotly_chart(figure, width="stretch", key=key, config=BARE)
    session.changed(key, token)


def of(trajectory: Trajectory) -> tuple[str, str]:
    """What tells one trajectory from another."""
    return trajectory.recipe.key(), trajectory.weights


@st.cache_resource(max_entries=64, show_spinner=False)
def _built(token: str, _build: Callable[[], Any]) -> Any:
    return _build()
