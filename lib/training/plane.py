"""Room: training. A distribution in two dimensions, small enough to draw every path of a flow."""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor


def crescents(count: int, seed: int = 0, spread: float = 0.08) -> Tensor:
    """Points on two interleaved half circles, about unit variance: straight lines from noise to them must cross.

    Returns:
        (count, 2) float32.
    """
    generator = Generator().manual_seed(seed)
    angle = torch.rand(count, generator=generator) * math.pi
    upper = torch.rand(count, generator=generator) < 0.5
    x = torch.where(upper, torch.cos(angle) - 0.5, 0.5 - torch.cos(angle))
    y = torch.where(upper, torch.sin(angle) - 0.25, 0.25 - torch.sin(angle))
    noise = spread * torch.randn(count, 2, generator=generator)
    return 1.4 * (torch.stack([x, y], 1) + noise)
