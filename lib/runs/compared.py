"""Room: runs. Two runs held against each other: level by level, in numbers, and where they part. No torch.

Levels are matched by their share of noise, ``sigma / (alpha + sigma)``: 1 is pure noise, 0 is data. For a straight path
it is t. Two different levels are never subtracted from each other: where one run has none near, there is no number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lib.runs.recipe import Denoise, Forward, OneStep, Plausible, Recipe, VectorField
from lib.runs.trajectory import Trajectory

NEAR: Final = 0.02
"""How far the shares of noise of two levels may lie apart to be compared."""
ALIKE: Final = 0.02
"""RMS difference of x_t below which two runs count as beginning with the same noise: rounding is far less."""
PARTED: Final = 0.05
"""RMS difference of x_0 above which two runs have parted, unless told otherwise: a twentieth of black to white."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Compared:
    """Two runs, frame by frame of the one that has more.

    Attributes:
        a: of each frame, which level of A is shown.
        b: and which of B.
        share: (K,) the share of noise, of the run with more frames.
        x_t: (K,) root of the mean squared difference of the noisy pictures, 1 from black to white; NaN where no two
            levels lie near, or the pictures have different sizes.
        x_0: (K,) the same of the estimates.
        pictures: how many pictures are compared: the first of both.
    """

    a: NDArray[np.intp]
    b: NDArray[np.intp]
    share: Floats
    x_t: Floats
    x_0: Floats
    pictures: int

    @property
    def matched(self) -> NDArray[np.bool_]:
        """Which frames have a number."""
        return np.isfinite(self.x_0)

    def parts(self, threshold: float = PARTED) -> int | None:
        """The first frame at which the estimates differ by more than the threshold; None where they never do."""
        beyond = np.flatnonzero(self.matched & (np.nan_to_num(self.x_0) > threshold))
        return int(beyond[0]) if len(beyond) else None

    @property
    def alike(self) -> bool:
        """Whether both runs begin with the same x_t: the first levels lie near, and their pictures are equal."""
        return bool(self.matched[0] and self.x_t[0] <= ALIKE)


def is_walk(recipe: Recipe) -> bool:
    """Whether each level follows from the one before; else each is asked by itself, and nothing can part."""
    return not isinstance(recipe, Denoise | Forward | OneStep | Plausible | VectorField)


def share(run: Trajectory) -> Floats:
    """(K,) the share of noise of each level."""
    total = run.alpha + run.sigma
    return np.divide(run.sigma, total, out=np.zeros_like(total), where=total > 0)


def same_size(a: Trajectory, b: Trajectory) -> bool:
    """Whether the pictures of two runs can be subtracted."""
    return a.x_t.shape[2:] == b.x_t.shape[2:]


def compare(a: Trajectory, b: Trajectory) -> Compared:
    """Match the levels of two runs, and measure how far they are apart."""
    of_a, of_b = share(a), share(b)
    longer = of_a if len(of_a) >= len(of_b) else of_b
    k_a, k_b = _nearest(of_a, longer), _nearest(of_b, longer)
    near = np.abs(of_a[k_a] - of_b[k_b]) <= NEAR
    count = min(a.x_t.shape[1], b.x_t.shape[1])
    apart = {name: np.full(len(longer), np.nan) for name in ("x_t", "x_0")}
    if same_size(a, b):
        for k in np.flatnonzero(near):
            for name, values in apart.items():
                values[k] = _rms(_values(a, name)[k_a[k], :count], _values(b, name)[k_b[k], :count])
    return Compared(k_a, k_b, longer, apart["x_t"], apart["x_0"], count)


def difference(a: Trajectory, b: Trajectory, found: Compared) -> Trajectory:
    """|A - B| as a run of its own: black where both are equal, white where one is black and the other white."""
    low, high = a.recipe.data_range
    parts: dict[str, Any] = {}
    for name in ("x_t", "x_0"):
        one = _values(a, name)[found.a, : found.pictures].astype(np.float32)
        other = _values(b, name)[found.b, : found.pictures].astype(np.float32)
        apart = np.abs(np.nan_to_num(one - other))
        apart[~found.matched] = 0.0
        parts[name] = low + (high - low) * apart
    levels = {name: getattr(a, name)[found.a] for name in ("t", "alpha", "sigma")}
    return replace(a, **parts, **levels, labels=_labels(a, b, found.pictures), numbers={}, notes=())


def cut(run: Trajectory, at: NDArray[np.intp], count: int, labels: NDArray[np.int64]) -> Trajectory:
    """Some levels of a run, of its first pictures only."""
    levels = {name: getattr(run, name)[at] for name in ("t", "alpha", "sigma")}
    return replace(run, x_t=run.x_t[at, :count], x_0=run.x_0[at, :count], **levels, labels=labels)


def pair(a: Trajectory, b: Trajectory, found: Compared) -> tuple[Trajectory, Trajectory]:
    """Both runs with the frames and pictures that are compared, side by side."""
    labels = _labels(a, b, found.pictures)
    return cut(a, found.a, found.pictures, labels), cut(b, found.b, found.pictures, labels)


def _labels(a: Trajectory, b: Trajectory, count: int) -> NDArray[np.int64]:
    """The labels of the compared pictures, where both runs give them the same; else none, and no order by them."""
    same = len(a.labels) >= count and np.array_equal(a.labels[:count], b.labels[:count])
    return a.labels[:count] if same else np.zeros(0, np.int64)


def _values(run: Trajectory, name: str) -> NDArray[np.float16]:
    """0 black and 1 white; points of the plane as they are."""
    array: NDArray[np.float16] = getattr(run, name)
    return array if array.ndim == 3 else run.pixels(name)


def _nearest(levels: Floats, wanted: Floats) -> NDArray[np.intp]:
    """For each wanted level the index of the nearest; of equals the one that comes in the same place of the walk."""
    if len(levels) == len(wanted) and np.allclose(levels, wanted, atol=1e-9):
        return np.arange(len(levels))
    found: NDArray[np.intp] = np.abs(levels[None, :] - wanted[:, None]).argmin(axis=1)
    return found


def _rms(one: NDArray[Any], other: NDArray[Any]) -> float:
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.nan_to_num(one.astype(np.float64) - other.astype(np.float64), posinf=0.0, neginf=0.0)
    return float(np.sqrt(np.mean(apart**2)))
