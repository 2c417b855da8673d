"""Room: models. What a pixel model was trained with: its levels, what it puts out, and the limits of its data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from torch import Tensor

from lib.diffusion import Level, ddpm_path


@dataclass(frozen=True)
class Schedule:
    """What a model was trained with, and how its authors sample from it.

    Attributes:
        alphas_cumprod: abar, indexed by timestep, float64.
        prediction: what the network puts out.
        learned: whether the other half of six channels is a variance to use.
        limits: of x_0: Saharia's dynamic thresholding, clipping, or none.
        ratio: of the thresholding.
        maximum: of the thresholding; where to clip.
    """

    alphas_cumprod: Tensor = field(repr=False)
    prediction: Literal["epsilon", "sample", "v_prediction"] = "epsilon"
    learned: bool = True
    limits: Literal["dynamic", "clip", "none"] = "none"
    ratio: float = 0.95
    maximum: float = 1.5

    def level(self, t: int) -> Level:
        """The level of one timestep."""
        return ddpm_path(self.alphas_cumprod, [t])[0]
