"""Room: models. Stage 2 of a cascade: a model that draws a large picture of a small one."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Generator, Tensor
from torch.nn import functional as F

from lib.diffusion import add_noise, randn
from lib.models.errors import UserError
from lib.models.pixels import PixelModel, SmallPicture
from lib.models.prompts import Embeddings
from lib.models.schedules import Schedule
from lib.models.unets import PixelNet

NOISE_LEVEL = 250
"""Of the small picture that stage 2 sees, on the scale of timesteps: IFSuperResolutionPipeline's default."""


class Upsampler:
    """Stage 2: from a small picture to a large one, which it invents in part (Ho et al. 2022, cascades).

    Attributes:
        shape: of the large picture, (C, H, W).
    """

    def __init__(self, net: PixelNet, schedule: Schedule, noising: Schedule, embeddings: Embeddings | None) -> None:
        self.net, self.schedule, self.noising, self.embeddings = net, schedule, noising, embeddings
        self.shape = net.shape

    def of(self, low: Tensor, generator: Generator | Sequence[Generator], noise_level: int = NOISE_LEVEL) -> PixelModel:
        """The model that draws a large picture of this small one, as IFSuperResolutionPipeline does.

        Args:
            low: (B, C, h, w) in [-1, 1], enlarged bilinearly to (H, W); one for all pictures, or one for each.
            generator: of the noise that hides its errors. IFSuperResolutionPipeline draws x_T before it.
            noise_level: how much of it, a timestep of the noising schedule; 0 is next to none.

        Raises:
            UserError: for another shape, or a level that there isn't.
        """
        channels, height, width = self.shape
        if low.ndim != 4 or low.shape[1] != channels or not len(low):
            raise UserError(f"The small pictures must be (B, {channels}, h, w), not {tuple(low.shape)}.")
        if not 0 <= noise_level < len(self.noising.alphas_cumprod):
            raise UserError(f"The noise level must lie between 0 and {len(self.noising.alphas_cumprod) - 1}.")
        large = F.interpolate(low, (height, width), mode="bilinear", align_corners=True)
        noisy = add_noise(large, self.noising.level(noise_level), randn(large.shape, generator, like=large))
        return PixelModel(self.net, self.schedule, self.embeddings, SmallPicture(noisy, noise_level))
