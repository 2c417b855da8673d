"""Room: ui. The frame of every lesson: idea, equation, knobs, misunderstanding, code, exercises, neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from lib.teaching import scene_lists
from lib.ui import catalogue, script, session
from lib.ui.desk import progress, quiz, values, words
from lib.ui.desk.checks import Check, touched, tried, unheard
from lib.ui.source import source_of

__all__ = [
    "begin",
    "code",
    "end",
    "exercises",
    "knobs",
    "misunderstanding",
    "section",
    "touched",
    "tried",
    "unheard",
]

Task = str | tuple[str, str] | tuple[str, str, Check]


def begin(file: str, idea: str, equation: str | None = None, where: str | None = None) -> None:
    """Title, idea and equation of a lesson.

    Args:
        file: ``__file__`` of the page; its title is taken from its head.
        idea: a few sentences, in Markdown.
        equation: LaTeX, without dollars.
        where: one line that names the symbols, in Markdown.
    """
    enter()
    progress.begin(Path(file).stem)
    head = catalogue.head_of(file)
    st.html(f"<div class='eyebrow'>{' · '.join(part for part in (head.number, head.section) if part)}</div>")
    st.title(head.name, anchor=False)
    st.markdown(idea)
    if equation:
        st.latex(equation)
    if where:
        st.caption(where)
    if equation:
        words.notation()


def section(title: str, text: str = "") -> None:
    """A heading inside a lesson, with its sentence."""
    st.header(title, anchor=False)
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


def code(*functions: str | Callable[..., Any], note: str = "") -> None:
    """The lines that made the picture, as they stand in the files that ran.

    Args:
        functions: functions or classes, or their names ("lib.diffusion.sampling:sample"), which import nothing.
        note: one sentence above them.
    """
    with st.expander("The lines that made this picture", icon=":material/code:"):
        _values()
        if note:
            st.markdown(note)
        for function in functions:
            found = source_of(function)
            st.caption(f"`{found.file}`, line {found.line}")
            st.code(found.text, language="python", wrap_lines=True)


def _values() -> None:
    """The call that makes the first run of this page as its controls stand now."""
    shown = {recipe.key(): recipe for recipe in session.run().shown.values()}
    if not shown:
        return
    recipes = list(shown.values())
    st.caption("The recipe of the first run on this page, with the values that its controls have now.")
    st.code(values.call_of(recipes[0]), language="python", wrap_lines=True)
    others = [recipe for recipe in recipes if recipe.kind == recipes[0].kind]
    if len(others) > 1:
        names = ", ".join(f"`{name}`" for name in values.differing(others))
        st.caption(f"{len(others)} runs of this page are of this kind; they differ in {names}.")
    script.offer(recipes[0], "lesson")


def exercises(tasks: Sequence[Task]) -> None:
    """Things to try; a task may come with its answer, which stays folded up, and with a check that notices it.

    Args:
        tasks: Markdown, or (task, answer), or (task, answer, check). The check is true as soon as the controls stand
            as the task says (`tried` remembers where they stood before), or `touched`.
    """
    section("Try it")
    for i, task in enumerate(tasks, start=1):
        text, answer, check = (task, "", None) if isinstance(task, str) else (*task, None)[:3]
        with st.container(key=_fresh("task") if check is None else progress.task(check)):
            st.markdown(f"{i}. {text}")
        if answer:
            with st.container(key=_fresh("answer")), st.expander("Answer"):
                st.markdown(answer)


def end(file: str) -> None:
    """The quiz of the lesson, and links to the lessons before and after."""
    quiz.show(file)
    head, (before, after) = catalogue.head_of(file), catalogue.neighbours(file)
    st.space("medium")
    row = st.container(horizontal=True, horizontal_alignment="distribute", key=_fresh("neighbours"))
    with row, suppress(StreamlitAPIException):  # a page that runs alone has no neighbours
        if before:
            st.page_link(str(before.path), label=before.title, icon=":material/arrow_back:")
        if scene_lists.shipped_for(stem := Path(file).stem):
            asked = {"present_list": stem, "present_scene": "1"}
            present = str(catalogue.PAGES / "present.py")
            st.page_link(present, label="Present to a class", icon=":material/co_present:", query_params=asked)
        if after and (after.number or not head.number):  # the tools that follow the last lesson don't come next
            st.page_link(str(after.path), label=after.title, icon=":material/arrow_forward:", icon_position="right")


def enter() -> None:
    """A link to a lesson, as the first thing that a server is asked for, runs that file alone: begin at Home.py.

    Streamlit takes a folder `pages/` for its older kind of app until ``st.navigation`` was called once.
    """
    from streamlit.runtime.pages_manager import PagesManager

    if getattr(PagesManager, "uses_pages_directory", False):
        PagesManager.uses_pages_directory = False
        st.rerun()


def _fresh(kind: str) -> str:
    """A key that is new on this run and the same on every run: the n-th box of its kind on the page."""
    return f"{kind}-{session.count(kind)}"
