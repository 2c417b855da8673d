"""Room: runs. From a recipe to its trajectory: a pure function of recipe and weights. torch is imported inside."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lib.runs.anagrams import readings
from lib.runs.edits import Forward, OneStep
from lib.runs.enlargements import Upsample
from lib.runs.once import denoise, field, forward, one_step
from lib.runs.plausible import Plausible
from lib.runs.posterior import plausible
from lib.runs.progress import Cancelled, OnStep, Progress
from lib.runs.prompts import heard
from lib.runs.recipe import Denoise, Recipe, VectorField, change
from lib.runs.safety import filtered, has_filter
from lib.runs.trajectory import Trajectory, evenly, to_uint8
from lib.runs.walk import Walk, numpy_of
from lib.runs.walks import Walked, walk_of
from lib.runs.weights import weights_of

if TYPE_CHECKING:
    from lib.diffusion import Step

__all__ = ["Cancelled", "OnStep", "Progress", "run"]

OTHER = 2**32
"""Between the seeds of two streams of fresh noise: more than any seed of a recipe."""


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

    on = str(pick_device(device))
    model = _loaded(recipe, on)
    report = on_step or (lambda progress: None)
    with torch.inference_mode():
        if isinstance(recipe, Denoise):
            trajectory = denoise(recipe, model, on, report)
        elif isinstance(recipe, VectorField):
            trajectory = field(recipe, model, on, report)
        elif isinstance(recipe, Forward):
            trajectory = forward(recipe, model)
        elif isinstance(recipe, Plausible):
            trajectory = plausible(recipe, model, on, report)
        elif isinstance(recipe, OneStep):
            trajectory = filtered(one_step(recipe, model, on, report), on)
        else:
            trajectory = filtered(_walk(recipe, walk_of(recipe, model, report), on, report), on)
        read = readings(trajectory)
    numbers = {**trajectory.numbers, **read, "seconds": time.perf_counter() - started}
    notes = tuple(dict.fromkeys([*trajectory.notes, *heard(trajectory.recipe)]))
    return replace(trajectory, numbers=numbers, notes=notes, weights=weights_of(trajectory.recipe))


def _loaded(recipe: Recipe, device: str) -> Any:
    if isinstance(recipe, Upsample):
        from lib.models.loader import load_upsampler

        return load_upsampler(recipe.model, device)
    from lib.models.loader import load

    return load(recipe.model, device)


def _walk(recipe: Walked, walk: Walk, device: str, report: OnStep) -> Trajectory:
    """From noise to data, chunk by chunk."""
    from lib.diffusion import rises

    count, path = recipe.pictures, walk.path
    kept = evenly(walk.steps, min(recipe.frames, walk.steps + 1))
    x_t = np.zeros((len(kept), count, *walk.shape), np.float16)
    x_0 = np.zeros_like(x_t)
    canvas = _Canvas(recipe, walk)
    total, done, bends = walk.calls * math.ceil(count / walk.chunk), 0, []
    for first in range(0, count, walk.chunk):
        here = slice(first, min(first + walk.chunk, count))
        walked: list[Step] = []
        for step in _steps(walk, here, recipe, device):
            _keep(step, kept, x_t[:, here], x_0[:, here])
            walked += [step] if walk.is_flow else []
            done += not rises(step.level, step.next)
            report(Progress(done, total, canvas.with_(step, here), walk.labels))
        bends.append((_straightness(walked), here.stop - here.start))
    numbers = {"steps": float(walk.steps), "calls": float(walk.calls)}
    if walk.is_flow:
        numbers["straightness"] = sum(bend * weight for bend, weight in bends) / count
    t, alpha, sigma = np.array([(path[k].t, path[k].alpha, path[k].sigma) for k in kept]).T
    return Trajectory(recipe, t, alpha, sigma, x_t, x_0, walk.labels, numbers, walk.notes)


def _steps(walk: Walk, here: slice, recipe: Any, device: str) -> Iterator[Step]:
    """The steps of one chunk. Each picture has a generator of its own, so its noise is the same in every batch."""
    from lib.diffusion import generators, randn, sample

    size, place = here.stop - here.start, here.start + getattr(recipe, "first", 0)
    noise = generators(recipe.seed, size, place)
    x = (walk.start(noise) if walk.start else randn((size, *walk.shape), noise)).to(device)
    fresh = generators(recipe.seed + walk.z * OTHER, size, place) if walk.z > 0 else noise
    denoise_, project = walk.denoiser(here, noise), walk.project and walk.project(here, device)
    settings: dict[str, Any] = {"eta": walk.eta, "variance": walk.variance, "project": project}
    return sample(denoise_, walk.path, x, generator=fresh, **settings)


class _Canvas:
    """The newest estimates of all pictures, for those who wait: (B, H, W) or (B, H, W, 3).

    None in the plane, and for models whose finished pictures pass a filter first.
    """

    def __init__(self, recipe: Recipe, walk: Walk) -> None:
        channels, *size = walk.shape
        self.low, self.high = recipe.data_range
        shape = (recipe.pictures, *size, *([3] if channels == 3 else []))
        self.pixels = np.zeros(shape, np.uint8) if size and not has_filter(recipe.model) else None

    def with_(self, step: Step, here: slice) -> NDArray[np.uint8] | None:
        """Put a chunk's newest estimate in its place."""
        if self.pixels is not None:
            x_0 = (numpy_of(step.prediction.x_0) - self.low) / (self.high - self.low)
            self.pixels[here] = to_uint8(x_0[:, 0] if x_0.shape[1] == 1 else x_0.transpose(0, 2, 3, 1))
        return self.pixels


def _straightness(walked: list[Step]) -> float:
    from lib.diffusion.reflow import straightness

    return straightness(walked) if walked else 0.0


def _keep(step: Step, kept: list[int], x_t: NDArray[np.float16], x_0: NDArray[np.float16]) -> None:
    """Copy a step into its frame, and the end of the walk into the last one."""
    with np.errstate(over="ignore"):
        if step.index in kept:
            k = kept.index(step.index)
            x_t[k], x_0[k] = numpy_of(step.x_t), numpy_of(step.prediction.x_0)
        if step.index + 1 == kept[-1]:
            x_t[-1] = x_0[-1] = numpy_of(step.x_next)
