"""Room: ui. All knobs of a run in a table, beside those of another one."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.runs.recipe import knobs, text

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

LONGEST: Final = 240
_CSS: Final = """<style>
.knobs { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
.knobs :is(th, td) { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; overflow-wrap: anywhere; }
.knobs tr { border-bottom: 1px solid var(--line); }
.knobs th { font-weight: 500; white-space: nowrap; }
.knobs .other { color: var(--accent); font-weight: 600; }
</style>"""


def listed(a: Recipe, b: Recipe | None) -> None:
    """Every knob of A; and its value in B, where there is one."""
    heads = ["A"] if b is None else ["A", "B"]
    rows = ["<tr>" + "".join(f"<th scope='col'>{head}</th>" for head in ("knob", *heads)) + "</tr>"]
    for name in ("kind", *knobs(a.kind)):
        values = [_value(run, name) for run in (a, b) if run is not None]
        other = " class='other'" if len(set(values)) > 1 else ""
        cells = "".join(f"<td{other}>{escape(value)}</td>" for value in values)
        rows.append(f"<tr><th scope='row'>{escape(name.replace('_', ' '))}</th>{cells}</tr>")
    st.html(f"{_CSS}<table class='knobs'>{''.join(rows)}</table>")


def _value(recipe: Recipe, name: str) -> str:
    value = text(recipe, name)
    return (value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…") or "—"
