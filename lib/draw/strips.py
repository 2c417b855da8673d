"""Room: draw. Rows of pictures with words beside and under them, as one picture: noise strips and step ladders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.draw.caption import band
from lib.draw.frames import to_bytes, upscale
from lib.draw.style import CAPTION_PAPER
from lib.models.errors import UserError

LETTERS = 13
"""Height of the words in pixels."""


def strip(
    rows: Sequence[NDArray[Any]], captions: Sequence[str] = (), names: Sequence[str] = (), scale: int = 3, gap: int = 4
) -> NDArray[np.uint8]:
    """Rows of pictures, one under the other.

    Args:
        rows: each (N, C, H, W), C = 1 or 3: floats in [0, 1] or uint8. All of one shape.
        captions: N words, one under each column.
        names: a word to the left of each row.
        scale: how much larger than the model's pixels.
        gap: pixels between pictures.

    Returns:
        (height, width, 3) uint8 on dark paper.

    Raises:
        UserError: where the rows, or the words and the pictures, don't fit together.
    """
    pictures = _same(rows)
    if len(captions) not in (0, pictures.shape[1]) or len(names) not in (0, len(pictures)):
        raise UserError("A strip needs one caption for each column and one name for each row, or none.")
    cells = upscale(pictures.reshape(-1, *pictures.shape[2:]), scale).reshape(*pictures.shape[:2], -1)
    h, w = pictures.shape[2] * scale, pictures.shape[3] * scale
    cells = cells.reshape(*pictures.shape[:2], h, w, 3)
    padded = np.pad(cells, [(0, 0), (0, 0), (0, gap), (0, gap), (0, 0)], constant_values=CAPTION_PAPER)
    lines = [row.transpose(1, 0, 2, 3).reshape(h + gap, -1, 3) for row in padded]
    if captions:
        lines.append(np.concatenate([_words(text, w + gap) for text in captions], axis=1))
    sheet = np.concatenate(lines)
    return np.concatenate([_margin(names, h + gap, len(sheet)), sheet], axis=1) if names else sheet


def ladder(by_steps: Mapping[int, NDArray[Any]], scale: int = 3) -> NDArray[np.uint8]:
    """The same noise walked in ever more steps, a row for each number of steps.

    Args:
        by_steps: (N, C, H, W) final pictures for each number of steps, as ``strip`` takes them.
        scale: how much larger than the model's pixels.

    Raises:
        UserError: where there is nothing to draw, or the rows differ in shape.
    """
    ordered = sorted(by_steps.items())
    names = [f"{steps} step" + "s" * (steps != 1) for steps, _ in ordered]
    return strip([pictures for _, pictures in ordered], names=names, scale=scale)


def _same(rows: Sequence[NDArray[Any]]) -> NDArray[np.uint8]:
    """The rows as (R, N, H, W, 3) uint8."""
    arrays = [np.asarray(row) for row in rows]
    shapes = {array.shape for array in arrays}
    shape = next(iter(shapes), ())
    if len(shapes) != 1 or len(shape) != 4 or 0 in shape or shape[1] not in (1, 3):
        raise UserError(
            f"A strip needs rows of pictures (N, C, H, W) of one shape with C = 1 or 3, not {list(shapes)}."
        )
    shown = np.stack([array if array.dtype == np.uint8 else to_bytes(array) for array in arrays])
    return np.broadcast_to(shown.transpose(0, 1, 3, 4, 2), (len(arrays), shape[0], *shape[2:], 3))


def _words(text: str, width: int) -> NDArray[np.uint8]:
    return np.repeat(band(text, width, LETTERS)[..., None], 3, axis=2)


def _margin(names: Sequence[str], row: int, height: int) -> NDArray[np.uint8]:
    """A column of names, each beside the middle of its row."""
    width = 12 + LETTERS * max(len(name) for name in names) * 6 // 10
    margin = np.full((height, width, 3), CAPTION_PAPER, np.uint8)
    for i, name in enumerate(names):
        words = _words(name, width)[: min(row, height)]
        top = i * row + max(0, (row - len(words)) // 2)
        margin[top : top + len(words)] = words[: height - top]
    return margin
