"""Room: ui. Links: what an address asks of a page, made sane before the page runs, and judged when it has run.

A control that is bound reads its value from the address by itself. What no control wants is left out, and one quiet
sentence says so. Links carry their version (``v=1``); `CHANGES` says how older ones are read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from lib.teaching.links import PARAMETER as ASSIGNMENT
from lib.ui import asking, jobs, session
from lib.ui.bound import is_bound, mend, same

VERSION: Final = 1
PARAMETER: Final = "v"
MAX_VALUE: Final = 10_000
"""Characters; the longest that a page writes is a recipe inside a recipe, or an assignment."""
MAX_NAMES: Final = 60
MAX_REPEATS: Final = 20
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)
_MARKUP = re.compile(r"<[A-Za-z!/?]|\]\(|://|[^\S ]|[\x00-\x1f\x7f]")
"""What no control writes, and what could become more than text somewhere."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
PROMPTS: Final = frozenset({"prompt", "negative", "upright", "turned", "low", "middle", "high", "of", "compare_to"})
"""Names whose value somebody typed, beside those that end in "_prompt": any text, which is always shown as text."""
_PAGE, _ASKED, _NOTES = "_link_page", "_link_asked", "_link_notes"

Query = dict[str, list[str]]


@dataclass(frozen=True)
class Change:
    """What became different from one version to the next.

    Attributes:
        renamed: old name -> new name; "" where it is gone.
        values: new name -> old value -> new value.
        defaults: page -> name -> the value that was the default, and so stood in no link.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


CHANGES: dict[int, Change] = {}
"""By the version that was left: ``{1: Change(...)}`` is how a link of version 1 becomes one of version 2."""


def translate(query: Query, page: str, version: int, changes: Mapping[int, Change], now: int) -> Query:
    """A link of an older version as one of the present.

    Args:
        query: name -> values.
        page: that it leads to, "b3_class_ddpm".
        version: of the link.
        changes: version -> what became different after it.
        now: the present version.
    """
    for step in (changes[v] for v in range(version, now) if v in changes):
        moved = {step.renamed.get(name, name): values for name, values in query.items()}
        moved.pop("", None)
        query = {name: [step.values.get(name, {}).get(v, v) for v in values] for name, values in moved.items()}
        query = {**{name: [value] for name, value in step.defaults.get(page, {}).items()}, **query}
    return query


def sane(
    query: Query, page: str, changes: Mapping[int, Change] = CHANGES, now: int = VERSION
) -> tuple[Query, list[str]]:
    """What of an address may be handed to a page, and what was left out.

    Args:
        query: name -> values, of unknown origin.
        page: that it leads to.
        changes: as for `translate`.
        now: the present version.

    Returns:
        The sane part, and names (with a value, where that is short) of what isn't.
    """
    kept: Query = {}
    out: list[str] = []
    version = query.get(PARAMETER, ["1"])[-1]
    if not re.fullmatch(r"[1-9]\d{0,3}", version, re.ASCII) or int(version) > now:
        out.append(named(PARAMETER, [version]))
        version = str(now)
    for name, values in query.items():
        unlike = list(dict.fromkeys(values))
        if name == PARAMETER:
            continue
        few = len(unlike) <= MAX_REPEATS and len(kept) < MAX_NAMES
        fits = typed if name in PROMPTS or name.endswith("_prompt") else plain
        if not (few and _NAME.fullmatch(name) and all(map(fits, unlike))):
            out.append(named(name, values))
        else:
            kept[name] = unlike
    kept = translate(kept, page, int(version), changes, now)
    return ({PARAMETER: [str(now)], **kept} if PARAMETER in query else kept), out


def plain(value: str) -> bool:
    """Whether a text may be the value of a control."""
    return len(value) <= MAX_VALUE and not _MARKUP.search(value) and not _endless(value)


def typed(value: str) -> bool:
    """Whether a text may be a prompt: one line of anything."""
    return len(value) <= MAX_VALUE and not _CONTROL.search(value)


def _endless(value: str) -> bool:
    """Whether a number is too large to be one, or none at all ("1e999", "nan"); a digest of a picture is no number."""
    if len(value) == 64:
        return False
    try:
        return not abs(float(value)) < 1e15
    except ValueError:
        return False


def named(name: str, values: Sequence[str]) -> str:
    """A part of a link, as short as a sentence needs it."""
    text = ", ".join(values[:3])
    name = name if len(name) <= 30 else f"{name[:29]}…"
    return f"{name} = {text}" if len(text) <= 24 and text.isprintable() else name


def enter(page: str) -> None:
    """Before a page runs: if it was just come to, make what its address asks for sane."""
    if st.session_state.get(_PAGE) == page:
        return
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    kept, out = sane(asked, page)
    st.session_state[_PAGE] = page
    st.session_state[_NOTES] = out
    st.session_state[_ASKED] = {name: values for name, values in kept.items() if name != PARAMETER}
    if kept != asked:
        for name in list(st.query_params):
            if not is_bound(name) and name not in kept:
                del st.query_params[name]
        st.query_params.update({name: values for name, values in kept.items() if not is_bound(name)})
        st.rerun()


def leave() -> None:
    """After a page has run: its address says where all controls stand, and no more than some control of it wanted.

    While runs are under way, or wait for the reader, some controls may not be there yet, so nothing is judged before
    they have ended.
    """
    mend()
    asked: Query = st.session_state.get(_ASKED) or {}
    if not asked or jobs.mine().busy() or asking.waiting():
        return
    st.session_state[_ASKED] = {}
    known = session.run().addressed | {ASSIGNMENT}
    strange = [name for name in asked if not is_bound(name) and name not in known]
    for name in strange:
        st.query_params.pop(name, None)
    other = [name for name in asked if is_bound(name) and not same(asked[name], st.session_state.get(name))]
    st.session_state[_NOTES] = [*st.session_state[_NOTES], *(named(name, asked[name]) for name in strange + other)]


def note() -> None:
    """The sentence about what was left out of the link that was followed; nothing where all of it was understood."""
    out: list[str] = st.session_state.get(_NOTES) or []
    if out:
        listed = "; ".join(out[:3]) + (f"; and {len(out) - 3} more" if len(out) > 3 else "")
        told = html.escape(f"Part of this link doesn't fit this page and was left out: {listed}.")
        st.html(f"<div class='linknote' role='status'>{told}</div>")
