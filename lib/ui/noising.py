"""Room: ui. The pictures of A1: a picture at the course's levels, the mixer, and how widely the pixels spread."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.runs.defaults import COURSE_LEVELS
from lib.runs.drawings import NAMES
from lib.runs.noising import SCHEDULES
from lib.runs.trajectory import to_image
from lib.ui import controls, jobs, lesson, panel, pictures, session
from lib.ui.ahead import Places, ahead
from lib.ui.charts import chart, of
from lib.ui.mixer import mixer
from lib.ui.place import in_place
from lib.ui.player import standing
from lib.ui.soon import soon
from lib.ui.together import lasting

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

__all__ = ["LEVELS", "answer", "course", "desk", "mixed", "schedules", "spreads"]

LEVELS = COURSE_LEVELS[::-1]
"""From the picture to noise, as the forward process goes."""
SCALING = ("on", "off")
WIDE = 480
"""CSS pixels: one small picture needs no more."""
SHOWN: dict[str, Any] = {"show": ("x_t",), "start": 0.7}
"""How the player shows it."""
SOON, LATER = 0.5, 20.0
"""Seconds to wait for a run that asks no network: then no progress bar needs to come and go; and for all those that are
sent ahead, when torch may still have to be imported and others' runs come first."""


def desk(page: str, image: str) -> dict[str, Any]:
    """A picture under more and more noise, to play and to scrub, and the controls that it answers at once.

    Args:
        page: prefix of the keys ("a1").
        image: reference of the picture.

    Returns:
        The knobs of a ``forward`` recipe.
    """

    def part() -> dict[str, Any]:
        with lesson.knobs():
            schedule = controls.pick(page, "schedule", "Schedule", SCHEDULES, SCHEDULES[0])
            scaling = controls.pick(page, "scaling", "Scaling", SCALING, SCALING[0])
            asked = {"image": image, "schedule": schedule, "scaling": scaling, "seed": controls.seed(page)}
        recipe = panel.recipe("forward", **asked, times=LEVELS)
        _asked(recipe, page)
        with st.container(width=WIDE):
            panel.show(recipe, page, **SHOWN)
        if recipe is not None:
            _ahead(page, recipe)
        return asked

    return soon(part)


def _ahead(page: str, recipe: Recipe) -> None:
    """Send ahead what the player shows of other pictures, with the other schedule, and with the other scaling."""
    from lib.runs.engine import engine
    from lib.runs.recipe import change

    until = time.monotonic() + LATER

    def drawn(knob: str, value: str) -> Places:
        other = change(recipe, **{knob: value})
        _hurry(other, f"{page}_ahead", until - time.monotonic())
        found = engine().get(other)
        return {} if found is None else standing(found, page, **SHOWN)

    asked = recipe.model_dump()
    for knob, control, values in (
        ("image", "gallery", NAMES),
        ("schedule", "schedule", SCHEDULES),
        ("scaling", "scaling", SCALING),
    ):
        ahead(f"{page}_{control}", asked[knob], values, partial(drawn, knob))


def answer(recipe: Recipe | None, key: str) -> Trajectory | None:
    """The answer to a recipe that asks no network; while there is none, the last one of this panel."""
    _asked(recipe, key)
    return lasting(recipe, key)


def _asked(recipe: Recipe | None, key: str) -> None:
    """Hurry with what the reader asks for; work that is stale by that ends first."""
    if recipe is not None:
        jobs.mine().ask(key, recipe)
        _hurry(recipe, key)


def _hurry(recipe: Recipe, key: str, seconds: float = SOON) -> None:
    """Begin a run, and wait for it a moment; another run of the page goes before."""
    from lib.models import registry
    from lib.models.errors import UserError
    from lib.runs.engine import engine
    from lib.ui import asking

    if seconds < 0 or engine().get(recipe) is not None:
        return
    try:
        registry.find(recipe.model)
    except UserError:
        return
    before = jobs.mine().get(key)
    if (before is None or before.recipe.key() != recipe.key()) and asking.may_begin(recipe):
        job, until = jobs.mine().start(key, recipe), time.monotonic() + seconds
        while not job.done and time.monotonic() < until:
            job.wait(0.05)
            session.give_way()


@in_place
def course(found: Trajectory | None) -> None:
    """The clean picture and all levels of a run side by side, from little noise to much."""
    if found is None:
        return
    items: list[Any] = [("Clean", to_image(found.pixels("x_0")[0, 0]), "t = 0")]
    for k in found.t.argsort():
        words = f"√ᾱ = {found.alpha[k]:.2f}, √(1 − ᾱ) = {found.sigma[k]:.2f}"
        items.append((f"t = {found.t[k]:.0f}", to_image(found.pixels("x_t")[k, 0]), words))
    pictures.row(items, wide=4, narrow=2)


def mixed(found: Trajectory | None, key: str) -> None:
    """The picture and the noise of a run, each times its coefficient, at any level."""
    if found is not None:
        st.fragment(_mixed)(found, key)


def _mixed(found: Trajectory, key: str) -> None:
    from lib.runs.noising import alphas_cumprod, parts

    k, asked = int(found.sigma.argmax()), found.recipe.model_dump()
    picture, noise = parts(found.x_0[k, 0], found.x_t[k, 0], float(found.alpha[k]), float(found.sigma[k]))
    shares = alphas_cumprod(asked["schedule"]).tolist()
    mixer(picture, noise, shares, key, scaled=asked["scaling"] == "on")
    st.caption("The bars are drawn to one scale, the tick on each is 1. Grey is zero: the fainter, the nearer to it.")


@in_place
def spreads(found: Trajectory | None, key: str) -> None:
    """How widely the pixels of this picture spread under noise, with and without scaling."""
    if found is None:
        return
    from lib.runs.noising import parts, spread

    k, schedule = int(found.sigma.argmax()), found.recipe.model_dump()["schedule"]
    picture, noise = parts(found.x_0[k, 0], found.x_t[k, 0], float(found.alpha[k]), float(found.sigma[k]))
    measured = spread(picture, noise, schedule)

    def build() -> Any:
        from lib.draw.noising import spread_figure

        return spread_figure(*measured)

    chart(f"{key}_figure", build, of(found))
    st.caption(
        f"Measured on this picture and this noise. At the last level: {measured.scaled[-1]:.2f} with scaling, "
        f"{measured.unscaled[-1]:.2f} with scaling off, {measured.added[-1]:.2f} where every step only adds noise. "
        f"The picture alone has {picture.std():.2f}."
    )


def schedules(chosen: str, key: str) -> None:
    """Both schedules in one figure."""

    def build() -> Any:
        from lib.draw.noising import schedules_figure
        from lib.runs.noising import alphas_cumprod

        return schedules_figure({name: alphas_cumprod(name) for name in SCHEDULES}, chosen)

    chart(f"{key}_figure", build, chosen)
