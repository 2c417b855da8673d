"""Room: runs. Walks that begin with a picture, and walks towards two pictures at once. torch is imported inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from lib.models import late
from lib.runs import images, masks
from lib.runs.bands import kernel_of
from lib.runs.drawn import Drawn
from lib.runs.edits import Edit, Inpaint
from lib.runs.illusions import Anagram, Bands, Blend, Hybrid
from lib.runs.views import view_of
from lib.runs.walk import CHUNK, CHUNK_OF_LARGE, Walk

if TYPE_CHECKING:
    from torch import Generator, Tensor

    from lib.diffusion import Denoiser, Path

KNOWN = 2**40
"""What is added to a seed for the noise on the known pixels of an inpainting, which is not that of the walk."""


def edit(recipe: Edit, model: Any) -> Walk:
    """From a picture under noise, over what is left of the path (SDEdit)."""
    from lib.diffusion import add_noise, randn

    path = model.path(recipe.steps)[recipe.i_start :]
    x_0 = picture(recipe, model)

    def start(noise: list[Generator]) -> Tensor:
        return add_noise(x_0, path[0], randn((len(noise), *model.shape), noise))

    return walk(recipe, model, path, _prompted(recipe, model, recipe.prompt), start=start)


def inpaint(recipe: Inpaint, model: Any) -> Walk:
    """From noise, with the known part of a picture put back after every step."""
    import torch

    from lib.diffusion import generators, inpainting, pasting, resampled

    path = resampled(model.path(recipe.steps), recipe.resample)
    x_0 = picture(recipe, model)
    found = masks.mask(recipe.mask, model.shape[-1], recipe.feather, recipe.inverted == "yes")
    mask = torch.from_numpy(np.ascontiguousarray(found))[None, None]

    def project(here: slice, device: str) -> Any:
        known = x_0.expand(here.stop - here.start, -1, -1, -1).to(device)
        if recipe.paste == "clean":
            return pasting(known, mask.to(device))
        noise = generators(recipe.seed + KNOWN, len(known), here.start + recipe.first)
        return inpainting(known, mask.to(device), noise)

    return walk(recipe, model, path, _prompted(recipe, model, recipe.prompt), project=project)


def anagram(recipe: Anagram, model: Any) -> Walk:
    """From noise to what shows one thing upright and another through a view."""
    from lib.diffusion import averaged, viewed

    view = view_of(recipe.view, model.shape[-1])
    parts = [_asked(recipe, model, recipe.upright), viewed(_asked(recipe, model, recipe.turned), view)]
    return walk(recipe, model, model.path(recipe.steps), averaged(parts))


def hybrid(recipe: Hybrid, model: Any) -> Walk:
    """From noise to what shows one thing from afar and another from near."""
    return walk(recipe, model, model.path(recipe.steps), _bands(recipe, model, recipe))


def picture(recipe: Any, model: Any) -> Tensor:
    """The recipe's picture as the model's data: (1, C, H, W).

    Digits are grey on black: a picture on bright ground is turned to its negative.
    """
    import torch

    channels, side, _ = model.shape
    found = images.pixels(recipe.image, side)
    if channels == 1:
        found = found.mean(0, keepdims=True)
        edge = np.concatenate([found[0, 0], found[0, -1], found[0, :, 0], found[0, :, -1]])
        found = 1 - found if np.median(edge) > 0.5 else found
    low, high = recipe.data_range
    data: Tensor = torch.from_numpy(np.ascontiguousarray(found, np.float32))[None] * (high - low) + low
    return data


def told(recipe: Drawn, model: Any, prompt: str) -> Denoiser:
    """The model under a prompt, or under a digit; "" is the null condition."""
    given: Any = (int(prompt) if prompt else None) if recipe.is_digits else prompt
    return model.on(given)  # type: ignore[no-any-return]


def _prompted(recipe: Any, model: Any, prompt: str) -> Denoiser:
    from lib.diffusion import guided

    return guided(told(recipe, model, prompt), told(recipe, model, recipe.negative), recipe.guidance)


def _asked(recipe: Any, model: Any, asked: str | Blend) -> Denoiser:
    return _bands(recipe, model, asked) if isinstance(asked, Blend) else _prompted(recipe, model, asked)


def _bands(recipe: Any, model: Any, bands: Bands) -> Denoiser:
    """Low and high, or three bands: one hybrid in the high part of another."""
    from lib.diffusion import split

    side = model.shape[-1]
    high = _prompted(recipe, model, bands.high)
    if bands.middle:
        high = split(_prompted(recipe, model, bands.middle), high, lowpass(bands.fine, side))
    return split(_prompted(recipe, model, bands.low), high, lowpass(bands.sigma, side))


def lowpass(sigma: float, side: int) -> Callable[[Tensor], Tensor]:
    """A Gaussian for pictures of this side: sigma and kernel are the course's for 64 px, scaled, the kernel odd.

    Args:
        sigma: in pixels of a picture of 64.
        side: in pixels.
    """
    with late.alone():
        from torchvision.transforms.functional import gaussian_blur

    size, scaled = kernel_of(sigma, side)
    return lambda x: gaussian_blur(x, [size, size], [scaled, scaled])


def walk(recipe: Any, model: Any, path: Path, denoiser: Denoiser, **rest: Any) -> Walk:
    """The walk of a model of pictures: its sampler, its noise, and its limits around a finished denoiser."""
    eta = float(model.eta if recipe.eta is None else recipe.eta)
    chunk = CHUNK_OF_LARGE if "/" in recipe.model else CHUNK
    limited = model.limited(denoiser)
    return Walk(tuple(model.shape), path, lambda here, noise: limited, eta, model.variance(path), chunk=chunk, **rest)
