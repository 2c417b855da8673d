"""Room: ui. What one run of a page remembers of itself: counters, the models it used, the panels it showed."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

_KEY = "_run"


@dataclass
class Run:
    """Notes of the present run of the script; a new one replaces it."""

    counts: dict[str, int] = field(default_factory=dict)
    models: list[str] = field(default_factory=list)
    panels: set[str] = field(default_factory=set)


def start() -> None:
    """Begin the notes of a new run."""
    st.session_state[_KEY] = Run()


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
