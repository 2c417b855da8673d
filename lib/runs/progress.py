"""Room: runs. How far a run is, and how it is stopped. numpy only."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


class Cancelled(Exception):  # noqa: N818  (no error: somebody wanted it)
    """Raised by `on_step` to end a run; nothing is kept of it."""


@dataclass(frozen=True, eq=False)
class Progress:
    """How far a run is.

    Attributes:
        done: model calls made so far.
        total: of so many.
        pictures: (B, H, W) or (B, H, W, 3) uint8, the newest x_0 estimates; black where not begun; None in the plane.
        labels: (B,) as in the Trajectory.
    """

    done: int
    total: int
    pictures: NDArray[np.uint8] | None = None
    labels: NDArray[np.int64] | None = None

    @property
    def fraction(self) -> float:
        """0 to 1."""
        return self.done / max(self.total, 1)

    @property
    def preview(self) -> NDArray[np.uint8] | None:
        """(H', W') or (H', W', 3) uint8: the newest estimates in a grid, a column for each label if all are as many."""
        if self.pictures is None:
            return None
        count = len(self.pictures)
        groups = 0 if self.labels is None or len(self.labels) != count else len(np.unique(self.labels))
        if groups > 1 and count % groups == 0:
            return _grid(self.pictures.reshape(groups, count // groups, *self.pictures.shape[1:]).swapaxes(0, 1))
        columns = math.ceil(math.sqrt(count))
        rows = math.ceil(count / columns)
        cells = np.zeros((rows * columns, *self.pictures.shape[1:]), np.uint8)
        cells[:count] = self.pictures
        return _grid(cells.reshape(rows, columns, *cells.shape[1:]))


OnStep = Callable[[Progress], None]


def before(on_step: OnStep) -> OnStep:
    """Tells of work that has to be done before a recipe's own: its pictures, and that nothing is done yet."""
    return lambda progress: on_step(Progress(0, 1, progress.pictures, progress.labels))


def _grid(cells: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(rows, columns, H, W, ...) -> (rows * H, columns * W, ...)."""
    rows, columns, h, w, *colour = cells.shape
    return np.ascontiguousarray(cells.swapaxes(1, 2).reshape(rows * h, columns * w, *colour))
