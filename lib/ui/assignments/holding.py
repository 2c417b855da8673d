"""Room: ui. Controls that an assignment fixes or hides: the one place that decides it.

A control asks `fixed` before it shows itself. What is held comes from the assignment alone, so neither the address bar
nor what was chosen before can change it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import streamlit as st

from lib.models.errors import UserError
from lib.ui.assignments import state
from lib.ui.plain import plain

Value = TypeVar("Value")
Read = Callable[[Any], Any]
"""From a value of an assignment to the value of a control; ValueError or UserError where it can't be one."""


class Held(NamedTuple):
    """What an assignment says of a control.

    Attributes:
        given: whether it says a value; else the control stands at what its page opens with.
        value: the value.
        hidden: whether nothing is shown of it.
    """

    given: bool
    value: Any
    hidden: bool


def held(key: str) -> Held | None:
    """What the task at hand says of a control; None where the student may move it.

    Args:
        key: of the control, "a6_guidance".
    """
    task = state.here()
    if task is None:
        return None
    from lib.teaching.lessons import prefix

    name = key.removeprefix(f"{prefix(task.page)}_")
    now = state.current()
    if now is not None:
        now.names.add(name)
    hidden = name in task.hide
    if name in task.fix:
        return Held(True, task.fix[name], hidden)
    locked = task.free is not None and name not in task.free
    return Held(False, None, hidden) if hidden or locked else None


def fixed(key: str, label: str, default: Value, read: Read, say: Callable[[Any], str] = str) -> Value | None:
    """The value of a control that is held, with a line that says so; None for one that the student may move.

    Args:
        key: of the control.
        label: what stands over it, in Markdown.
        default: where it stands at first.
        read: makes its value of what the assignment says.
        say: the value in words.
    """
    found = held(key)
    if found is None:
        return None
    value, trouble = default, ""
    if found.given:
        try:
            value = read(found.value)
        except (ValueError, TypeError, UserError) as error:
            trouble = f" The assignment asks for {str(found.value)[:40]!r}, but {str(error).rstrip('.')}."
    if trouble or not found.hidden:
        line = f":material/lock: {label}: **{plain(say(value))}**, set by your teacher.{trouble}"
        with st.container(key=f"held-{key}", width="content"):
            st.markdown(line, width="content")
    return value


def whole(least: int, most: int) -> Read:
    """Reads a whole number between two bounds."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            raise ValueError("it takes a whole number")
        if not least <= value <= most:
            raise ValueError(f"it goes from {least} to {most}")
        return int(value)

    return read


def real(least: float, most: float) -> Read:
    """Reads a number between two bounds."""

    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("it takes a number")
        if not least <= value <= most:
            raise ValueError(f"it goes from {least:g} to {most:g}")
        return float(value)

    return read


def among(options: Sequence[Any]) -> Read:
    """Reads one of a few values."""

    def read(value: Any) -> Any:
        for option in options:
            if not isinstance(value, bool) and option == (str(value) if isinstance(option, str) else value):
                return option
        raise ValueError(f"it takes one of {', '.join(str(option) for option in options)}")

    return read


def switch(value: Any) -> bool:
    """Reads on or off."""
    if not isinstance(value, bool):
        raise ValueError("it takes true or false")
    return value


def number(value: float) -> str:
    """A number without needless zeros."""
    return f"{value:g}" if isinstance(value, float) else str(value)
