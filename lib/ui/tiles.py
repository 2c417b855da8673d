"""Room: ui. Small pictures side by side, as many in a row as there is room for: drawings in SVG, rows of digits."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from lib.ui.player import picture_url

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SVGS = """<style>
.tiles { display: grid; grid-template-columns: repeat(var(--wide), 1fr); gap: 1rem 1.25rem; }
.tiles figure { margin: 0; } .tiles img { width: 100%; display: block; }
.tiles b { font-weight: 600; } .tiles span { opacity: .75; font-size: .875rem; float: right; }
.tiles figcaption { padding-bottom: .35rem; line-height: 1.4; }
@media (max-width: 640px) { .tiles { grid-template-columns: repeat(var(--narrow), 1fr); gap: .9rem; } }
</style>"""

_ROWS = """<style>
.rows { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1rem; align-items: center; }
.rows img { width: 100%; display: block; image-rendering: pixelated; border-radius: 3px; }
.rows b { font-weight: 600; font-variant-numeric: tabular-nums; text-align: right; }
@media (max-width: 640px) { .rows { grid-template-columns: 1fr; gap: .1rem; } .rows b { text-align: left; } }
</style>"""


def svgs(pictures: Sequence[tuple[str, str, str]], wide: int = 3, narrow: int = 2) -> None:
    """Drawings with a title and a few words each.

    Args:
        pictures: title, SVG, words.
        wide: how many stand in a row.
        narrow: and how many on a telephone.
    """
    figures = [
        f"<figure><figcaption><b>{html.escape(title)}</b><span>{html.escape(words)}</span></figcaption>"
        f"<img src='data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}' "
        f"alt='{html.escape(f'{title}: {words}'.removesuffix(': '), quote=True)}'></figure>"
        for title, svg, words in pictures
    ]
    st.html(_SVGS + f"<div class='tiles' style='--wide:{wide};--narrow:{narrow}'>{''.join(figures)}</div>")


def drawing(svg: str, about: str, most: str = "28rem") -> str:
    """One drawing, in the middle, as HTML.

    Args:
        svg: the text of an SVG picture.
        about: what it shows, for those who can't see it.
        most: how wide it grows, in CSS.
    """
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    style = f"display: block; width: 100%; max-width: {most}; margin: 0 auto"
    return f"<img src='{source}' alt='{html.escape(about, quote=True)}' style='{style}'>"


def rows(lines: Sequence[tuple[str, NDArray[np.uint8]]]) -> None:
    """Rows of pictures, all of the same length.

    Args:
        lines: a name, and pictures (B, H, W) in 0 ... 255.
    """
    cells = [
        f"<b>{html.escape(name)}</b>"
        f"<img src='{picture_url(_side_by_side(pictures))}' alt='{html.escape(name, quote=True)}'>"
        for name, pictures in lines
    ]
    st.html(_ROWS + f"<div class='rows'>{''.join(cells)}</div>")


def _side_by_side(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pictures in one row, two pixels apart."""
    import numpy as np

    from lib.draw.style import GAP

    padded = np.pad(pictures, [(0, 0), (0, 0), (0, 2)], constant_values=GAP)
    return np.concatenate(list(padded), axis=1)[:, :-2]
