"""Room: ui. The bar of the stage and its keys: where one is, notes, timer, blank; all of it in the browser."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.ui.component import component
from lib.ui.stage import predict

if TYPE_CHECKING:
    from lib.teaching.scenes import SceneList

_KEY = "present_stage"


def bar(known: str, scenes: SceneList, scene: int, asks: list[int], acts: dict[str, Callable[[Any], None]]) -> None:
    """The bar at the lower edge.

    Args:
        known: the name of the list.
        scenes: the list.
        scene: which one is shown, from 0.
        asks: those whose question is not answered yet; "next" locks the prediction there.
        acts: what to do when the reader asks for it: "scene" (which one), "lock" (the prediction of which scene),
            "choose" (which option), "exit", "recall" (predictions that the browser has kept).
    """

    def act() -> None:
        state = st.session_state.get(_KEY)
        found = state.get("go") if isinstance(state, dict) else None
        name = found.get("act") if isinstance(found, dict) else None
        value = found.get("value") if isinstance(found, dict) else None
        if name in acts and isinstance(value, list if name == "recall" else int):
            acts[name](value)

    data = {
        "list": known,
        "title": scenes.title,
        "titles": [one.title for one in scenes.scenes],
        "until": [round(v, 2) for v in accumulate(one.minutes or 0 for one in scenes.scenes)],
        "scene": scene,
        "asks": asks,
        "heard": predict.heard(),
        "said": predict.told(known),
    }
    with st.container(key="present_bar"):
        component("stage/bar", "stage/said")(key=_KEY, data=data, on_go_change=act)
