"""Room: training. The sixth style: pictures as if painted in oil, made from others by a filter.

    wobble -> soft Kuwahara filter, twice -> strong details back -> fewer tones -> strokes that follow the shapes

The Kuwahara filter (Kuwahara et al. 1976; the soft choice of Papari et al. 2007) replaces a pixel by the mean of that
neighbouring square which varies least: flat patches with sharp borders, as a brush leaves them.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

RADIUS = 4
WOBBLE = 0.012
STROKES = 0.15
DETAIL = 0.35
"""Contrast from which on a detail, as an eye, is painted with a fine brush."""
TONES = 7


def painted(rgba: Tensor, seed: int = 0) -> Tensor:
    """Pictures, painted.

    Args:
        rgba: (B, 4, H, W) float in [0, 1], premultiplied.
        seed: of the noise that makes the strokes.

    Returns:
        The same shape and range, premultiplied, with the same alpha.
    """
    alpha = rgba[:, 3:]
    noise = torch.randn(len(rgba), 3, *rgba.shape[2:], generator=Generator().manual_seed(seed))
    bent = _sample(rgba, WOBBLE * _unit(_blur(noise[:, :2], 11)))
    premultiplied, weight = bent[:, :3], bent[:, 3:].clamp(min=1e-3)
    for _ in range(2):
        premultiplied = _kuwahara(premultiplied, weight) * weight
    detail = bent[:, :3] - premultiplied
    colour = premultiplied / weight + detail * (detail.abs().amax(1, keepdim=True) / DETAIL).clamp(max=1)
    colour = 0.4 * colour + 0.6 * (colour * TONES).round() / TONES
    grey = colour.mean(1, keepdim=True)
    colour = grey + 1.25 * (colour - grey)
    strokes = _along(noise[:, 2:], _blur(grey * alpha, 9))
    warm = torch.tensor([0.98, 0.95, 0.88])[:, None, None]
    return torch.cat([(colour * warm * (1 + STROKES * strokes)).clamp(0, 1) * alpha, alpha], 1)


def _kuwahara(premultiplied: Tensor, weight: Tensor) -> Tensor:
    """The mean colours (B, 3, H, W) of the calmer ones of four squares around each pixel, counted by their weight."""
    both = torch.cat([premultiplied, premultiplied**2 / weight, weight], 1)
    half = RADIUS // 2
    means = _blur(both, RADIUS + 1)
    colours, votes = [], []
    for down in (-half, half):
        for right in (-half, half):
            part = means.roll((down, right), (2, 3))
            mass = part[:, 6:].clamp(min=1e-5)
            mean = part[:, :3] / mass
            spread = (part[:, 3:6] / mass - mean**2).sum(1, keepdim=True).clamp(min=0)
            colours.append(mean)
            votes.append(mass.clamp(max=0.2) / (spread + 1e-3) ** 3)
    total = torch.stack(votes).sum(0)
    return torch.stack([c * v for c, v in zip(colours, votes, strict=True)]).sum(0) / total


def _along(noise: Tensor, shape: Tensor, steps: int = 7) -> Tensor:
    """Noise (B, 1, H, W) smeared along the level lines of a picture (B, 1, H, W): about -1 to 1."""
    down, right = torch.gradient(shape, dim=(2, 3))
    slope = torch.cat([right, down], 1) + torch.tensor([0.004, 0.003])[:, None, None]
    line = torch.stack([-slope[:, 1], slope[:, 0]], 1)
    line = 2 * line / (line.norm(dim=1, keepdim=True) + 1e-6) / shape.shape[-1]
    grain = _blur(noise, 3)
    smeared = torch.stack([_sample(grain, 2.0 * k * line) for k in range(-steps, steps + 1)]).mean(0)
    return _unit(smeared).clamp(-2, 2) / 2


def _sample(picture: Tensor, shift: Tensor) -> Tensor:
    """A picture read at places that are shifted by (B, 2, H, W), in halves of its width."""
    unit = torch.eye(2, 3).expand(len(picture), 2, 3)
    grid = F.affine_grid(unit, list(picture.shape), align_corners=False) + shift.movedim(1, -1)
    return F.grid_sample(picture, grid, align_corners=False)


def _blur(picture: Tensor, size: int) -> Tensor:
    """The mean over squares of an odd size."""
    return F.avg_pool2d(picture, size, 1, size // 2, count_include_pad=False)


def _unit(noise: Tensor) -> Tensor:
    return noise / noise.std(dim=(1, 2, 3), keepdim=True)
