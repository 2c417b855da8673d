"""Room: models. Small networks that read pictures: what the generators draw is measured with them."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from lib.models.unet import CLASSES, conv


class Judge(nn.Module):
    """A classifier of digits: it reads what the generators draw, and its features measure their diversity."""

    def __init__(self, width: int = 24) -> None:
        super().__init__()
        w = width
        self.width = width
        self.body = nn.Sequential(
            conv(1, w),
            conv(w, w),
            nn.MaxPool2d(2),
            conv(w, 2 * w),
            conv(2 * w, 2 * w),
            nn.MaxPool2d(2),
            conv(2 * w, 4 * w),
        )
        self.drop = nn.Dropout(0.3)
        self.head = nn.Linear(4 * w, CLASSES)

    def features(self, x: Tensor) -> Tensor:
        """(B, 1, 28, 28) pixels in [0, 1] -> (B, 4 * width) features: the mean over the picture."""
        return F.adaptive_avg_pool2d(self.body(x), 1).flatten(1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, 1, 28, 28) pixels in [0, 1] -> (B, 10) logits."""
        return self.head(self.drop(self.features(x)))  # type: ignore[no-any-return]


class DrawingJudge(nn.Module):
    """A classifier of drawings, 32 x 32: which thing, by its shape; in which style, by its strokes and surfaces.

    Args:
        things: how many it knows.
        styles: how many it knows.
        width: channels at full size.
        features: numbers that a drawing is told apart by.
    """

    def __init__(self, things: int, styles: int, width: int = 32, features: int = 192) -> None:
        super().__init__()
        w = width
        self.body = nn.Sequential(
            conv(3, w),
            conv(w, w),
            nn.MaxPool2d(2),
            conv(w, 2 * w),
            conv(2 * w, 2 * w),
            nn.MaxPool2d(2),
            conv(2 * w, 4 * w),
            conv(4 * w, 4 * w),
            nn.MaxPool2d(2),
        )
        self.narrow = nn.Linear(4 * w * 16, features)
        self.drop = nn.Dropout(0.3)
        self.thing = nn.Linear(features, things)
        self.texture = nn.Sequential(
            conv(3, w), conv(w, w), nn.MaxPool2d(2), conv(w, 2 * w), conv(2 * w, 2 * w), conv(2 * w, 2 * w)
        )
        self.style = nn.Linear(4 * w, styles)

    def features(self, x: Tensor) -> Tensor:
        """(B, 3, 32, 32) pixels in [-1, 1] -> (B, features): what is shown, for a comparison by the cosine."""
        return F.gelu(self.narrow(self.body(x).flatten(1)))

    def styles(self, x: Tensor) -> Tensor:
        """(B, 3, 32, 32) in [-1, 1] -> (B, styles) logits, from means and spreads: no shape is left."""
        seen = self.texture(x).flatten(2)
        return self.style(self.drop(torch.cat([seen.mean(2), seen.std(2)], 1)))  # type: ignore[no-any-return]

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, 3, 32, 32) in [-1, 1] -> logits of the thing (B, things) and of the style (B, styles)."""
        return self.thing(self.drop(self.features(x))), self.styles(x)
