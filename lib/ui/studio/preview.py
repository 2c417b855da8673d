"""Room: ui. What the file will look like, small but moving, and about how large it will be."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.draw.studio.words import undrawn
from lib.models import late
from lib.models.errors import UserError
from lib.ui.plain import plain

if TYPE_CHECKING:
    from lib.draw.studio.estimate import Estimate
    from lib.draw.studio.options import Export
    from lib.runs.trajectory import Trajectory

_SIDE, _FRAMES = 640, 40
"""Pixels and frames of a preview, at most."""
_LARGE: Final = 25_000_000
_STYLE = Path(__file__).with_name("studio.css")


def preview(runs: Sequence[Trajectory], look: Export) -> bool:
    """The preview and the estimate; False, and a sentence, where the file can't be made."""
    st.html(_STYLE)
    try:
        with st.spinner("Drawing the preview …"):
            about = _estimate(name_of(runs), look.model_dump_json(), list(runs), look)
            if look.format in ("csv", "npz"):
                _numbers(runs, look)
            else:
                moving, still = _pictures(name_of(runs), look.model_dump_json(), list(runs), look)
                _show(moving, still, look)
    except UserError as error:
        st.warning(str(error), icon=":material/info:")
        return False
    _say(about, look)
    missed = undrawn(runs, look)
    if missed:
        st.warning(plain(missed), icon=":material/info:")
    return True


def name_of(runs: Sequence[Trajectory]) -> str:
    """A name for these runs, of which no others are called the same."""
    return " ".join(f"{run.recipe.key()}-{run.weights}" for run in runs)


@st.cache_data(max_entries=64, show_spinner=False)
def _estimate(name: str, look: str, _runs: list[Trajectory], _look: Export) -> Estimate:
    from lib.draw.studio.estimate import estimate

    return estimate(_runs, _look)


@st.cache_data(max_entries=32, show_spinner=False)
def _pictures(name: str, look: str, _runs: list[Trajectory], _look: Export) -> tuple[bytes, bytes]:
    """The moving picture (or the sheet), and for who wants less motion a still one: its last."""
    from lib.draw.studio.making import export
    from lib.draw.studio.options import changed

    small = min(_look.size, _SIDE)
    if _look.format == "png":
        sheet = export(_runs, changed(_look, size=min(_look.size, 2 * _SIDE)))
        return sheet, sheet
    frames = min(_look.frames or _FRAMES, _FRAMES)
    seconds = _look.seconds or (None if _look.fps else _usual(_runs, _look))
    web = changed(_look, format="webp", size=small, frames=frames, seconds=seconds, loops=0)
    return export(_runs, web), export(_runs, changed(web, format="png", frames=1, size=small))


def _usual(runs: list[Trajectory], look: Export) -> float:
    """How long all frames take, also where the preview leaves some out."""
    from lib.draw.studio.timing import timing

    return timing(max(len(run.t) for run in runs), look).seconds - look.hold


def _show(moving: bytes, still: bytes, look: Export) -> None:
    kind = "png" if look.format == "png" else "webp"
    first, other = (base64.b64encode(data).decode() for data in (moving, still))
    alt = html.escape(f"Preview of the file: {', '.join(look.labels) or 'the run'}")
    ground = "clear" if look.ground == "transparent" else ""
    st.html(
        f"<figure class='studio-preview {ground}'>"
        f"<img class='moving' alt='{alt}' src='data:image/{kind};base64,{first}'>"
        f"<img class='still' alt='{alt}' src='data:image/png;base64,{other}'></figure>"
    )


def _numbers(runs: Sequence[Trajectory], look: Export) -> None:
    from lib.draw.studio.numbers import COLUMNS, rows

    if look.format == "csv":
        table = list(rows(runs, look.labels))
        late.figures()
        st.dataframe({name: [row[i] for row in table] for i, name in enumerate(COLUMNS)}, height=260, hide_index=True)
        return
    shapes = [f"| {i} | `x_t`, `x_0` | {' × '.join(map(str, run.x_t.shape))} |" for i, run in enumerate(runs, 1)]
    st.markdown("\n".join(["| run | arrays | shape |", "|---|---|---|", *shapes]))
    st.caption("Beside them t, alpha, sigma and labels, and as JSON in `head` the recipe: `numpy.load` reads it.")


def _say(about: Estimate, look: Export) -> None:
    """One line: what it will be."""
    parts = [] if about.width is None else [f"{about.width} × {about.height} pixels"]
    if look.format in ("csv", "npz"):
        parts.append(f"{about.pictures} levels")
    else:
        parts.append(f"{about.pictures} frames")
    if about.seconds:
        parts.append(f"{about.seconds:.1f} s")
    parts.append(f"about {size(about.bytes)}")
    st.html(f"<p class='studio-estimate' role='status'>{', '.join(parts)}</p>")
    if about.bytes > _LARGE:
        st.caption("That is much for slides or a mail: take fewer pixels, or MP4.")


def size(count: int) -> str:
    """Bytes, as people say them."""
    return f"{count / 1e6:.1f} MB" if count >= 950_000 else f"{max(1, round(count / 1000))} kB"
