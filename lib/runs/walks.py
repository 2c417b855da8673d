"""Room: runs. What each kind of recipe that walks from noise to data means: which denoiser, path and start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lib.runs.pictures import Picture, Upsample
from lib.runs.progress import OnStep, Progress
from lib.runs.recipe import Digits, Plane

if TYPE_CHECKING:
    from torch import Generator, Tensor

    from lib.diffusion import Denoiser, Path
    from lib.diffusion.sampling import Variance

CHUNK = 50
"""Pictures that go through a network together: memory stays bounded, and no picture depends on the batch's size."""
CHUNK_OF_LARGE = 4
"""The same for models of billions of parameters."""
CHUNK_OF_ENLARGED = 8
"""The same for pictures of sixteen times as many pixels."""


@dataclass(frozen=True)
class Walk:
    """All that the loop needs to know of a recipe.

    Attributes:
        shape: of one picture (C, H, W), or of a point (2,).
        path: levels from noise to data.
        denoiser: of some of the pictures, given which ones and a generator for each.
        eta: of the sampler.
        variance: of the fresh noise.
        labels: (B,) digits that were asked for, or (0,).
        chunk: how many go through together.
        notes: what a learner should be told.
    """

    shape: tuple[int, ...]
    path: Path
    denoiser: Callable[[slice, list[Generator]], Denoiser]
    eta: float
    variance: Variance
    labels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    chunk: int = field(default_factory=lambda: CHUNK)
    notes: tuple[str, ...] = ()

    @property
    def is_flow(self) -> bool:
        """A straight path, walked without fresh noise."""
        return self.path[0].alpha == 0 and self.eta == 0


def walk_of(recipe: Digits | Plane | Picture | Upsample, model: Any, on_step: OnStep = lambda progress: None) -> Walk:
    """The walk that a recipe asks for.

    Args:
        recipe: the question.
        model: who answers.
        on_step: hears of what has to be drawn before the walk can begin; may raise Cancelled.

    Raises:
        UserError: for steps, labels or prompts that the model can't do, and for small pictures that can't be had.
    """
    if isinstance(recipe, Upsample):
        return _upsample(recipe, model, on_step)
    if isinstance(recipe, Plane):
        return _plane(recipe, model)
    return _digits(recipe, model) if isinstance(recipe, Digits) else _picture(recipe, model)


def _plane(recipe: Plane, model: Any) -> Walk:
    path = model.path(recipe.steps)
    shape, points = tuple(model.shape), recipe.points
    return Walk(shape, path, lambda here, noise: model.on(None), model.eta, model.variance(path), chunk=points)


def _digits(recipe: Digits, model: Any) -> Walk:
    from lib.diffusion import guided

    labels = np.repeat(np.array(recipe.labels, np.int64), recipe.per_label)
    path = model.path(recipe.steps)

    def denoiser(here: slice, noise: list[Generator]) -> Denoiser:
        nothing: Denoiser = model.on(None)
        return guided(model.on(labels[here].tolist()), nothing, recipe.guidance) if recipe.conditional else nothing

    eta = float(model.eta if recipe.eta is None else recipe.eta)
    return Walk(tuple(model.shape), path, denoiser, eta, model.variance(path), labels)


def _picture(recipe: Picture, model: Any) -> Walk:
    path = model.path(recipe.steps)

    def denoiser(here: slice, noise: list[Generator]) -> Denoiser:
        return model.limited(model.guided(recipe.prompt, recipe.guidance, recipe.negative))  # type: ignore[no-any-return]

    eta = float(model.eta if recipe.eta is None else recipe.eta)
    return Walk(
        tuple(model.shape),
        path,
        denoiser,
        eta,
        model.variance(path),
        chunk=CHUNK_OF_LARGE if "/" in recipe.model else CHUNK,
    )


def _upsample(recipe: Upsample, model: Any, on_step: OnStep) -> Walk:
    """Large pictures of the small ones that another recipe draws: of each one, then of each one again."""
    import torch

    from lib.models.pixels import PixelModel
    from lib.runs.engine import engine

    drawn = engine().compute(recipe.of, lambda p: on_step(Progress(0, 1, p.pictures)))
    low = torch.from_numpy(np.tile(drawn.x_0[-1].astype(np.float32), (recipe.count, 1, 1, 1))).clamp(-1, 1)
    plain = PixelModel(model.net, model.schedule, model.embeddings)
    path = plain.path(recipe.steps)

    def denoiser(here: slice, noise: list[Generator]) -> Denoiser:
        told = model.of(low[here], noise, recipe.noise_level)
        return told.limited(told.guided(recipe.told, recipe.guidance))  # type: ignore[no-any-return]

    chunk = CHUNK_OF_LARGE if "/" in recipe.model else CHUNK_OF_ENLARGED
    shape = tuple(model.shape)
    return Walk(shape, path, denoiser, plain.eta, plain.variance(path), chunk=chunk, notes=drawn.notes)


def numpy_of(x: Tensor) -> NDArray[np.float32]:
    """A tensor on any device as an array."""
    return x.float().cpu().numpy()
