"""Room: draw. The bytes of a GIF: blocks, delays and indexed frames. Which colours they use: palette.py."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.draw.palette import GREYS
from lib.draw.pieces import Piece

TRAILER: Final = b"\x3b"
"""The last byte of a GIF."""


def hundredths(stays: Sequence[float]) -> list[int]:
    """Seconds that frames stay, as hundredths that are never far behind."""
    ends = np.floor(np.cumsum(stays) * 100 + 0.5 + 1e-6).astype(int)
    return [int(d) for d in np.minimum(np.diff(ends, prepend=0), 65535)]


def header(width: int, height: int, palette: bytes, loops: int = 0) -> bytes:
    """The start of a GIF that plays so many times (0: for ever): the size, and 256 colours (768 bytes)."""
    screen = struct.pack("<HHBBB", width, height, 0xF7, 0, 0)
    again = b"" if loops == 1 else b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<HB", max(0, loops - 1), 0)
    return b"GIF89a" + screen + palette + again


def comment(text: str) -> bytes:
    """A comment extension: UTF-8 in blocks of at most 255 bytes."""
    data = text.encode()
    blocks = (data[i : i + 255] for i in range(0, len(data), 255))
    return b"\x21\xfe" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\x00"


def frame(piece: Piece, delay: int) -> bytes:
    """One frame, drawn over the one before.

    Args:
        piece: what changes, its place, and its palette unless it uses that of the header.
        delay: hundredths of a second that it stays.
    """
    control = struct.pack("<BBBBHBB", 0x21, 0xF9, 4, 4 | (piece.clear is not None), delay, piece.clear or 0, 0)
    height, width = piece.indices.shape
    place = struct.pack("<BHHHHB", 0x2C, piece.left, piece.top, width, height, 0x87 if piece.palette else 0)
    return control + place + piece.palette + _compressed(piece.indices)


def _compressed(indices: NDArray[np.uint8]) -> bytes:
    """The LZW blocks of a frame: Pillow writes a file of one frame, and its head and tail come off."""
    target = io.BytesIO()
    picture = Image.fromarray(indices)
    picture.putpalette(GREYS)  # any will do, and without one Pillow makes one for each frame, in Python
    picture.save(target, "GIF", optimize=False, interlace=False)
    data = target.getvalue()
    at = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    while data[at] == 0x21:
        at = _after_blocks(data, at + 2)
    return data[at + 10 : -1]


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1
