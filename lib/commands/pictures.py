"""Room: cli. Files of pictures where a recipe wants a picture: read as the app reads them, and kept on this machine."""

from __future__ import annotations

import json
import os
from typing import Any, Final

import numpy as np

from lib.commands.files import read
from lib.models import foreign
from lib.models.errors import UserError
from lib.runs import drawings, images, masks, uploads
from lib.runs.recipe import KINDS

NAMES: Final = {"image": drawings.NAMES, "mask": masks.PRESETS}
"""Knobs of recipes that hold a picture, and what else they may be called."""


def help_of(kind: str) -> str:
    """What is to be said of files below the knobs of a kind; "" where it begins with no picture."""
    if not takes_pictures(kind):
        return ""
    masked = _takes(kind, "mask")
    return (
        f"--image {'and --mask take' if masked else 'takes'} a file too: it is read, cut to a square, and kept on this "
        f"machine. {'Of a mask, white is made anew. ' if masked else ''}--crop X,Y,ZOOM says which square, as in "
        "--crop 0.5,0.5,1: the largest one in the middle."
    )


def takes_pictures(kind: str) -> bool:
    """Whether recipes of a kind begin with a picture."""
    return any(_takes(kind, name) for name in NAMES)


def _takes(kind: str, name: str) -> bool:
    return kind in KINDS and name in KINDS[kind].model_fields


def brought(kind: str, knobs: dict[str, Any]) -> dict[str, Any]:
    """The knobs of a recipe with each file named in them kept, and its reference in its place.

    Raises:
        UserError: for a file that can't be read as a picture, or a square that isn't inside it.
    """
    files = [name for name in NAMES if _takes(kind, name) and _is_file(name, knobs.get(name))]
    inner = _inner(knobs.get("of"))
    if "crop" in knobs and not files and inner is None and (takes_pictures(kind) or kind == "upsample"):
        raise UserError("--crop says which square of a file is taken: give the file too, as in --image photo.jpg.")
    if inner is not None:
        crop = {"crop": knobs["crop"]} if "crop" in knobs else {}
        nested = brought(str(inner.get("kind", "picture")), inner | crop)
        return _without_crop(knobs) | ({} if nested == inner else {"of": json.dumps(nested)})
    if not files:
        return knobs
    square = _crop(str(knobs.get("crop", "0.5,0.5,1")))
    return _without_crop(knobs) | {name: _kept(name, knobs[name], square) for name in files}


def _without_crop(knobs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in knobs.items() if name != "crop"}


def _inner(value: Any) -> dict[str, Any] | None:
    """The recipe inside a recipe; None where there is none, or none that can be read."""
    try:
        inner = foreign.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    return inner if isinstance(inner, dict) else None


def _crop(text: str) -> tuple[float, float, float]:
    parts = text.split(",")
    try:
        x, y, zoom = (float(part) for part in parts)
    except ValueError:
        raise UserError(f"--crop takes three numbers, X,Y,ZOOM, as in 0.5,0.5,1, not {text[:40]!r}.") from None
    return x, y, zoom


def _is_file(name: str, value: Any) -> bool:
    """Whether a file was meant: names and digests come first; ./tower is a file in any case."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        return False
    ref = value.strip().lower()
    if ref in NAMES[name] or ref in drawings.SKETCHES or images.is_digest(ref):
        return False
    return os.sep in value or "/" in value or "." in value or os.path.exists(value)


def _kept(name: str, path: str, crop: tuple[float, float, float]) -> str:
    """The reference of the square of a file."""
    wanted = f"the path of a picture, or one of {', '.join(NAMES[name])}"
    pixels = uploads.squared(uploads.read(read(path, wanted, uploads.MAX_BYTES)), *crop)
    if name == "mask" and not (pixels.astype(np.float32).mean(2) >= 127.5).any():
        raise UserError(f"The mask {path} is dark all over, and what is white is made anew: make some of it white.")
    return images.keep(pixels)
