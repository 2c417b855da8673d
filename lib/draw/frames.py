"""Room: draw. A Trajectory as a stack of pictures: grids of the batch, x_t beside the estimate of x_0."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lib.draw.style import GAP
from lib.models.errors import UserError
from lib.runs.trajectory import Trajectory, to_uint8

Frames: TypeAlias = NDArray[np.uint8]
"""(K, H, W, 3) pictures in 0 ... 255."""

Shown: TypeAlias = Literal["x_t", "x_0"]


_BYTE: Final = to_uint8(np.arange(65536, dtype=np.uint16).view(np.float16))
"""The grey level of each of the 65,536 float16 values."""


def to_bytes(x: NDArray[Any]) -> NDArray[np.uint8]:
    """Pixels in [0, 1] (what lies outside is clipped, NaN is black) as grey levels 0 ... 255, any shape."""
    with np.errstate(over="ignore"):
        half = np.ascontiguousarray(x, dtype=np.float16)
    return _BYTE[half.view(np.uint16)]


def frames(
    trajectory: Trajectory,
    show: Sequence[Shown] = ("x_t", "x_0"),
    columns: int | None = None,
    gap: int = 1,
    paper: int = GAP,
    clear: bool = False,
) -> Frames:
    """Every kept step as one picture: for each of ``show`` a grid of the whole batch, side by side.

    Args:
        trajectory: K steps of B pictures, or of B points in the plane (then drawn as dots, 256 px high).
        show: which of ``x_t`` and ``x_0``, from left to right.
        columns: pictures in a row; without it one column for each label where that makes a decent grid, else a square.
        gap: pixels between the pictures of a grid; the grids stand four times as far apart.
        paper: grey level between pictures; points always lie on white.
        clear: points lie on nothing instead: a fourth channel tells how much each pixel covers.

    Returns:
        (K, H, W, 3) uint8, at the size of the model's pixels; see ``upscale``.

    Raises:
        UserError: where there is nothing to show, or the grid makes no sense.
    """
    _check(trajectory, show, columns, gap)
    if trajectory.x_t.ndim == 3:
        from lib.draw.plane import plane_frames

        return plane_frames(trajectory, show, gap=4 * gap, clear=clear)
    order, columns = _layout(np.asarray(trajectory.labels), trajectory.x_t.shape[1], columns)
    grids = [tile(to_bytes(trajectory.pixels(name)[:, order]), columns, gap, paper) for name in show]
    return beside(grids, 4 * gap, paper)


def mask(trajectory: Trajectory, columns: int | None = None, gap: int = 1) -> Frames:
    """Where `frames` of one panel has pictures: (1, H, W, 3), 255 there and 0 in the gaps; for pictures, not points."""
    _, batch, _, h, w = trajectory.x_t.shape
    _, columns = _layout(np.asarray(trajectory.labels), batch, columns)
    return tile(np.full((1, batch, 1, h, w), 255, np.uint8), columns, gap, paper=0)


def _check(trajectory: Trajectory, show: Sequence[str], columns: int | None, gap: int) -> None:
    if not show or any(name not in ("x_t", "x_0") for name in show):
        raise UserError(f"Frames can show x_t, x_0 or both; {tuple(show)!r} names something else.")
    if columns is not None and columns < 1:
        raise UserError(f"A grid needs at least one column, not {columns}.")
    if gap < 0:
        raise UserError(f"The gap between pictures can't be negative; it is {gap}.")
    shape = trajectory.x_t.shape
    if len(shape) not in (3, 5) or 0 in shape or trajectory.x_0.shape != shape:
        raise UserError(f"There is nothing to draw in a trajectory of shape {shape}; compute it again.")
    if len(shape) == 5 and shape[2] not in (1, 3):
        raise UserError(f"Pictures have 1 or 3 channels; this trajectory has {shape[2]}.")


def _layout(labels: NDArray[Any], batch: int, columns: int | None) -> tuple[NDArray[np.intp], int]:
    """The order of the batch in a grid and its number of columns: one for each label if all are as many."""
    if columns is not None:
        return np.arange(batch), min(columns, batch)
    square = math.ceil(math.sqrt(batch))
    if labels.size != batch:
        return np.arange(batch), square
    names, counts = np.unique(labels, return_counts=True)
    by_label = np.argsort(labels, kind="stable")
    if len(names) == 1 or counts.min() != counts.max() or counts[0] > 2 * len(names):
        return by_label, square
    return by_label.reshape(len(names), -1).T.ravel(), len(names)


def tile(pictures: NDArray[np.uint8], columns: int, gap: int = 1, paper: int = GAP) -> Frames:
    """Lay a batch out as a grid, row by row.

    Args:
        pictures: (K, B, C, H, W), C = 1 or 3.
        columns: pictures in a row.
        gap: pixels between them.
        paper: grey level of the gaps and of the empty places of the last row.

    Returns:
        (K, rows * H + gaps, columns * W + gaps, 3).
    """
    k, batch, _, h, w = pictures.shape
    rows = math.ceil(batch / columns)
    cells = np.full((k, rows * columns, h + gap, w + gap, 3), paper, np.uint8)
    cells[:, :batch, :h, :w] = pictures.transpose(0, 1, 3, 4, 2)
    grid = cells.reshape(k, rows, columns, h + gap, w + gap, 3).transpose(0, 1, 3, 2, 4, 5)
    whole = grid.reshape(k, rows * (h + gap), columns * (w + gap), 3)
    return np.ascontiguousarray(whole[:, : rows * (h + gap) - gap, : columns * (w + gap) - gap])


def beside(parts: Sequence[Frames], gap: int = 4, paper: int = GAP) -> Frames:
    """Stacks of frames of one height, side by side with a gap between them."""
    if len(parts) == 1:
        return parts[0]
    k, h, _, channels = parts[0].shape
    between = np.full((k, h, gap, channels), paper, np.uint8)
    row = [piece for part in parts for piece in (between, part)]
    return np.concatenate(row[1:], axis=2)


def upscale(frames: Frames, factor: int) -> Frames:
    """Each pixel as a square of ``factor`` x ``factor`` pixels, so that it stays crisp.

    Raises:
        UserError: for a factor below one.
    """
    if factor < 1:
        raise UserError(f"Frames can be enlarged by 1, 2, 3, ... times, not by {factor}.")
    return frames if factor == 1 else frames.repeat(factor, axis=1).repeat(factor, axis=2)


def chosen(count: int, n: int) -> list[int]:
    """At most ``n`` of ``count`` indices, evenly spread; the last, and with n > 1 the first, is among them.

    Raises:
        UserError: where there is nothing to choose from, or nothing to choose.
    """
    if count < 1 or n < 1:
        raise UserError(f"Can't choose {n} of {count} frames; ask for at least one of at least one.")
    return sorted({round(i) for i in np.linspace(count - 1, 0, min(n, count))})


def alike(stacks: Sequence[Frames], fine: float = math.inf) -> list[Frames]:
    """Stacks of one length and size: frames shared out evenly, small ones enlarged, and centred in what is left.

    Args:
        stacks: (K, H, W, 3) each, or (K, H, W, 4) on nothing.
        fine: frames that are enlarged more than so many times fill their place, though their pixels differ in size by
            one; others are enlarged by whole numbers.
    """
    count = max(len(stack) for stack in stacks)
    high, wide = (max(stack.shape[axis] for stack in stacks) for axis in (1, 2))
    found = []
    for stack in stacks:
        scale = min(high / stack.shape[1], wide / stack.shape[2])
        scale = scale if scale > fine else math.floor(scale)
        rows, columns = ((np.arange(int(size * scale)) / scale).astype(int) for size in stack.shape[1:3])
        large = stack[np.linspace(0, len(stack) - 1, count).round().astype(int)][:, rows][:, :, columns]
        channels = stack.shape[3]
        whole = np.full((count, high, wide, channels), 0 if channels == 4 else GAP, np.uint8)
        top, left = (high - len(rows)) // 2, (wide - len(columns)) // 2
        whole[:, top : top + len(rows), left : left + len(columns)] = large
        found.append(whole)
    return found
