"""Room: ui. Where a run belongs: to the lesson that can show it, or else to one about runs of its kind."""

from __future__ import annotations

from typing import Final

from lib.runs.defaults import DEFAULTS
from lib.runs.drawn import QUALITY
from lib.runs.recipe import Edit, Recipe
from lib.ui import catalogue
from lib.ui.restoring.lessons import LESSONS

OTHERS: Final = {"field": "b4_rectified_flow", "plausible": "a3_one_step"}
"""Kinds of which no lesson makes files."""


def lesson_of(recipe: Recipe) -> tuple[str, dict[str, str] | None]:
    """Where a run belongs: to a lesson whose controls can say it, to one that shows it, or to one of its kind.

    Returns:
        The page, and the query that sets its controls to this run; None where they can't say it.
    """
    for lesson in LESSONS.get(recipe.kind, ()):
        query = lesson.said(recipe)
        if query is not None:
            return lesson.page, query
    return _ships_with(recipe) or _of_kind(recipe), None


def _ships_with(recipe: Recipe) -> str:
    """The lesson that shows this very run; "" where none does."""
    names = [name.partition("-")[0] for name, shown in DEFAULTS.items() if shown == recipe]
    numbers = {head.number.lower(): head.path.stem for head in catalogue.heads() if head.number}
    return next((numbers[name] for name in names if name in numbers), "")


def _of_kind(recipe: Recipe) -> str:
    """The lesson about runs of this kind."""
    known = LESSONS.get(recipe.kind, ())
    if recipe.kind == "digits":
        prefix = {"digits-time-ddpm": 0, "digits-class-ddpm": 1}.get(recipe.model.partition("@")[0], 2)
        return known[prefix].page
    if isinstance(recipe, Edit) and (recipe.guidance != 1 or recipe.prompt != QUALITY):
        return "a7_image_to_image"
    return known[0].page if known else OTHERS[recipe.kind]
