"""Room: teaching. The pictures of a report: a run as one picture with all its frames, within a bound of bytes."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.draw.frames import frames
from lib.runs.trajectory import Trajectory

_QUALITY = 85
_SEEN = 560
"""CSS pixels that a picture is enlarged to, in whole steps; smaller where there is less room."""


@dataclass(frozen=True)
class Strip:
    """A run for a report.

    Attributes:
        sprite: all frames that are kept, row by row, as a data address.
        chosen: the frame that was handed in, as one.
        last: the last frame, as one.
        width: of a frame, in pixels.
        height: of a frame.
        across: frames in a row of the sprite.
        captions: one for each frame that is kept, "t = 690, noise σ = 0.83".
        at: which of the kept frames was handed in.
        scale: how many times larger it is shown at most.
    """

    sprite: str
    chosen: str
    last: str
    width: int
    height: int
    across: int
    captions: tuple[str, ...]
    at: int
    scale: int


def strip(trajectory: Trajectory, frame: int, budget: int) -> Strip:
    """The frames of a run, pixel for pixel; with losses, fewer or smaller where they don't fit.

    Args:
        trajectory: the run.
        frame: the one that was handed in; beyond the end it is the last.
        budget: bytes that its pictures may take together, as they stand in the report.
    """
    whole = frames(trajectory)
    at = min(max(frame, 0), len(whole) - 1)
    for shown, kept, lossy in _plans(whole, at):
        sprite, across = _sprite(shown, lossy)
        parts = sprite, _encoded(shown[kept.index(at)], lossy), _encoded(shown[-1], lossy)
        if sum(map(len, parts)) * 4 / 3 < budget:
            break
    height, width = shown.shape[1:3]
    return Strip(
        url(parts[0]),
        url(parts[1]),
        url(parts[2]),
        width=width,
        height=height,
        across=across,
        captions=tuple(_caption(trajectory, k) for k in kept),
        at=kept.index(at),
        scale=max(1, min(_SEEN // width, 4)),
    )


Plan = tuple[NDArray[np.uint8], list[int], bool]


def _plans(whole: NDArray[np.uint8], at: int) -> Iterator[Plan]:
    """Ever smaller ways to show a run: frames, which of the run they are, and whether they may lose something."""
    last = len(whole) - 1
    yield whole, list(range(last + 1)), False
    stride = 1
    while stride <= max(1, last):
        kept = sorted({*range(last, -1, -stride), at})
        yield whole[kept], kept, True
        stride *= 2
    kept = sorted({at, last})
    small = whole[kept]
    while min(small.shape[1:3]) > 16:
        small = small[:, ::2, ::2]
        yield small, kept, True


def _sprite(shown: NDArray[np.uint8], lossy: bool) -> tuple[bytes, int]:
    """All frames in one picture, near a square, and how many stand in a row."""
    count, height, width = shown.shape[:3]
    across = max(1, min(count, math.ceil(math.sqrt(count * height / width))))
    down = math.ceil(count / across)
    cells = np.zeros((across * down, height, width, 3), np.uint8)
    cells[:count] = shown
    grid = cells.reshape(down, across, height, width, 3).swapaxes(1, 2)
    return _encoded(grid.reshape(down * height, across * width, 3), lossy), across


def _encoded(picture: NDArray[np.uint8], lossy: bool) -> bytes:
    """(H, W, 3) as PNG, or as JPEG."""
    out, image = io.BytesIO(), Image.fromarray(np.ascontiguousarray(picture))
    if bool((picture[..., :1] == picture).all()):
        image = image.convert("L")
    image.save(out, "JPEG" if lossy else "PNG", **({"quality": _QUALITY} if lossy else {"compress_level": 6}))
    return out.getvalue()


def url(blob: bytes) -> str:
    """A picture as an address that needs no file."""
    kind = "png" if blob.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(blob).decode()}"


def _caption(trajectory: Trajectory, k: int) -> str:
    t = float(trajectory.t[k])
    time = f"{t:.0f}" if t == int(t) and (trajectory.t[0] > 1 or t == 0) else f"{t:.2f}"
    return f"t = {time}, noise σ = {float(trajectory.sigma[k]):.2f}"
