"""Room: ui. What a seed stands for: a picture and a name of its noise; and what steps make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from lib.ui import pictures
from lib.ui.player import picture_url
from lib.ui.together import together

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

_STYLE = Path(__file__).with_name("models.css")


def fingerprint(found: Trajectory | None, seed: int, model: str) -> None:
    """The noise that a seed stands for, as a small picture and a name that is the same on every machine.

    Args:
        found: the run that begins with it; where there is none, the noise is drawn.
        seed: of the run.
        model: whose noise it is; it tells the size.
    """
    import numpy as np

    from lib.runs.fingerprint import fingerprint as name_of
    from lib.runs.fingerprint import noise_of
    from lib.runs.trajectory import to_image

    side = 64 if "/" in model else 32
    noise = np.asarray(found.x_t[0, 0]) if found is not None else noise_of(seed, (3, side, side))
    size = f"{noise.shape[1]} × {noise.shape[2]}"
    seed = getattr(found.recipe, "seed", seed) if found is not None else seed
    image = f"<img src='{picture_url(to_image(noise, -3, 3))}' alt='The noise that seed {seed} stands for'>"
    words = f"The noise of seed {seed} at {size} pixels, first picture. Compare it with your neighbour's."
    st.html(_STYLE)
    st.html(f"<div class='print'>{image}<div><b>{name_of(noise)}</b><span>{words}</span></div></div>")


def ladder(recipes: Mapping[tuple[str, int], Recipe | None], key: str, *, silent: bool = False) -> None:
    """Prompts × numbers of steps.

    Args:
        recipes: (prompt, steps) → a recipe of one picture; all from the same seed.
        key: unique on its page.
        silent: say nothing where the model isn't here; it was said before.
    """
    found = together(recipes, key, silent=silent)
    prompts: Sequence[str] = list(dict.fromkeys(prompt for prompt, _ in recipes))
    rows = [
        (f"{steps} steps", [pictures.last(found.get((prompt, steps))) for prompt in prompts])
        for steps in dict.fromkeys(steps for _, steps in recipes)
    ]
    if found:
        pictures.table(rows, prompts)
    elif silent:
        st.caption("These pictures come as soon as the model is here.")
