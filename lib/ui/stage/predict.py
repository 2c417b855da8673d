"""Room: ui. Predict, then reveal: a question that is asked before the picture, and locked before it runs."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from lib.teaching.spoken import written

if TYPE_CHECKING:
    from lib.teaching.questions import Question

_SAID, _CHOSEN = "_present_said", "_present_chosen"
_COUNT, _KEPT = "present_count", "_present_count"
"""The switch that counts hands, and where it is kept while no question is drawn."""
LETTERS = "ABCDEF"
HANDS = 1000
"""For one option, at most."""


@dataclass(frozen=True)
class Said:
    """A prediction that was locked.

    Attributes:
        chosen: the index of the option, or None where nobody named one.
        hands: how many were for each option, where they were counted.
    """

    chosen: int | None
    hands: tuple[int, ...] = ()


def said(known: str, scene: int) -> Said | None:
    """What was predicted at a scene of a list; None while nothing is locked."""
    found: Said | None = st.session_state.get(_SAID, {}).get((known, scene))
    return found


def choose(known: str, scene: int, option: int) -> None:
    """Take an option, as long as nothing is locked."""
    if said(known, scene) is None:
        st.session_state[_CHOSEN] = (known, scene, option)


def lock(known: str, scene: int, question: Question) -> None:
    """Fix the prediction as it is; it can't be changed after that."""
    if said(known, scene) is not None:
        return
    hands = tuple(int(st.session_state.get(_hand(known, scene, i), 0) or 0) for i in range(len(question.options)))
    counted = hands if any(hands) else ()
    st.session_state[_SAID] = {
        **st.session_state.get(_SAID, {}),
        (known, scene): Said(_chosen(known, scene, question), counted),
    }


def forget(known: str) -> None:
    """Unlock all predictions of a list: another class may begin."""
    kept = {place: found for place, found in st.session_state.get(_SAID, {}).items() if place[0] != known}
    st.session_state[_SAID] = kept
    st.session_state.pop(_CHOSEN, None)


def heard() -> bool:
    """Whether this session knows what was locked; one that a reload began doesn't, and the browser tells it."""
    return _SAID in st.session_state


def told(known: str) -> list[tuple[int, int | None, tuple[int, ...]]]:
    """All predictions of a list for the browser to keep: scene, option and hands."""
    kept: dict[tuple[str, int], Said] = st.session_state.get(_SAID, {})
    return [(scene, found.chosen, found.hands) for (name, scene), found in sorted(kept.items()) if name == known]


def recall(known: str, questions: Mapping[int, Question], kept: object) -> None:
    """Lock again what a browser has kept. It may send anything: what makes no sense is left out.

    Args:
        known: name of the list.
        questions: of its scenes, by number.
        kept: as `told` wrote it.
    """
    if heard():
        return
    found: dict[tuple[str, int], Said] = {}
    for one in kept[: len(questions)] if isinstance(kept, list) else ():
        if isinstance(one, list) and len(one) == 3 and _whole(one[0], 0) and one[0] in questions:
            said = _recalled(questions[one[0]], one[1], one[2])
            found |= {(known, one[0]): said} if said else {}
    st.session_state[_SAID] = found


def _recalled(question: Question, chosen: object, hands: object) -> Said | None:
    count = len(question.options)
    if not (chosen is None or (_whole(chosen, 0) and chosen < count)):  # type: ignore[operator]
        return None
    counted = isinstance(hands, list) and len(hands) in (0, count) and all(_whole(n, 0) and n <= HANDS for n in hands)
    return Said(chosen, tuple(hands)) if counted else None  # type: ignore[arg-type]


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _chosen(known: str, scene: int, question: Question) -> int | None:
    place = st.session_state.get(_CHOSEN)
    return place[2] if place and place[:2] == (known, scene) and place[2] < len(question.options) else None


def _hand(known: str, scene: int, option: int) -> str:
    return f"present_hand_{known}_{scene}_{option}"


def _counting() -> bool:
    """Whether hands are counted, here and at the next question."""
    st.session_state[_KEPT] = st.session_state.setdefault(_COUNT, st.session_state.get(_KEPT, False))
    return bool(st.session_state[_KEPT])


def ask(known: str, scene: int, question: Question) -> None:
    """The question and its options, in place of the picture."""
    chosen = _chosen(known, scene, question)
    with st.container(key="present_question"):
        st.markdown(f"**{question.ask}**")
        count = _counting()
        for i, option in enumerate(question.options):
            row = st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"present_row_{i}")
            row.button(
                f"**{LETTERS[i]}**   {written(option.text)}",
                key=f"present_option_{i}",
                type="primary" if i == chosen else "secondary",
                width="stretch",
                on_click=choose,
                args=(known, scene, i),
            )
            if count:
                label, key = f"Hands for {LETTERS[i]}", _hand(known, scene, i)
                row.number_input(label, 0, HANDS, 0, key=key, label_visibility="collapsed", width=150)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="present_lock"):
            st.button(
                "Lock the prediction and look",
                key="present_locked",
                icon=":material/lock:",
                type="primary" if chosen is not None else "secondary",
                on_click=lock,
                args=(known, scene, question),
            )
            st.toggle("Count hands", key=_COUNT, help="A number for each answer, shown with the picture.")


def verdict(question: Question, found: Said) -> None:
    """What was predicted, what is right, and why."""
    total = sum(found.hands)
    rows = []
    for i, option in enumerate(question.options):
        share = f"{100 * found.hands[i] / total:.0f}%" if total else "0%"
        marks = [f"{found.hands[i]} of {total} hands"] if total else []
        marks += ["predicted"] if i == found.chosen else []
        marks += ["✓ this is what happens"] if option.right else []
        below = f"<small>{' · '.join(marks)}</small>" if marks else ""
        kind = " class='right'" if option.right else ""
        words = html.escape(written(option.text).replace("*", ""))
        rows.append(f"<div{kind} style='--share:{share}'>{LETTERS[i]}  {words}{below}</div>")
    with st.container(key="present_verdict"):
        st.html(f"<div class='votes'>{''.join(rows)}</div>")
        why = question.options[found.chosen].why if found.chosen is not None else ""
        if why and found.chosen != question.right:
            st.markdown(why)
        if question.why:
            st.markdown(question.why)
