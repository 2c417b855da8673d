"""Room: draw. Runs side by side as one sequence of pictures: each is drawn when it is asked for, none is kept."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lib.draw.caption import band
from lib.draw.studio.cells import Cell
from lib.draw.studio.layout import Layout, Place, arrange
from lib.draw.studio.options import MAX_FRAMES, MAX_PIXELS, SHEET, Export, check_runs
from lib.draw.studio.words import facts, prompt
from lib.draw.style import CAPTION_INK, CAPTION_PAPER
from lib.models.errors import UserError
from lib.runs.trajectory import Trajectory

_INK = {"dark": (CAPTION_INK, CAPTION_PAPER), "paper": (32, 255), "transparent": (136, 0)}
"""Grey levels of letters and ground; on no ground, letters that can be read on light and on dark."""


class Film:
    """The different pictures of an export, in order: `film[k]` is (H, W, 3) uint8, or (H, W, 4) where it is clear.

    Runs with fewer levels than the longest wait for it: all begin and end together.

    Args:
        trajectories: one to six runs.
        options: how they are shown.

    Raises:
        UserError: where there is nothing to show, or too much.
    """

    def __init__(self, trajectories: Sequence[Trajectory], options: Export) -> None:
        check_runs(len(trajectories))
        self.options = options
        self.clear = options.ground == "transparent"
        self.cells = [Cell(trajectory, _kept(options)) for trajectory in trajectories]
        self.count = max(len(cell.kept) for cell in self.cells)
        if self.count > MAX_FRAMES:
            raise UserError(
                f"{self.count:,} frames are too many for one file: keep {MAX_FRAMES:,} of them at most, evenly spread."
            )
        self.layout = self._layout()
        pixels = self.count * self.layout.width * self.layout.height
        if pixels > MAX_PIXELS:
            raise UserError(
                f"{self.count:,} frames of {self.layout.width} × {self.layout.height} pixels are too many for one "
                "file: choose a smaller size or fewer frames."
            )
        self._base: NDArray[np.uint8] | None = None

    def _layout(self) -> Layout:
        size = self.options.size
        if self.options.format != "png":
            return arrange(self.cells, self.options, size, size)
        columns, gap = self.sheet_columns(), self.sheet_gap
        rows = math.ceil(self.count / columns)
        wide, high = (max(8, (size - gap * (n + 1)) // n) for n in (columns, rows))
        return arrange(self.cells, self.options, wide, high)

    @property
    def sheet_gap(self) -> int:
        """Pixels between the frames of a contact sheet."""
        return max(4, self.options.size // 45)  # more than between the panels of a frame: what belongs together is seen

    def sheet_columns(self) -> int:
        """Frames in a row of a contact sheet: so many that it is not higher than wide, and fills its rows."""
        least = math.ceil(math.sqrt(self.count))
        even = [n for n in range(least, least + 3) if self.count % n == 0]
        return min(even or [least], default=1)

    @property
    def grey(self) -> bool:
        """Whether no picture has a colour."""
        return not self.clear and all(cell.grey for cell in self.cells)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """(K, H, W, channels)."""
        return self.count, self.layout.height, self.layout.width, 4 if self.clear else 3

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[NDArray[np.uint8]]:
        return (self[k] for k in range(self.count))

    def __getitem__(self, k: int) -> NDArray[np.uint8]:
        if not 0 <= k < self.count:
            raise IndexError(k)
        if self._base is None:
            self._base = self._ground()
        canvas = self._base.copy()
        ink, paper = _INK[self.options.ground]
        for cell, place in zip(self.cells, self.layout.places, strict=True):
            at = round(k * (len(cell.kept) - 1) / max(1, self.count - 1)) if len(cell.kept) > 1 else 0
            box = (slice(place.picture_top, place.picture_top + place.height), _across(place))
            canvas[(*box, slice(0, 3))] = cell.picture(at, place.height, place.width)
            said = facts(cell.trajectory, cell.kept[at], self.options.captions)
            if said:
                self._write(canvas, said, place, place.below, ink, paper)
        return canvas

    def _ground(self) -> NDArray[np.uint8]:
        """What is the same on all pictures: the ground, the labels and the prompts."""
        ink, paper = _INK[self.options.ground]
        canvas = np.full((self.layout.height, self.layout.width, self.shape[3]), paper, np.uint8)
        if self.clear:
            canvas[..., 3] = 0
        for i, (cell, place) in enumerate(zip(self.cells, self.layout.places, strict=True)):
            if self.clear:
                box = (slice(place.picture_top, place.picture_top + place.height), _across(place))
                canvas[(*box, 3)] = cell.opaque(place.height, place.width)
            if self.layout.over and i < len(self.options.labels):
                self._write(canvas, self.options.labels[i], place, place.top, ink, paper)
            if "prompt" in self.options.captions:
                self._prompt(canvas, prompt(cell.trajectory.recipe), place, ink, paper)
        return canvas

    def _prompt(self, canvas: NDArray[np.uint8], text: str, place: Place, ink: int, paper: int) -> None:
        first = int(any(name != "prompt" for name in self.options.captions))
        lines = self.layout.under - first
        width = max(len(text) // max(1, lines) + 6, 12)
        for i, words in enumerate(textwrap.wrap(text, width)[:lines]):
            self._write(canvas, words, place, place.below + (first + i) * self.layout.line, ink, paper)

    def _write(self, canvas: NDArray[np.uint8], text: str, place: Place, top: int, ink: int, paper: int) -> None:
        """One centred line over the whole column of a run."""
        box = (slice(top, top + self.layout.line), slice(place.left, place.left + place.column))
        if self.clear:
            canvas[(*box, slice(0, 3))] = ink
            canvas[(*box, 3)] = _words(text, place.column, self.layout.letters, 255, 0)
        else:
            canvas[box] = _words(text, place.column, self.layout.letters, ink, paper)[..., None]


_words = lru_cache(maxsize=256)(band)
"""A line of words; runs side by side often say the same."""


def _across(place: Place) -> slice:
    return slice(place.picture_left, place.picture_left + place.width)


def _kept(options: Export) -> Export:
    """A contact sheet shows a few frames where it isn't told how many."""
    if options.format == "png" and options.frames is None:
        return options.model_copy(update={"frames": SHEET})
    return options
