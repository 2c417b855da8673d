"""Room: ui. What stands under a result: numbers as bars, and the second stage's drawing of it when asked."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from lib.runs import images
from lib.ui import own, panel, upsampling
from lib.ui.place import in_place
from lib.ui.plain import signed
from lib.ui.wipe import wipe

if TYPE_CHECKING:
    from lib.runs.trajectory import Trajectory

_CSS = """<style>
.meters { display: grid; grid-template-columns: max-content minmax(4rem, 18rem) max-content; gap: .3rem .9rem;
  align-items: center; font-size: .9rem; font-variant-numeric: tabular-nums; }
.meters i { display: block; height: .7rem; border-radius: .35rem; background: rgba(136, 136, 136, .25); }
.meters i > u { display: block; height: 100%; border-radius: .35rem; width: var(--share); background: var(--ink); }
@media (max-width: 640px) { .meters { grid-template-columns: max-content 1fr; }
  .meters span { grid-column: 2; padding-bottom: .3rem; } }
</style>"""


def meters(rows: Sequence[tuple[str, float, str, str]]) -> str:
    """Numbers as bars below each other, as HTML.

    Args:
        rows: a name, a share in [0, 1], the number in words, and the colour of the bar.
    """
    cells = [
        f"<b>{signed(name)}</b>"
        f"<i><u style='--share:{100 * share:.1f}%;--ink:{ink}'></u></i>"
        f"<span>{html.escape(words)}</span>"
        for name, share, words, ink in rows
    ]
    return f"{_CSS}<div class='meters'>{''.join(cells)}</div>"


@in_place
def large(found: Trajectory | None, key: str) -> None:
    """A button that has the second stage draw a result at four times its size; then the run, and a wipe.

    Args:
        found: the run of a small picture.
        key: unique on its page, and beginning with it.
    """
    if found is None:
        return
    asked = f"_{key}_asked"
    st.button(
        "Draw it large",
        key=f"{key}_button",
        icon=":material/zoom_in:",
        help="Stage 2 draws it again at four times the size, and invents what can't be seen at this one: lesson A11.",
        on_click=lambda: st.session_state.update({asked: found.recipe.key()}),
    )
    if st.session_state.get(asked) != found.recipe.key():
        return
    drawn = panel.show(upsampling.recipe_of(found), key)
    ref = str(getattr(found.recipe, "image", ""))
    if drawn is not None and images.known(ref):
        picture = drawn.images[0]
        wipe(own.seen(ref, len(picture)), picture, f"{key}_large", ("original", "edit, drawn large"))
        own.offer(drawn, key)
