"""Room: ui. Runs of a list that aren't known yet: computed one after the other while the class looks at the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.models.errors import UserError
from lib.ui import asking, jobs, session

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.teaching.scenes import SceneList

TICK = 0.7
_TOLD = "_present_prepared"
"""What is said once of a list that was prepared."""


def key_of(recipe: Recipe) -> str:
    """The panel under which a run of the stage is computed: the same at every scene that shows it."""
    return f"present_{recipe.key()[:12]}"


def unknown(scenes: SceneList) -> list[Recipe]:
    """The recipes of a list whose answers aren't here, in order. What was here once is not looked for again."""
    from lib.runs.engine import engine

    known: set[str] = st.session_state.setdefault("_present_known", set())
    missing = [recipe for recipe in scenes.recipes() if recipe.key() not in known and engine().get(recipe) is None]
    known.update({recipe.key() for recipe in scenes.recipes()} - {recipe.key() for recipe in missing})
    return missing


def prepare(scenes: SceneList) -> None:
    """Begin with what is missing, and say how far it is; nothing is shown where all was there already.

    Where that takes long, and only a link has asked for it, the reader is asked first.
    """
    from lib.runs.cost import seconds_of

    missing = unknown(scenes)
    long = sum(map(seconds_of, missing))
    if long > asking.UNASKED and not asking.agreed():
        with st.container(key="present_preparing"):
            asking.ask(long, "present", "What is still to be computed for this list")
        return
    session.run().panels.update(key_of(recipe) for recipe in missing)
    told = st.session_state.pop(_TOLD, "")
    said = _ended(_left(missing), missing) if missing else told
    if missing or said:
        with st.container(key="present_preparing"):
            if said:
                st.caption(said)
            else:
                st.fragment(_progress, run_every=TICK)(missing, len(scenes.recipes()))


def _progress(missing: list[Recipe], total: int) -> None:
    """A run at a time; the others of this machine come first where they came first. At the end the page runs again."""
    left = _left(missing)
    said = _ended(left, missing)
    if said:
        st.session_state[_TOLD] = said
        st.rerun()
    key = key_of(left[0])
    now = jobs.mine().get(key) or jobs.mine().start(key, left[0])
    done = total - len(left)
    share = (now.progress.fraction if now.progress else 0.0) + done
    st.progress(min(1.0, share / total), text=f"Preparing the scenes: run {done + 1} of {total}.")


def _left(missing: list[Recipe]) -> list[Recipe]:
    """The recipes that wait for their answer, or are computed."""
    from lib.runs.engine import engine

    unknown = [recipe for recipe in missing if engine().get(recipe) is None]
    return [recipe for recipe in unknown if (job := jobs.mine().get(key_of(recipe))) is None or not job.done]


def _ended(left: list[Recipe], missing: list[Recipe]) -> str:
    """What to say where nothing is left to do, or nothing can be done; "" while something can."""
    from lib.models import registry
    from lib.runs.engine import engine

    if left:
        try:
            if jobs.mine().get(key_of(left[0])) is None:
                registry.find(left[0].model)
        except UserError as error:
            return str(error)
        return ""
    failed = sum(engine().get(recipe) is None for recipe in missing)
    if failed:
        return f"{failed} of {len(missing)} runs could not be prepared; their scenes say why."
    return "All scenes are prepared."
