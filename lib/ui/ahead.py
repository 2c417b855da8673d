"""Room: ui. Answers that are in the browser before they are asked for.

Once a page stands, what its places show at the other values of a control is sent after it, as far as it is known. When
the control moves, the browser shows that at once (`ahead.js`). The server answers as always, a little later, with the
same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeVar

import streamlit as st

from lib.ui import session
from lib.ui.component import component, pack

Value = TypeVar("Value")
Places = Mapping[str, str | bytes]
"""What stands where: by the key of a container its HTML, by the key of a component its block of bytes."""

MOST: Final = 3_000_000
"""Bytes for one control. Values that are far from where it stands are left out first."""


class Ahead(NamedTuple):
    """What is to be sent for a control.

    Attributes:
        now: where it stands.
        values: where it can stand.
        drawn: what stands at which place then.
    """

    now: Any
    values: list[Any]
    drawn: Callable[[Any], Places]


def ahead(control: str, now: Value, values: Iterable[Value], drawn: Callable[[Value], Places]) -> None:
    """Have the answers to a control sent once the page stands.

    Args:
        control: the key of a slider, of buttons in a row, of a switch, or of a gallery.
        now: where it stands.
        values: where it can stand.
        drawn: what stands where then; empty where that isn't known.
    """
    session.run().ahead[control] = Ahead(now, list(values), drawn)


def answered(prefix: str, drawn: Callable[..., str], **controls: tuple[Any, Iterable[Any]]) -> None:
    """HTML that some controls answer.

    Args:
        prefix: of their keys.
        drawn: the HTML for their values, which it takes by name.
        controls: by name, the value that each stands at, and all that it can stand at.
    """
    key, now = f"{prefix}_answer", {name: value for name, (value, _) in controls.items()}
    place(key, drawn(**now))

    def others(name: str) -> Callable[[Any], Places]:
        return lambda value: {key: drawn(**now | {name: value})}

    for name, (_, values) in controls.items():
        ahead(f"{prefix}_{name}", now[name], values, others(name))


def place(key: str, body: str) -> None:
    """HTML in a place of its own, which `ahead` can name.

    Args:
        key: unique on its page, and beginning with it.
        body: HTML.
    """
    with st.container(key=key):
        st.html(body)
    session.changed(key, hash(body))


def send() -> None:
    """Send what was found for all controls of the page. It has no hurry, and gives way to the reader."""
    wanted: dict[str, Ahead] = session.run().ahead
    for control, asked in wanted.items():
        others = {other: _text(one.now) for other, one in wanted.items() if other != control and one.now is not None}
        data = _packed(control, others, _answers(asked))
        component("ahead", "block")(key=f"{control}_ahead", data=data)
    wanted.clear()  # what they are drawn from needn't be kept


def _answers(asked: Ahead) -> dict[str, Places]:
    """By value, in their order; from where the control stands outwards, until it is enough."""
    values, size = asked.values, 0
    at = values.index(asked.now) if asked.now in values else 0
    found: dict[int, Places] = {}
    for i in sorted(range(len(values)), key=lambda i: abs(i - at)):
        session.give_way()
        places = asked.drawn(values[i])
        size += sum(map(len, places.values()))
        if size > MOST:
            break
        found[i] = places
    return {_text(values[i]): found[i] for i in sorted(found) if found[i]}


def _packed(control: str, others: Mapping[str, str], answers: Mapping[str, Places]) -> bytes:
    """A header that says where everything is, and all of it."""
    parts: list[bytes] = []
    listed = []
    for value, places in answers.items():
        for key, what in places.items():
            parts.append(what.encode() if isinstance(what, str) else what)
            listed.append((value, key, isinstance(what, str), len(parts[-1])))
    return pack({"control": control, "others": others, "answers": listed}, b"".join(parts))


def _text(value: Any) -> str:
    """A value as the browser spells it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int) else f"{value:g}"
