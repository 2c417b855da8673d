"""Room: ui. The bar of the stage and its keys: where one is, notes, timer, blank; all of it in the browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from lib.teaching.scenes import SceneList

_HERE = Path(__file__).parent
_KEY = "present_stage"


@lru_cache(maxsize=1)
def _component() -> Any:
    html, css, js = ((_HERE / f"bar.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("stage_bar", html=html, css=css, js=js)


def bar(known: str, scenes: SceneList, scene: int, asks: list[int], acts: dict[str, Callable[[Any], None]]) -> None:
    """The bar at the lower edge.

    Args:
        known: the name of the list.
        scenes: the list.
        scene: which one is shown, from 0.
        asks: those whose question is not answered yet; "next" locks the prediction there.
        acts: what to do when the reader asks for it: "scene" (which one), "lock" (the prediction of which scene),
            "choose" (which option), "exit".
    """

    def act() -> None:
        state = st.session_state.get(_KEY)
        found = state.get("go") if isinstance(state, dict) else None
        name = found.get("act") if isinstance(found, dict) else None
        value = found.get("value") if isinstance(found, dict) else None
        if name in acts and isinstance(value, int):
            acts[name](value)

    data = {
        "list": known,
        "title": scenes.title,
        "titles": [one.title for one in scenes.scenes],
        "until": [round(v, 2) for v in accumulate(one.minutes or 0 for one in scenes.scenes)],
        "scene": scene,
        "asks": asks,
    }
    with st.container(key="present_bar"):
        _component()(key=_KEY, data=data, on_go_change=act)
