"""Room: runs. Recipes that walk nowhere: every level is one call of the model. torch is imported inside."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.runs import edit_walks
from lib.runs.edits import Forward, OneStep
from lib.runs.progress import OnStep, Progress
from lib.runs.recipe import Denoise, VectorField
from lib.runs.trajectory import Trajectory, to_uint8
from lib.runs.walk import CHUNK, numpy_of


def denoise(recipe: Denoise, model: Any, device: str, report: OnStep) -> Trajectory:
    """Clean digits, noised at each sigma, each cleaned in one call."""
    import torch

    from lib.diffusion import Level, add_noise, generators, randn
    from lib.runs.clean import clean_digits, places

    clean, recipe, notes = clean_digits(recipe, report)
    eps = randn(tuple(clean.shape), [generators(recipe.seed, 1, place)[0] for place in places(recipe)])
    alpha = 0.0 if recipe.source == "noise" else 1.0
    labels = np.array(recipe.digits, np.int64)
    x_t, x_0, numbers = [], [], {"calls": float(len(recipe.sigmas))}
    for sigma in recipe.sigmas:
        level = Level(t=sigma, alpha=alpha, sigma=sigma)
        noisy = add_noise(clean, level, eps)
        answers = [numpy_of(model.on(None)(part.to(device), level).x_0) for part in torch.split(noisy, CHUNK)]
        x_t.append(numpy_of(noisy))
        x_0.append(np.concatenate(answers))
        if recipe.source != "noise":
            numbers[f"mse@{sigma:g}"] = float(np.square(x_0[-1] - numpy_of(clean)).mean())
        report(Progress(len(x_0), len(recipe.sigmas), to_uint8(x_0[-1][:, 0]), labels))
    sigmas = np.array(recipe.sigmas)
    return Trajectory(
        recipe, sigmas, np.full(len(sigmas), alpha), sigmas, _half(x_t), _half(x_0), labels, numbers, notes
    )


def field(recipe: VectorField, model: Any, device: str, report: OnStep) -> Trajectory:
    """A lattice, asked once at each time."""
    import torch

    from lib.diffusion import Level

    line = torch.linspace(-recipe.reach, recipe.reach, recipe.side)
    lattice = torch.cartesian_prod(line, line).to(device)
    x_0 = []
    for t in recipe.times:
        x_0.append(numpy_of(model.on(None)(lattice, Level(t, 1 - t, t)).x_0))
        report(Progress(len(x_0), len(recipe.times)))
    times = np.array(recipe.times)
    x_t = np.broadcast_to(numpy_of(lattice).astype(np.float16), (len(times), recipe.pictures, 2))
    return Trajectory(recipe, times, 1 - times, times, x_t, np.stack(x_0), numbers={"calls": float(len(times))})


def forward(recipe: Forward, model: Any) -> Trajectory:
    """A picture under the same noise at each level; what is known of the data is the picture itself."""
    from lib.diffusion import add_noise

    x_0, eps = edit_walks.picture(recipe, model), _noise(recipe, model)
    levels = [_level(recipe, model, t) for t in recipe.times]
    x_t = [numpy_of(add_noise(x_0, level, eps)) for level in levels]
    return _answered(recipe, levels, x_t, [numpy_of(x_0)] * len(levels), 0)


def one_step(recipe: OneStep, model: Any, device: str, report: OnStep) -> Trajectory:
    """A picture under the same noise at each level, cleaned in one call each; or the noise alone."""
    from lib.diffusion import add_noise, guided

    eps = _noise(recipe, model)
    told, away = (edit_walks.told(recipe, model, text) for text in (recipe.prompt, recipe.negative))
    denoiser = model.limited(guided(told, away, recipe.guidance))
    levels, x_t, x_0 = [model.schedule.level(t) for t in recipe.times], [], []
    for level in levels:
        noisy = add_noise(edit_walks.picture(recipe, model), level, eps) if recipe.image else eps
        x_t.append(numpy_of(noisy))
        x_0.append(numpy_of(denoiser(noisy.to(device), level).x_0))
        report(Progress(len(x_0), len(levels)))
    return _answered(recipe, levels, x_t, x_0, len(levels))


def _noise(recipe: Forward | OneStep, model: Any) -> Any:
    """(1, C, H, W): the first noise of the seed, the same that a walk begins with."""
    from lib.diffusion import generators, randn

    return randn((1, *model.shape), generators(recipe.seed, 1))


def _level(recipe: Forward, model: Any, t: int) -> Any:
    """The model's own level, or one of the linear schedule; without scaling alpha is 1."""
    from lib.diffusion import Level, ddpm_path, linear_alphas_cumprod

    if recipe.schedule == "linear":
        level = ddpm_path(linear_alphas_cumprod(1000)[1:], [t])[0]
    else:
        level = model.schedule.level(t)
    return level if recipe.scaling == "on" else Level(level.t, 1.0, level.sigma)


def _answered(recipe: Forward | OneStep, levels: list[Any], x_t: Any, x_0: Any, calls: int) -> Trajectory:
    t, alpha, sigma = np.array([(level.t, level.alpha, level.sigma) for level in levels]).T
    return Trajectory(recipe, t, alpha, sigma, _half(x_t), _half(x_0), numbers={"calls": float(calls)})


def _half(parts: list[NDArray[np.float32]]) -> NDArray[np.float16]:
    with np.errstate(over="ignore"):
        return np.stack(parts).astype(np.float16)
