"""Room: ui. Several recipes that are shown as one picture: what is known at once, the rest one after the other."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from lib.models import registry
from lib.ui import panel

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

Name = TypeVar("Name", bound=Hashable)


def together(recipes: Mapping[Name, Recipe | None], key: str, *, silent: bool = False) -> dict[Name, Trajectory]:
    """The answers to several recipes.

    One is computed at a time, with its progress in sight. A model that isn't there is left out; one sentence says how
    to get the first of them.

    Args:
        recipes: the questions, by name.
        key: unique on its page.
        silent: leave the sentence out; it was said before.

    Returns:
        The answers that are there, in the order of the recipes. While some are computed: those of the last time that
        all were there, if there was one.
    """
    with st.container(key=f"{key}_together"):  # one place on the page, however many of them there are already
        return _one_by_one(recipes, key, absent=silent)


def known(recipes: Mapping[Name, Recipe | None]) -> dict[Name, Trajectory]:
    """Those answers that are there; nothing is begun, and nothing said."""
    return {name: found for name, recipe in recipes.items() if (found := _known(recipe)) is not None}


def lasting(recipe: Recipe | None, key: str) -> Trajectory | None:
    """The answer to a recipe that is drawn elsewhere; while it is computed, the answer that was there last.

    Args:
        recipe: the question.
        key: unique on its page.
    """
    found = panel.answer(recipe, key) or st.session_state.get(f"_{key}_shown")
    st.session_state[f"_{key}_shown"] = found
    return found


def _one_by_one(recipes: Mapping[Name, Recipe | None], key: str, *, absent: bool) -> dict[Name, Trajectory]:
    found: dict[Name, Trajectory] = {}
    for i, (name, recipe) in enumerate(recipes.items()):
        here = recipe is not None and registry.is_here(recipe.model)
        answer = _known(recipe) if absent and not here else panel.answer(recipe, f"{key}_{i}")
        if answer is not None:
            found[name] = answer
        elif here:
            return st.session_state.get(f"_{key}_together", found)
        else:
            absent = True
    st.session_state[f"_{key}_together"] = found
    return found


def _known(recipe: Recipe | None) -> Trajectory | None:
    from lib.runs.engine import engine

    return engine().get(recipe) if recipe is not None else None
