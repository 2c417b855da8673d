"""Room: ui. Runs of a list that aren't known yet: computed one after the other while the class looks at the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.models.errors import UserError
from lib.ui import jobs, session

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.teaching.scenes import SceneList

TICK = 0.7


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
    """Begin with what is missing, and say how far it is; nothing is shown where all is there."""
    missing = unknown(scenes)
    session.run().panels.update(key_of(recipe) for recipe in missing)
    if missing:
        with st.container(key="present_preparing"):
            st.fragment(_progress, run_every=TICK)(missing, len(scenes.recipes()))


def _progress(missing: list[Recipe], total: int) -> None:
    """A run at a time; the others of this machine come first where they came first."""
    from lib.models import registry
    from lib.runs.engine import engine

    left, failed = [], 0
    for recipe in missing:
        job = jobs.mine().get(key_of(recipe))
        if engine().get(recipe) is not None:
            continue
        if job is not None and job.done:
            failed += 1
            continue
        left.append(recipe)
    if not left:
        st.caption(_ended(failed, len(missing)))
        return
    now = jobs.mine().get(key_of(left[0]))
    if now is None:
        try:
            registry.find(left[0].model)
            now = jobs.mine().start(key_of(left[0]), left[0])
        except UserError as error:
            st.caption(str(error))
            return
    done = total - len(left)
    share = (now.progress.fraction if now.progress else 0.0) + done
    st.progress(min(1.0, share / total), text=f"Preparing the scenes: run {done + 1} of {total}.")


def _ended(failed: int, all_: int) -> str:
    if failed:
        return f"{failed} of {all_} runs could not be prepared; their scenes say why."
    return "All scenes are prepared."
