"""Room: draw. Which 256 colours a GIF frame uses: all greys exactly, or the best few of many colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

GREYS: Final = bytes(np.arange(256, dtype=np.uint8).repeat(3))
"""The palette in which an index is its own grey level."""

SAMPLES: Final = 1536
"""Pixels that choose a palette."""

PALETTES: Final = 8
"""How many times the palette changes in a colour GIF: the colours move slowly, and each choice costs time."""


class Piece(NamedTuple):
    """What changes from one frame to the next: indices (h, w) at (top, left); ``clear`` leaves a pixel as it was."""

    indices: NDArray[np.uint8]
    top: int
    left: int
    clear: int | None = None
    palette: bytes = b""


def grey_of(frames: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The (K, H, W) grey levels of frames that have no colour; None where any pixel has."""
    if frames.ndim == 3:
        return frames
    for frame in frames:
        if (frame[..., 0] != frame[..., 1]).any() or (frame[..., 1] != frame[..., 2]).any():
            return None
    return np.ascontiguousarray(frames[..., 0])


def pieces(frames: NDArray[np.uint8]) -> Iterator[Piece]:
    """The frames as indexed pieces: exact for grey, at most 256 colours at a time otherwise.

    Args:
        frames: (K, H, W, 3) or (K, H, W).
    """
    grey = grey_of(frames)
    return _colour_pieces(frames) if grey is None else _grey_pieces(grey)


def _grey_pieces(frames: NDArray[np.uint8]) -> Iterator[Piece]:
    yield Piece(frames[0], 0, 0)
    for before, now in pairwise(frames):
        top, bottom, left, right = box = _changed(before != now)
        yield _cleared(before[top:bottom, left:right], now[top:bottom, left:right], box)


def _cleared(before: NDArray[np.uint8], now: NDArray[np.uint8], box: tuple[int, int, int, int]) -> Piece:
    """A grey piece; what did not change becomes one unused index, where one is left and it is worth it."""
    same = before == now
    unused = np.flatnonzero(np.bincount(now.ravel(), minlength=256) == 0)
    if unused.size == 0 or 2 * np.count_nonzero(same) < same.size:
        return Piece(now, box[0], box[2])
    clear = int(unused[0])
    return Piece(np.where(same, np.uint8(clear), now), box[0], box[2], clear)


def _changed(other: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """The box (top, bottom, left, right) around all that is true; one pixel where nothing is."""
    rows, columns = np.flatnonzero(other.any(axis=1)), np.flatnonzero(other.any(axis=0))
    return (int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1) if rows.size else (0, 1, 0, 1)


def _colour_pieces(frames: NDArray[np.uint8]) -> Iterator[Piece]:
    for group in _groups(len(frames)):
        chosen = palette(frames[group.start : group.stop])
        table = bytes(chosen.getpalette() or b"").ljust(768, b"\x00")
        for k in group:
            top, bottom, left, right = _changed((frames[k - 1] != frames[k]).any(axis=2)) if k else _whole(frames)
            cut = Image.fromarray(np.ascontiguousarray(frames[k, top:bottom, left:right]))
            indices = np.asarray(cut.quantize(palette=chosen, dither=Image.Dither.NONE))
            yield Piece(indices, top, left, None, table)


def _whole(frames: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    return 0, frames.shape[1], 0, frames.shape[2]


def _groups(count: int) -> list[range]:
    """Runs of frames that share a palette. The last frame, which stays longest in view, has its own."""
    cuts = np.unique(np.linspace(0, count - 1, PALETTES).round().astype(int)).tolist()
    return [range(a, b) for a, b in zip(cuts, [*cuts[1:], count], strict=True)]


def palette(frames: NDArray[np.uint8]) -> Image.Image:
    """The 256 colours for some frames, chosen from an even sample and one pixel of each rare colour.

    Args:
        frames: (K, H, W, 3).

    Returns:
        A picture in mode P that holds the palette.
    """
    pixels = frames.reshape(-1, 3)
    sample = pixels[:: max(1, len(pixels) // SAMPLES)]
    place = np.full(4096, -1, dtype=np.int64)
    place[_bin(pixels)] = np.arange(len(pixels))
    place[_bin(sample)] = -1
    picture = np.concatenate([sample, pixels[place[place >= 0]]])[None]
    return Image.fromarray(picture).quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def _bin(pixels: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """The coarse colour of each pixel: four bits of each of red, green and blue."""
    high = pixels >> 4
    red, green, blue = high.T.astype(np.uint16)
    return (red << 8) | (green << 4) | blue
