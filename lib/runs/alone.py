"""Room: runs. One picture of a run: the recipe that gives it again without the others, and its part of the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lib.models.errors import UserError
from lib.runs.enlargements import Upsample
from lib.runs.recipe import Denoise, Digits, Recipe, change
from lib.runs.trajectory import Trajectory


def can_be_alone(recipe: Recipe) -> bool:
    """Whether its pictures don't hang on each other, and there are several."""
    return "first" in type(recipe).model_fields and recipe.pictures > 1


def alone(recipe: Recipe, place: int) -> Recipe:
    """The recipe of one picture of a run: the same noise, the same conditions, but no other picture.

    Batches of another size are computed in another order of sums, so the picture is the same but for some last bits.

    Args:
        recipe: of the run.
        place: which picture, 0 is the first.

    Raises:
        UserError: for a place that isn't there, and points of the plane, which are one picture together.
    """
    if not 0 <= place < recipe.pictures:
        raise UserError(f"This run has {recipe.pictures} pictures: ask for one from 1 to that, not {place + 1}.")
    if recipe.pictures == 1:
        return recipe
    if not can_be_alone(recipe):
        raise UserError(f"What a {recipe.kind!r} run draws belongs together: take the whole run.")
    return change(recipe, **_knobs(recipe, place))


def _knobs(recipe: Any, place: int) -> dict[str, Any]:
    """What changes in the recipe."""
    first = recipe.first + place
    if isinstance(recipe, Denoise):
        digit = recipe.digits[place]
        return {"digits": (digit,), "first": recipe.first + recipe.digits[:place].count(digit)}
    if isinstance(recipe, Digits):
        return {"labels": recipe.labels[place // recipe.per_label :][:1], "per_label": 1, "first": first}
    if isinstance(recipe, Upsample):
        return {"of": alone(recipe.of, place % recipe.of.pictures), "count": 1, "first": first}
    return {"count": 1, "first": first}


def cut(trajectory: Trajectory, place: int) -> Trajectory:
    """One picture of a run that was computed: its part of all arrays, with the recipe that gives it again.

    Args:
        trajectory: of the whole run.
        place: as for `alone`.

    Raises:
        UserError: as `alone`.
    """
    recipe = alone(trajectory.recipe, place)
    here, ends = slice(place, place + 1), f"@{place}"
    own = {name: value for name, value in trajectory.numbers.items() if name.partition("@")[0] in ("steps", "calls")}
    read = {f"{name.removesuffix(ends)}@0": value for name, value in trajectory.numbers.items() if name.endswith(ends)}
    return replace(
        trajectory,
        recipe=recipe,
        x_t=trajectory.x_t[:, here],
        x_0=trajectory.x_0[:, here],
        labels=trajectory.labels[here],
        numbers=own if isinstance(recipe, Denoise) else {**own, **read},
    )
