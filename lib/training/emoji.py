"""Room: training. Pictures of things in six styles, from one table of emoji, for the text-to-image cascade."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from lib.models import foreign
from lib.models.errors import UserError
from lib.models.files import replace_all
from lib.models.places import state_dir
from lib.training import canvas, scenes, table
from lib.training.captions import STYLES, caption, styled
from lib.training.things import THINGS

SOLID, INK, PAINTED = 0, 3, 5
"""Which of STYLES are three-dimensional, drawn in ink, and painted; the painted ones are made of the solid ones."""
HELD_OUT = 0.02
"""Share of the pictures that nobody trains on."""
VERSION = 2
"""Of what is kept on disk: raised whenever pictures would come out otherwise."""
_MAX_KEPT = 2**30
"""Bytes of it."""


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
    if not 8 <= side <= table.FULL:
        raise UserError(f"A picture's side must lie between 8 and {table.FULL}, not {side}.")
    path = table.find(data)
    size = min(table.FULL, 2 * side)
    names = repr([VERSION, STYLES, THINGS, path.stat().st_size]).encode()
    kept = state_dir() / "training" / f"emoji-{size}-{sha256(names).hexdigest()[:16]}.npz"
    rgba = _kept(kept, size)
    if rgba is None:
        rgba = table.read(path, size)
        blob = BytesIO()
        np.savez_compressed(blob, rgba=rgba)
        replace_all({kept: blob.getvalue()})
    index = torch.arange(len(STYLES) * len(THINGS))
    style, thing = index // len(THINGS), index % len(THINGS)
    return Pictures(torch.from_numpy(rgba), style, thing, _held_out())


def draw(pictures: Pictures, chosen: Tensor, side: int, generator: Generator) -> tuple[Tensor, list[str]]:
    """What a step of training sees: pictures and captions, some of them scenes of several things.

    Args:
        pictures: of `load`.
        chosen: (B,) int64, which ones; a scene keeps the style, and shows nothing that is held out.
        side: of the result; at most the pictures' own.
        generator: on the CPU; the same seed, the same batch.

    Returns:
        (B, 3, side, side) float in [-1, 1] and B captions.
    """
    rgba, texts = pictures.rgba[chosen], captions(pictures, chosen, generator)
    wanted = torch.rand(len(chosen), generator=generator) < scenes.SHARE
    for k in torch.nonzero(wanted).flatten().tolist():
        style, thing = int(pictures.style[chosen[k]]), int(pictures.thing[chosen[k]])
        own = slice(style * len(THINGS), (style + 1) * len(THINGS))
        made = scenes.scene(pictures.rgba[own], pictures.held_out[own], thing, generator)
        if made is not None:
            rgba[k], texts[k] = made[0], styled(style, made[1], torch.rand(2, generator=generator).tolist())
    return _shown(rgba, pictures.style[chosen], side, generator), texts


def batch(pictures: Pictures, chosen: Tensor, side: int, generator: Generator) -> Tensor:
    """Pictures of one thing each, moved, turned, mirrored, on a background: (B, 3, side, side) float in [-1, 1]."""
    return _shown(pictures.rgba[chosen], pictures.style[chosen], side, generator)


def disguised(pictures: Pictures, chosen: Tensor, side: int, generator: Generator) -> Tensor:
    """As `batch`, for a judge: half of them on a background that doesn't tell the style, all of them disguised."""
    layer = canvas.moved(pictures.rgba[chosen], side, generator)
    style, told = pictures.style[chosen], torch.rand(len(chosen), generator=generator) < 0.5
    paper = canvas.papers((style == INK) & told, (style == PAINTED) & told, side, generator)
    return canvas.disguised(canvas.laid(layer, paper), generator)


def plain(pictures: Pictures, chosen: Tensor, side: int) -> Tensor:
    """The same pictures as they are, on white: (B, 3, side, side) float in [-1, 1]."""
    return canvas.laid(canvas.still(pictures.rgba[chosen], side), 1.0)


def captions(pictures: Pictures, chosen: Tensor, generator: Generator) -> list[str]:
    """A caption for each of them, out of the grammar."""
    pairs = zip(pictures.style[chosen].tolist(), pictures.thing[chosen].tolist(), strict=True)
    return [caption(style, thing, generator) for style, thing in pairs]


def _shown(rgba: Tensor, style: Tensor, side: int, generator: Generator) -> Tensor:
    layer = canvas.moved(rgba, side, generator)
    return canvas.laid(layer, canvas.papers(style == INK, style == PAINTED, side, generator))


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
        with np.load(BytesIO(foreign.read(path, _MAX_KEPT))) as content:
            rgba: NDArray[np.uint8] = content["rgba"]
    except Exception:  # a broken archive can raise anything while it is unpacked; it is made anew
        return None
    whole = rgba.shape == (len(STYLES) * len(THINGS), 4, size, size) and rgba.dtype == np.uint8
    return rgba if whole else None
