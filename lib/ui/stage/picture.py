"""Room: ui. The picture of a scene: one run, or several that play together, as large as the screen allows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from lib.ui import player, session
from lib.ui.component import pack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lib.runs.trajectory import Trajectory
    from lib.teaching.scenes import Scene

TURNS: Final = {"flip": (-2,), "mirror": (-1,), "rotate180": (-2, -1)}
SQUARE: Final = 2.5
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
    session.let_paint()


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
        "steps": getattr(first.recipe, "steps", None),
        "heads": [],
        "autoplay": scene.play and len(first.t) > 1,
        "start": scene.opens_at(first.t.tolist()),
        "from": scene.opens_at(first.t.tolist()) if scene.play else 0,
        "loop": False,
        "fill": FOOT,
        "facts": alike,
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
    pairs = zip(_runs, turns, strict=True)
    return player.sprite(_alike([_frames(run, panel, columns, turn) for run, turn in pairs for panel in show]))


def _frames(run: Trajectory, panel: str, columns: int | None, turn: str | None) -> NDArray[np.uint8]:
    """The frames of one panel; points of the plane have no view."""
    import numpy as np

    from lib.draw.frames import frames, tile, to_bytes

    if turn is None or run.x_t.ndim == 3:
        return frames(run, show=(panel,), columns=columns)  # type: ignore[arg-type]
    pixels = to_bytes(run.pixels(panel))  # type: ignore[arg-type]
    columns = min(columns or math.ceil(math.sqrt(pixels.shape[1])), pixels.shape[1])
    return tile(np.flip(pixels, TURNS[turn]), columns)


def _alike(stacks: list[NDArray[np.uint8]]) -> list[NDArray[np.uint8]]:
    """Frames shared out evenly; smaller pictures enlarged pixel by pixel, and centred in what is left."""
    import numpy as np

    from lib.draw.style import GAP

    count = max(len(stack) for stack in stacks)
    high, wide = (max(stack.shape[axis] for stack in stacks) for axis in (1, 2))
    found = []
    for stack in stacks:
        stack = stack[np.linspace(0, len(stack) - 1, count).round().astype(int)]
        scale = min(high / stack.shape[1], wide / stack.shape[2])
        scale = scale if scale > SQUARE else math.floor(scale)
        rows, columns = (np.arange(int(size * scale)) / scale for size in stack.shape[1:3])
        stack = stack[:, rows.astype(int)][:, :, columns.astype(int)]
        top, left = (high - stack.shape[1]) // 2, (wide - stack.shape[2]) // 2
        padding: Any = ((0, 0), (top, high - stack.shape[1] - top), (left, wide - stack.shape[2] - left), (0, 0))
        found.append(np.pad(stack, padding, constant_values=GAP))
    return found
