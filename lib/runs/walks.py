"""Room: runs. What each kind of recipe that walks from noise to data means: which denoiser, path and start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from lib.runs import edit_walks
from lib.runs.edits import Edit, Inpaint
from lib.runs.enlargements import Upsample
from lib.runs.illusions import Anagram, Hybrid
from lib.runs.pictures import Picture
from lib.runs.progress import OnStep, before
from lib.runs.recipe import Digits, Plane
from lib.runs.walk import CHUNK_OF_ENLARGED, CHUNK_OF_LARGE, Walk

if TYPE_CHECKING:
    from torch import Generator

    from lib.diffusion import Denoiser


Walked = Digits | Plane | Picture | Upsample | Edit | Inpaint | Anagram | Hybrid
"""Recipes that the loop answers."""


def walk_of(recipe: Walked, model: Any, on_step: OnStep = lambda progress: None) -> Walk:
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
    from lib.models.digits import DigitsModel

    if isinstance(model, DigitsModel):
        model = model.under(getattr(recipe, "guidance", 1.0))
    kinds: dict[type, Callable[[Any, Any], Walk]] = {
        Plane: _plane,
        Digits: _digits,
        Picture: _picture,
        Edit: edit_walks.edit,
        Inpaint: edit_walks.inpaint,
        Anagram: edit_walks.anagram,
        Hybrid: edit_walks.hybrid,
    }
    return kinds[type(recipe)](recipe, model)


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
    denoiser = model.guided(recipe.prompt, recipe.guidance, recipe.negative)
    found = edit_walks.walk(recipe, model, model.path(recipe.steps), denoiser)
    return replace(found, z=recipe.z, variance="none" if recipe.z < 0 else found.variance)


def _upsample(recipe: Upsample, model: Any, on_step: OnStep) -> Walk:
    """Large pictures of the small ones that another recipe draws: of each one, then of each one again."""
    import torch

    from lib.diffusion import consistent
    from lib.models.pixels import PixelModel
    from lib.runs.engine import engine

    drawn = engine().compute(recipe.of, before(on_step))
    low = torch.from_numpy(np.tile(drawn.x_0[-1].astype(np.float32), (recipe.count, 1, 1, 1))).clamp(-1, 1)
    plain = PixelModel(model.net, model.schedule, model.embeddings)
    path = plain.path(recipe.steps)

    def denoiser(here: slice, noise: list[Generator]) -> Denoiser:
        told = model.of(low[here], noise, recipe.noise_level)
        drawn_ = told.limited(told.guided(recipe.told, recipe.guidance))
        return consistent(drawn_, low[here], recipe.held)

    chunk = CHUNK_OF_LARGE if "/" in recipe.model else CHUNK_OF_ENLARGED
    shape = tuple(model.shape)
    return Walk(shape, path, denoiser, plain.eta, plain.variance(path), chunk=chunk, notes=drawn.notes)
