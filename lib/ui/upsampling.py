"""Room: ui. The pictures of A11: an enlargement beside the plain ones, several of one input, and by noise level."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.runs import upsampling
from lib.runs.drawn import QUALITY
from lib.runs.trajectory import to_image, to_uint8
from lib.ui import panel, pictures
from lib.ui.place import in_place
from lib.ui.together import together

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

DRAWN, GIVEN = SOURCES = ("drawn by stage 1", "a picture")
"""Where the small picture comes from."""
TOLD = QUALITY
"""What stage 2 is told at first of a picture that no prompt has drawn."""


def small(image: str, prompt: str, number: int) -> Recipe | None:
    """The recipe of a small picture.

    Args:
        image: the reference of a given one; "" has stage 1 draw it.
        prompt: what stage 1 draws.
        number: which of its pictures.
    """
    if image:
        return panel.recipe("forward", image=image)
    return panel.recipe("picture", prompt=prompt, count=1, seed=number, frames=2)


def recipe_of(small: Trajectory | Recipe | None, **knobs: Any) -> Recipe | None:
    """The recipe that enlarges the pictures of another one, by the second stage that belongs to its model."""
    from lib.runs.enlargements import enlarger_of

    if small is None:
        return None
    recipe: Any = getattr(small, "recipe", small)
    return panel.recipe("upsample", of=recipe, model=enlarger_of(recipe.model), **knobs)


def enlarged_run(small: Trajectory | None, key: str) -> Trajectory | None:
    """The pictures of a run, four times as large, with its own seed, to be drawn elsewhere; None until they are there.

    Args:
        small: the run.
        key: unique on its page.
    """
    knobs = {} if small is None else {"seed": getattr(small.recipe, "seed", 0)}
    return panel.answer(recipe_of(small, frames=2, **knobs), f"{key}_large")


@in_place
def enlarged(small: Trajectory | None, key: str, seed: int = 0) -> None:
    """All pictures of a run, four times as large; nothing until the run is there."""
    found = panel.answer(recipe_of(small, seed=seed, frames=2), key)
    if small is None:
        st.caption("They come as soon as there are pictures above.")
    elif found is not None:
        pictures.row([("", picture, "") for picture in found.images], wide=4, narrow=2)
        st.caption(
            f"{found.images.shape[1]} × {found.images.shape[2]} pixels, {found.numbers['calls']:.0f} steps, at noise "
            f"level {getattr(found.recipe, 'noise_level', 0)}: lesson A11 looks closer."
        )


@in_place
def beside(small: Trajectory | None, large: Trajectory | None, alone: Trajectory | None) -> None:
    """A small picture enlarged in four ways, and what is left of it when an enlargement is made small again.

    Args:
        small: the run that drew it.
        large: its enlargement.
        alone: the same by a stage 2 that nothing holds to the small picture.
    """
    if small is None or large is None or alone is None:
        return
    low, high, free = _ends(small)[:1], _ends(large)[:1], _ends(alone)[:1]
    factor = high.shape[-1] // low.shape[-1]
    held = getattr(large.recipe, "held", 0.0)
    ways = {
        "nearest": (upsampling.nearest(low, factor), "each pixel a square"),
        "bilinear": (upsampling.bilinear(low, factor), "lines between pixels"),
        "stage 2 alone": (free, f"agrees to {_db(upsampling.kept(low, free))}"),
        f"stage 2, held by {held:g}": (high, f"agrees to {_db(upsampling.kept(low, high))}"),
    }
    pictures.row([(name, to_image(picture[0]), words) for name, (picture, words) in ways.items()], wide=4, narrow=2)
    side = low.shape[-1]
    st.caption(
        f"Made small again, the last two agree this closely with the {side} × {side} pixels that they were given; "
        "10 dB more are a tenth of the squared error. Held by 1, what is left was cut off at black and white. Within "
        f"squares of {factor} × {factor}, where a small picture can't see, pixels differ by "
        f"{_percent(free, factor)} of the way from black to white where stage 2 is alone, and by "
        f"{_percent(high, factor)} where it is held."
    )


@in_place
def seeds(small: Trajectory | None, recipe: Recipe | None, key: str) -> None:
    """Several enlargements of one small picture, and where they differ.

    Args:
        small: the run that drew it.
        recipe: an ``upsample`` recipe with some `count`.
        key: unique on its page.
    """
    found = panel.answer(recipe, key)
    last = f"_{key}_shown"
    found = found or st.session_state.get(last)
    st.session_state[last] = found
    if small is None or found is None or getattr(found.recipe, "of", None) != small.recipe:
        return  # the last ones may be of another small picture
    low, larges = _ends(small)[:1], _ends(found)
    spread = upsampling.invented(larges)
    items = [(f"Noise {i}", to_image(large), "") for i, large in enumerate(larges, 1)]
    bright = max(float(spread.max()), 1e-6)
    pictures.row([*items, ("Where they differ", to_uint8(spread / bright), "")], wide=len(items) + 1, narrow=3)
    back = [upsampling.kept(low, larges[i : i + 1]) for i in range(len(larges))]
    st.caption(
        f"Made small again, each agrees with the input to {_db(min(back))} or better. Among each other they differ by "
        f"{spread.mean():.1%} of the way from black to white on average, by {spread.max():.0%} at the brightest spot "
        "of the last picture."
    )


@in_place
def levels(recipes: Mapping[int, Recipe | None], small: Trajectory | None, key: str) -> None:
    """The same enlargement at several noise levels.

    Args:
        recipes: noise level → a recipe of one enlargement.
        small: the run that drew the small picture.
        key: unique on its page.
    """
    found = together(recipes, key)
    if not found or small is None:
        return
    low = _ends(small)[:1]
    items = [
        (f"Level {level}", to_image(_ends(answer)[0]), f"agrees to {_db(upsampling.kept(low, _ends(answer)[:1]))}")
        for level, answer in found.items()
    ]
    pictures.row(items, wide=len(recipes), narrow=2)


def _ends(found: Trajectory) -> upsampling.Pictures:
    return upsampling.pixels(found.x_0[-1])


def _percent(large: upsampling.Pictures, factor: int) -> str:
    return f"{upsampling.detail(large, factor):.1%}"


def _db(value: float) -> str:
    return "the last bit" if math.isinf(value) else f"{value:.0f} dB"
