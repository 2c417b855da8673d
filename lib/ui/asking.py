"""Room: ui. A link begins nothing that takes long: what an address asks for waits until the reader says so.

Whoever opens a link hasn't asked for its runs. So short ones begin by themselves, some seconds of them in all, and the
rest waits for a button. Once the reader has pressed it, or moved a control so that a run of the page became another,
whatever this page asks for is theirs and begins at once; until another page is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

UNASKED: Final = 8.0
"""Seconds of runs that a page may begin before its reader has done anything."""
_AGREED, _SPENT, _MET, _HELD = "_agreed", "_unasked", "_met", "_held"


def arrive() -> None:
    """Another page: its reader hasn't asked for anything yet."""
    st.session_state.update({_AGREED: False, _SPENT: 0.0, _MET: {}, _HELD: False})


def agree() -> None:
    """The reader wants what this page asks for."""
    st.session_state.update({_AGREED: True, _HELD: False})


def meet(recipe: Recipe, key: str) -> None:
    """Note what a panel asks for; where it asked for something else before, the reader has moved a control."""
    met: dict[str, str] = st.session_state.setdefault(_MET, {})
    if met.setdefault(key, recipe.key()) != recipe.key():
        agree()


def agreed() -> bool:
    """Whether the reader wants what this page asks for."""
    return bool(st.session_state.get(_AGREED))


def may_begin(recipe: Recipe) -> bool:
    """Whether a run may begin now. One that may counts: only so many do before the reader has done anything."""
    from lib.runs.cost import seconds_of

    if agreed():
        return True
    spent = st.session_state.get(_SPENT, 0.0) + seconds_of(recipe)
    if spent > UNASKED:
        st.session_state[_HELD] = True
        return False
    st.session_state[_SPENT] = spent
    return True


def waiting() -> bool:
    """Whether something of this page waits for its reader."""
    return bool(st.session_state.get(_HELD))


def ask(seconds: float, key: str, what: str = "This run") -> None:
    """Say how long it takes, beside a button that begins it.

    Args:
        seconds: of all that waits here.
        key: unique on its page.
        what: it is.
    """
    from lib.runs.cost import said

    with st.container(horizontal=True, border=True, vertical_alignment="center", key=f"{key}_asked"):
        st.markdown(
            f"{what} takes about {said(seconds)} on two processor cores, so it waits until you want it.",
            width="stretch",
        )
        st.button("Run it", key=f"{key}_run", icon=":material/play_arrow:", type="primary", on_click=agree)
