"""Room: ui. The pictures of A3: one answer at the course's levels, and what could be under the noise of a digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from lib.runs.defaults import COURSE_LEVELS
from lib.ui import panel, pictures, strips
from lib.ui.place import in_place
from lib.ui.together import lasting

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

__all__ = ["COURSE_LEVELS", "answers", "plausible"]


@in_place
def answers(recipe: Recipe | None, key: str) -> None:
    """The noisy picture and the model's answer below it at each level of a run, from little noise to much.

    Args:
        recipe: of kind ``onestep``.
        key: unique on its page.
    """
    from lib.runs import images
    from lib.runs.filters import psnr
    from lib.runs.trajectory import to_image

    found = lasting(recipe, key)
    if found is None:
        return
    image, side = found.recipe.model_dump()["image"], found.x_t.shape[-1]
    clean = images.pixels(image, side)
    order = found.t.argsort()
    noisy, cleaned = found.pixels("x_t")[order, 0], found.pixels("x_0")[order, 0]
    errors = [psnr(2 * answer.astype(np.float32) - 1, 2 * clean - 1) for answer in cleaned]
    heads = [f"t = {t:.0f}" for t in found.t[order]]
    shown = [[to_image(picture) for picture in row] for row in ([clean, *noisy], [clean, *cleaned])]
    rows: list[Any] = [("noisy", shown[0]), ("x̂_0", [None, *shown[1][1:]])]
    pictures.table(rows, ["clean", *heads], most="40rem")
    listed = ", ".join(f"{error:.1f} dB at {head}" for error, head in zip(errors, heads, strict=True))
    st.caption(f"PSNR of x̂₀ against the clean picture: {listed}.")


def plausible(recipe: Recipe | None, key: str) -> Trajectory | None:
    """A digit under noise: the network's answer, the exact mean, and digits that could be under it.

    Args:
        recipe: of kind ``plausible``.
        key: unique on its page.

    Returns:
        The answer, once it is there.
    """
    found = panel.show(recipe, key, draw=_strip)
    return found


def _strip(found: Trajectory) -> None:
    count = [found.numbers[f"plausible@{t:.0f}"] for t in found.t]
    noisy = 0.5 + (found.x_t[:, 0, 0].astype(np.float32) - found.alpha[:, None, None] * 0.5) / 4
    rows = [
        strips.Row("the noisy digit", noisy),
        strips.Row("the network, one call", found.x_0[:, 0, 0]),
        strips.Row("the exact mean", found.x_0[:, 1, 0], [_many(n) for n in count]),
    ]
    drawn = found.x_0.shape[1] - 2
    names = ["could be under it", *[""] * (drawn - 1)]
    rows += [strips.Row(name, found.x_0[:, 2 + i, 0]) for i, name in enumerate(names)]
    heads = [f"t = {t:.0f}" for t in found.t]
    strips.strip(rows, heads, "Below the exact mean: of how many digits, in effect, it is the mean (the exponential of "
                 "the entropy of their weights).")  # fmt: skip


def _many(count: float) -> str:
    return "of 1" if count < 1.005 else f"of {count:.1f}" if count < 9.95 else f"of {count:,.0f}"
