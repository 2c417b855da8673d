"""Room: ui. The pictures of A5: what fresh noise does, and what happens without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from lib.runs import anatomy
from lib.runs.drawn import QUALITY
from lib.ui import panel, pictures
from lib.ui.charts import chart, of
from lib.ui.together import together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

__all__ = ["QUALITY", "noise", "rows", "share", "streams_of"]

OWN, NONE, DDIM = "z stream 0", "z = 0: none", "DDIM, η = 0"
"""The rows that the noise figure follows."""


def streams_of(**asked: Any) -> dict[str, Recipe | None]:
    """The same beginnings under four streams of fresh noise, under none, and by DDIM.

    Args:
        asked: knobs of `picture`, but for `eta`, `z` and `frames`.
    """
    found = {OWN: panel.recipe("picture", **asked, eta=1)}
    for z in (1, 2, 3):
        found[f"z stream {z}"] = panel.recipe("picture", **asked, eta=1, z=z, frames=2)
    found[NONE] = panel.recipe("picture", **asked, eta=1, z=-1, frames=18)
    found[DDIM] = panel.recipe("picture", **asked, eta=0, frames=18)
    return found


def rows(recipes: Mapping[str, Recipe | None], key: str, *, silent: bool = False) -> dict[str, Trajectory]:
    """A row of pictures for each recipe, and how far they lie from each other.

    Args:
        recipes: as `streams_of` makes them; each column begins with the same noise.
        key: unique on its page.
        silent: as for `together`.

    Returns:
        The answers that are there.
    """
    found = together(recipes, key, silent=silent)
    if found:
        count = next(iter(found.values())).x_0.shape[1]
        heads = [f"noise {i}" for i in range(1, count + 1)]
        pictures.table([(name, list(run.images)) for name, run in found.items()], heads, most="52rem")
    if len(found) == len(recipes):
        st.caption(_distances(found))
    return found


def _distances(found: Mapping[str, Trajectory]) -> str:
    """How far pictures lie apart down a column of streams, and along each row."""
    ends = {name: _ends(run) for name, run in found.items()}
    streams = np.stack([end for name, end in ends.items() if name.startswith("z stream")])
    down = float(np.mean([anatomy.apart(streams[:, i]) for i in range(streams.shape[1])]))
    along = {name: anatomy.apart(ends[name]) for name in (OWN, NONE, DDIM)}
    fine = {name: anatomy.detail(ends[name]) for name in (OWN, NONE, DDIM)}
    text = f"Down a column, the four streams differ by {down:.2f} on average (1 is from black to white). "
    if len(streams[0]) > 1:
        text += (
            f"Along a row, pictures differ by {along[OWN]:.2f} with fresh noise, {along[NONE]:.2f} with none and "
            f"{along[DDIM]:.2f} by DDIM. "
        )
    return text + (
        f"Neighbouring pixels differ by {fine[OWN]:.3f} with fresh noise, {fine[NONE]:.3f} with none and "
        f"{fine[DDIM]:.3f} by DDIM."
    )


def noise(found: Mapping[str, Trajectory], key: str) -> None:
    """How much noise the network finds in x_t, against what it is told: over the walk, with and without fresh noise."""
    from lib.draw.steps import noise_left

    lines = {name: found[name] for name in (OWN, NONE, DDIM) if name in found}
    if len(lines) == 3:
        shown = [of(run) for run in lines.values()]
        chart(f"{key}_figure", lambda: noise_left({name: share(run) for name, run in lines.items()}), *shown)
        st.caption(
            "Each point is the size of $\\hat\\epsilon$, the root of its mean square over all pictures of a row: it is "
            "1 where $x_t$ holds as much noise as its level says."
        )


def share(run: Trajectory) -> tuple[NDArray[Any], NDArray[Any]]:
    """The levels of a run that hold noise to speak of, and the size of the noise estimate at each.

    At t = 0 what is estimated is a thousandth of the picture: rounding, no noise.
    """
    kept = [k for k in range(len(run.t)) if run.sigma[k] > 0 and run.t[k] > 0]
    eps = (anatomy.eps_of(run.x_t[k], run.x_0[k], run.alpha[k], run.sigma[k]) for k in kept)
    return run.t[kept], np.array([float(np.sqrt(np.square(e).mean())) for e in eps])


def _ends(run: Trajectory) -> NDArray[Any]:
    return np.clip(run.pixels("x_0")[-1].astype(np.float32), 0, 1)
