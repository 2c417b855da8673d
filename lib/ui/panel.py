"""Room: ui. A panel shows the answer to a recipe: at once where it is known, else with progress, preview and cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.models import registry
from lib.models.errors import UserError
from lib.ui import asking, controls, jobs, session
from lib.ui.ahead import Places, ahead
from lib.ui.plain import plain
from lib.ui.player import picture_url, player, standing

if TYPE_CHECKING:
    from lib.runs.jobs import Job
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

TICK = 0.3
Others = Mapping[str, Mapping[Any, "Recipe | None"]]
Draw = Callable[["Trajectory"], object]


def recipe(kind: str, **knobs: Any) -> Recipe | None:
    """A recipe of the given knobs; where they make no sense, the sentence that says why is shown instead."""
    from lib.runs.recipe import make

    try:
        return make(kind, **knobs)
    except UserError as error:
        st.warning(plain(str(error)), icon=":material/info:")
        return None


def epochs(page: str, recipe: Recipe | None) -> Others:
    """The same question to each epoch of its model, for `show`.

    Args:
        page: prefix of the key of the control, `controls.epoch`.
        recipe: asks one of them.
    """
    from lib.runs.recipe import change

    if recipe is None:
        return {}
    name = recipe.model.partition("@")[0]
    return {f"{page}_epoch": {n: change(recipe, model=f"{name}@{n}") for n in controls.epochs(name)}}


def show(
    recipe: Recipe | None,
    key: str,
    draw: Draw | None = None,
    *,
    compute: bool = True,
    others: Others | None = None,
    **player_options: Any,
) -> Trajectory | None:
    """Show the trajectory of a recipe, computing it if need be.

    Args:
        recipe: the question; None (a recipe that made no sense) shows nothing new.
        key: unique on its page, and beginning with it.
        draw: what to do with the trajectory instead of putting it into the player.
        compute: whether to begin a run where the answer isn't known; else a sentence says that it isn't there.
        others: by the key of a control, the recipe of each of its values: those whose answer is known are sent ahead.
        player_options: for the player, e.g. ``autoplay`` or ``show``.

    Returns:
        The trajectory, once it is there; None until then.
    """
    _ahead(others or {}, recipe, key, player_options)
    before = st.session_state.get(_last(key))
    found = _answer(recipe, key, compute, over=before is not None)
    picture = st.container()
    if recipe is None:
        return None
    if found is not None:
        st.session_state[_last(key)] = recipe
        with picture:
            _draw(found, key, draw, player_options)
        return found
    shown = _known(before) if before is not None else None
    if shown is not None:
        with picture:
            _draw(shown, key, draw, player_options)
    return None


def _ahead(others: Others, now: Recipe | None, key: str, options: dict[str, Any]) -> None:
    """What the player shows at each value of a control whose answer is known."""

    def drawn(recipes: Mapping[Any, Recipe | None], value: Any) -> Places:
        recipe = recipes[value]
        found = _known(recipe) if recipe is not None else None
        return {} if found is None else standing(found, key, **options)

    for control, recipes in others.items():
        at = next((value for value, recipe in recipes.items() if recipe == now), None)
        ahead(control, at, recipes, partial(drawn, recipes))


def answer(recipe: Recipe | None, key: str, *, compute: bool = True) -> Trajectory | None:
    """The answer to a recipe, which is drawn elsewhere; until it is there, how far it is.

    Args:
        recipe: the question.
        key: unique on its page.
        compute: as for `show`.
    """
    return _answer(recipe, key, compute, over=key in session.seen())


def _answer(recipe: Recipe | None, key: str, compute: bool, *, over: bool) -> Trajectory | None:
    session.run().panels.add(key)
    status = st.container(key=f"{key}_status")  # always there, or what follows would be built anew when it comes
    if recipe is None:
        jobs.mine().drop(key)
        return None
    asking.meet(recipe, key)
    jobs.mine().ask(key, recipe)
    found = _known(recipe) or _computed(recipe, key)
    if found is not None:
        session.use_model(recipe.model)
        session.run().shown[key] = recipe
        session.seen().add(key)
        return found
    with status:
        return _meanwhile(recipe) if _awaited(recipe, key, compute, over) else None


def _awaited(recipe: Recipe, key: str, compute: bool, over: bool) -> bool:
    """Whether an answer will come; how far it is, or why there is none, is said here."""
    if not compute:
        st.info("This run isn't shipped with this copy; the lessons compute theirs.", icon=":material/info:")
        return False
    from lib.runs.cost import seconds_of

    try:
        registry.find(recipe.model)
    except UserError as error:
        jobs.mine().drop(key)
        st.info(str(error), icon=":material/model_training:")
        return False
    session.use_model(recipe.model)
    if jobs.mine().get(key) is None and not asking.may_begin(recipe):
        asking.ask(seconds_of(recipe), key)
        return False
    _wait(recipe, key, over)
    return True


def _meanwhile(recipe: Recipe) -> Trajectory | None:
    """While digits of MNIST are computed: the same with digits of our own, which ships and says so."""
    from lib.runs.recipe import Denoise, change

    if isinstance(recipe, Denoise) and recipe.source == "auto":
        return _known(change(recipe, source="generated"))
    return None


def _known(recipe: Recipe) -> Trajectory | None:
    from lib.runs.engine import engine

    return engine().get(recipe)


def _computed(recipe: Recipe, key: str) -> Trajectory | None:
    """What the job of this panel found, even where it could not be stored; a job for another recipe is dropped."""
    job = jobs.mine().get(key)
    if job is None or job.recipe.key() != recipe.key():
        jobs.mine().drop(key)
        return None
    return job.result


def _last(key: str) -> str:
    return f"_{key}_last"


def _draw(trajectory: Trajectory, key: str, draw: Draw | None, options: dict[str, Any]) -> None:
    if draw is not None:
        draw(trajectory)
    else:
        player(trajectory, key, **options)
    for note in getattr(trajectory, "notes", ()):
        st.caption(note)


def _wait(recipe: Recipe, key: str, over: bool) -> None:
    """A job for the recipe, and how far it is; a job that ended badly is not begun again unasked."""
    job = jobs.mine().get(key) or jobs.mine().start(key, recipe)
    if not job.done:
        st.fragment(_running, run_every=TICK)(job, key, over=over)
        return
    with st.container(horizontal=True, border=True, vertical_alignment="center", key=f"{key}_ended"):
        if job.error is not None:
            st.error(plain(str(job.error)), icon=":material/error:")
        else:
            st.markdown("Cancelled: nothing of this run was kept.")
        st.button("Run it again", key=f"{key}_again", icon=":material/refresh:", on_click=_again, args=(key,))


def _again(key: str) -> None:
    asking.agree()
    jobs.mine().drop(key)


def _running(job: Job, key: str, *, over: bool) -> None:
    """Progress, preview and a way out; at the end the page runs again and finds the answer in the store.

    Args:
        job: what is computed.
        key: of the panel.
        over: whether it lies over what stood here before, so that nothing below has to move (app.css, steady.js).
    """
    if job.done:
        st.rerun()
    box = f"{key}_running-over" if over else f"{key}_running"
    with st.container(horizontal=True, border=True, vertical_alignment="center", gap="medium", key=box):
        if job.preview is not None:
            st.html(f"<img class='preview' alt='The run so far' src='{picture_url(job.preview)}'>", width="content")
        st.progress(job.progress.fraction if job.progress else 0.0, text=_words(job))
        if st.button("Cancel", key=f"{key}_cancel", icon=":material/close:"):
            job.cancel()
            job.wait(1.0)
            st.rerun()


def _words(job: Job) -> str:
    if job.ahead and job.progress is not None:
        return f"Shorter runs come first; this one goes on after call {job.progress.done} of {job.progress.total}."
    if job.ahead:
        return f"Waiting: {job.ahead} {'run is' if job.ahead == 1 else 'runs are'} before this one."
    if job.progress is None:
        return "Loading the model …"
    return f"Sampling: call {job.progress.done} of {job.progress.total}"
