"""Room: ui. The pictures of A10: a hybrid from near and afar, its two bands, its spectrum, and anagrams of hybrids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import streamlit as st

from lib.runs.bands import NESTED, OPENING, SIDE, bands, cutoff
from lib.runs.trajectory import to_image
from lib.ui import own, panel, pictures
from lib.ui.assignments import holding
from lib.ui.charts import chart, of
from lib.ui.distance import distance
from lib.ui.place import in_place
from lib.ui.together import together
from lib.ui.upsampling import enlarged_run as enlarged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from plotly.graph_objects import Figure

    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory


Alone: TypeAlias = "dict[str, Trajectory] | None"
LOW, HIGH, SEED = OPENING
"""What the page opens with."""


def cut(page: str, default: float = 2.0) -> float:
    """The sigma that parts the bands, in pixels of a picture of 64."""
    label, help_ = (
        "Cut-off σ",
        "In pixels of a picture of 64: the course's is 2. More leaves less to the low band.",
    )
    kept = holding.fixed(f"{page}_sigma", label, default, holding.real(0.5, 8), holding.number)
    if kept is not None:
        return kept
    return float(st.slider(label, 0.5, 8.0, default, 0.5, key=f"{page}_sigma", bind="query-params", help=help_))


def middle(page: str, model: str, default: str = "an oil painting of a campfire") -> str:
    """A third prompt, for what lies between; "" while it isn't wanted."""
    from lib.ui import controls, prompts

    if not controls.toggle(page, "three", "A third prompt, for the middle band"):
        return ""
    return prompts.prompt(f"{page}_middle", model, default, "In between")


def inner(middle: str, sigma: float) -> dict[str, float]:
    """Where the middle band ends: at half the sigma, where there is a middle band."""
    return {"fine": sigma / 2} if middle else {}


@in_place
def far(found: Trajectory | None, key: str, large: bool = False) -> None:
    """The first picture of a run at any distance.

    Args:
        found: a hybrid that ran; nothing until it is there.
        key: unique on its page.
        large: draw it four times as large by the second stage first.
    """
    shown = enlarged(found, key) if large else found
    if found is None or shown is None:
        return
    recipe: Any = found.recipe
    sigma = recipe.sigma * shown.images.shape[1] / SIDE
    distance(own.coloured(shown.images[0]), key, (recipe.high, recipe.low), sigma)


@in_place
def two_bands(found: Trajectory | None, alone: Alone) -> None:
    """Both bands of a hybrid; below it those of the plain mean of two pictures of the same seed.

    Args:
        found: a hybrid.
        alone: its two prompts by themselves, see `alone_of`.
    """
    if found is None or alone is None:
        return
    recipe: Any = found.recipe
    mixed: dict[str, NDArray[Any]] = {
        "hybrid": _end(found),
        "plain mean": (_end(alone["low"]) + _end(alone["high"])) / 2,
    }
    rows: list[Any] = []
    for name, whole in mixed.items():
        low, high = bands(whole, recipe.sigma)
        rows.append((name, [to_image(whole, black=-1), to_image(low, black=-1), to_image(high, black=-1)]))
    pictures.table(rows, ["the picture", "= its low band", "+ its high band"])
    st.caption("A band is coarse or fine around zero; zero is drawn as middle grey.")


@in_place
def spectrum(found: Trajectory | None, alone: Alone, key: str) -> None:
    """How coarse and how fine the hybrid is, beside the two pictures that its prompts give alone.

    Args:
        found: a hybrid.
        alone: its two prompts by themselves, see `alone_of`.
        key: unique on its page.
    """
    if found is None or alone is None:
        return
    recipe: Any = found.recipe
    runs = {"hybrid": found, "far prompt alone": alone["low"], "near prompt alone": alone["high"]}
    lines = {name: _end(run) for name, run in runs.items()}
    chart(f"{key}_figure", lambda: _figure(lines, recipe.sigma), *map(of, runs.values()), recipe.sigma)
    st.caption(
        f"At $\\sigma = {recipe.sigma:g}$ the bands meet at {cutoff(recipe.sigma):.1f} waves per picture: of that "
        "frequency each prompt decides one half."
    )


def _figure(lines: dict[str, NDArray[np.float32]], sigma: float) -> Figure:
    from lib.draw.bands import spectra

    return spectra(lines, sigma)


def alone_of(found: Trajectory | None, key: str) -> Alone:
    """What the two prompts of a hybrid give by themselves, from the same seed: runs "low" and "high".

    Args:
        found: a hybrid, whose model is asked; None until it is there.
        key: unique on its page.
    """
    if found is None:
        return None
    recipe: Any = found.recipe
    knobs = {name: getattr(recipe, name) for name in ("model", "guidance", "steps", "seed")}
    asked = {
        name: panel.recipe("picture", prompt=getattr(recipe, name), count=1, frames=2, **knobs)
        for name in ("low", "high")
    }
    runs = together(asked, key)
    return runs if len(runs) == len(asked) else None


def _end(run: Trajectory) -> NDArray[np.float32]:
    end: NDArray[np.float32] = run.x_0[-1, 0].astype(np.float32)
    return end


def nested(sigma: float = 2.0, **knobs: Any) -> Recipe | None:
    """The recipe of an anagram of hybrids, turned by 180 degrees."""
    from lib.runs.illusions import Blend

    parts = {
        name: Blend.model_validate({"low": low, "high": high, "sigma": sigma}) for name, (low, high) in NESTED.items()
    }
    return panel.recipe("anagram", **parts, view="rotate180", frames=2, **knobs)


@in_place
def four_in_one(found: Trajectory | None, key: str) -> None:
    """An anagram of hybrids: it turns at a click, and from afar both sides are something else.

    Args:
        found: an anagram of two blends; nothing until it is there.
        key: unique on its page.
    """
    if found is None:
        return
    from lib.runs.views import seen
    from lib.ui.turn import turn

    recipe: Any = found.recipe
    here = _end(found)
    sides = [here, seen(here, recipe.view)]
    turn([to_image(here, black=-1)], key, (recipe.upright.high, recipe.turned.high), "rotate180")
    rows: Sequence[Any] = [
        ("from near", [to_image(side, black=-1) for side in sides]),
        ("from afar", [to_image(bands(side, 1.5 * recipe.upright.sigma)[0], black=-1) for side in sides]),
    ]
    pictures.table(rows, ["as it is", "turned"], most="30rem")
    asked = [f"{blend.high}, from afar {blend.low}" for blend in (recipe.upright, recipe.turned)]
    st.caption(f"Asked for as it is: *{asked[0]}*; turned: *{asked[1]}*.")
