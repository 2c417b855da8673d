"""Room: draw. Frames as the pieces of a GIF: what changed since the frame before, as indices into 256 colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.draw.palette import palette


class Piece(NamedTuple):
    """What changes from one frame to the next: indices (h, w) at (top, left); ``clear`` leaves a pixel as it was.

    ``palette`` has 768 bytes, or none where an index is its own grey level.
    """

    indices: NDArray[np.uint8]
    top: int
    left: int
    clear: int | None = None
    palette: bytes = b""


class Box(NamedTuple):
    """A part of a picture: the first row and column, and those after the last."""

    top: int
    bottom: int
    left: int
    right: int

    def cut(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The pixels inside."""
        return np.ascontiguousarray(picture[self.top : self.bottom, self.left : self.right])


def pieces(frames: NDArray[np.uint8]) -> Iterator[Piece]:
    """The frames as indexed pieces: exact for grey, at most 256 colours at a time otherwise.

    Args:
        frames: (K, H, W, 3) or (K, H, W).
    """
    grey = grey_of(frames)
    return _colour_pieces(frames) if grey is None else _grey_pieces(grey)


def grey_of(frames: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The (K, H, W) grey levels of frames that have no colour; None where any pixel has."""
    if frames.ndim == 3:
        return frames
    for frame in frames:
        if (frame[..., 0] != frame[..., 1]).any() or (frame[..., 1] != frame[..., 2]).any():
            return None
    return np.ascontiguousarray(frames[..., 0])


def _grey_pieces(frames: NDArray[np.uint8]) -> Iterator[Piece]:
    yield Piece(frames[0], 0, 0)
    for before, now in pairwise(frames):
        box = changed(before, now)
        yield _cleared(box.cut(before), box.cut(now), box)


def _cleared(before: NDArray[np.uint8], now: NDArray[np.uint8], box: Box) -> Piece:
    """A grey piece; where half of it stays the same and a grey level is left over, that one means "as it was"."""
    same = before == now
    unused = np.flatnonzero(np.bincount(now.ravel(), minlength=256) == 0)
    if unused.size == 0 or 2 * np.count_nonzero(same) < same.size:
        return Piece(now, box.top, box.left)
    clear = int(unused[0])
    return Piece(np.where(same, np.uint8(clear), now), box.top, box.left, clear)


def _colour_pieces(frames: NDArray[np.uint8]) -> Iterator[Piece]:
    for group in groups(len(frames)):
        colours = palette(frames[group.start : group.stop])
        holder = Image.new("P", (1, 1))
        holder.putpalette(colours.tobytes())
        for k in group:
            box = changed(frames[k - 1], frames[k]) if k else Box(0, frames.shape[1], 0, frames.shape[2])
            picture = Image.fromarray(box.cut(frames[k])).quantize(palette=holder, dither=Image.Dither.NONE)
            yield Piece(np.asarray(picture), box.top, box.left, None, colours.tobytes())


def groups(count: int) -> list[range]:
    """Runs of frames that share a palette: short near both ends, where one end is data and colours matter most.

    A new palette costs as much time as four frames; 50 frames get eleven, and up to twelve frames one each.
    """
    if count <= 12:
        return [range(k, k + 1) for k in range(count)]
    powers = [2**i - 1 for i in range(count.bit_length())]
    near = [p for p in powers if p <= count / 3]
    cuts = sorted({*near, *(count - 1 - p for p in near), (count - 1) // 2})
    return [range(a, b) for a, b in pairwise([*cuts, count])]


def changed(before: NDArray[np.uint8], now: NDArray[np.uint8]) -> Box:
    """The smallest box outside of which two pictures are equal; one pixel where all of them is."""
    other = (before != now).reshape(len(now), -1)
    rows, values = np.flatnonzero(other.any(axis=1)), np.flatnonzero(other.any(axis=0))
    if rows.size == 0:
        return Box(0, 1, 0, 1)
    depth = other.shape[1] // now.shape[1]
    return Box(int(rows[0]), int(rows[-1]) + 1, int(values[0]) // depth, int(values[-1]) // depth + 1)
