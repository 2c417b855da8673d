"""Room: ui. Before the stage: which lists there are, and a teacher's own file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from lib.models.errors import UserError
from lib.runs.limits import TEXT
from lib.teaching import scene_lists, scenes
from lib.ui import asking, catalogue
from lib.ui.stage import prepare, show

if TYPE_CHECKING:
    from lib.teaching.scenes import SceneList

_KEYS = """
| key | what it does |
|---|---|
| **→**, **Page down** (a clicker) | next scene; at a question: lock the prediction and look |
| **←**, **Page up** | previous scene |
| **Home**, **End** | first and last scene |
| **1** to **6** | choose an answer |
| **Space** | play and pause the picture |
| **B** or **.** | blank the screen, and back |
| **N** | speaker notes |
| **L** | list of scenes |
| **T**, **Shift + T** | start or pause the timer; back to zero |
| **F** | full screen |
| **Escape** | close what is open, give back the focus, leave |

While a player has the focus, because it was clicked, arrows, Space, Home and End work on the picture. Page keys always
change the scene.
"""


def walkthroughs(names: Sequence[str]) -> None:
    """The large lists, as cards.

    Args:
        names: of lists that ship.
    """
    found = scene_lists.shipped()
    there = [name for name in names if name in found]
    for column, name in zip(st.columns(max(1, len(there)), gap="medium"), there, strict=False):
        with column.container(border=True, key=f"present_card_{name}"):
            st.markdown(f"**{found[name].title}**")
            st.caption(_facts(found[name]))
            _begin(name, "Begin")


def lessons() -> None:
    """The lists of single lessons, in the order of the pages."""
    found = scene_lists.shipped()
    there = [head for head in catalogue.heads() if head.path.stem in found]
    with st.container(horizontal=True, gap="small", key="present_lessons"):
        for head in there:
            _begin(head.path.stem, f"{head.number} · {len(found[head.path.stem].scenes)} scenes")


def load() -> None:
    """A teacher's own file: read, checked, and its runs computed."""
    file = st.file_uploader("A scene list (.yaml)", type=["yaml", "yml"], key="present_file", max_upload_size=TEXT)
    if file is None:
        return
    try:
        known = scene_lists.keep(file.getvalue(), file.name)
        found = scene_lists.find(known)
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    if found is None:
        st.error("The list was not kept; load it again.", icon=":material/error:")
        return
    with st.container(border=True, key="present_loaded"):
        st.markdown(f"**{found.title}**")
        st.caption(_facts(found))
        missing = prepare.unknown(found)
        if missing:
            st.markdown(
                f"{len(missing)} of its runs aren't known on this machine. They are computed now, one after the other; "
                f"you may begin meanwhile. To have them ready before a lesson: `python -m lib precompute {file.name}`"
            )
        asking.agree()  # whoever brings a list wants its runs
        prepare.prepare(found)
        _begin(known, "Begin")


def keys() -> None:
    """What to press."""
    with st.expander("Keys", icon=":material/keyboard:"):
        st.markdown(_KEYS)


def example() -> None:
    """How such a file looks."""
    with st.expander("How to write a scene list", icon=":material/edit_note:"):
        st.markdown(
            "A text file in YAML. `docs/TEACHING.md` names all that may stand in it; this one shows most of it."
        )
        st.code(scenes.example(), language="yaml")


def _facts(found: SceneList) -> str:
    questions = sum(scene.predict is not None for scene in found.scenes)
    minutes = f", {found.minutes:g} minutes" if found.minutes else ""
    asked = f", {questions} {'prediction' if questions == 1 else 'predictions'}" if questions else ""
    return f"{len(found.scenes)} scenes{minutes}{asked}"


def _begin(known: str, label: str) -> None:
    st.button(label, key=f"present_begin_{known}", icon=":material/co_present:", on_click=show.begin, args=(known,))
