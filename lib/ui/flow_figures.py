"""Room: ui. What the lessons on flows draw beside the player: paths, the field, one noise through several models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.ui import controls, tiles
from lib.ui.ahead import answered
from lib.ui.charts import chart, of
from lib.ui.soon import soon
from lib.ui.together import together

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from plotly.graph_objects import Figure

    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

PLANE = ("plane-flow", "plane-reflow-1", "plane-reflow-2", "plane-reflow-3")
DIGITS = ("digits-flow", "digits-reflow-1", "digits-reflow-2", "digits-reflow-3")
"""The flows by their number of reflows."""

TIMES = tuple(round(1 - i / 10, 1) for i in range(10))
"""At which the field is shown."""
FINE = 100
"""Steps after which more make no difference that could be seen: how bent paths are is measured with so many."""


def training_and_paths(recipes: Mapping[str, Recipe | None], key: str, titles: tuple[str, str]) -> None:
    """The straight lines that a flow of the plane was trained on, beside the paths that it takes.

    Args:
        recipes: "paths", and for a reflow "before": the same seed through the model that made its pairs.
        key: unique on its page.
        titles: of the two pictures.
    """
    found = together(recipes, key)
    if len(found) < len(recipes):
        return
    from lib.draw.tracks import tracks

    walk = found["paths"].x_t
    lines = partners(walk) if "before" not in found else found["before"].x_t[[0, -1]]
    pictures = [(titles[0], tracks(lines), ""), (titles[1], tracks(walk), _bend(found["paths"]))]
    tiles.svgs(pictures, wide=2, narrow=1)


def partners(walk: NDArray[Any], seed: int = 0) -> NDArray[Any]:
    """Starts and ends of a walk (K, B, 2), each start with the end of another point: (2, B, 2), as in training."""
    import numpy as np

    order = np.random.default_rng(seed).permutation(walk.shape[1])
    return np.stack([walk[0], walk[-1][order]])


def paths(recipes: Mapping[str, Recipe | None], key: str, wide: int = 3, turns: tuple[str, str] | None = None) -> None:
    """The paths of the same points, a small picture for each recipe, with the share of points that miss the data.

    Args:
        recipes: by the title of their picture.
        key: unique on its page.
        wide: how many stand in a row.
        turns: two of the titles: a sentence says how many points become hits, and misses, from one to the other.
    """
    from lib.draw.tracks import tracks
    from lib.runs.aim import misses

    found = together(recipes, key)
    if found:
        tiles.svgs([(name, tracks(run.x_t), f"{misses(run.x_t[-1]):.0%} miss") for name, run in found.items()], wide)
    if turns and set(turns) <= set(found):
        st.caption(_turns(turns, found[turns[0]], found[turns[1]]))


def _turns(names: tuple[str, str], before: Trajectory, after: Trajectory) -> str:
    from lib.runs.aim import NEAR, distances

    then, now = distances(before.x_t[-1]) <= NEAR, distances(after.x_t[-1]) <= NEAR
    return (
        f"From {names[0]} to {names[1]}, of {len(now)} points: {(now & ~then).sum()} that missed now hit, "
        f"and {(then & ~now).sum()} that hit now miss."
    )


def field(page: str, recipes: Mapping[str, Recipe | None], key: str) -> float:
    """Where the flow leads at a time that the reader chooses, and the points that are carried by it.

    Args:
        page: prefix of the control's key ("b4").
        recipes: "field", a recipe of that kind, and "points", one of kind plane.
        key: unique on its page.

    Returns:
        The time.
    """
    found = together(recipes, key)

    def part() -> float:
        t = controls.choice(page, "t", "Time t", TIMES, 0.5)
        if len(found) == len(recipes):
            field, points = found["field"], found["points"]
            answered(page, lambda t: _field_at((of(field), of(points)), t, field, points), t=(t, TIMES))
        return t

    return soon(part)


@st.cache_data(max_entries=64, show_spinner=False)
def _field_at(token: object, t: float, _field: Trajectory, _points: Trajectory) -> str:
    picture = field_picture(_field, _points, t)
    return tiles.drawing(picture, f"The field at t = {t:g}, and the points in it")


def field_picture(lattice: Trajectory, walk: Trajectory, t: float) -> str:
    """Arrows to the data, and the points at the same time, coloured by the direction in which they started; an SVG.

    The faster half of the arrows are drawn at one length, else those at the rim would shrink all others to dots.
    """
    import numpy as np

    from lib.draw.flows import velocity_of
    from lib.draw.tracks import field

    points, velocity = velocity_of(lattice, int(np.abs(lattice.t - t).argmin()))
    speed = np.hypot(*velocity.T)[:, None]
    arrows = velocity * np.minimum(1, np.median(speed) / np.maximum(speed, 1e-9))
    return field(points, arrows, walk.x_t[[0, int(np.abs(walk.t - t).argmin()), -1]])


def digits(recipes: Mapping[str, Recipe | None], key: str, *, silent: bool = False) -> None:
    """One picture of each label, from the same noise through every recipe: a row for each.

    Args:
        recipes: by the name of their row; all with the same labels and seed.
        key: unique on its page.
        silent: as for `together`.
    """
    if found := together(recipes, key, silent=silent):
        tiles.rows([(name, first_of_each(run)) for name, run in found.items()])


def first_of_each(run: Trajectory) -> NDArray[np.uint8]:
    """(B', H, W): the first picture of each label, all of them where there are no labels."""
    import numpy as np

    if not len(run.labels):
        return run.images
    return run.images[np.unique(run.labels, return_index=True)[1]]


def straightness(recipes: Mapping[int, Recipe | None], key: str, *, silent: bool = False) -> None:
    """How bent the paths of each flow are, as measured in the runs; nothing where there is only one to look at.

    Args:
        recipes: by the number of reflows.
        key: unique on its page.
        silent: as for `together`.
    """
    found = together(recipes, key, silent=silent)
    measured = {k: run.numbers["straightness"] for k, run in found.items() if "straightness" in run.numbers}
    if len(measured) > 1:
        chart(f"{key}_figure", lambda: _bars(measured), measured)


def aim(recipes: Mapping[tuple[int, int], Recipe | None], key: str) -> None:
    """How many points miss the data, against the number of steps: a line for each flow of the plane.

    Args:
        recipes: by (number of reflows, steps).
        key: unique on its page.
    """
    from lib.runs.aim import misses

    found = together(recipes, key)
    lines: dict[int, list[tuple[int, float]]] = {}
    for (k, steps), run in found.items():
        lines.setdefault(k, []).append((steps, misses(run.x_t[-1])))
    if lines:
        chart(f"{key}_figure", lambda: aim_figure(lines), lines)


def aim_figure(lines: Mapping[int, Sequence[tuple[int, float]]]) -> Figure:
    """Lines over a logarithmic axis of steps; shares on another, so that small ones can be told apart."""
    from lib.draw.paper import empty
    from lib.draw.style import SERIES

    figure = empty("Steps N", "Points that miss the crescents", height=320)
    for colour, (k, line) in zip(SERIES, lines.items(), strict=False):
        steps, shares = zip(*sorted(line), strict=True)
        style = {"color": colour, "width": 2}
        figure.add_scatter(x=steps, y=shares, name=f"k = {k}", mode="lines+markers", line=style)
    ticks = sorted({steps for line in lines.values() for steps, _ in line})
    figure.update_xaxes(type="log", tickvals=ticks, ticktext=[str(n) for n in ticks])
    percent = [1, 2, 5, 10, 20, 50, 100]
    figure.update_yaxes(type="log", tickvals=[p / 100 for p in percent], ticktext=[f"{p} %" for p in percent])
    figure.update_yaxes(hoverformat=".1%")
    return figure.update_layout(dragmode=False)


def _bend(run: Trajectory) -> str:
    return f"bend S = {run.numbers['straightness']:.2g}" if "straightness" in run.numbers else ""


def _bars(measured: Mapping[int, float]) -> Figure:
    from lib.draw.figures import straightness_bars

    return straightness_bars(measured)
