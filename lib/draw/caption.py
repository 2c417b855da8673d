"""Room: draw. Words burned into pictures, for files that leave the app."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, features

from lib.draw.fonts import Font, chosen, clusters, opened
from lib.draw.reading_order import levels, visual
from lib.draw.style import CAPTION_INK, CAPTION_PAPER

_MIDDLE: Final = 0.36
"""How far the middle of a line is above the foot of its letters, as a share of their size."""


class _Part(NamedTuple):
    """Letters of one font that read in one direction."""

    text: str
    font: Font | None
    level: int

    def length(self, size: int) -> float:
        return opened(self.font, size).getlength(self._said, **self._way)

    def draw(self, pen: ImageDraw.ImageDraw, at: tuple[float, float], size: int, ink: int) -> None:
        pen.text(at, self._said, fill=ink, font=opened(self.font, size), anchor="ls", **self._way)

    @property
    def _way(self) -> dict[str, Any]:
        return {"direction": "rtl" if self.level % 2 else "ltr"} if self.font and _shapes() else {}

    @property
    def _said(self) -> str:
        """Without raqm letters aren't joined, but stand in the right order."""
        return self.text if self._way or not self.level % 2 else "".join(reversed(clusters(self.text)))


def _shapes() -> bool:
    """Whether letters are joined and set from right to left: raqm does it, where Pillow finds it."""
    return features.check_feature("raqm") is True


def band(
    text: str, width: int, size: int = 12, ink: int = CAPTION_INK, paper: int = CAPTION_PAPER
) -> NDArray[np.uint8]:
    """A strip of paper with one centred line of text, (size + 6, width) grey levels."""
    picture = Image.new("L", (width, size + 6), paper)
    parts, fitting = _fit(text, width, size)
    pen = ImageDraw.Draw(picture)
    at, foot = (width - _length(parts, fitting)) / 2, round((size + 6) / 2 + _MIDDLE * fitting)
    for part in parts:
        part.draw(pen, (at, foot), fitting, ink)
        at += part.length(fitting)
    return np.asarray(picture)


def _fit(text: str, width: int, size: int) -> tuple[list[_Part], int]:
    """The text and the letter size at which it fits: down to 8 px letters, then fewer words."""
    parts = _parts(text)
    while size > 8 and _length(parts, size) > width:
        size -= 1
    while text and _length(parts, size) > width:
        text = text.rpartition("   ")[0] or "".join(clusters(text)[:-1])
        parts = _parts(text)
    return parts, size


def _length(parts: list[_Part], size: int) -> float:
    return sum(part.length(size) for part in parts)


def _parts(text: str) -> list[_Part]:
    """A line in parts of one font and direction, from left to right."""
    letters, at = [], 0
    reading = levels(text)
    for cluster, font in chosen(text):
        letters.append(_Part(cluster, font, reading[at]))
        at += len(cluster)
    runs = [list(run) for _, run in groupby(letters, lambda part: (part.font, part.level))]
    parts = [run[0]._replace(text="".join(part.text for part in run)) for run in runs]
    return [parts[i] for i in visual([part.level for part in parts])]
