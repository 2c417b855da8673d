"""Room: training. Drawings with their captions as batches, and the network that learns from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from lib.diffusion import cosine_alphas_cumprod
from lib.models import emoji_if
from lib.training import captions, emoji
from lib.training.objectives import DROPPED, Batch

ENLARGED = 4
"""What stage 2 multiplies the side by."""
LARGE = 128
CROP = 64
"""Pixels of a picture's side that stage 2 trains on at a time."""


@dataclass(frozen=True)
class Drawings:
    """What all sources share that are made of drawings, which are moved anew each time.

    Attributes:
        pictures: all drawings.
        kept: numbers of those that are trained on; the others are held out.
        side: S.
        device: where the batches are put.
    """

    pictures: emoji.Pictures
    kept: Tensor
    side: int
    device: torch.device

    @classmethod
    def load(cls, data: str | Path | None, side: int, device: torch.device) -> Self:
        """All drawings that aren't held out.

        Raises:
            UserError: where the drawings aren't in the folder, or are damaged.
        """
        pictures = emoji.load(data, side)
        return cls(pictures, torch.nonzero(~pictures.held_out).flatten(), side, device)

    def __len__(self) -> int:
        """How many drawings."""
        return len(self.kept)


@dataclass(frozen=True)
class Disguised(Drawings):
    """A source for the judge: drawings on any background, with other colours, contrast and grain."""

    def batch(self, chosen: Tensor, seed: int) -> Batch:
        """(pictures (B, 3, S, S) in [-1, 1], things (B,), styles (B,))."""
        numbers = self.kept[chosen]
        drawn = emoji.disguised(self.pictures, numbers, self.side, Generator().manual_seed(seed))
        things, styles = self.pictures.thing[numbers], self.pictures.style[numbers]
        return tuple(part.to(self.device) for part in (drawn, things, styles))


@dataclass(frozen=True)
class Captioned(Drawings):
    """A source of (pictures, tokens (B, 77)): single things and scenes, one caption in ten dropped."""

    @cached_property
    def tokenizer(self) -> Any:
        """Of the grammar's words."""
        return emoji_if.new_tokenizer(captions.words())

    def batch(self, chosen: Tensor, seed: int) -> Batch:
        """Moved, mirrored, on some background, with one of its captions or none."""
        generator = Generator().manual_seed(seed)
        pictures, texts = emoji.draw(self.pictures, self.kept[chosen], self.side, generator)
        dropped = (torch.rand(len(texts), generator=generator) < DROPPED).tolist()
        tokens = emoji_if.tokens(
            self.tokenizer, ["" if gone else text for text, gone in zip(texts, dropped, strict=True)]
        )
        return pictures.to(self.device), tokens.to(self.device)


@dataclass(frozen=True)
class Enlarged(Captioned):
    """A source for stage 2: (crops of pictures, the same crops of what stage 2 sees of them, its noise level, tokens).

    A crop holds as much of a picture as the network needs to learn its edges and surfaces, at a quarter of the work.
    """

    def batch(self, chosen: Tensor, seed: int) -> Batch:
        """(B, 3, 64, 64) in [-1, 1], ditto noised, (B,) levels 0 ... 999, (B, 77)."""
        pictures, tokens = (part.cpu() for part in super().batch(chosen, seed))
        generator = Generator().manual_seed(seed + 1)
        low = F.interpolate(pictures, scale_factor=1 / ENLARGED, mode="area")
        large = F.interpolate(low, pictures.shape[2:], mode="bilinear", align_corners=True)
        levels = torch.randint(0, emoji_if.STEPS, (len(pictures),), generator=generator)
        abar = cosine_alphas_cumprod(emoji_if.STEPS).float()[levels].view(-1, 1, 1, 1)
        noise = torch.randn(large.shape, generator=generator)
        noisy = abar.sqrt() * large + (1 - abar).sqrt() * noise
        corners = torch.randint(0, (self.side - CROP) // 8 + 1, (len(pictures), 2), generator=generator) * 8
        cut = [(..., slice(y, y + CROP), slice(x, x + CROP)) for y, x in corners.tolist()]
        crops = (torch.stack([part[i][where] for i, where in enumerate(cut)]) for part in (pictures, noisy))
        return tuple(part.to(self.device) for part in (*crops, levels, tokens))
