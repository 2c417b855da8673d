"""Room: ui. What a reader visited, tried and answered: kept in the browser, marked by the browser, asked of nobody.

The server says what was done on this page; one component per page writes it down and puts the marks on cards, exercises
and questions, by a stylesheet. Nothing comes back, so no page runs again for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from lib.ui.component import component
from lib.ui.desk.checks import Check, Touched

_KEY = "_desk"


@dataclass
class Notes:
    """What the present run of a page says of its exercises.

    Attributes:
        lesson: the name of the page's file.
        tasks: how many can be noticed.
        done: which of them are done, from 1.
        watch: by task, the keys of the tools whose use the browser will notice.
    """

    lesson: str = ""
    tasks: int = 0
    done: list[int] = field(default_factory=list)
    watch: dict[str, list[str]] = field(default_factory=dict)


def begin(lesson: str) -> None:
    """New notes, for the run of a page that begins."""
    st.session_state[_KEY] = Notes(lesson)


def notes() -> Notes:
    """Those of the present run."""
    found: Notes = st.session_state.setdefault(_KEY, Notes())
    return found


def task(check: Check) -> str:
    """Note a task that can be noticed.

    Args:
        check: whether it is done, or how the browser will know.

    Returns:
        The key of the box that it has to stand in: there the browser puts its tick.
    """
    mine = notes()
    mine.tasks += 1
    if isinstance(check, Touched):
        mine.watch[str(mine.tasks)] = list(check.keys)
    elif check:
        mine.done.append(mine.tasks)
    return f"task-{mine.lesson}-{mine.tasks}"


def keep(mine: Notes, answers: Mapping[int, bool], questions: int) -> None:
    """Let the browser write down what was done on a page.

    Args:
        mine: notes of the page.
        answers: by question, from 0, whether the answer that is chosen now is right.
        questions: how many the quiz has.
    """
    component("desk/progress")(
        key=f"{mine.lesson}_desk",
        data={
            "lesson": mine.lesson,
            "tasks": mine.tasks,
            "done": mine.done,
            "watch": list(mine.watch.items()),
            "questions": questions,
            "answered": sorted(answers),
            "right": sorted(i for i, right in answers.items() if right),
        },
    )


def marks(lessons: Sequence[str]) -> None:
    """Below a map of lessons: the sum of it all, and how to save, load and forget it; the map's cards get marks.

    Args:
        lessons: names of the files that count.
    """
    component("desk/progress")(key="home_desk", data={"map": list(lessons)})
