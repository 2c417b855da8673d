"""Room: training. The table of emoji: found, read, painted for the sixth style, and made smaller."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from lib.models.errors import UserError
from lib.models.places import state_dir
from lib.training.captions import STYLES
from lib.training.painterly import painted
from lib.training.things import THINGS

FILE = "emoji128.parquet"
FULL = 128
"""The side of the pictures in the file."""


def find(data: str | Path | None) -> Path:
    """Where the file is: what was named, or what lies below it.

    Raises:
        UserError: where it is nowhere.
    """
    named = data if data is not None else os.environ.get("DIFFUSION_DATA")
    root = Path(named) if named else state_dir() / "data"
    for path in (root, root / FILE, root / "emoji" / FILE, root / "data" / "emoji" / FILE):
        if path.is_file() and path.suffix == ".parquet":
            return path
    raise UserError(
        f"There is no {FILE} in {root}: name the folder that holds it with --data DIR or the environment variable "
        "DIFFUSION_DATA. It is one table of 128-pixel pictures with the columns style, label and image_webp."
    )


def read(path: Path, size: int) -> NDArray[np.uint8]:
    """All pictures of the file, and the painted ones: (N, 4, size, size) uint8, premultiplied.

    Raises:
        UserError: where the file is damaged, or lacks a column or a picture.
    """
    table = _table(path)
    drawn = []
    for style in STYLES[:-1]:
        try:
            drawn.append(np.stack([_decoded(table[style.name, thing.label]) for thing in THINGS]))
        except KeyError as error:
            raise UserError(f"{path} holds no picture of {error.args[0]}: it is another table than this one.") from None
        except (OSError, ValueError, TypeError) as error:
            raise UserError(f"A picture in {path} can't be read ({error}): build or fetch the file anew.") from None
    return np.concatenate([_smaller(part, size) for part in (*drawn, _paint(drawn[0]))])


def _table(path: Path) -> dict[tuple[str, str], bytes]:
    import pandas as pd

    try:
        frame: Any = pd.read_parquet(path, columns=["style", "label", "image_webp"])
    except Exception as error:  # pyarrow has its own errors for what is damaged and what is missing
        raise UserError(f"{path} is damaged or lacks a column ({error}): build or fetch the file anew.") from None
    return {(style, label): blob for style, label, blob in frame.itertuples(index=False)}


def _decoded(blob: bytes) -> NDArray[np.uint8]:
    with Image.open(BytesIO(blob)) as image:
        if image.size != (FULL, FULL):
            raise ValueError(f"it measures {image.size} pixels")
        return np.asarray(image.convert("RGBA"))


def _paint(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The painted style out of pictures (B, 128, 128, 4)."""
    return np.concatenate(list(_painted(rgba)))


def _painted(rgba: NDArray[np.uint8], chunk: int = 13) -> Iterator[NDArray[np.uint8]]:
    for first in range(0, len(rgba), chunk):
        part = torch.from_numpy(rgba[first : first + chunk]).movedim(-1, 1).float() / 255
        done = painted(torch.cat([part[:, :3] * part[:, 3:], part[:, 3:]], 1), seed=first)
        colour = done[:, :3] / done[:, 3:].clamp(min=1 / 255)
        straight = torch.cat([colour.clamp(0, 1), done[:, 3:]], 1)
        yield (straight * 255).round().to(torch.uint8).movedim(1, -1).numpy()


def _smaller(rgba: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """(B, 128, 128, 4) as (B, 4, size, size), premultiplied before the pixels are mixed."""
    resized = [
        np.asarray(Image.fromarray(picture, "RGBA").convert("RGBa").resize((size, size), Image.Resampling.LANCZOS))
        for picture in rgba
    ]
    stacked = np.stack(resized).transpose(0, 3, 1, 2)
    return np.ascontiguousarray(np.minimum(stacked, stacked[:, 3:]))
