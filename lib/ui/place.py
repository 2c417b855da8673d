"""Room: ui. What may have nothing to show yet keeps its place in the page, and what follows it stays where it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

Given = ParamSpec("Given")
Result = TypeVar("Result")


def in_place(draw: Callable[Given, Result]) -> Callable[Given, Result]:
    """A part of a page whose elements stand in a container of their own.

    Streamlit knows an element by its place among its neighbours: where a part draws two elements or none, all that
    stand below it are taken for others, and built anew, for a moment twice or not at all.

    Args:
        draw: draws the part, or nothing as long as what it shows isn't there.
    """

    @wraps(draw)
    def placed(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        with st.container():
            return draw(*args, **kwargs)

    return placed
