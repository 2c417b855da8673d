"""Room: ui. The pictures of A6: rows by guidance, the arrow that it follows, a grid, and what it buys and costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from lib.models.errors import UserError
from lib.models.registry import CASCADE
from lib.runs import anatomy, judged
from lib.runs.defaults import SCALES
from lib.ui import controls, panel, pictures
from lib.ui.ahead import Places, ahead, place
from lib.ui.charts import chart, of
from lib.ui.place import in_place
from lib.ui.soon import soon
from lib.ui.together import known, together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

__all__ = ["SCALES", "arrow", "grid", "over", "rows", "trade_off"]
SHOWN = 4
"""Pictures of a row of the grid; all are measured."""
LEVELS = (240, 390, 540, 690, 810, 900, 990)
"""Timesteps of the arrow."""

Recipes = Mapping[float, "Recipe | None"]
Answers = dict[float, "Trajectory"]


def over(kind: str, scales: tuple[float, ...] = SCALES, **asked: object) -> dict[float, Recipe | None]:
    """The same question at several guidance scales."""
    return {scale: panel.recipe(kind, guidance=scale, **asked) for scale in scales}


@in_place
def rows(found: Trajectory | None, recipes: Recipes, key: str) -> None:
    """A run beside the same noise at other scales, a row for each.

    Args:
        found: the run.
        recipes: by scale.
        key: unique on its page.
    """
    others = together(recipes, key, silent=found is None)
    if found is None:
        return
    lines = {**others, getattr(found.recipe, "guidance", 1.0): found}
    table = [(f"γ = {scale:g}", list(lines[scale].images)) for scale in sorted(lines)]
    pictures.table(table, [f"noise {i + 1}" for i in range(len(found.images))], most="52rem")


def arrow(page: str, asked: Mapping[str, Any], *, silent: bool = False) -> int:
    """A level, what the model believes at that x_t by guidance, and where its noise estimates lie.

    Args:
        page: prefix of the keys ("a6").
        asked: the other knobs of the ``onestep`` recipes.
        silent: as for `together`.

    Returns:
        Timestep.
    """

    def part() -> int:
        t = controls.choice(page, "t", "Level t", LEVELS, 810)
        recipes, key = over("onestep", **asked, times=(t,)), f"{page}_arrow"
        _arrow(recipes, key, silent=silent)
        ahead(f"{page}_t", t, LEVELS, lambda level: _known_arrow(recipes, level, key))
        return t

    return soon(part)


def _arrow(recipes: Recipes, key: str, *, silent: bool) -> None:
    """The pictures and the figure, once there are answers for all scales; 0 and 1 are among them."""
    from lib.draw.guidance import arrow as figure

    found = together(recipes, key, silent=silent)
    if len(found) < len(recipes):
        return
    eps = _eps(found)
    places = _places(eps)
    place(f"{key}_row", _arrow_row(found, places))
    shown = [of(run) for run in found.values()]
    chart(f"{key}_figure", lambda: figure({g: (p.along, p.across) for g, p in places.items()}), "arrow", *shown)
    strong = max(places)
    st.caption(
        f"Measured at t = {found[0].t[0]:.0f}. The arrow is the whole of what the prompt says: "
        f"{np.sqrt(np.square(eps[1] - eps[0]).mean()):.3f} in size, beside an estimate of size {places[1].size:.3f}. "
        f"γ = {strong:g} asks for {strong:g} lengths and gets {places[strong].along:.2f}, "
        f"{places[strong].off:.2f} lengths outside this plane: afterwards $\\hat x_0$ is kept within the range of "
        "pictures, and what would leave it is cut off."
    )


def _eps(found: Answers) -> dict[float, NDArray[Any]]:
    return {g: anatomy.eps_of(run.x_t[0, 0], run.x_0[0, 0], run.alpha[0], run.sigma[0]) for g, run in found.items()}


def _places(eps: Mapping[float, NDArray[Any]]) -> dict[float, judged.Place]:
    """Where the noise estimates lie, by guidance; 0 and 1 are among them."""
    return {g: judged.place(e, eps[0], eps[1]) for g, e in eps.items()}


def _arrow_row(found: Answers, places: Mapping[float, judged.Place]) -> str:
    items = [(f"γ = {g:g}", run.images[0], f"at {places[g].along:.2f}") for g, run in found.items()]
    return pictures.figures(items, wide=len(items), narrow=3)


def _known_arrow(recipes: Recipes, t: int, key: str) -> Places:
    """The row of pictures at another level, where all its answers are known."""
    from lib.runs.recipe import change

    found = known({g: change(recipe, times=(t,)) for g, recipe in recipes.items() if recipe is not None})
    return {f"{key}_row": _arrow_row(found, _places(_eps(found)))} if len(found) == len(recipes) else {}


def grid(recipes: Recipes, key: str, *, silent: bool = False) -> Answers:
    """Guidance × noise: a row for each scale, the first pictures of its run.

    Args:
        recipes: by scale.
        key: unique on its page.
        silent: as for `together`.
    """
    found = together(recipes, key, silent=silent)
    if found:
        count = min(SHOWN, *(len(run.images) for run in found.values()))
        table = [(f"γ = {scale:g}", list(run.images[:count])) for scale, run in found.items()]
        pictures.table(table, [f"noise {i + 1}" for i in range(count)], most="36rem")
    return found


def trade_off(found: Answers, key: str) -> None:
    """How well a judge reads what was asked for, and how much the pictures differ, against guidance."""
    from lib.draw.guidance import trade_off as figure

    if len(found) < len(SCALES):
        return
    readings, sentence = _readings(found)
    scales = sorted(found)
    shares: dict[str, list[float]] = {}
    for name in ("thing", "style"):
        values = [value for g in scales if readings and (value := getattr(readings[g], name)) is not None]
        if values:
            shares[f"probability of the {name} that was asked for"] = values
    apart = [readings[g].apart if readings else judged.spread(found[g]) for g in scales]
    unit = "judge's features" if readings else "pixels"
    chart(key, lambda: figure(scales, shares, apart, unit), "trade-off", shares, apart)
    count = len(next(iter(found.values())).images)
    told = f"{count} pictures for each γ; the first stand above. *Diversity* is the mean distance of two of them, " + (
        "one minus the cosine of what a judge network sees in them." if readings else "in their pixels."
    )
    st.caption(f"{told} {sentence}")


def _readings(found: Answers) -> tuple[dict[float, judged.Reading], str]:
    """What the judge reads, or a sentence that says why there is nothing."""
    if any(run.recipe.model != CASCADE for run in found.values()):
        return {}, "Our judge only reads pictures of our own model, so there is no accuracy here."
    try:
        readings = {scale: _reading(of(run), run) for scale, run in found.items()}
    except UserError as error:
        return {}, f"The judge that measures accuracy isn't here. {error}"
    if next(iter(readings.values())).thing is None:
        return readings, "The prompt names no single thing that the judge knows, so it can't tell whether it is there."
    return readings, ""


@st.cache_data(max_entries=256, show_spinner="A judge reads the pictures …")
def _reading(token: tuple[str, str], _run: Trajectory) -> judged.Reading:
    return judged.reading(_run)
