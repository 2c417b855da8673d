"""Room: ui. Two prompts side by side, for a picture that is two things at once."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.ui import prompts


def prompted(page: str, model: str, boxes: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """A prompt box for each, side by side; on a telephone one below the other.

    Args:
        page: prefix of the keys ("a9").
        model: who will read them, as a recipe names it.
        boxes: by name ("upright"): label, and what stands there at first.

    Returns:
        What goes into a recipe, in the order of the boxes.
    """
    found = []
    for column, (name, (label, default)) in zip(st.columns(len(boxes)), boxes.items(), strict=True):
        with column:
            found.append(prompts.prompt(f"{page}_{name}", model, default, label))
    return tuple(found)
