"""Room: draw. Where everything stands on an exported picture: runs in rows, a label over and captions under each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from lib.draw.studio.cells import Cell
from lib.draw.studio.options import Export
from lib.draw.studio.words import prompt

_LONG = 36
"""Characters from which a prompt gets two lines."""


class Place(NamedTuple):
    """Where a run stands: its column, the picture in the middle of it, and where the words below begin. In pixels."""

    left: int
    top: int
    column: int
    picture_left: int
    picture_top: int
    width: int
    height: int
    below: int


class Layout(NamedTuple):
    """A whole picture: its size, the height of the letters, lines of words, and a place for each run."""

    width: int
    height: int
    letters: int
    over: int
    under: int
    places: tuple[Place, ...]

    @property
    def line(self) -> int:
        """Height of a line of words."""
        return self.letters + 6


def arrange(cells: Sequence[Cell], options: Export, wide: int, high: int) -> Layout:
    """The layout in which the runs are as large as they can be.

    Args:
        cells: the runs.
        options: labels, captions, runs in a row.
        wide: the width that there is.
        high: the height that there is.
    """
    ways = [options.across] if options.across else range(1, len(cells) + 1)
    return max((_arranged(cells, options, wide, high, min(n, len(cells))) for n in ways), key=_shown)


def _shown(layout: Layout) -> tuple[int, float]:
    """The larger the smallest picture the better, and then the flatter."""
    return min(place.height * place.width for place in layout.places), layout.width / layout.height


def _arranged(cells: Sequence[Cell], options: Export, wide: int, high: int, across: int) -> Layout:
    letters = max(8, min(40, round(max(wide, high) / (42 if across < 3 else 52))))
    over, under = int(bool(any(options.labels))), _lines(cells, options)
    gap = max(2, round(max(wide, high) / 60)) if len(cells) > 1 or over or under else 0
    words = (over + under) * (letters + 6)
    ratios = [cell.shape[1] / cell.shape[0] for cell in cells]
    columns = [max(ratios[i::across]) for i in range(across)]
    rows = math.ceil(len(cells) / across)
    by_height = (high - gap * (rows + 1) - rows * words) / rows
    by_width = (wide - gap * (across + 1)) / sum(columns)
    fits = [cell.fit(max(1.0, min(by_height, by_width))) for cell in cells]
    widths = [max(w for _, w in fits[i::across]) for i in range(across)]
    heights = [max(h for h, _ in fits[r * across : (r + 1) * across]) for r in range(rows)]
    places = []
    for i, (h, w) in enumerate(fits):
        row, column = divmod(i, across)
        left = gap + sum(widths[:column]) + gap * column
        top = gap + sum(heights[:row]) + (gap + words) * row
        upper = top + over * (letters + 6)
        across_, down = (widths[column] - w) // 2, (heights[row] - h) // 2
        places.append(Place(left, top, widths[column], left + across_, upper + down, w, h, upper + heights[row]))
    even = options.format == "mp4"
    width = _even(sum(widths) + gap * (across + 1), even)
    height = _even(sum(heights) + rows * words + gap * (rows + 1), even)
    return Layout(width, height, letters, over, under, tuple(places))


def _lines(cells: Sequence[Cell], options: Export) -> int:
    """Lines of words under each run."""
    lines = int(any(name != "prompt" for name in options.captions))
    if "prompt" in options.captions:
        lines += 1 + any(len(prompt(cell.trajectory.recipe)) > _LONG for cell in cells)
    return lines


def _even(n: int, wanted: bool) -> int:
    return n + n % 2 if wanted else n
