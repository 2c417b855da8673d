"""Room: runs. What could be under the noise: the exact posterior over a set of digits. torch is imported inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lib.runs.clean import GENERATOR
from lib.runs.plausible import DRAWN, STEPS, Plausible
from lib.runs.progress import OnStep, Progress, before
from lib.runs.recipe import Recipe, make
from lib.runs.trajectory import Trajectory, to_uint8
from lib.runs.walk import numpy_of

if TYPE_CHECKING:
    from torch import Tensor

PER_DIGIT = 30
SET: dict[str, Any] = {**GENERATOR, "guidance": 2, "steps": 16, "frames": 2}
"""Who draws the set: few steps are enough for a flow, and some guidance keeps digits whole."""
NOTE = (
    "The set: {count} digits drawn by our own {model}, each also moved by one pixel in every direction, {points:,} "
    "pictures in all. The exact mean is exact for this set, not for all digits that there could be."
)


def known_set() -> Recipe:
    """The recipe of the digits of the set, label after label."""
    return make("digits", **SET, labels=tuple(range(10)), per_label=PER_DIGIT)


def moved(digits: Tensor) -> Tensor:
    """(N, C, H, W) -> (9 N, C, H, W): each as it is, then moved by one pixel in each of eight directions."""
    import torch

    ways = sorted(((down, across) for down in (-1, 0, 1) for across in (-1, 0, 1)), key=lambda way: way != (0, 0))
    return torch.cat([digits.roll(way, (-2, -1)) for way in ways])


def plausible(recipe: Plausible, model: Any, device: str, report: OnStep) -> Trajectory:
    """One digit of the set at each level; asked of the model, of the set, and three digits drawn out of the set."""
    import torch

    from lib.diffusion import ExactPoints, add_noise, generators, randn
    from lib.runs.engine import engine

    drawn = engine().compute(known_set(), before(report))
    points = moved(torch.from_numpy(drawn.x_0[-1].astype(np.float32)).clamp(0, 1))
    exact, rng = ExactPoints(points.double()), np.random.default_rng(recipe.seed)
    own = np.flatnonzero(drawn.labels == recipe.digit)
    clean = points[int(rng.choice(own))][None]
    eps, luck = randn(tuple(clean.shape), generators(recipe.seed, 1)), torch.from_numpy(rng.random(DRAWN))
    levels = {round(level.t): level for level in model.path(STEPS)}
    x_t, x_0, numbers = [], [], {"calls": float(len(recipe.times))}
    for t in recipe.times:
        noisy = add_noise(clean, levels[t], eps)
        weights = exact.weights(noisy, levels[t])[0]
        chosen = torch.searchsorted(weights.cumsum(0), luck * weights.sum()).clamp(max=len(points) - 1)
        answer = model.on(None)(noisy.to(device), levels[t]).x_0.cpu()
        mean = exact.on(None)(noisy, levels[t]).x_0
        x_0.append(numpy_of(torch.cat([answer, mean, points[chosen]])))
        x_t.append(np.repeat(numpy_of(noisy), recipe.pictures, 0))
        numbers[f"plausible@{t}"] = float(torch.special.entr(weights).sum().exp())
        report(Progress(len(x_0), len(recipe.times), to_uint8(x_0[-1][:, 0])))
    times, alpha, sigma = np.array([(t, levels[t].alpha, levels[t].sigma) for t in recipe.times], float).T
    note = NOTE.format(count=len(drawn.labels), model=drawn.recipe.model, points=len(points))
    return Trajectory(recipe, times, alpha, sigma, np.stack(x_t), np.stack(x_0), numbers=numbers, notes=(note,))
