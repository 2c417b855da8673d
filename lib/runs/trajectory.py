"""Room: runs. The answer to a recipe: what happened on the way from noise to data. numpy only, read-only, no torch."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.models import foreign
from lib.models.errors import UserError
from lib.runs.recipe import Recipe, from_json, to_json

FORMAT = 1
MAX_BYTES = 2**30
"""Of a file, and of all that is unpacked from it."""
_ARRAYS = ("t", "alpha", "sigma", "x_t", "x_0", "labels")


@dataclass(frozen=True, eq=False)
class Trajectory:
    """K levels of a run over a batch of B pictures. Frame k shows x_t at level k and the x_0 estimated *there*.

    The last frame of a walk has sigma 0 and x_0 == x_t. A `denoise` recipe makes no walk: its levels are its sigmas.
    Values are in the data range of the model, in which ``x_t = alpha * x_0 + sigma * eps``: for digits 0 is black and 1
    is white, for pictures out of text -1 and 1 (`recipe.data_range`), and noise goes beyond both.

    Attributes:
        recipe: the question, with the model's epoch spelled out.
        t: (K,) float64, the time that the model was told at each level.
        alpha: (K,) float64.
        sigma: (K,) float64.
        x_t: (K, B, C, H, W), or (K, B, 2) in the plane; float16.
        x_0: like x_t; the model's estimate of the data.
        labels: (B,) int64, or (0,) where nothing was asked for by label.
        numbers: what was measured in the run, e.g. seconds, steps, calls of the model, straightness.
        notes: sentences that a learner should read beside the picture, e.g. where its digits come from.
        weights: SHA-256 of what answered, hex (`lib.runs.weights`), or "" where it isn't known.
    """

    recipe: Recipe
    t: NDArray[np.float64]
    alpha: NDArray[np.float64]
    sigma: NDArray[np.float64]
    x_t: NDArray[np.float16]
    x_0: NDArray[np.float16]
    labels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    numbers: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    weights: str = ""

    def __post_init__(self) -> None:
        """Copy, cast and freeze; raises ValueError where shapes don't agree."""
        kinds: dict[str, Any] = {"x_t": np.float16, "x_0": np.float16, "labels": np.int64}
        for name in _ARRAYS:
            with np.errstate(over="ignore"):
                array = np.array(getattr(self, name), dtype=kinds.get(name, np.float64))
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        object.__setattr__(self, "numbers", MappingProxyType({k: float(v) for k, v in self.numbers.items()}))
        object.__setattr__(self, "notes", tuple(self.notes))
        k = len(self.t)
        if self.x_t.shape != self.x_0.shape or self.x_t.ndim not in (3, 5):
            raise ValueError(
                f"x_t {self.x_t.shape} and x_0 {self.x_0.shape} must both be (K, B, C, H, W) or (K, B, 2)."
            )
        if k < 1 or not self.alpha.shape == self.sigma.shape == self.t.shape == (k,) or len(self.x_t) != k:
            raise ValueError("t, alpha, sigma, x_t and x_0 must have one entry for each of the K >= 1 levels.")
        if self.labels.shape not in ((0,), (self.x_t.shape[1],)):
            raise ValueError(f"labels must be empty or one for each of the {self.x_t.shape[1]} pictures.")

    @property
    def steps(self) -> tuple[int, ...]:
        """(K,) how many steps of the sampler led to each level; () where nothing walked from level to level.

        A walk with resampling counts the steps back to a noisier level as well.
        """
        if not hasattr(self.recipe, "steps"):
            return ()
        planned = self.recipe.steps - getattr(self.recipe, "i_start", 0)
        taken = self.numbers.get("steps", self.numbers.get("calls", planned))
        return tuple(evenly(round(taken), len(self.t)))

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(getattr(self, name).nbytes for name in _ARRAYS)

    def pixels(self, name: str) -> NDArray[np.float16]:
        """The array of that name with 0 for black and 1 for white, whatever the model's data range is."""
        array: NDArray[np.float16] = getattr(self, name)
        low, high = self.recipe.data_range
        if (low, high) == (0.0, 1.0):
            return array
        with np.errstate(over="ignore"):
            return ((array.astype(np.float32) - low) / (high - low)).astype(np.float16)

    @property
    def images(self) -> NDArray[np.uint8]:
        """(B, H, W), or (B, H, W, 3), uint8: the last estimate of the data, 0 black and 255 white."""
        last = self.pixels("x_0")[-1]
        return to_uint8(last[:, 0] if last.shape[1] == 1 else last.transpose(0, 2, 3, 1))

    def to_npz(self) -> bytes:
        """One file with all arrays and, as JSON, the recipe; no pickles. Equal trajectories, equal bytes."""
        head = {
            "format": FORMAT,
            "recipe": to_json(self.recipe),
            "numbers": dict(self.numbers),
            "notes": self.notes,
            "weights": self.weights,
        }
        arrays: dict[str, Any] = {name: getattr(self, name) for name in _ARRAYS}
        stream = io.BytesIO()
        np.savez_compressed(stream, head=np.array(json.dumps(head)), **arrays)
        return stream.getvalue()


def evenly(steps: int, frames: int) -> list[int]:
    """So many of the places 0 ... steps, evenly spread, the first and the last among them: what a walk keeps."""
    return [round(place) for place in np.linspace(0, steps, frames)]


def from_npz(blob: bytes) -> Trajectory:
    """Read what `to_npz` wrote.

    Raises:
        UserError: for a file that is damaged, isn't a trajectory, or holds a recipe of another version.
    """
    try:
        arrays = _unpacked(blob)
        head = foreign.loads(str(arrays.pop("head")))
        if head["format"] != FORMAT:
            raise ValueError("another format")
        recipe = from_json(head["recipe"])
        return Trajectory(
            recipe, **arrays, numbers=head["numbers"], notes=tuple(head["notes"]), weights=head["weights"]
        )
    except UserError:
        raise
    except Exception as error:  # zip, zlib, numpy and json each have errors of their own for one and the same thing
        reason = f"{type(error).__name__}: {error}"[:80]
        raise UserError(f"This is no whole trajectory file ({reason}): make it again from its recipe.") from None


def _unpacked(blob: bytes) -> dict[str, NDArray[Any]]:
    """All arrays of a file and its head, within bounds all together."""
    arrays, left = {}, MAX_BYTES
    with foreign.archive(blob) as archive:
        for name in ("head", *_ARRAYS):
            inside = foreign.member(archive, f"{name}.npy", left)
            left -= len(inside)
            arrays[name] = np.load(io.BytesIO(inside), allow_pickle=False)
    return arrays


def to_uint8(pictures: NDArray[Any]) -> NDArray[np.uint8]:
    """Values in [0, 1] to 0 ... 255, rounded; what lies outside is cut off, and NaN is black."""
    clipped = np.clip(np.nan_to_num(np.asarray(pictures, np.float32), nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0)
    return np.rint(clipped * 255).astype(np.uint8)


def to_image(picture: NDArray[Any], black: float = 0.0, white: float = 1.0) -> NDArray[np.uint8]:
    """One picture (C, H, W) as (H, W, C) uint8: 0 where it is black or below, 255 where it is white or beyond."""
    return to_uint8((np.asarray(picture, np.float32).transpose(1, 2, 0) - black) / (white - black))
