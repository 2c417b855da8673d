"""Room: runs. About how long a run takes, before it begins: who would hold others up is asked first, and comes last."""

from __future__ import annotations

from lib.runs.drawn import Drawn
from lib.runs.edits import Edit, Forward, Inpaint, OneStep
from lib.runs.enlargements import Upsample
from lib.runs.illusions import Anagram, Bands, Blend, Hybrid
from lib.runs.kinds import Denoise, Digits, Plane, VectorField
from lib.runs.pictures import Picture
from lib.runs.plausible import Plausible
from lib.runs.recipe import Recipe

DIGIT = 0.0025
"""Seconds for one question about one picture on two processor cores: to a network of digits."""
POINT = 2e-6
"""The same to a flow of the plane."""
PICTURE = 0.01
"""The same to stage 1 of our own model."""
ENLARGED = 0.05
"""The same to its stage 2."""
LARGE = 10.0
"""The same to a model of the Hub, without a GPU."""


def seconds_of(recipe: Recipe) -> float:
    """About how long a run takes on two processor cores, its model loaded; right to a factor of two or so.

    A small picture that an enlargement begins with counts too, whether it is known or not.
    """
    if isinstance(recipe, Upsample):
        once = LARGE if "/" in recipe.model else ENLARGED
        return seconds_of(recipe.of) + once * recipe.pictures * recipe.steps * _sides(recipe.guidance)
    if isinstance(recipe, Digits):
        return DIGIT * recipe.pictures * recipe.steps * _sides(recipe.guidance)
    if isinstance(recipe, Denoise):
        return DIGIT * recipe.pictures * len(recipe.sigmas)
    if isinstance(recipe, Plausible):
        return DIGIT * recipe.pictures * len(recipe.times)
    if isinstance(recipe, Plane):
        return POINT * recipe.points * recipe.steps
    if isinstance(recipe, VectorField):
        return POINT * recipe.pictures * len(recipe.times)
    return _drawn(recipe)


def _drawn(recipe: Picture | Forward | OneStep | Edit | Inpaint | Anagram | Hybrid) -> float:
    return _once(recipe) * recipe.pictures * _calls(recipe)


def _once(recipe: Drawn) -> float:
    return DIGIT if recipe.is_digits else LARGE if "/" in recipe.model else PICTURE


def _calls(recipe: Picture | Forward | OneStep | Edit | Inpaint | Anagram | Hybrid) -> int:
    """Questions to the network about one picture, both sides of guidance counted."""
    if isinstance(recipe, Forward):
        return 0
    sides = _sides(recipe.guidance)
    if isinstance(recipe, OneStep):
        return len(recipe.times) * sides
    if isinstance(recipe, Edit):
        return (recipe.steps - recipe.i_start) * sides
    if isinstance(recipe, Inpaint):
        return recipe.steps * recipe.resample * sides
    if isinstance(recipe, Anagram):
        return recipe.steps * (_prompts(recipe.upright) + _prompts(recipe.turned)) * sides
    if isinstance(recipe, Hybrid):
        return recipe.steps * _prompts(recipe) * sides
    return recipe.steps * sides


def _prompts(asked: str | Bands | Blend) -> int:
    return 1 if isinstance(asked, str) else 2 + bool(asked.middle)


def _sides(guidance: float) -> int:
    """Guidance asks twice, but where it is one of the two answers itself."""
    return 1 if guidance in (0, 1) else 2


def said(seconds: float) -> str:
    """A duration in words, no finer than one knows it."""
    if seconds < 90:
        tens = max(round(seconds / 10) * 10, 10)
        return f"{tens} seconds"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{round(minutes / 60)} hours"
