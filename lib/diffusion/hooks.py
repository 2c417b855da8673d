"""Room: diffusion. What may be done to a picture between two steps: `project` hooks of the loop, and a path to go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from torch import Generator, Tensor

from lib.diffusion.levels import Level, Path, add_noise
from lib.diffusion.noise import randn


def inpainting(
    x_0: Tensor, mask: Tensor, generator: Generator | Sequence[Generator]
) -> Callable[[Tensor, Level], Tensor]:
    """Put the known pixels back after every step, noised to the level of that step (Lugmayr et al. 2022, eq. 8).

    Args:
        x_0: (B, C, ...) the picture whose known part stays.
        mask: broadcast over x_0; 1 where something new is made, 0 where the picture is kept, between for a soft edge.
        generator: where the noise on the known pixels comes from; not the one that the loop draws from.

    Returns:
        A hook for ``sample(..., project=...)``: x_t -> ``mask * x_t + (1 - mask) * x_known``.
    """

    def project(x_t: Tensor, level: Level) -> Tensor:
        known = add_noise(x_0, level, randn(x_0.shape, generator, like=x_0))
        return mask * x_t + (1 - mask) * known

    return project


def pasting(x_0: Tensor, mask: Tensor) -> Callable[[Tensor, Level], Tensor]:
    """Put the known pixels back clean after every step: what one would try first, and the wrong thing to do.

    The network is told of one noise level and sees two. Arguments and result as `inpainting`.
    """
    return lambda x_t, level: mask * x_t + (1 - mask) * x_0


def resampled(path: Path, times: int) -> Path:
    """A path that walks every step but the last this many times (Lugmayr et al. 2022, algorithm 1, with jumps of 1).

    Between two walks of a step noise is put back, so that what was made can settle with what was known.

    Args:
        path: levels from noise to clean.
        times: U, 1 or more; 1 is the path itself.

    Raises:
        ValueError: for less than once.
    """
    if times < 1:
        raise ValueError("Every step is walked at least once: resample 1 or more times.")
    walked = [path[0]]
    for level, following in pairwise(path):
        again = times if following.sigma > 0 else 1
        walked += [following, *[level, following] * (again - 1)]
    return tuple(walked)
