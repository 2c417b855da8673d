"""Room: ui. From a run back to its lesson: as a link that sets the lesson's controls, where they can say all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from lib.models.errors import UserError
from lib.runs.defaults import DEFAULTS
from lib.runs.drawn import QUALITY
from lib.runs.recipe import Edit, Recipe, change, text
from lib.ui import catalogue

STEPS: Final = (10, 20, 34, 50, 100)
DIGIT_STEPS: Final = (10, 25, 50, 100, 300)


@dataclass(frozen=True)
class Lesson:
    """A lesson whose first run can be said by its controls.

    Attributes:
        page: the file in pages/, without its ending.
        opening: the run that it opens with, among the defaults.
        controls: knob -> control, or control and the values that it can have.
    """

    page: str
    opening: str
    controls: Mapping[str, tuple[str, Any]]


def _halves(most: float) -> tuple[float, ...]:
    return tuple(i / 2 for i in range(int(2 * most) + 1))


def _digits(page: str, prefix: str, **more: tuple[str, Any]) -> Lesson:
    return Lesson(page, prefix, {"model": (f"{prefix}_epoch", None), "seed": (f"{prefix}_seed", None), **more})


def _pictures(page: str, prefix: str, **more: tuple[str, Any]) -> Lesson:
    return Lesson(page, prefix, {"prompt": (f"{prefix}_prompt", None), "seed": (f"{prefix}_seed", None), **more})


LESSONS: Final[dict[str, tuple[Lesson, ...]]] = {
    "digits": (
        _digits("b2_time_ddpm", "b2", steps=("b2_steps", DIGIT_STEPS)),
        _digits(
            "b3_class_ddpm",
            "b3",
            guidance=("b3_guidance", _halves(10)),
            per_label=("b3_rows", (1, 2, 4, 8)),
            steps=("b3_steps", DIGIT_STEPS),
        ),
        _digits("b4_rectified_flow", "b4", guidance=("b4_guidance", _halves(10)), steps=("b4_steps", range(1, 301))),
    ),
    "picture": (
        _pictures("a0_models", "a0", guidance=("a0_guidance", _halves(10)), steps=("a0_steps", STEPS)),
        _pictures(
            "a5_sampling",
            "a5",
            count=("a5_count", range(1, 11)),
            steps=("a5_steps", STEPS),
            eta=("a5_eta", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ),
        _pictures("a6_guidance", "a6", guidance=("a6_guidance", _halves(15))),
    ),
    "forward": (
        Lesson(
            "a1_forward",
            "a1",
            {
                "image": ("a1_image", None),
                "schedule": ("a1_schedule", None),
                "scaling": ("a1_scaling", None),
                "seed": ("a1_seed", None),
            },
        ),
    ),
    "edit": (
        Lesson(
            "a4_iterative",
            "a4",
            {"image": ("a4_image", None), "i_start": ("a4_start", range(21)), "seed": ("a4_seed", None)},
        ),
    ),
}
"""By kind; the first is where a run goes that no lesson's controls can say."""
OTHERS: Final = {
    "denoise": "b1_denoiser",
    "plane": "b5_reflow",
    "field": "b4_rectified_flow",
    "upsample": "a11_upsampling",
    "onestep": "a3_one_step",
    "plausible": "a3_one_step",
    "inpaint": "a8_inpainting",
    "anagram": "a9_anagrams",
    "hybrid": "a10_hybrids",
}


def lesson_of(recipe: Recipe) -> tuple[str, dict[str, str] | None]:
    """Where a run belongs: to a lesson whose controls can say it, to one that shows it, or to one of its kind.

    Returns:
        The page, and the query that sets its controls to this run; None where they can't say it.
    """
    known = LESSONS.get(recipe.kind, ())
    for lesson in known:
        query = _said(recipe, lesson)
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


def _said(recipe: Recipe, lesson: Lesson) -> dict[str, str] | None:
    """The run in the words of a lesson's controls."""
    opening = DEFAULTS[lesson.opening]
    if opening.model.partition("@")[0] != recipe.model.partition("@")[0]:
        return None
    asked = {knob: getattr(recipe, knob) for knob in lesson.controls}
    try:
        if change(opening, **asked) != recipe:
            return None
    except UserError:  # as far as the controls go, they would ask for nonsense
        return None
    query = {}
    for knob, value in asked.items():
        name, allowed = lesson.controls[knob]
        if allowed is not None and value not in allowed:
            return None
        if value != getattr(opening, knob):
            query[name] = recipe.model.partition("@")[2] if knob == "model" else text(recipe, knob)
    return query if all(query.values()) else None


def back(recipe: Recipe) -> None:
    """A link to the lesson of a run."""
    page, query = lesson_of(recipe)
    head = catalogue.head_of(catalogue.PAGES / f"{page}.py")
    label = (
        f"Open this run in its lesson: {head.title}" if query is not None else f"The lesson of this kind: {head.title}"
    )
    st.page_link(str(head.path), label=label, icon=":material/menu_book:", query_params=query or None)
