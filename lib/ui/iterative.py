"""Room: ui. The pictures of A4: a walk by its levels, against one call and a blur, one step taken apart, a ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from lib.draw.style import NOISE, QUIET, SIGNAL
from lib.runs import anatomy as steps_of
from lib.runs.drawn import QUALITY
from lib.runs.measures import psnr
from lib.runs.trajectory import to_image
from lib.ui import panel, pictures
from lib.ui.ahead import answered
from lib.ui.assignments import holding
from lib.ui.charts import chart, of
from lib.ui.enlarging import meters
from lib.ui.place import in_place
from lib.ui.together import together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.anatomy import Anatomy
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

STRIDES = {15: 67, 30: 34, 45: 23, 90: 12}
"""Timesteps between two levels, and how many levels there then are from 990 to 0."""


def ladder_of(model: str, image: str, stride: int, i_start: int, seed: int) -> dict[int, Recipe | None]:
    """The same picture under the same noise, walked back in ever more steps from as near the same level as there is.

    Returns:
        By the number of steps that are walked.
    """
    t = steps_of.begins_at(STRIDES[stride], i_start)
    found = {}
    for steps in steps_of.FULL_LADDER:
        start = min(steps_of.start_near(t, steps), steps - 1)
        asked: dict[str, Any] = {"image": image, "steps": steps, "i_start": start, "guidance": 1, "seed": seed}
        found[steps - start] = panel.recipe("edit", model=model, **asked, frames=2)
    return found


@in_place
def strip(found: Trajectory | None) -> None:
    """Some of the levels of a walk: the noisy picture above, what the model believes there below."""
    if found is None:
        return
    kept = steps_of.shown(len(found.t) - 1)
    heads = [f"t = {found.t[k]:.0f}" for k in kept] + ["end"]
    shown = {"noisy": found.pixels("x_t")[:, 0], "estimate": found.pixels("x_0")[:, 0]}
    rows = [(name, [to_image(x[k]) for k in [*kept, -1]]) for name, x in shown.items()]
    pictures.table(rows, heads, most="60rem")
    st.caption("Some levels of the walk, evenly spread (every 5th, as in the course, at stride 30), and its end.")


@in_place
def against(found: Trajectory | None, image: str, stride: int, i_start: int, key: str) -> None:
    """The end of the walk beside one call, a blur and the original, with their PSNR.

    Args:
        found: the walk.
        image: the picture it began with.
        stride: of the path.
        i_start: the level of the path at which it began.
        key: unique on its page.
    """
    recipe = found.recipe if found is not None else None
    asked: dict[str, Any] = {"model": recipe.model, "seed": getattr(recipe, "seed", 0)} if recipe else {}
    t = steps_of.begins_at(STRIDES[stride], i_start)
    times = (t if found is None else round(float(found.t[0])),)
    once = together({"once": _once(getattr(recipe, "image", image), times, **asked)}, key, silent=found is None)
    if found is None or not once:
        return
    clean = _original(found)
    noisy = found.x_t[0, 0].astype(np.float32)
    blurred, width = steps_of.best_blur(noisy / float(found.alpha[0]) / 2 + 0.5, clean)
    answers = {
        "Noisy": found.pixels("x_t")[0, 0],
        "Gaussian blur": blurred,
        "One step": once["once"].pixels("x_0")[0, 0],
        "Iterative": found.pixels("x_0")[-1, 0],
    }
    items = [(name, to_image(picture), _measured(picture, clean)) for name, picture in answers.items()]
    pictures.row([*items, ("Original", to_image(clean), "")], wide=5, narrow=3)
    near = sorted(answers, key=lambda name: -psnr(answers[name], clean))[0]
    fine = {name: steps_of.detail(answers[name]) for name in ("Gaussian blur", "One step", "Iterative")}
    told = ", ".join(
        f"{name.lower()} {value:.3f}" for name, value in {**fine, "Original": steps_of.detail(clean)}.items()
    )
    st.caption(
        f"Below each, its PSNR against the original; nearest to it is here: {near.lower()}. By how much neighbouring "
        f"pixels differ on average: {told}. The blur was allowed to look: its width of {width:g} pixels is the one "
        "with the best PSNR, after the shrinking was undone."
    )


def _once(image: str, times: tuple[int, ...], **asked: Any) -> Recipe | None:
    return panel.recipe("onestep", image=image, times=times, prompt=QUALITY, guidance=1, **asked)


@in_place
def step(found: Trajectory | None, key: str) -> None:
    """One step taken apart; the reader chooses which."""
    if found is not None:
        st.fragment(_step)(found, key)


def _step(found: Trajectory, key: str) -> None:
    from lib.draw.steps import parts_of_all_steps

    levels = [int(t) for t in found.t[:-1]]
    k = levels.index(_begins(levels, f"{key}_at"))
    cuts = [steps_of.anatomy(found, i) for i in range(len(levels))]
    answered(key, lambda at: _cut(cuts[levels.index(at)]), at=(levels[k], levels))
    _said(cuts[k])
    rows = [_weights(cut) for cut in cuts]
    chart(f"{key}_lines", lambda: parts_of_all_steps(levels, rows, k), "lines", of(found), k)


def _cut(cut: Anatomy) -> str:
    bars = [(f"weight of {name}", share, f"{share:.3f}", ink) for name, share, ink in _parts(cut)]
    return f"{pictures.figures(_pictures_of(cut), wide=5, narrow=3)}<div style='height: 1rem'></div>{meters(bars)}"


def _begins(at: Sequence[int], key: str) -> int:
    """Which of the levels the reader chooses; of other levels than before it is the nearest."""
    label, default = "The step that begins at t", at[len(at) // 3]

    def near(t: Any) -> int:
        return min(at, key=lambda level: abs(level - holding.whole(0, 999)(t)))

    kept = holding.fixed(key, label, default, near)
    if kept is not None:
        return kept
    stored = st.session_state.get(key)
    if stored is not None and stored not in at:  # another stride, other levels
        st.session_state[key] = near(stored)
    return int(st.select_slider(label, at, default, key=key, bind="query-params"))


def _pictures_of(cut: Anatomy) -> list[tuple[str, NDArray[np.uint8], str]]:
    return [
        ("x_t", to_image(cut.x_t, black=-1), f"t = {cut.t:.0f}"),
        ("ε̂", to_image(cut.eps, -3, 3), "its noise"),
        ("x̂_0", to_image(cut.x_0, black=-1), "what is left"),
        ("fresh", to_image(cut.fresh / max(cut.spread, 1e-9), -3, 3), f"× {cut.spread:.2f}"),
        ("x_t′", to_image(cut.x_next, black=-1), "the end" if not cut.sigma else f"t′ = {cut.next_t:.0f}"),
    ]


def _said(cut: Anatomy) -> None:
    w = cut.weights
    if not cut.sigma:
        st.caption("The last step: $x_{t'}$ is the estimate itself, and no noise is put back.")
        return
    st.caption(
        f"Nothing is subtracted: $x_{{t'}}$ is mixed anew from $\\hat x_0$ and $x_t$. It should hold noise of "
        f"strength {cut.sigma:.3f}: {cut.old:.3f} of it is old and came with $x_t$, {cut.spread:.3f} is fresh (they "
        f"add up in squares), measured to a hundredth or so. The theory allows {w.least:.3f} to {w.most:.3f} for what "
        "is fresh; the model chooses in between."
    )


def _parts(cut: Anatomy) -> list[tuple[str, float, str]]:
    names = ("x̂_0", "x_t", "fresh noise")
    return list(zip(names, _weights(cut), (SIGNAL, QUIET, NOISE), strict=True))


def _weights(cut: Anatomy) -> tuple[float, float, float]:
    return cut.weights.x_0, cut.weights.x_t, cut.spread


@in_place
def ladder(recipes: Mapping[int, Recipe | None], key: str, *, silent: bool = False) -> None:
    """One picture walked back in more and more steps, with PSNR.

    Args:
        recipes: number of steps → a recipe; as `ladder_of` makes them.
        key: unique on its page.
        silent: as for `together`.
    """
    found = together(recipes, key, silent=silent)
    if not found:
        return
    clean = _original(next(iter(found.values())))
    ends = {n: run.pixels("x_0")[-1, 0] for n, run in found.items()}
    items = [(f"{n} step{'s' * (n > 1)}", to_image(end), _measured(end, clean)) for n, end in ends.items()]
    pictures.row(items, wide=len(recipes), narrow=2)
    if len(found) == len(recipes):
        first = ", ".join(f"{run.t[0]:.0f}" for run in found.values())
        verdict = _verdict({n: psnr(end, clean) for n, end in ends.items()})
        st.caption(f"They begin at t = {first}. {verdict}")


def _verdict(values: Mapping[int, float]) -> str:
    """What was measured: whether each rung comes nearer than the one before."""
    counts = sorted(values)
    falls = [b for a, b in pairwise(counts) if values[b] < values[a]]
    best = max(counts, key=lambda n: values[n])
    if not falls:
        return "With this seed each rung comes nearer to the original than the one before. Try another seed."
    return (
        f"With this seed the nearest to the original is the walk of {best} step{'s' * (best > 1)}, and the PSNR "
        f"falls on {len(falls)} of {len(counts) - 1} rungs: more steps are not simply better."
    )


def _original(found: Trajectory) -> NDArray[np.float32]:
    from lib.runs import images

    recipe: Any = found.recipe
    return images.pixels(recipe.image, found.x_t.shape[-1])


def _measured(picture: NDArray[Any], clean: NDArray[Any]) -> str:
    return f"{psnr(picture, clean):.1f} dB"
