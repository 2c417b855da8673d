"""Room: draw. The 256 colours that stand for many: k-means over a sample, in a few thousandths of a second."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

GREYS: Final = bytes(np.arange(256, dtype=np.uint8).repeat(3))
"""The palette in which an index is its own grey level."""

SAMPLES: Final = 2048
"""Pixels that choose a palette; rare colours come on top."""

ROUNDS: Final = 4
"""Of k-means. More are hardly better: from 4 to 10 rounds gain 0.1 dB."""


def palette(frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The colours for some frames; all of them where the sample has no more than 256.

    Args:
        frames: (K, H, W, 3).

    Returns:
        (256, 3).
    """
    sample = _sample(frames.reshape(-1, 3))
    codes = np.unique(sample.astype(np.int32) @ np.array([65536, 256, 1], np.int32))
    few = np.zeros((256, 3), np.uint8)
    if len(codes) <= 256:
        few[: len(codes)] = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
        return few
    start = Image.fromarray(sample[None]).quantize(256, method=Image.Quantize.FASTOCTREE).getpalette() or []
    few.reshape(-1)[: len(start)] = start
    return k_means(sample.astype(np.float32), few.astype(np.float32), ROUNDS)


def _sample(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A sample of (N, 3) pixels (the same in every run), and one pixel of each coarse colour that it misses."""
    even = pixels[np.random.default_rng(0).integers(0, len(pixels), SAMPLES)] if len(pixels) > SAMPLES else pixels
    more = pixels[:: max(1, len(pixels) // 32768)]
    place = np.full(4096, -1, dtype=np.int64)
    place[_coarse(more)] = np.arange(len(more))
    place[_coarse(even)] = -1
    return np.concatenate([even, more[place[place >= 0]]])


def _coarse(pixels: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """The coarse colour of each of (N, 3) pixels: four bits of red, of green and of blue."""
    red, green, blue = (pixels >> 4).T.astype(np.uint16)
    return (red << 8) | (green << 4) | blue


def k_means(sample: NDArray[np.float32], centres: NDArray[np.float32], rounds: int) -> NDArray[np.uint8]:
    """Move each centre to the mean of the colours nearest to it; one without any goes to the worst served colour.

    Args:
        sample: (N, 3) colours.
        centres: (256, 3), where to start.
        rounds: how often.

    Returns:
        (256, 3) centres, rounded.
    """
    own = (sample**2).sum(axis=1) / 2
    for _ in range(rounds):
        distance = (centres**2).sum(axis=1) / 2 - sample @ centres.T
        nearest = distance.argmin(axis=1)
        count = np.bincount(nearest, minlength=256)
        sums = np.stack([np.bincount(nearest, sample[:, c], 256) for c in range(3)], axis=1)
        centres = (sums / np.maximum(count, 1)[:, None]).astype(np.float32)
        idle = np.flatnonzero(count == 0)
        if idle.size:
            error = own + distance[np.arange(len(sample)), nearest]
            centres[idle] = sample[np.argsort(-error)[: idle.size]]
    return (np.clip(centres, 0, 255) + 0.5).astype(np.uint8)
