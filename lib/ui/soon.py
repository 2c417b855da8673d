"""Room: ui. A part of a page that answers its own controls first; then the page follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from lib.ui import session

Value = TypeVar("Value")


def soon(part: Callable[[], Value]) -> Value:
    """Run a part of a page in a fragment; when one of its controls was moved, the whole page runs after it.

    So what stands here is on the screen in a tenth of the time that a page takes, and what else depends on the
    controls, such as figures and exercises below, still follows.

    Args:
        part: draws controls and what answers them at once.

    Returns:
        What the part returns.
    """
    runs: list[Value] = []
    before = dict(session.run().counts)

    def run() -> Value:
        session.run().counts = dict(before)  # its boxes are the same ones each time
        runs.append(part())
        if len(runs) > 1:  # not as part of a page: a control of this part was moved
            session.moment()
            st.rerun()
        return runs[-1]

    found: Value = st.fragment(run)()
    return found
