"""Room: ui. A panel shows the answer to a recipe: at once where it is known, else with progress, preview and cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.models.errors import UserError
from lib.ui import jobs, session
from lib.ui.player import player

if TYPE_CHECKING:
    from lib.runs.engine import Job
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

TICK = 0.3
Draw = Callable[["Trajectory"], object]


def recipe(kind: str, **knobs: Any) -> Recipe | None:
    """A recipe of the given knobs; where they make no sense, the sentence that says why is shown instead."""
    from lib.runs.recipe import make

    try:
        return make(kind, **knobs)
    except UserError as error:
        st.warning(str(error), icon=":material/info:")
        return None


def show(
    recipe: Recipe | None, key: str, draw: Draw | None = None, *, compute: bool = True, **player_options: Any
) -> Trajectory | None:
    """Show the trajectory of a recipe, computing it if need be.

    Args:
        recipe: the question; None (a recipe that made no sense) shows nothing new.
        key: unique on its page, and beginning with it.
        draw: what to do with the trajectory instead of putting it into the player.
        compute: whether to begin a run where the answer isn't known; else a sentence says that it isn't there.
        player_options: for the player, e.g. ``autoplay`` or ``show``.

    Returns:
        The trajectory, once it is there; None until then.
    """
    session.run().panels.add(key)
    status = st.container()
    picture = st.container()
    if recipe is None:
        jobs.mine().drop(key)
        return None
    session.use_model(recipe.model)
    found = _known(recipe)
    if found is None and not compute:
        status.info("This run is not shipped with this copy yet: open a lesson to compute one.", icon=":material/info:")
        return None
    if found is None:
        with status:
            _wait(recipe, key)
        last = st.session_state.get(_last(key))
        before = _known(last) if last is not None else None
        if before is not None:
            with picture:
                st.caption("Until then: the last picture.")
                _draw(before, key, draw, player_options)
        return None
    jobs.mine().drop(key)
    st.session_state[_last(key)] = recipe
    with picture:
        _draw(found, key, draw, player_options)
    return found


def _known(recipe: Recipe) -> Trajectory | None:
    from lib.runs.engine import engine

    return engine().get(recipe)


def _last(key: str) -> str:
    return f"_{key}_last"


def _draw(trajectory: Trajectory, key: str, draw: Draw | None, options: dict[str, Any]) -> None:
    if draw is not None:
        draw(trajectory)
    else:
        player(trajectory, key, **options)
    for note in getattr(trajectory, "notes", ()):
        st.caption(note)


def _wait(recipe: Recipe, key: str) -> None:
    """A job for the recipe, and how far it is; a job that ended badly is not begun again unasked."""
    job = jobs.mine().get(key)
    if job is None or job.recipe.key() != recipe.key():
        job = jobs.mine().start(key, recipe)
    if job.done:
        _ended(job, key)
    else:
        st.fragment(_running, run_every=TICK)(job, key)


def _ended(job: Job, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if job.error is not None:
            st.error(_sentence(job.error), icon=":material/error:")
        else:
            st.info("Cancelled. The picture below is the last one that was finished.", icon=":material/cancel:")
        st.button("Try again", key=f"{key}_again", on_click=jobs.mine().drop, args=(key,))


def _sentence(error: BaseException) -> str:
    if isinstance(error, UserError):
        return str(error)
    return f"The run stopped with {type(error).__name__}: {error}. Try again, or choose other values."


def _running(job: Job, key: str) -> None:
    """Progress, preview and a way out; at the end the page runs again and finds the answer in the store."""
    if job.done:
        st.rerun()
    progress = job.progress
    with st.container(horizontal=True, border=True, vertical_alignment="center", gap="medium", key=f"{key}_running"):
        if progress is not None and progress.preview is not None:
            st.image(progress.preview, width=180, output_format="PNG")
        with st.container():
            st.progress(progress.fraction if progress else 0.0, text=_words(job))
            if st.button("Cancel", key=f"{key}_cancel", icon=":material/close:"):
                job.cancel()
                st.rerun()


def _words(job: Job) -> str:
    if job.ahead:
        return f"Waiting: {job.ahead} {'run is' if job.ahead == 1 else 'runs are'} ahead."
    if job.progress is None:
        return "Loading the model …"
    return f"Sampling: step {job.progress.done} of {job.progress.total}"
