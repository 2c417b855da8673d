"""Room: runs. Pictures that a recipe begins with, by reference: a drawing's name, or a digest. No torch.

A reference is a short string, so a recipe stays a line in the address bar. It is the name of one of our own drawings,
the same on every machine, or the SHA-256 of a picture that somebody uploaded or drew, kept on this machine alone.
"""

from __future__ import annotations

import io
import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.models import foreign
from lib.models.errors import UserError
from lib.models.files import make_room, replace_all
from lib.models.places import state_dir
from lib.runs import drawings
from lib.runs.resize import resized, square

MAX_FILES = 500
MAX_BYTES = 200 * 10**6
MAX_SIDE = 2048
MAX_PIXELS_SIDE = 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")
_UNKNOWN = "This picture isn't on this machine: it was uploaded or drawn elsewhere. Upload it again, or choose another."


def check_ref(value: Any) -> str:
    """The reference that was meant, without a look at the disk; for validators of recipes.

    Raises:
        ValueError: for what can't be a reference.
    """
    ref = value.strip().lower() if isinstance(value, str) else ""
    if drawings.known(ref) or is_digest(ref):
        return ref
    names = ", ".join(drawings.NAMES)
    raise ValueError(f"{value!r:.40} is no picture: take one of {names}, or the 64 hex digits of an upload")


def is_digest(ref: str) -> bool:
    """Whether it could be the digest of a kept picture."""
    return bool(_DIGEST.fullmatch(ref))


def known(ref: str) -> bool:
    """Whether the picture is here: a drawing, or kept on this machine."""
    return drawings.known(ref) or (is_digest(ref) and _path(ref).is_file())


def keep(pixels: NDArray[np.uint8]) -> str:
    """Keep a picture (H, W, 3) uint8 on this machine; the longest unused go when there are too many.

    Returns:
        Its reference, 64 hex digits: equal pixels, equal reference.

    Raises:
        UserError: for an array that isn't a picture, or a disk that is full; nothing half-written stays behind.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size:
        raise UserError(f"A picture has shape (H, W, 3) and type uint8, not {pixels.shape} and {pixels.dtype}.")
    if max(pixels.shape) > MAX_SIDE:
        raise UserError(f"A picture may have {MAX_SIDE} pixels a side, not {max(pixels.shape)}: make it smaller first.")
    ref = _digest(pixels)
    path = _path(ref)
    if _read(ref) is None:
        stream = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "PNG")
        replace_all({path: stream.getvalue()})
        make_room(path, MAX_BYTES, MAX_FILES)
    return ref


def pixels(ref: str, side: int) -> NDArray[np.float32]:
    """A picture (3, side, side) float32 in [0, 1]; of one that isn't square, the middle.

    Raises:
        UserError: for a picture that isn't here, or a side outside 1 ... 1024.
    """
    if not 1 <= side <= MAX_PIXELS_SIDE:
        raise UserError(f"A picture may have 1 to {MAX_PIXELS_SIDE} pixels a side, not {side}.")
    if drawings.known(ref):
        found: NDArray[np.uint8] | None = drawings.draw(ref, min(max(side, drawings.MIN_SIDE), drawings.MAX_SIDE))
    else:
        found = _read(ref) if is_digest(ref) else None
    if found is None:
        raise UserError(_UNKNOWN)
    return np.ascontiguousarray(resized(square(found), side).transpose(2, 0, 1))


def _digest(array: NDArray[np.uint8]) -> str:
    return sha256(repr(array.shape).encode() + array.tobytes()).hexdigest()


def _path(ref: str) -> Path:
    return state_dir() / "images" / f"{ref}.png"


def _read(ref: str) -> NDArray[np.uint8] | None:
    """What was kept, or None where it isn't here; a file that holds something else is removed."""
    path = _path(ref)
    try:
        blob = foreign.read(path, MAX_BYTES)
    except OSError:
        return None
    array = _decoded(blob)
    if array is None or _digest(array) != ref:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return None
    with suppress(OSError):
        os.utime(path)  # used just now: goes last when room is needed
    return array


def _decoded(blob: bytes) -> NDArray[np.uint8] | None:
    try:
        with Image.open(io.BytesIO(blob), formats=["PNG"]) as image:
            return np.array(image) if image.mode == "RGB" and max(image.size) <= MAX_SIDE else None
    except Exception:  # PIL has many errors for a damaged file
        return None
