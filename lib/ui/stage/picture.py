"""Room: ui. The picture of a scene: one run, or several that play together, as large as the screen allows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.ui import player
from lib.ui.component import pack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lib.runs.trajectory import Trajectory
    from lib.teaching.scenes import Scene

TURNS: Final = {"flip": (-2,), "mirror": (-1,), "rotate180": (-2, -1)}
FINE: Final = 2.5
"""Times larger: from here on nobody sees that pixels differ in size by one of the screen's."""
FOOT: Final = 4.3
"""Room below the player for the bar of the stage, in letters (rem)."""


def picture(scene: Scene, runs: Sequence[Trajectory], key: str) -> None:
    """Put the answers of a scene into one player.

    Args:
        scene: says what is shown of them, and where it begins.
        runs: the answers, as many as `scene.runs`.
        key: unique on its page.
    """
    player.mount(payload(scene, runs), key)


def payload(scene: Scene, runs: Sequence[Trajectory]) -> bytes:
    """The block of bytes for the browser, as `player.payload` makes one of a single run."""
    names = tuple(run.name for run in scene.runs)
    turns = tuple(run.turned for run in scene.runs)
    key = " ".join(f"{run.recipe.key()} {run.weights}" for run in runs)
    packed, layout = _sprite(key, scene.show, scene.columns, turns, tuple(runs))
    first = max(runs, key=lambda run: len(run.t))
    alike = all(len(run.t) == len(first.t) and abs(run.sigma - first.sigma).max() < 1e-3 for run in runs)
    header = {
        **layout,
        "name": "",
        "key": runs[0].recipe.key(),
        "panels": [_caption(run, name, panel) for run, name in zip(runs, names, strict=True) for panel in scene.show],
        **player.levels(first),
        "steps": first.steps,
        "heads": [],
        "autoplay": scene.play and len(first.t) > 1,
        "start": scene.opens_at(first.t.tolist()),
        "from": scene.opens_at(first.t.tolist()) if scene.play else 0,
        "loop": False,
        "fill": FOOT,
        "alone": True,  # its message would meet the one for another scene, and take that back by the old address
        "facts": alike,
        "points": _points(runs),
    }
    return pack(header, packed)


def _caption(run: Trajectory, name: str, panel: str) -> tuple[str, str, str]:
    """Symbol, index and words under a panel."""
    symbol, index, words = (player.POINTS if run.x_t.ndim == 3 else player.PANELS)[panel]
    return symbol, index, name or words


@st.cache_resource(max_entries=48, show_spinner=False)
def _sprite(
    key: str,
    show: tuple[str, ...],
    columns: int | None,
    turns: tuple[str | None, ...],
    _runs: tuple[Trajectory, ...],
) -> tuple[bytes, dict[str, int]]:
    """All panels of all runs, brought to one number of frames and one size."""
    from lib.draw.frames import alike

    pairs = zip(_runs, turns, strict=True)
    stacks = [_frames(run, panel, columns, turn, _points(_runs)) for run, turn in pairs for panel in show]
    return player.sprite(alike(stacks, FINE))


def _points(runs: Sequence[Trajectory]) -> bool:
    """Whether all that is shown are points of the plane."""
    return all(run.x_t.ndim == 3 for run in runs)


def _frames(run: Trajectory, panel: str, columns: int | None, turn: str | None, clear: bool) -> NDArray[np.uint8]:
    """The frames of one panel; points of the plane have no view, and lie on nothing where that is asked for."""
    import numpy as np

    from lib.draw.frames import frames, tile, to_bytes

    if turn is None or run.x_t.ndim == 3:
        return frames(run, show=(panel,), columns=columns, clear=clear)  # type: ignore[arg-type]
    pixels = to_bytes(run.pixels(panel))  # type: ignore[arg-type]
    columns = min(columns or math.ceil(math.sqrt(pixels.shape[1])), pixels.shape[1])
    return tile(np.flip(pixels, TURNS[turn]), columns)
