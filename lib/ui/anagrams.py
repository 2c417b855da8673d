"""Room: ui. The pictures of A9: an anagram that turns, what is averaged, which views can work, and digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import streamlit as st

from lib.runs.anagrams import COMPARED, OPENING
from lib.runs.illusions import SHUFFLED
from lib.runs.trajectory import to_image, to_uint8
from lib.ui import controls, lesson, own, panel, pictures
from lib.ui.ahead import ahead
from lib.ui.charts import of
from lib.ui.place import in_place
from lib.ui.soon import soon
from lib.ui.together import together
from lib.ui.turn import Kind, standing, turn
from lib.ui.upsampling import enlarged_run as enlarged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

UPRIGHT, TURNED, SEED = OPENING
"""What the page opens with."""
VIEWS = {
    "flip": "flip",
    "mirror": "mirror",
    "rotate by 90°": "rotate90",
    "rotate by 180°": "rotate180",
    "rotate by 270°": "rotate270",
    "negative": "negate",
    "jigsaw": "jigsaw",
    "rows": "rows",
    "circle": "circle",
    "skew": "skew",
    "scale (fails)": "scale",
    "blur (fails)": "blur",
}
"""What they are called here, and in a recipe."""
FEW = COMPARED
"""Views that are shown beside each other: two that keep N(0, I), and two that don't."""


def desk(page: str, **prompts: Any) -> tuple[dict[str, Any], str, Trajectory | None]:
    """An anagram, and the controls that it answers at once.

    Args:
        page: prefix of the keys ("a9").
        prompts: `model`, and the prompts `upright` and `turned`.

    Returns:
        The knobs of its recipe but for view and number; the view; and the answer, once it is there.
    """

    def part() -> tuple[dict[str, Any], str, Trajectory | None]:
        turn = _view(page)
        with lesson.knobs():
            count = controls.number(page, "count", "Pictures", 1, 4, 1)
            steps = controls.steps(page, default=34, most=100, choices=(10, 20, 34, 50, 100))
            guidance = controls.guidance(page, default=7.0, most=15.0, what="prompts")
            seed = controls.seed(page, default=SEED)
        asked = {**prompts, "guidance": guidance, "steps": steps, "seed": seed}
        recipe = panel.recipe("anagram", **asked, view=turn, count=count, frames=18)
        return asked, turn, panel.show(recipe, key=page, others=_others(page, recipe))

    return soon(part)


def _others(page: str, recipe: Recipe | None) -> dict[str, dict[str, Recipe]]:
    """The same anagram through each view; pieces are those that are drawn by lot first."""
    from lib.runs.recipe import change

    return {f"{page}_view": {words: change(recipe, view=name) for words, name in VIEWS.items()}} if recipe else {}


def _view(page: str, default: str = "flip") -> str:
    """Which view, by its name in a recipe; one that is drawn by lot has a seed of its own."""
    names = {value: name for name, value in VIEWS.items()}
    found = VIEWS.get(controls.pick(page, "view", "View", tuple(VIEWS), names[default]), default)
    if found not in SHUFFLED:
        return found
    seed = controls.number(page, "pieces", "Seed of the pieces", 0, 99, 0, help="How they are shuffled.")
    return f"{found}-{seed}" if seed else found


@in_place
def turning(found: Trajectory | None, key: str, large: bool = False) -> None:
    """The pictures of a run, each turned at a click.

    Args:
        found: an anagram that ran; nothing until it is there.
        key: unique on its page.
        large: draw them four times as large by the second stage first.
    """
    shown = enlarged(found, key) if large else found
    if found is None or shown is None:
        return
    recipe: Any = found.recipe
    names = (_name(recipe.upright), _name(recipe.turned))
    kind: Any = recipe.view if recipe.view in get_args(Kind) else "frames"

    def frames(which: int) -> list[NDArray[np.uint8]]:
        return _frames(of(shown), which - 1, kind, recipe.view, shown)

    many, which = range(1, len(shown.images) + 1), 1
    if len(many) > 1:
        which = controls.number(key, "which", "Which picture", 1, len(many), 1)
        ahead(f"{key}_which", which, many, lambda n: standing(frames(n), key, names, kind))
    turn(frames(which), key, names, kind)


def _name(asked: Any) -> str:
    return str(asked) if isinstance(asked, str) else f"{asked.low}; from near {asked.high}"


@st.cache_resource(max_entries=24, show_spinner=False)
def _frames(token: tuple[str, str], which: int, kind: str, view: str, _shown: Trajectory) -> list[NDArray[np.uint8]]:
    from lib.draw.turning import frames_of

    picture = own.coloured(_shown.images[which])
    return [picture] if kind != "frames" else frames_of(picture, view)


@in_place
def averages(found: Trajectory | None, key: str) -> None:
    """The mean of two finished pictures beside the anagram: both upright and through the view.

    Args:
        found: an anagram; its model is asked for the two pictures.
        key: unique on its page.
    """
    if found is None:
        return
    recipe: Any = found.recipe
    alone = {name: _alone(recipe, text) for name, text in (("up", recipe.upright), ("turned", recipe.turned))}
    ends = {name: run.x_0[-1, 0].astype(np.float32) for name, run in together(alone, key).items()}
    if len(ends) < 2:
        return
    from lib.runs.views import back

    mixed = {
        "mean of two pictures": (ends["up"] + back(ends["turned"], recipe.view)) / 2,
        "mean of two noise estimates": found.x_0[-1, 0].astype(np.float32),
    }
    rows = [(name, _both(data, recipe.view)) for name, data in mixed.items()]
    pictures.table(rows, ["as it is", "through the view"], most="34rem")


def _alone(recipe: Any, prompt: str) -> Recipe | None:
    """One prompt, drawn from the same seed without a view."""
    knobs = {name: getattr(recipe, name) for name in ("model", "guidance", "steps", "seed")}
    return panel.recipe("picture", prompt=prompt, count=1, frames=2, **knobs)


def _both(data: NDArray[np.float32], view: str) -> list[NDArray[np.uint8]]:
    """A picture in [-1, 1], and what its view shows."""
    from lib.runs.views import seen

    return [to_image(data, black=-1), to_image(seen(data, view), black=-1)]


@in_place
def views(recipes: Mapping[str, Recipe | None], key: str) -> None:
    """The same two prompts through several views, and what noise is through each.

    Args:
        recipes: by view; each an anagram of one picture.
        key: unique on its page.
    """
    found = together(recipes, key)
    if not found:
        return
    names = {value: name for name, value in VIEWS.items()}
    ends = {name: _both(run.x_0[-1, 0].astype(np.float32), name) for name, run in found.items()}
    rows = [(words, [end[i] for end in ends.values()]) for i, words in enumerate(("as it is", "through the view"))]
    rows.append(("noise through it", [_noise(name) for name in ends]))
    pictures.table(rows, [names[name] for name in ends])
    told = [f"**{names[name]}** {noise[0]:.2f} and {_plain(noise[1])}" for name in ends if (noise := _measured(name))]
    st.caption(f"Variance of that noise, and correlation of neighbours in it, 1 and 0 are wanted: {', '.join(told)}.")
    statistics()


@st.cache_data(show_spinner=False)
def _noise(view: str, side: int = 32) -> NDArray[np.uint8]:
    from lib.runs.views import seen

    return to_uint8(seen(np.random.default_rng(0).standard_normal((side, side)), view) / 6 + 0.5)


def statistics() -> None:
    """Of all views: variance and correlation of the noise that a model is shown through it, measured."""
    lines = ["| view | variance | neighbours correlate | keeps $N(0, I)$ |", "|---|---|---|---|"]
    lines += [_line(words, *_measured(name)) for words, name in VIEWS.items()]
    with st.expander("Noise through every view, measured", icon=":material/grain:"):
        st.markdown("\n".join(lines))


def _line(words: str, variance: float, neighbours: float) -> str:
    keeps = "yes" if abs(variance - 1) < 0.05 and abs(neighbours) < 0.05 else "**no**"
    return f"| {words} | {variance:.2f} | {_plain(neighbours)} | {keeps} |"


def _plain(value: float) -> str:
    """Two digits, and no minus before a zero."""
    return f"{abs(value) if abs(value) < 0.005 else value:.2f}"


@st.cache_data(show_spinner=False)
def _measured(view: str) -> tuple[float, float]:
    from lib.runs.views import noise_through

    return tuple(noise_through(view))  # type: ignore[return-value]
