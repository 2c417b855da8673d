"""Room: ui. The trajectory player: a run is sent to the browser once, and played and scrubbed there without the server.

What is sent is one block of bytes: a header (sizes, labels, the level of each frame) and a PNG with all frames side by
side, pixel for pixel as the model made them. The frame that a reader stops at stands in the address bar as
``{key}_frame``.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from lib.ui import address, session
from lib.ui.component import component, pack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lib.runs.trajectory import Trajectory

BOTH: Final = ("x_t", "x_0")
PANELS: Final = {"x_t": ("x", "t", "the noisy picture"), "x_0": ("x̂", "0", "what the model believes")}
POINTS: Final = {"x_t": ("x", "t", "points on their way"), "x_0": ("x̂", "0", "where the model believes they end")}


def player(
    trajectory: Trajectory,
    key: str,
    *,
    show: tuple[str, ...] = BOTH,
    columns: int | None = None,
    autoplay: bool = False,
    start: float | None = None,
    downloads: bool = True,
) -> None:
    """Show a run: play, scrub, step with the keyboard; under it the files to take home.

    On the first run of a page, what stands below it waits until the browser has drawn it.

    Args:
        trajectory: what to show.
        key: unique on its page.
        show: which of "x_t" and "x_0", from left to right.
        columns: pictures in a row of the grid; found from the labels where not given.
        autoplay: start at once (not where the reader asked for less motion).
        start: the noise level whose picture it opens with; the last picture where not given.
        downloads: whether to offer GIF, MP4, contact sheet and recipe.
    """
    mount(payload(trajectory, key, show=show, columns=columns, autoplay=autoplay, start=start), key)
    address.told(_frame(key))
    if downloads:
        from lib.ui.downloads import downloads as offer

        offer(trajectory, key, show, columns)
    session.let_paint()


def mount(packed: bytes, key: str) -> None:
    """The player itself, with what `payload`, or `pack` of a header and `sprite`, made for it."""
    component("player", "block", "address")(key=_place(key), data=packed)
    session.changed(key, hash(packed))


def payload(
    trajectory: Trajectory,
    key: str,
    *,
    show: tuple[str, ...] = BOTH,
    columns: int | None = None,
    autoplay: bool = False,
    start: float | None = None,
) -> bytes:
    """The block of bytes for the browser: a header, and the sprite as PNG; all as for `player`."""
    packed, layout = _sprite(f"{trajectory.recipe.key()} {trajectory.weights}", show, columns, trajectory)
    points = trajectory.x_t.ndim == 3
    header = {
        **layout,
        "name": _frame(key),
        "key": trajectory.recipe.key(),
        "panels": [(POINTS if points else PANELS)[panel] for panel in show],
        "points": points,
        **levels(trajectory),
        "steps": trajectory.steps,
        "heads": _heads(trajectory, layout["width"]),
        "autoplay": autoplay,
        "start": len(trajectory.t) - 1 if start is None else int(abs(trajectory.sigma - start).argmin()),
    }
    return pack(header, packed)


def standing(trajectory: Trajectory, key: str, **options: Any) -> dict[str, bytes]:
    """What a player shows of a run, by where it stands, for `lib.ui.ahead`; the options are those of `player`."""
    return {_place(key): payload(trajectory, key, **options)}


def _place(key: str) -> str:
    return f"{key}_player"


def _frame(key: str) -> str:
    """What its frame is called in the address bar."""
    return f"{key}_frame"


def levels(trajectory: Trajectory, at: Any = slice(None)) -> dict[str, list[float]]:
    """The level of each frame, for the header: of all that were kept, or of those at some places."""
    return {name: [round(float(v), 4) for v in getattr(trajectory, name)[at]] for name in ("t", "alpha", "sigma")}


def _heads(trajectory: Trajectory, width: int) -> list[str]:
    """What stands above the columns: the labels, where the grid has a column for each."""
    import numpy as np

    names, counts = np.unique(trajectory.labels, return_counts=True)
    if len(names) < 2 or counts.min() != counts.max() or trajectory.x_t.ndim != 5:
        return []
    columns = round((width + 1) / (trajectory.x_t.shape[-1] + 1))
    return [str(name) for name in names] if columns == len(names) else []


@st.cache_resource(max_entries=64, show_spinner=False)
def _sprite(
    key: str, show: tuple[str, ...], columns: int | None, _trajectory: Trajectory
) -> tuple[bytes, dict[str, int]]:
    """The panels of a run."""
    from lib.draw.frames import frames

    return sprite([frames(_trajectory, show=(name,), columns=columns, clear=True) for name in show])  # type: ignore[arg-type]


def sprite(stacks: Sequence[NDArray[np.uint8]]) -> tuple[bytes, dict[str, int]]:
    """All frames of all panels in one PNG: frame by frame, the panels of a frame after each other.

    Args:
        stacks: the frames of each panel, (K, H, W, 3 or 4) uint8, all of one shape.

    Returns:
        The PNG, and how it is laid out, for the header.
    """
    import numpy as np

    cells = np.stack(stacks, axis=1).reshape(-1, *stacks[0].shape[1:])
    count, height, width = cells.shape[:3]
    across = max(1, min(count, math.ceil(math.sqrt(count * height / width))))
    down = math.ceil(count / across)
    padded = np.zeros((across * down, *cells.shape[1:]), np.uint8)
    padded[:count] = cells
    grid = padded.reshape(down, across, height, width, -1).swapaxes(1, 2)
    layout = {"frames": len(stacks[0]), "width": width, "height": height, "across": across}
    return png(grid.reshape(down * height, across * width, -1)), layout


def picture_url(picture: NDArray[np.uint8]) -> str:
    """A small picture, (H, W) or (H, W, 3), as an address that needs no file: it can change often without flicker."""
    return "data:image/png;base64," + base64.b64encode(png(picture)).decode()


def png(picture: NDArray[np.uint8]) -> bytes:
    """Lossless; a third of the size where the picture is grey."""
    from PIL import Image

    if picture.ndim == 3 and picture.shape[2] == 3 and bool((picture[..., :1] == picture).all()):
        picture = picture[..., 0]
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG", compress_level=1)
    return out.getvalue()
