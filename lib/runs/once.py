"""Room: runs. Recipes that walk nowhere: every level is one call of the model. torch is imported inside."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.runs.progress import OnStep, Progress
from lib.runs.recipe import Denoise, VectorField
from lib.runs.trajectory import Trajectory, to_uint8
from lib.runs.walks import CHUNK, numpy_of


def denoise(recipe: Denoise, model: Any, device: str, report: OnStep) -> Trajectory:
    """Clean digits, noised at each sigma, each cleaned in one call."""
    import torch

    from lib.diffusion import Level, add_noise, generators, randn
    from lib.runs.clean import clean_digits, places

    clean, recipe, notes = clean_digits(recipe, report)
    eps = randn(tuple(clean.shape), [generators(recipe.seed, 1, place)[0] for place in places(recipe.digits)])
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


def _half(parts: list[NDArray[np.float32]]) -> NDArray[np.float16]:
    with np.errstate(over="ignore"):
        return np.stack(parts).astype(np.float16)
