"""Room: diffusion. Noise from explicit generators on the CPU, so that a seed gives the same picture on every device."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Generator, Tensor


def generators(seed: int, count: int, first: int = 0) -> list[Generator]:
    """One CPU generator a picture: picture i of a seed has the same noise whatever batch it is drawn in."""
    seeds = [np.random.SeedSequence([seed, first + i]).generate_state(1, np.uint64)[0] for i in range(count)]
    return [Generator().manual_seed(int(s)) for s in seeds]


def randn(shape: Sequence[int], generator: Generator | Sequence[Generator], like: Tensor | None = None) -> Tensor:
    """Standard normal noise.

    Args:
        shape: (B, C, ...).
        generator: one for the whole batch, or B of them, one for each picture.
        like: a tensor whose device and dtype the result takes; drawn on the CPU in float32 all the same.

    Raises:
        ValueError: where there are fewer generators than pictures.
    """
    if isinstance(generator, Generator):
        noise = torch.randn(*shape, generator=generator)
    else:
        if len(generator) < shape[0]:
            raise ValueError(f"{shape[0]} pictures need {shape[0]} generators, not {len(generator)}.")
        noise = torch.stack([torch.randn(*shape[1:], generator=g) for g in generator[: shape[0]]])
    return noise if like is None else noise.to(like)
