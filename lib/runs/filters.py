"""Room: runs. Denoising without a network: blur, median and non-local means, and how close each comes. numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.runs import measures
from lib.runs.blur import gaussian

KERNELS = tuple(range(1, 22, 2))
"""Sizes of a blur, in pixels; 1 changes nothing."""
SIZES = (3, 5, 7, 9)
"""Sizes of a median."""
STRENGTHS = (0.35, 0.7, 1.4)
"""Of non-local means, in standard deviations of the noise."""
Picture = NDArray[np.float32]
"""(C, H, W), black -1 and white 1."""


def sigma_of(kernel: int) -> float:
    """The usual standard deviation for a kernel of this size, in pixels, where none is given: about a sixth of it."""
    return 0.3 * ((kernel - 1) * 0.5 - 1) + 0.8


def unscaled(x_t: NDArray[Any], alpha: float) -> Picture:
    """A noisy picture at its own brightness, ``x_t / alpha``: x_0 and noise of strength sigma / alpha."""
    found: Picture = (x_t.astype(np.float64) / alpha).astype(np.float32)
    return found


def psnr(picture: NDArray[Any], clean: NDArray[Any]) -> float:
    """Peak signal-to-noise ratio in dB, of what can be shown: both are cut off at black (-1) and white (1)."""
    return measures.psnr(picture, clean, black=-1.0)


def median(x: Picture, size: int) -> Picture:
    """Each pixel becomes the median of the square around it, channel by channel.

    Args:
        x: the picture.
        size: of the square, odd; 1 changes nothing.

    Raises:
        ValueError: for a size that is even, below 1, or more than twice the picture.
    """
    if size < 1 or size % 2 == 0 or size // 2 >= min(x.shape[-2:]):
        raise ValueError(f"a median takes an odd size that fits into the picture, not {size}.")
    windows = np.lib.stride_tricks.sliding_window_view(_mirrored(x, size // 2), (size, size), axis=(-2, -1))
    found: Picture = np.median(windows, axis=(-2, -1)).astype(np.float32)
    return found


def non_local_means(
    x: Picture, noise: float, strengths: Sequence[float], patch: int = 5, reach: int = 6
) -> list[Picture]:
    """Each pixel becomes a mean of others whose surroundings look like its own (Buades, Coll and Morel 2005).

    Two patches with a mean squared difference d weigh ``exp(-max(d - 2 noise^2, 0) / (strength noise)^2)``.

    Args:
        x: the picture.
        noise: the standard deviation of the noise, > 0.
        strengths: how different a patch may be, in standard deviations of the noise, > 0; an answer for each.
        patch: side of a patch in pixels, odd.
        reach: how far away others may be.
    """
    height, width = x.shape[-2:]
    half, shifts = patch // 2, 2 * reach + 1
    size = (height + 2 * half, width + 2 * half)
    wide = _mirrored(x, reach + half)
    there = np.lib.stride_tricks.sliding_window_view(wide, size, axis=(-2, -1))  # (C, shifts, shifts, H, W) with a rim
    here = wide[:, None, None, reach : reach + size[0], reach : reach + size[1]]
    apart = _box(np.square(there - here).mean(0, dtype=np.float64), patch)
    excess = np.maximum(apart - 2 * noise**2, 0).reshape(shifts**2, height, width)
    values = there[..., half : half + height, half : half + width].reshape(len(x), shifts**2, height, width)
    weights = [np.exp(-excess / (strength * noise) ** 2).astype(np.float32) for strength in strengths]
    return [(np.einsum("shw,cshw->chw", weight, values) / weight.sum(0)).astype(np.float32) for weight in weights]


def kernel_curve(noisy: Picture, clean: Picture, kernels: Sequence[int] = KERNELS) -> dict[int, float]:
    """The PSNR after a Gaussian blur by size of its kernel, each with its usual sigma."""
    return {kernel: psnr(gaussian(noisy, sigma_of(kernel), kernel), clean) for kernel in kernels}


def best_median(noisy: Picture, clean: Picture) -> tuple[int, Picture]:
    """The size of a median that comes closest to the clean picture, and what it makes."""
    made = {size: median(noisy, size) for size in SIZES}
    best = max(made, key=lambda size: psnr(made[size], clean))
    return best, made[best]


def best_means(noisy: Picture, clean: Picture, noise: float) -> tuple[float, Picture]:
    """The strength of non-local means that comes closest to the clean picture, and what it makes."""
    made = dict(zip(STRENGTHS, non_local_means(noisy, noise, STRENGTHS), strict=True))
    best = max(made, key=lambda strength: psnr(made[strength], clean))
    return best, made[best]


def radial_spectrum(picture: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How much of a picture is coarse and how much fine: the mean amplitude on rings of equal frequency.

    Args:
        picture: (C, H, H); its mean brightness isn't counted, and a window takes the edges out.

    Returns:
        frequencies (R,) in waves per picture, 1 ... H/2, and amplitudes (R,): 1 is white noise of standard deviation 1.
    """
    side = picture.shape[-1]
    window = np.outer(np.hanning(side), np.hanning(side))
    centred = picture.astype(np.float64) - (picture * window).sum((-2, -1), keepdims=True) / window.sum()
    power = np.square(np.abs(np.fft.fft2(centred * window))).mean(0) / np.square(window).sum()
    waves = np.fft.fftfreq(side, 1 / side)
    ring = np.rint(np.hypot(waves[:, None], waves)).astype(int).ravel()
    mean = np.bincount(ring, power.ravel()) / np.maximum(np.bincount(ring), 1)
    frequencies = np.arange(1, side // 2 + 1)
    return frequencies.astype(np.float64), np.sqrt(mean[frequencies])


def _mirrored(x: NDArray[Any], by: int) -> NDArray[Any]:
    return np.pad(x, [(0, 0), (by, by), (by, by)], mode="symmetric")


def _box(x: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """The mean of each whole square of this size in the last two axes, which become shorter by size - 1."""
    sums = np.pad(x, [(0, 0)] * (x.ndim - 2) + [(1, 0)] * 2).cumsum(-2).cumsum(-1)
    lower, upper = sums[..., size:, :], sums[..., :-size, :]
    found: NDArray[np.float64] = (lower - upper)[..., size:] - (lower - upper)[..., :-size]
    return found / size**2
