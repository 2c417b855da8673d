"""Room: training. Pictures of things in six styles, from one table of emoji, for the text-to-image cascade."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Generator, LongTensor, Tensor

from lib.models.errors import UserError
from lib.models.files import replace_all
from lib.models.places import state_dir
from lib.training import canvas
from lib.training.captions import STYLES, caption
from lib.training.painterly import painted
from lib.training.things import THINGS

FILE = "emoji128.parquet"
FULL = 128
"""The side of the pictures in the file."""
INK, PAINTED = 3, 5
"""Which of STYLES are drawn in ink and painted."""
HELD_OUT = 0.02
"""Share of the pictures that nobody trains on."""
VERSION = 1
"""Of what is kept on disk: raised whenever pictures would come out otherwise."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Every thing in every style, style by style: picture ``style * len(THINGS) + thing``.

    Attributes:
        rgba: (N, 4, S, S) uint8, premultiplied.
        style: (N,) int64, index into STYLES.
        thing: (N,) int64, index into THINGS.
        held_out: (N,) bool, not to be trained on: at most one style of a thing.
    """

    rgba: Tensor
    style: Tensor
    thing: Tensor
    held_out: Tensor

    def __len__(self) -> int:
        """How many there are."""
        return len(self.style)


def load(data: str | Path | None, side: int) -> Pictures:
    """All pictures, at twice the side of the model that they are for: read once, then kept in the user's cache.

    Args:
        data: the file, its folder, or a folder above; None looks where DIFFUSION_DATA points and in the app's folder.
        side: of the model's pictures, 8 to 128.

    Raises:
        UserError: where the file isn't there, is damaged, or lacks a column or a picture; a side out of range.
    """
    if not 8 <= side <= FULL:
        raise UserError(f"A picture's side must lie between 8 and {FULL}, not {side}.")
    path = _find(data)
    size = min(FULL, 2 * side)
    names = repr([VERSION, STYLES, THINGS, path.stat().st_size]).encode()
    kept = state_dir() / "training" / f"emoji-{size}-{sha256(names).hexdigest()[:16]}.npz"
    rgba = _kept(kept, size)
    if rgba is None:
        rgba = _read(path, size)
        blob = BytesIO()
        np.savez_compressed(blob, rgba=rgba)
        replace_all({kept: blob.getvalue()})
    index = torch.arange(len(STYLES) * len(THINGS))
    style, thing = index // len(THINGS), index % len(THINGS)
    return Pictures(torch.from_numpy(rgba), style, thing, _held_out())


def batch(pictures: Pictures, chosen: LongTensor | Tensor, side: int, generator: Generator) -> Tensor:
    """Pictures as a step of training sees them: moved, turned, mirrored, on a background.

    Args:
        pictures: of `load`.
        chosen: (B,) int64, which ones.
        side: of the result; at most the pictures' own.
        generator: on the CPU; the same seed, the same batch.

    Returns:
        (B, 3, side, side) float in [-1, 1].
    """
    layer = canvas.moved(pictures.rgba[chosen], side, generator)
    style = pictures.style[chosen]
    return canvas.laid(layer, canvas.papers(style == INK, style == PAINTED, side, generator))


def plain(pictures: Pictures, chosen: LongTensor | Tensor, side: int) -> Tensor:
    """The same pictures as they are, on white: (B, 3, side, side) float in [-1, 1]."""
    return canvas.laid(canvas.still(pictures.rgba[chosen], side), 1.0)


def captions(pictures: Pictures, chosen: LongTensor | Tensor, generator: Generator) -> list[str]:
    """A caption for each of them, out of the grammar."""
    pairs = zip(pictures.style[chosen].tolist(), pictures.thing[chosen].tolist(), strict=True)
    return [caption(style, thing, generator) for style, thing in pairs]


def draw(pictures: Pictures, chosen: LongTensor | Tensor, side: int, generator: Generator) -> tuple[Tensor, list[str]]:
    """A batch (B, 3, side, side) in [-1, 1] and its captions: what a training asks for."""
    return batch(pictures, chosen, side, generator), captions(pictures, chosen, generator)


def _find(data: str | Path | None) -> Path:
    named = data if data is not None else os.environ.get("DIFFUSION_DATA")
    root = Path(named) if named else state_dir() / "data"
    for path in (root, root / FILE, root / "emoji" / FILE, root / "data" / "emoji" / FILE):
        if path.is_file() and path.suffix == ".parquet":
            return path
    raise UserError(
        f"There is no {FILE} in {root}: name the folder that holds it with --data DIR or the environment variable "
        "DIFFUSION_DATA. It is one table of 128-pixel pictures with the columns style, label and image_webp."
    )


def _held_out() -> Tensor:
    """(N,) bool: a hash of its label decides whether one style of a thing is kept back, and which."""
    out = torch.zeros(len(STYLES), len(THINGS), dtype=torch.bool)
    for k, thing in enumerate(THINGS):
        digest = sha256(thing.label.encode()).digest()
        if int.from_bytes(digest[:4], "big") < HELD_OUT * len(STYLES) * 2**32:
            out[digest[4] % len(STYLES), k] = True
    return out.flatten()


def _kept(path: Path, size: int) -> NDArray[np.uint8] | None:
    """What an earlier call kept, or None where it isn't there, or isn't whole."""
    try:
        with np.load(BytesIO(path.read_bytes())) as content:
            rgba: NDArray[np.uint8] = content["rgba"]
    except Exception:  # a broken archive can raise anything while it is unpacked; it is made anew
        return None
    whole = rgba.shape == (len(STYLES) * len(THINGS), 4, size, size) and rgba.dtype == np.uint8
    return rgba if whole else None


def _read(path: Path, size: int) -> NDArray[np.uint8]:
    """All pictures of the file, and the painted ones: (N, 4, size, size), premultiplied."""
    table = _table(path)
    drawn = []
    for style in STYLES[:PAINTED]:
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
