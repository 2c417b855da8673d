"""Room: ui. Which run is A, and which of its knobs makes B: all of it stands in the address bar.

A is written there as recipes are, knob by knob; B as the name of one knob and its value.
"""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from lib.models.errors import UserError
from lib.runs.defaults import DEFAULTS
from lib.runs.knobs import another, knob, offered
from lib.runs.recipe import KINDS, Recipe, change, from_query, knobs, text, to_query
from lib.ui import address, catalogue
from lib.ui.plain import plain

OPENING: Final = DEFAULTS["a6"]
NOTHING: Final = "nothing"
LINKED: Final = "the run of this link"
_OPENINGS: Final = {"a7": "a7-10", "a8": "a8-noised", "b5": "b5-0"}
_KNOB, _TO = "compare_knob", "compare_to"


def menu() -> dict[str, Recipe]:
    """The runs that lessons open with, by their titles."""
    found = {}
    for head in catalogue.heads():
        number = head.number.lower()
        name = _OPENINGS.get(number, number)
        if name in DEFAULTS:
            found[head.title] = DEFAULTS[name]
    return found


def first() -> Recipe:
    """Run A: of the link, or of the list."""
    recipe, listed = _linked(), menu()
    name = next((title for title, known in listed.items() if known == recipe), LINKED)
    titles = [*listed] if name in listed else [LINKED, *listed]
    st.session_state["compare_menu"] = name
    st.selectbox("Run A", titles, key="compare_menu", on_change=_take, args=(recipe,))
    return recipe


def _linked() -> Recipe:
    """What the address asks for; with a sentence where that is no recipe."""
    kind = st.query_params.get("kind", "")
    if kind not in KINDS:
        if kind:
            st.warning("This link names no kind of run that there is. Here is another one.", icon=":material/link_off:")
            st.query_params.pop("kind", None)
        return OPENING
    names = [address.told(name) for name in ("kind", "version", *knobs(kind))]
    try:
        return from_query({name: st.query_params[name] for name in names if name in st.query_params})
    except UserError as error:
        st.warning(plain(f"{error} Here is another run."), icon=":material/link_off:")
        return OPENING


def _take(before: Recipe) -> None:
    """Another run of the list: its recipe goes into the address, and the value of B's knob out of it."""
    recipe = menu().get(st.session_state["compare_menu"])
    if recipe is None:
        return
    for name in ("kind", "version", *knobs(before.kind), _TO, _KNOB):
        st.query_params.pop(name, None)
    if recipe != OPENING:
        st.query_params.update(to_query(recipe))


def second(a: Recipe) -> tuple[str, Recipe | None]:
    """Run B: A with one knob changed.

    Returns:
        The knob's name, and the run; "" and None where none is changed, None where its value makes no sense.
    """
    names = (*offered(a), NOTHING)
    asked = st.query_params.get(address.told(_KNOB), names[0])
    name = asked if asked in names else names[0]
    st.session_state["compare_knob_menu"] = name
    st.selectbox("Changed in B", names, key="compare_knob_menu", on_change=_turn, args=(names[0],))
    address.told(_TO)
    if name == NOTHING:
        return "", None
    try:
        return name, change(a, **{name: _value(a, name)})
    except UserError as error:
        st.warning(plain(str(error)), icon=":material/info:")
        return name, None


def _turn(default: str) -> None:
    name = st.session_state["compare_knob_menu"]
    st.query_params.pop(_TO, None)
    if name == default:
        st.query_params.pop(_KNOB, None)
    else:
        st.query_params[_KNOB] = name


def _value(a: Recipe, name: str) -> str:
    """The value of the knob in B, as text; the control fits the knob."""
    found, default = knob(a, name), another(a, name)
    asked = st.query_params.get(_TO, default)
    label, args = f"{name.replace('_', ' ')} in B (A: {plain(_short(text(a, name)))})", (default, found.sort)
    key = f"compare_{found.sort}"
    shared: dict[str, Any] = {"key": key, "on_change": _set, "args": args}
    if found.sort == "choice":
        st.session_state[key] = asked if asked in found.options else default
        st.selectbox(label, found.options, **shared)
        return str(st.session_state[key])
    if found.sort == "text":
        st.session_state[key] = asked
        return str(st.text_input(label, max_chars=10_000, **shared))
    st.session_state[key] = _number(asked, default, found.least, found.most, found.sort == "whole")
    if found.sort == "whole":
        return str(st.number_input(label, int(found.least), int(found.most), step=1, **shared))
    return f"{st.number_input(label, float(found.least), float(found.most), step=0.1, format='%g', **shared):g}"


def _number(asked: str, default: str, least: float, most: float, whole: bool) -> float | int:
    """What a link asks for, within bounds; the default for what is no number."""
    try:
        value = float(asked)
        value = value if value == value else float(default)
    except ValueError:
        value = float(default)
    value = min(max(value, least), most)
    return round(value) if whole else float(value)


def _set(default: str, sort: str) -> None:
    value = st.session_state[f"compare_{sort}"]
    written = f"{value:g}" if sort == "number" else str(value)
    if written == default:
        st.query_params.pop(_TO, None)
    else:
        st.query_params[_TO] = written


def _short(value: str) -> str:
    return (value if len(value) <= 24 else f"{value[:23]}…") or "not set"
