"""Room: ui. Which assignment is open in this session, which task is at hand, and what was answered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from lib.teaching.answers import Answers
    from lib.teaching.assignments import Assignment, Task

_OPEN, _STEM = "_assignment", "_assignment_page"
HOME = "assignment"
"""The page on which assignments are opened and handed out."""


@dataclass
class Open:
    """An open assignment.

    Attributes:
        assignment: what the teacher wrote.
        code: the same as in a link, for the browser to keep.
        digest: its name among those that a browser keeps.
        answers: what was given so far.
        at: the task at hand.
        heard: whether the browser has told what it kept from before; until then nothing is written over it.
        told: how often the browser knew better; fields are made anew then, with what it told.
        names: controls that the present page asked for.
        clicks: how often a run was handed in, or tried to be.
    """

    assignment: Assignment
    code: str
    digest: str
    answers: Answers
    at: int = 0
    heard: bool = False
    told: int = 0
    names: set[str] = field(default_factory=set)
    clicks: int = 0

    def task(self) -> Task:
        """The task at hand."""
        return self.assignment.tasks[self.at]


def current() -> Open | None:
    """What is open."""
    found: Open | None = st.session_state.get(_OPEN)
    return found


def begin(assignment: Assignment) -> Open:
    """Open one."""
    from lib.teaching.answers import Answers
    from lib.teaching.links import to_code

    found = Open(assignment, to_code(assignment), assignment.digest(), Answers())
    before = current()
    if before is None or before.digest != found.digest:
        st.session_state[_OPEN] = found
    return st.session_state[_OPEN]


def end() -> None:
    """Nothing is open any more."""
    st.session_state.pop(_OPEN, None)


def arrive(stem: str) -> None:
    """Note which page runs; the first of its tasks comes to hand, unless one of them is."""
    st.session_state[_STEM] = stem
    now = current()
    if now is None:
        return
    now.names.clear()
    if now.task().page != stem:
        now.at = next((i for i, task in enumerate(now.assignment.tasks) if task.page == stem), now.at)


def here() -> Task | None:
    """The task at hand, if it is about the page that runs."""
    now = current()
    return now.task() if now is not None and now.task().page == st.session_state.get(_STEM) else None


def give(place: str, answer: int | str | None) -> None:
    """Note an answer; one that can't be given is left out."""
    from lib.teaching.answers import MAX_WORDS, fits, questions

    now = current()
    if now is None:
        return
    question = questions(now.assignment).get(place)
    if question is not None and (answer is None or fits(question, answer)):
        now.answers = now.answers.give(place, answer[:MAX_WORDS] if isinstance(answer, str) else answer)
