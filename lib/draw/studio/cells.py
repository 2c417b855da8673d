"""Room: draw. One run as pictures of any size: enlarged with square pixels, shrunk smoothly, points drawn anew."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.draw.frames import beside, chosen, frames, mask
from lib.draw.plane import points_frame
from lib.draw.studio.options import Export
from lib.draw.style import CAPTION_PAPER, GAP
from lib.runs.trajectory import Trajectory

CRISP = 4
"""From here on pixels are enlarged by whole factors only; below, a picture is brought to its size exactly."""
_WIDE = 2
"""From here on a panel is so wide that the other one stands below it."""
_BETWEEN = 2
"""Pixels of the model between the panels."""
_PAPER = 255
_PANEL = 256
"""Side of a panel of points before it is enlarged."""


class Cell:
    """The pictures of a run.

    Args:
        trajectory: the run.
        options: which panels, how many columns, how many frames, which ground.

    Attributes:
        kept: which levels of the trajectory are shown.
    """

    def __init__(self, trajectory: Trajectory, options: Export) -> None:
        self.trajectory = trajectory
        self._show, self._columns = options.show, options.columns
        self._clear = options.ground == "transparent"
        dark = GAP if trajectory.x_t.shape[1] > 1 else CAPTION_PAPER  # a single picture needs no grid around it
        self._paper = {"dark": dark, "paper": _PAPER, "transparent": 0}[options.ground]
        most = len(trajectory.t) if options.frames is None else options.frames
        self.kept = chosen(len(trajectory.t), most)

    @property
    def points(self) -> bool:
        """Whether it is a cloud of points, which has no pixels of its own."""
        return self.trajectory.x_t.ndim == 3

    @cached_property
    def _small(self) -> NDArray[np.uint8]:
        parts = [frames(self.trajectory, (name,), self._columns, paper=self._paper) for name in self._show]
        return self._joined(parts)

    def _joined(self, parts: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
        """Panels (K, H, W, 3) side by side, or one over the other where they are wide."""
        if parts[0].shape[2] <= _WIDE * parts[0].shape[1]:
            return beside(parts, _BETWEEN, self._paper)
        return beside([part.swapaxes(1, 2) for part in parts], _BETWEEN, self._paper).swapaxes(1, 2)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width at the size of the model's pixels."""
        if self.points:
            return _PANEL, _PANEL * len(self._show) + 4 * (len(self._show) - 1)
        height, width = self._small.shape[1:3]
        return height, width

    @cached_property
    def grey(self) -> bool:
        """Whether no picture of it has a colour."""
        return not self.points and self.trajectory.x_t.shape[2] == 1

    def fit(self, height: float) -> tuple[int, int]:
        """The height and width at which it is shown in a place of that height."""
        h, w = self.shape
        factor = height / h
        if factor >= (1 if self._clear else CRISP) and not self.points:  # a soft edge would mix with what isn't there
            factor = math.floor(factor + 1e-6)
        return max(1, int(h * factor + 1e-6)), max(1, int(w * factor + 1e-6))

    def picture(self, k: int, height: int, width: int) -> NDArray[np.uint8]:
        """The k-th shown level, (height, width, 3)."""
        level = self.kept[k]
        if not self.points:
            return resized(self._small[level], height, width)
        drawn = points_frame(self.trajectory, level, self._show, height, gap=max(1, height // 64))
        return drawn if drawn.shape[1] == width else resized(drawn, height, width)

    def opaque(self, height: int, width: int) -> NDArray[np.uint8]:
        """(height, width): 255 where a picture is, 0 in the gaps between them."""
        if self.points:
            return np.full((height, width), 255, np.uint8)
        return resized(self._joined([mask(self.trajectory, self._columns)] * len(self._show))[0], height, width)[..., 0]


def resized(picture: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """A picture (h, w, 3) at another size: whole factors repeat pixels, others have soft edges of one pixel."""
    h, w = picture.shape[:2]
    down, across = -(-height // h), -(-width // w)
    if down > 1 or across > 1:
        picture = picture.repeat(down, axis=0).repeat(across, axis=1)
    if picture.shape[:2] == (height, width):
        return picture
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BOX))
