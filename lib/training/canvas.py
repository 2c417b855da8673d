"""Room: training. Cut-out pictures, moved a little and put on a background: what a model sees in a step."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

SCALE = (0.8, 1.02)
SHIFT = (0.01, 0.06)
"""How far a picture moves at most, in the frame's width: the less, the less room it leaves."""
TURN = math.radians(6)
WHITE, COLOUR = 0.45, 0.35
"""How often the background is white, and one colour; a vertical gradient for the rest."""


def moved(rgba: Tensor, side: int, generator: Generator) -> Tensor:
    """Pictures at a random size and place, turned a little, half of them mirrored.

    Args:
        rgba: (B, 4, S, S) uint8, premultiplied.
        side: of the result, at most S.
        generator: on the CPU.

    Returns:
        (B, 4, side, side) float in [0, 1], premultiplied.
    """
    draw = torch.rand(len(rgba), 5, generator=generator)
    scale = SCALE[0] + (SCALE[1] - SCALE[0]) * draw[:, 0]
    angle = (2 * draw[:, 1] - 1) * TURN
    flip = torch.where(draw[:, 2] < 0.5, -1.0, 1.0)
    room = ((1 - scale) / 2).clamp(*SHIFT) / scale
    move = (2 * draw[:, 3:] - 1) * 2 * room[:, None]
    cos, sin = angle.cos() / scale, angle.sin() / scale
    rows = [torch.stack([flip * cos, -flip * sin, move[:, 0]], 1), torch.stack([sin, cos, move[:, 1]], 1)]
    return _sampled(rgba, torch.stack(rows, 1), side)


def still(rgba: Tensor, side: int) -> Tensor:
    """The same pictures as they are, only smaller: (B, 4, side, side) float in [0, 1]."""
    return _sampled(rgba, torch.eye(2, 3).expand(len(rgba), 2, 3), side)


def papers(ink: Tensor, painted: Tensor, side: int, generator: Generator) -> Tensor:
    """Random backgrounds: white, one colour, a gradient; paper for ink drawings, canvas for painted ones.

    Args:
        ink: (B,) bool, which pictures are black line drawings.
        painted: (B,) bool, which are painted.
        side: of the backgrounds.
        generator: on the CPU.

    Returns:
        (B, 3, side, side) float in [0, 1].
    """
    draw = torch.rand(len(ink), 8, generator=generator)
    top, bottom = _colour(draw[:, 0], draw[:, 1], draw[:, 2]), _pastel(draw[:, 3], draw[:, 4])
    kind = draw[:, 5:6]
    first = torch.where(kind < WHITE, 1.0, torch.where(kind < WHITE + COLOUR, top, _pastel(draw[:, 6], draw[:, 7])))
    last = torch.where(kind < WHITE + COLOUR, first, bottom)
    sheet = 1 - 0.06 * draw[:, 1:2] * torch.tensor([0.3, 0.6, 1.0])
    canvas = torch.tensor([0.95, 0.89, 0.77]) + 0.05 * (2 * draw[:, 0:3] - 1)
    for mask, tone in ((ink, sheet), (painted, canvas)):
        first, last = torch.where(mask[:, None], tone, first), torch.where(mask[:, None], tone, last)
    ramp = torch.linspace(0, 1, side)[:, None]
    return (first[:, :, None, None] + (last - first)[:, :, None, None] * ramp).expand(-1, -1, side, side)


def disguised(pictures: Tensor, generator: Generator) -> Tensor:
    """Colours, contrast, sharpness and grain changed at random, so that a judge reads shapes and strokes.

    What a model draws under strong guidance is more colourful, coarser and less clean than any drawing.

    Args:
        pictures: (B, 3, S, S) in [-1, 1].
        generator: on the CPU.

    Returns:
        The same shape and range.
    """
    draw = torch.rand(len(pictures), 6, generator=generator)[:, :, None, None, None]
    grey = pictures.mean(1, keepdim=True)
    vivid = grey + torch.exp(1.6 * draw[:, 0] - 0.6) * (pictures - grey)
    soft = F.avg_pool2d(F.pad(vivid, (1, 1, 1, 1), "replicate"), 3, stride=1)
    x = vivid + 0.7 * draw[:, 1].square() * (soft - vivid)
    x = (0.75 + 0.6 * draw[:, 2]) * x + 0.3 * (draw[:, 3] - 0.5)
    blots = F.interpolate(torch.randn(len(x), 3, 8, 8, generator=generator), x.shape[2:], mode="bilinear")
    grain = torch.randn(x.shape, generator=generator)
    return (x + 0.2 * draw[:, 4].square() * blots + 0.12 * draw[:, 5].square() * grain).clamp(-1, 1)


def laid(layer: Tensor, paper: Tensor | float) -> Tensor:
    """Cut-out pictures (B, 4, H, W), premultiplied, on their background: (B, 3, H, W) in [-1, 1]."""
    return (layer[:, :3] + (1 - layer[:, 3:]) * paper) * 2 - 1


def _sampled(rgba: Tensor, places: Tensor, side: int) -> Tensor:
    """Pictures read through affine maps (B, 2, 3): at twice the side and averaged, where they are large enough."""
    fine = 2 if rgba.shape[-1] >= 2 * side else 1
    grid = F.affine_grid(places, [len(rgba), 4, fine * side, fine * side], align_corners=False)
    read = F.grid_sample(rgba.float() / 255, grid, align_corners=False)
    return F.avg_pool2d(read, 2) if fine == 2 else read


def _colour(hue: Tensor, depth: Tensor, light: Tensor) -> Tensor:
    """(B, 3) colours: half of them pastel, half saturated."""
    full = _hsv(hue, 0.45 + 0.45 * (2 * depth - 1).clamp(min=0), 0.5 + 0.5 * light)
    return torch.where(depth[:, None] < 0.5, _pastel(hue, light), full)


def _pastel(hue: Tensor, light: Tensor) -> Tensor:
    """(B, 3) light colours."""
    return _hsv(hue, 0.1 + 0.25 * light, 0.9 + 0.1 * light)


def _hsv(hue: Tensor, saturation: Tensor, value: Tensor) -> Tensor:
    """Hue, saturation and value in [0, 1], all (B,), as (B, 3) red, green and blue."""
    third = (hue[:, None] * 6 + torch.tensor([5.0, 3.0, 1.0])) % 6
    return value[:, None] * (1 - saturation[:, None] * torch.minimum(third, 4 - third).clamp(0, 1))
