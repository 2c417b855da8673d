"""Room: runs. From a recipe to its trajectory: a pure function of recipe and weights. torch is imported inside."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lib.runs.once import denoise, field
from lib.runs.progress import Cancelled, OnStep, Progress
from lib.runs.recipe import Denoise, Digits, Plane, Recipe, VectorField, change
from lib.runs.trajectory import Trajectory, to_uint8

if TYPE_CHECKING:
    from torch import Tensor

    from lib.diffusion import Denoiser, Path, Step

__all__ = ["CHUNK", "Cancelled", "OnStep", "Progress", "run"]

CHUNK = 50
"""Pictures that go through a network together: memory stays bounded, and no picture depends on the batch's size."""


def run(recipe: Recipe, on_step: OnStep | None = None, device: str = "auto") -> Trajectory:
    """Compute the answer to a recipe.

    Args:
        recipe: the question; a model without an epoch is asked at its latest one.
        on_step: called after each model call; may raise Cancelled.
        device: "auto", "cpu", "cuda" or "mps". Noise is drawn on the CPU, so a seed means the same everywhere.

    Returns:
        The trajectory. Its recipe names the epoch that answered, and the source of digits where "auto" was asked for.

    Raises:
        UserError: where a model or its data is missing or damaged.
        Cancelled: from on_step.
    """
    from lib.models.registry import find

    started = time.perf_counter()
    checkpoint = find(recipe.model)
    recipe = change(recipe, model=checkpoint.id)

    import torch  # now: seconds that a missing model need not cost

    from lib.models.device import pick_device
    from lib.models.loader import load

    on = str(pick_device(device))
    model = load(checkpoint.id, on)
    report = on_step or (lambda progress: None)
    with torch.inference_mode():
        if isinstance(recipe, Denoise):
            trajectory = denoise(recipe, model, on, report)
        elif isinstance(recipe, VectorField):
            trajectory = field(recipe, model, on, report)
        else:
            trajectory = _walk(recipe, model, on, report)
    numbers = {**trajectory.numbers, "seconds": time.perf_counter() - started}
    return replace(trajectory, numbers=numbers, weights=checkpoint.sha256)


def _walk(recipe: Digits | Plane, model: Any, device: str, report: OnStep) -> Trajectory:
    """From noise to data, chunk by chunk."""
    count, shape = recipe.pictures, tuple(model.shape)
    flat = len(shape) == 1
    chunk = count if flat else CHUNK
    path: Path = model.path(recipe.steps)
    kept = _kept(recipe.steps, recipe.frames)
    labels = _labels(recipe)
    x_t = np.zeros((len(kept), count, *shape), np.float16)
    x_0 = np.zeros_like(x_t)
    canvas = None if flat else np.zeros((count, *shape[1:]), np.uint8)
    total, done, bends = recipe.steps * math.ceil(count / chunk), 0, []
    for first in range(0, count, chunk):
        here = slice(first, min(first + chunk, count))
        walked: list[Step] = []
        for step in _steps(recipe, model, device, path, here, labels):
            _keep(step, kept, x_t[:, here], x_0[:, here])
            walked += [step] if _is_flow(recipe, model, path) else []
            done += 1
            if canvas is not None:
                canvas[here] = to_uint8(_numpy(step.prediction.x_0)[:, 0])
            report(Progress(done, total, canvas, labels))
        bends.append((_straightness(walked), here.stop - here.start))
    numbers = {"calls": float(recipe.steps)}
    if _is_flow(recipe, model, path):
        numbers["straightness"] = sum(bend * weight for bend, weight in bends) / count
    t, alpha, sigma = np.array([(path[k].t, path[k].alpha, path[k].sigma) for k in kept]).T
    return Trajectory(recipe, t, alpha, sigma, x_t, x_0, labels, numbers)


def _steps(recipe: Digits | Plane, model: Any, device: str, path: Path, here: slice, labels: NDArray[np.int64]) -> Any:
    """The steps of one chunk. Each picture has a generator of its own, so its noise is the same in every batch."""
    from lib.diffusion import generators, randn, sample

    size = here.stop - here.start
    noise = generators(recipe.seed, size, here.start)
    x = randn((size, *model.shape), noise).to(device)
    denoiser = _denoiser(recipe, model, labels[here])
    return sample(denoiser, path, x, eta=_eta(recipe, model), variance=model.variance(path), generator=noise)


def _denoiser(recipe: Digits | Plane, model: Any, labels: NDArray[np.int64]) -> Denoiser:
    from lib.diffusion import guided

    nothing: Denoiser = model.on(None)
    if isinstance(recipe, Plane) or not recipe.conditional:
        return nothing
    return guided(model.on(labels.tolist()), nothing, recipe.guidance)


def _eta(recipe: Digits | Plane, model: Any) -> float:
    given = None if isinstance(recipe, Plane) else recipe.eta
    return float(model.eta if given is None else given)


def _is_flow(recipe: Digits | Plane, model: Any, path: Path) -> bool:
    """A straight path, walked without fresh noise."""
    return path[0].alpha == 0 and _eta(recipe, model) == 0


def _straightness(walked: list[Step]) -> float:
    from lib.diffusion.reflow import straightness

    return straightness(walked) if walked else 0.0


def _kept(steps: int, frames: int) -> list[int]:
    """At most `frames` of the indices 0 ... steps, evenly spread, the first and the last among them."""
    return sorted({round(i) for i in np.linspace(0, steps, min(frames, steps + 1))})


def _keep(step: Step, kept: list[int], x_t: NDArray[np.float16], x_0: NDArray[np.float16]) -> None:
    """Copy a step into its frame, and the end of the walk into the last one."""
    with np.errstate(over="ignore"):
        if step.index in kept:
            k = kept.index(step.index)
            x_t[k], x_0[k] = _numpy(step.x_t), _numpy(step.prediction.x_0)
        if step.index + 1 == kept[-1]:
            x_t[-1] = x_0[-1] = _numpy(step.x_next)


def _labels(recipe: Digits | Plane) -> NDArray[np.int64]:
    rows = () if isinstance(recipe, Plane) else recipe.labels
    return np.repeat(np.array(rows, np.int64), recipe.per_label if isinstance(recipe, Digits) else 1)


def _numpy(x: Tensor) -> NDArray[np.float32]:
    return x.float().cpu().numpy()
