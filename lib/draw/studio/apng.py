"""Room: draw. The bytes of an animated PNG: what changed since the picture before, every pixel exact.

Pillow writes each picture; its data come out of that file and go into the chunks of the film (the APNG extension of
the PNG specification, third edition), so that no more than two pictures are ever in memory.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.draw.pieces import Box, changed

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def apng(frames: Iterable[NDArray[np.uint8]], stays: list[float], loops: int, note: str | None) -> Iterator[bytes]:
    """The parts of the file, one for each frame and one for each end.

    Args:
        frames: (H, W), (H, W, 3) or (H, W, 4), all alike.
        stays: seconds of each.
        loops: how often it plays; 0 is for ever.
        note: text for the keyword "recipe".
    """
    before: NDArray[np.uint8] | None = None
    number = 0
    for k, (now, stay) in enumerate(zip(frames, stays, strict=True)):
        box = Box(0, now.shape[0], 0, now.shape[1]) if before is None else changed(before, now)
        head, data = _encoded(box.cut(now))
        parts = []
        if before is None:
            parts += [SIGNATURE, chunk(b"IHDR", head), chunk(b"acTL", struct.pack(">II", len(stays), loops))]
            parts += [] if note is None else [international_text("recipe", note)]
        parts.append(chunk(b"fcTL", _control(number, box, stay)))
        parts.append(chunk(b"IDAT", data) if k == 0 else chunk(b"fdAT", struct.pack(">I", number + 1) + data))
        number += 1 if k == 0 else 2
        before = now
        yield b"".join(parts)
    yield chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def international_text(keyword: str, text: str) -> bytes:
    """An iTXt chunk, uncompressed UTF-8."""
    return chunk(b"iTXt", keyword.encode() + b"\x00\x00\x00\x00\x00" + text.encode())


def _control(number: int, box: Box, stay: float) -> bytes:
    """What stands before a frame: its place and its milliseconds; it replaces what was there."""
    size = (box.right - box.left, box.bottom - box.top)
    return struct.pack(">IIIIIHHBB", number, *size, box.left, box.top, min(65535, round(1000 * stay)), 1000, 0, 0)


def _encoded(picture: NDArray[np.uint8]) -> tuple[bytes, bytes]:
    """The header and the compressed data of a PNG."""
    target = io.BytesIO()
    Image.fromarray(picture).save(target, "PNG", compress_level=5)
    data, at, head, body = target.getvalue(), 8, b"", []
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, inside = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if name == b"IHDR":
            head = inside
        elif name == b"IDAT":
            body.append(inside)
        at += 12 + length
    return head, b"".join(body)
