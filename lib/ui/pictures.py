"""Room: ui. Pictures in colour on a page: side by side with a title each, or as a table with words at both edges."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from lib.ui import session
from lib.ui.plain import signed
from lib.ui.player import picture_url

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.trajectory import Trajectory

_CSS = """<style>
.pics { display: grid; grid-template-columns: repeat(var(--wide), minmax(0, 1fr)); gap: .9rem 1rem; align-items: start;}
.pics figure, .pictable figure { margin: 0; }
.pics img, .pictable img { width: 100%; display: block; image-rendering: pixelated; border-radius: 4px; }
.pics figcaption { padding-top: .3rem; font-size: .875rem; line-height: 1.4; }
.pics figcaption span { opacity: .75; }
.pictable { display: grid; gap: .5rem .7rem; align-items: center; max-width: var(--most);
  grid-template-columns: max-content repeat(var(--wide), minmax(0, 1fr)); }
.pictable b { font-weight: 500; font-size: .875rem; line-height: 1.3; align-self: end; }
.pictable span { font-size: .875rem; font-variant-numeric: tabular-nums; text-align: right; }
@media (max-width: 640px) {
  .pics { grid-template-columns: repeat(var(--narrow), minmax(0, 1fr)); gap: .8rem; }
  .pictable { grid-template-columns: repeat(var(--wide), minmax(0, 1fr)); gap: .35rem; }
  .pictable > i { display: none; }
  .pictable span { grid-column: 1 / -1; text-align: left; padding-top: .35rem; }
  .pictable b { font-size: .75rem; }
}
</style>"""


def row(items: Sequence[tuple[str, NDArray, str]], wide: int = 4, narrow: int = 2) -> None:
    """Pictures side by side; all as for `figures`."""
    _draw(" ".join(title for title, *_ in items), figures(items, wide, narrow))


def figures(items: Sequence[tuple[str, NDArray, str]], wide: int = 4, narrow: int = 2) -> str:
    """Pictures side by side, as HTML.

    Args:
        items: a title, a picture (H, W, 3) or (H, W) uint8, and a few words.
        wide: how many stand in a row.
        narrow: and how many on a telephone.
    """
    cells = [
        f"<figure><img src='{picture_url(picture)}' alt='{html.escape(f'{title} {words}'.strip(), quote=True)}'>"
        f"<figcaption>{signed(title)} <span>{html.escape(words)}</span></figcaption></figure>"
        for title, picture, words in items
    ]
    return f"{_CSS}<div class='pics' style='--wide:{wide};--narrow:{narrow}'>{''.join(cells)}</div>"


def table(rows: Sequence[tuple[str, Sequence[NDArray | None]]], heads: Sequence[str], most: str = "44rem") -> None:
    """Pictures in rows and columns; None leaves a place empty.

    Args:
        rows: a name, and as many pictures (H, W, 3) uint8 as there are heads.
        heads: over the columns.
        most: how wide it grows, in CSS.
    """
    cells = ["<i></i>", *(f"<b>{html.escape(head)}</b>" for head in heads)]
    for name, pictures in rows:
        cells.append(f"<span>{signed(name)}</span>")
        cells += [_cell(picture, f"{head}, {name}") for picture, head in zip(pictures, heads, strict=True)]
    _draw(
        " ".join(heads), f"{_CSS}<div class='pictable' style='--wide:{len(heads)};--most:{most}'>{''.join(cells)}</div>"
    )


def _draw(name: str, body: str) -> None:
    st.html(body)
    session.changed(f"pictures {name}", hash(body))


def last(found: Trajectory | None) -> NDArray | None:
    """The first picture that a run ended with."""
    return None if found is None else found.images[0]


def _cell(picture: NDArray | None, about: str) -> str:
    if picture is None:
        return "<figure></figure>"
    return f"<figure><img src='{picture_url(picture)}' alt='{html.escape(about, quote=True)}'></figure>"
