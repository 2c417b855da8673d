"""Room: ui. The frame of every lesson: idea, equation, knobs, misunderstanding, code, exercises, neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from lib.ui import catalogue
from lib.ui.source import source_of

_ARROWS = """
| | here | elsewhere |
|---|---|---|
| **time** | large $t$ is noise, $t = 0$ is data | some flow code counts the other way: $t = 1$ is data |
| **guidance** | $u + \\gamma\\,(c - u)$: $\\gamma = 1$ is just conditional | $c + w\\,(c - u)$ with $w = \\gamma - 1$ |
| **flow target** | $\\epsilon - x_0$, pointing to noise | $x_0 - \\epsilon$ (or $x_1 - x_0$), pointing to data |
"""


def begin(file: str, idea: str, equation: str | None = None, where: str | None = None) -> None:
    """Title, idea and equation of a lesson.

    Args:
        file: ``__file__`` of the page; its title is taken from its head.
        idea: a few sentences, in Markdown.
        equation: LaTeX, without dollars.
        where: one line that names the symbols, in Markdown.
    """
    _enter()
    head = catalogue.head_of(file)
    st.html(f"<div class='eyebrow'>{' · '.join(part for part in (head.number, head.section) if part)}</div>")
    st.title(head.name, anchor=False)
    st.markdown(idea)
    if equation:
        st.latex(equation)
    if where:
        st.caption(where)


def section(title: str, text: str = "") -> None:
    """A heading inside a lesson, with its sentence."""
    st.subheader(title, anchor=False)
    if text:
        st.markdown(text)


def knobs() -> DeltaGenerator:
    """A quiet box to put controls in; they stand side by side as far as there is room: ``with lesson.knobs(): ...``."""
    return st.container(horizontal=True, border=True, gap="medium", vertical_alignment="bottom", key=_fresh("knobs"))


def misunderstanding(belief: str, truth: str) -> None:
    """What many believe at first, and what the picture above shows instead."""
    with st.container(border=True, key=_fresh("belief")):
        st.html("<div class='eyebrow'>A common belief</div>")
        st.markdown(f"*“{belief}”*")
        st.html("<div class='eyebrow accent'>What the picture shows</div>")
        st.markdown(truth)


def translator() -> None:
    """How the signs and arrows of this app read in other papers and code."""
    with st.expander(
        "Reading another paper or another code? Arrows and signs, translated", icon=":material/translate:"
    ):
        st.markdown(_ARROWS)


def code(*functions: str | Callable[..., Any], note: str = "") -> None:
    """The lines that made the picture, as they stand in the files that ran.

    Args:
        functions: functions or classes, or their names ("lib.diffusion.sampling:sample"), which import nothing.
        note: one sentence above them.
    """
    with st.expander("The lines that made this picture", icon=":material/code:"):
        if note:
            st.markdown(note)
        for function in functions:
            found = source_of(function)
            st.caption(f"`{found.file}`, line {found.line}")
            st.code(found.text, language="python", wrap_lines=True)


def exercises(tasks: Sequence[str | tuple[str, str]]) -> None:
    """Things to try; a task may come with its answer, which stays folded up.

    Args:
        tasks: Markdown, or (task, answer).
    """
    section("Try it")
    for i, task in enumerate(tasks, start=1):
        text, answer = (task, "") if isinstance(task, str) else task
        st.markdown(f"{i}. {text}")
        if answer:
            with st.container(key=_fresh("answer")), st.expander("Answer"):
                st.markdown(answer)


def end(file: str) -> None:
    """Links to the lessons before and after."""
    before, after = catalogue.neighbours(file)
    st.space("medium")
    row = st.container(horizontal=True, horizontal_alignment="distribute", key=_fresh("neighbours"))
    with row, suppress(StreamlitAPIException):  # a page that runs alone has no neighbours
        if before:
            st.page_link(str(before.path), label=before.title, icon=":material/arrow_back:")
        if after:
            st.page_link(str(after.path), label=after.title, icon=":material/arrow_forward:", icon_position="right")


def _enter() -> None:
    """A link to a lesson, as the first thing that a server is asked for, runs that file alone: begin at Home.py.

    Streamlit takes a folder `pages/` for its older kind of app until ``st.navigation`` was called once.
    """
    from streamlit.runtime.pages_manager import PagesManager

    if getattr(PagesManager, "uses_pages_directory", False):
        PagesManager.uses_pages_directory = False
        st.rerun()


def _fresh(kind: str) -> str:
    """A key that is new on this run and the same on every run: the n-th box of its kind on the page."""
    from lib.ui.session import count

    return f"{kind}-{count(kind)}"
