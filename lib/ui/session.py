"""Room: ui. What one run of a page remembers of itself: counters, the models it used, the panels it showed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.ui import asking

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

_KEY, _PAGE, _SEEN, _WAITED, _ARRIVALS = "_run", "_page", "_seen", "_waited", "_arrivals"
_PATIENCE = 4.0
"""Seconds to wait for a browser that doesn't say whether it has drawn."""
_MOMENT, _ONCE = 0.1, 0.5
"""Seconds that a browser needs for pictures, and within which all that changes belongs to one answer."""


@dataclass
class Run:
    """Notes of the present run of the script; a new one replaces it.

    Attributes:
        counts: how many boxes of each kind there are so far.
        models: the models whose answers are shown.
        panels: keys of the panels.
        shown: by panel, the recipe whose answer it shows, in the order of the page.
        addressed: names that stand in the address bar, but for those of bound widgets.
        arriving: whether the browser has nothing of this page on its screen yet.
        ahead: by key of a control, what is sent of its answers once the page stands (lib.ui.ahead).
    """

    counts: dict[str, int] = field(default_factory=dict)
    models: list[str] = field(default_factory=list)
    panels: set[str] = field(default_factory=set)
    shown: dict[str, Recipe] = field(default_factory=dict)
    addressed: set[str] = field(default_factory=set)
    arriving: bool = False
    ahead: dict[str, Any] = field(default_factory=dict)


def start() -> None:
    """Begin the notes of a new run."""
    st.session_state[_KEY] = Run()


def arrive(page: str) -> None:
    """Note which page runs; on the first run after another page, or none, there is nothing on the screen yet."""
    run().arriving = st.session_state.get(_PAGE) != page and bool(st.context.headers)  # else nobody is looking
    st.session_state[_PAGE] = page
    if run().arriving:
        st.session_state[_ARRIVALS] = arrivals() + 1
        seen().clear()
        asking.arrive()


def arrivals() -> int:
    """How often the reader came to a page."""
    found: int = st.session_state.get(_ARRIVALS, 0)
    return found


def returned() -> bool:
    """Whether this run answers Back or Forward: then the address says all, also by what it leaves out."""
    ctx = get_script_run_ctx()
    return ctx is not None and ctx.is_history_navigation


def seen() -> set[str]:
    """Keys of the panels that had an answer since the reader came to this page."""
    keys: set[str] = st.session_state.setdefault(_SEEN, set())
    return keys


def let_paint() -> None:
    """On the first run of a page, hold back what comes below the first picture until the browser has drawn that.

    Figures keep a browser busy for much longer than the picture does. When the player has drawn, the browser says so
    (`painted.js`), which asks for another run of the page. Later calls do nothing.
    """
    if not run().arriving:
        return
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        give_way()
        time.sleep(0.01)
    run().arriving = False


def give_way() -> None:
    """Where the reader has asked for another run of the page, this one ends here: looking at the session state does."""
    st.session_state.get(_PAGE)


def changed(name: str, token: object) -> None:
    """Give the browser a moment for what changed, before it gets what comes below: once for all that changes together.

    What is sent together is drawn together, and a picture that answers a slider would wait for all the page below it.

    Args:
        name: of what is shown.
        token: what it shows now; the first time there is nothing to compare it with.
    """
    key = f"_drawn_{name}"
    last = st.session_state.get(key, token)
    st.session_state[key] = token
    if last != token:
        moment()


def moment() -> None:
    """Let the browser draw what was sent; not twice for one answer."""
    if time.monotonic() - st.session_state.get(_WAITED, 0.0) > _ONCE:
        time.sleep(_MOMENT)
        st.session_state[_WAITED] = time.monotonic()


def run() -> Run:
    """The notes of the present run."""
    if _KEY not in st.session_state:
        start()
    notes: Run = st.session_state[_KEY]
    return notes


def count(kind: str) -> int:
    """How many of a kind there were before on this page."""
    counts = run().counts
    counts[kind] = counts.get(kind, -1) + 1
    return counts[kind]


def use_model(model_id: str) -> None:
    """Note that this page shows a model, for its card in the sidebar."""
    if model_id and model_id not in run().models:
        run().models.append(model_id)
