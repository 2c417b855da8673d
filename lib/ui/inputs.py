"""Room: ui. Which picture a lesson begins with: one of our own drawings."""

from __future__ import annotations

import streamlit as st

from lib.runs import drawings


def image(page: str, default: str = "tower", label: str = "Picture") -> str:
    """A reference to a picture, for a recipe: the reader chooses it.

    Args:
        page: prefix of the keys ("a7").
        default: the drawing that a page opens with.
        label: over the control.
    """
    names = list(drawings.NAMES)
    chosen = st.selectbox(
        label,
        names,
        index=names.index(default),
        format_func=lambda name: drawings.TITLES[name],
        key=f"{page}_image",
        bind="query-params",
    )
    return str(chosen)
