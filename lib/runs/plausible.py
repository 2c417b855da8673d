"""Room: runs. The kind of recipe that asks what could be under the noise: a network's one answer, and the exact one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lib.models.registry import EPOCHS
from lib.runs.base import Base, Model, Seed, WholeRow

STEPS = 300
"""Timesteps of a DDPM of digits."""
DRAWN = 3
"""Digits that are drawn out of the plausible ones."""
Timesteps = Annotated[
    tuple[Annotated[int, Field(ge=1, le=STEPS)], ...],
    Field(min_length=1, max_length=60, description="1 to 60 timesteps between 1 and 300 such as 300,200,100"),
    WholeRow,
]


class Plausible(Base):
    """One digit of a known set under noise, and what it could be: for all that x_t tells, any of several.

    The set is a few hundred digits of our own, each also moved by a pixel; nothing else exists. For such a set the
    posterior mean ``E[x_0 | x_t]`` is a sum. A batch holds, in this order: what the model answers in one call, the
    exact posterior mean, and three digits of the set drawn with their posterior weights. x_t is the same for all.

    Attributes:
        model: a network of digits that knows no set, and was trained on MNIST.
        digit: which digit is noised; the seed picks which of the set.
        times: the model's timesteps, in the order in which they are shown; every level has the same noise.
    """

    kind: Literal["plausible"] = "plausible"
    version: Literal[1] = 1
    model: Model = "digits-time-ddpm"
    digit: int = Field(5, ge=0, le=9, description="a digit from 0 to 9")
    times: Timesteps = (300, 275, 250, 225, 200, 150, 100)
    seed: Seed = 0

    @classmethod
    def models(cls) -> list[str]:
        """DDPMs of digits, asked without a class."""
        return [name for name in EPOCHS if name in ("digits-time-ddpm", "digits-class-ddpm")]

    @property
    def pictures(self) -> int:
        """B: the answer, the mean, and the digits that are drawn."""
        return 2 + DRAWN
