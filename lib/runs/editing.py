"""Room: runs. The recipes of the lessons on edits and inpaintings, and what they have kept. numpy only, no torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lib.runs import measures
from lib.runs.recipe import Recipe, make
from lib.runs.seams import Seam, seam

if TYPE_CHECKING:
    from lib.runs.trajectory import Trajectory

STARTS = (1, 3, 5, 7, 10, 20)
"""i_start of the course: t = 960, 900, 840, 780, 690 and 390 on its path of 34 steps."""
SCALE = (0, *STARTS, 30)
"""Those of the slider: from pure noise, which knows nothing of the picture, to very little of it."""
DIGIT_STARTS = (0, 6, 10, 14, 18, 24)
"""Of 34 steps of a model of digits."""
TOWARDS = "a photo of a cactus"
DIGIT = {"model": "digits-flow", "image": "three", "prompt": "8"}
CLEAN, NOISED, REPAINT = "clean paste", "noised paste", "RePaint"
WAYS = (CLEAN, NOISED, REPAINT)
AGAIN = 3
"""How often RePaint walks each step, unless it is told otherwise."""


def edits(**asked: Any) -> dict[int, Recipe]:
    """One edit for each i_start of the scale, all with the same noise.

    Raises:
        UserError: for knobs out of bounds.
    """
    return {i: make("edit", **asked, i_start=i, frames=10) for i in SCALE}


def digit_edits(**asked: Any) -> dict[int, Recipe]:
    """One edit of a digit for each i_start.

    Raises:
        UserError: for knobs out of bounds.
    """
    knobs: dict[str, Any] = {"guidance": 3.0, **asked}
    return {i: make("edit", **knobs, i_start=i, frames=2) for i in DIGIT_STARTS}


def inpaintings(again: int = AGAIN, **asked: Any) -> dict[str, Recipe]:
    """The three ways to put the known part of a picture back.

    Args:
        again: how often RePaint walks each step.
        asked: the knobs that all three share.

    Raises:
        UserError: for knobs out of bounds.
    """
    knobs: tuple[dict[str, Any], ...] = (
        {"paste": "clean"},
        {"paste": "noised"},
        {"paste": "noised", "resample": again},
    )
    return {way: make("inpaint", **asked, **put, frames=18) for way, put in zip(WAYS, knobs, strict=True)}


def noise_share(alpha: float, sigma: float) -> float:
    """How much of the variance of ``alpha * x_0 + sigma * eps`` is noise, in [0, 1]; x_0 counts as of variance 1."""
    return sigma**2 / (alpha**2 + sigma**2)


def psnr(picture: NDArray[np.uint8], original: NDArray[np.uint8]) -> float:
    """How close two pictures of one shape are, in dB; infinite where they are equal."""
    return measures.psnr(picture, original, white=255.0)


def seam_of(found: Trajectory, new: NDArray[np.float32]) -> Seam:
    """The seam in the first picture of an inpainting; see `lib.runs.seams`."""
    return seam(found.images[0], new)
