"""Room: draw. Frames as the pieces of a GIF: what changed since the frame before, as indices into 256 colours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.draw.palette import palette

_SAMPLED: Final = 24_000_000
"""Bytes of frames that are looked at for one palette."""


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


class Strip(Protocol):
    """Frames (H, W, 3) that are drawn when they are asked for; those of the same index are equal."""

    @property
    def grey(self) -> bool:
        """Whether none has a colour."""

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """(K, H, W, 3)."""

    def __len__(self) -> int: ...

    def __getitem__(self, k: int, /) -> NDArray[np.uint8]: ...


def pieces(frames: Strip) -> Iterator[Piece]:
    """The frames as indexed pieces: exact for grey, at most 256 colours at a time otherwise."""
    if not frames.grey:
        return _colour_pieces(frames)
    return _grey_pieces(frames[k][..., 0] for k in range(len(frames)))


def _grey_pieces(frames: Iterable[NDArray[np.uint8]]) -> Iterator[Piece]:
    before: NDArray[np.uint8] | None = None
    for now in frames:
        if before is None:
            yield Piece(np.ascontiguousarray(now), 0, 0)
        else:
            box = changed(before, now)
            yield _cleared(box.cut(before), box.cut(now), box)
        before = now


def _cleared(before: NDArray[np.uint8], now: NDArray[np.uint8], box: Box) -> Piece:
    """A grey piece; where half of it stays the same and a grey level is left over, that one means "as it was"."""
    same = before == now
    unused = np.flatnonzero(np.bincount(now.ravel(), minlength=256) == 0)
    if unused.size == 0 or 2 * np.count_nonzero(same) < same.size:
        return Piece(now, box.top, box.left)
    clear = int(unused[0])
    return Piece(np.where(same, np.uint8(clear), now), box.top, box.left, clear)


def _colour_pieces(frames: Strip) -> Iterator[Piece]:
    before: NDArray[np.uint8] | None = None
    for group in groups(len(frames)):
        colours = palette(_some(frames, group))
        holder = Image.new("P", (1, 1))
        holder.putpalette(colours.tobytes())
        for k in group:
            now = frames[k]
            box = Box(0, now.shape[0], 0, now.shape[1]) if before is None else changed(before, now)
            picture = Image.fromarray(box.cut(now)).quantize(palette=holder, dither=Image.Dither.NONE)
            yield Piece(np.asarray(picture), box.top, box.left, None, colours.tobytes())
            before = now


def _some(frames: Strip, group: range) -> NDArray[np.uint8]:
    """The frames that choose a palette for a group: as many as fit."""
    most = max(1, _SAMPLED // math.prod(frames.shape[1:]))
    every = math.ceil(len(group) / most)
    return np.stack([frames[k] for k in group[::-every][::-1]])


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
