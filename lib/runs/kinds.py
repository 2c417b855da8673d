"""Room: runs. The kinds of recipes and the bounds of their knobs. No torch: a name tells what a model can do."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from lib.models.registry import EPOCHS
from lib.runs.base import (
    MAX_KEPT,
    MAX_PICTURES,
    MAX_POINTS,
    MAX_STEPS,
    STANDARD_SIGMAS,
    Base,
    DigitRow,
    First,
    Frames,
    Model,
    Seed,
    Sigmas,
    Steps,
    Times,
)


class Digits(Base):
    """Digits out of noise, by a DDPM or a rectified flow.

    Attributes:
        labels: which digits, in this order. A model without classes has none (and guidance 1) and draws as many.
        per_label: how many of each; the batch is label after label.
        guidance: 0 unconditional, 1 conditional, above 1 extrapolated.
        steps: calls from noise to data.
        frames: how many levels are kept at most, always the first and the last.
        eta: 1 is DDPM, 0 is DDIM or the Euler step; None is what the model is usually sampled with.
        first: how many pictures of the seed are passed over: the 7 of 0-9 alone is labels 7, per_label 1, first 7.
    """

    kind: Literal["digits"] = "digits"
    version: Literal[1] = 1
    model: Model = "digits-class-ddpm"
    labels: DigitRow = tuple(range(10))
    per_label: int = Field(4, ge=1, le=MAX_PICTURES, description="a whole number")
    guidance: float = Field(5.0, ge=0, le=20, description="a number")
    steps: Steps = MAX_STEPS
    seed: Seed = 0
    frames: Frames = 31
    eta: float | None = Field(None, ge=0, le=1, description="a number")
    first: First = 0

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.conditional and not self.labels:
            raise ValueError(f"the model {self.model} needs at least one digit: give labels such as 0-9")
        if self.pictures > MAX_PICTURES:
            raise ValueError(
                f"{self.pictures} pictures are too many: labels times per_label may be {MAX_PICTURES} at most"
            )
        if self.pictures * self.frames > MAX_KEPT:
            raise ValueError(f"{self.frames} frames of {self.pictures} pictures are too many: keep fewer frames")
        if not self.conditional:  # equal pictures, equal keys; a frozen model is still its own while it is being made
            self.__dict__.update(labels=(), guidance=1.0, per_label=self.pictures)
        return self

    @classmethod
    def models(cls) -> list[str]:
        """DDPMs and flows of digits."""
        return [n for n in EPOCHS if n.startswith("digits-") and not n.startswith(("digits-denoiser", "digits-judge"))]

    @property
    def conditional(self) -> bool:
        """Whether the model is told which digit to draw."""
        return not self.model.startswith("digits-time-ddpm")

    @property
    def pictures(self) -> int:
        """B = labels times per_label."""
        return max(len(self.labels), 1) * self.per_label


class Denoise(Base):
    """Clean digits, noised as ``x_0 + sigma * eps``, each cleaned in one call.

    Attributes:
        sigmas: the noise levels, in the order in which they are shown; every picture keeps its eps through all of them.
        source: where clean digits come from: the MNIST test set, our own generator, whichever is there ("auto"), or no
            digits at all: pure noise ``sigma * eps`` ("noise").
        digits: which digits; the seed picks which picture of each.
        first: how many pictures of each digit are passed over.
    """

    kind: Literal["denoise"] = "denoise"
    version: Literal[1] = 1
    model: Model = "digits-denoiser"
    sigmas: Sigmas = STANDARD_SIGMAS
    source: Literal["auto", "mnist", "generated", "noise"] = Field(
        "auto", description="one of auto, mnist, generated and noise"
    )
    digits: DigitRow = tuple(range(10))
    seed: Seed = 0
    first: First = 0

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if not self.digits:
            raise ValueError("there is nothing to clean: give digits such as 0-9")
        if len(self.digits) * len(self.sigmas) > 10 * MAX_PICTURES:
            raise ValueError(f"digits times sigmas may be {10 * MAX_PICTURES} at most: ask for fewer")
        return self

    @classmethod
    def models(cls) -> list[str]:
        """One-step denoisers."""
        return [name for name in EPOCHS if name.startswith("digits-denoiser")]

    @property
    def pictures(self) -> int:
        """B, one for each digit."""
        return len(self.digits)


class Plane(Base):
    """Points of the plane out of noise, by a flow in two dimensions.

    Attributes:
        points: how many.
        steps: Euler steps from noise to data.
        frames: how many levels are kept at most, always the first and the last.
    """

    kind: Literal["plane"] = "plane"
    version: Literal[1] = 1
    model: Model = "plane-flow"
    points: int = Field(500, ge=1, le=MAX_POINTS, description="a whole number")
    steps: Steps = 100
    seed: Seed = 0
    frames: Frames = 51

    @classmethod
    def models(cls) -> list[str]:
        """Flows of the plane."""
        return [name for name in EPOCHS if name.startswith("plane-")]

    @property
    def pictures(self) -> int:
        """B, the points."""
        return self.points


class VectorField(Base):
    """Where a flow of the plane leads: its answer at every point of a lattice, at some times. Nothing walks.

    With ``x_t = (1 - t) * x_0 + t * eps`` the velocity is ``eps - x_0 = (x_t - x_0) / t``.

    Attributes:
        times: in the order in which they are shown, 1 is noise.
        side: points along a side of the lattice.
        reach: half a side of the square that it covers, around the origin.
    """

    kind: Literal["field"] = "field"
    version: Literal[1] = 1
    model: Model = "plane-flow"
    times: Times = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
    side: int = Field(15, ge=2, le=50, description="a whole number")
    reach: float = Field(3.0, gt=0, le=10, description="a number above 0 and up to 10")

    @classmethod
    def models(cls) -> list[str]:
        """Flows of the plane."""
        return Plane.models()

    @property
    def pictures(self) -> int:
        """B, the points of the lattice."""
        return self.side**2
