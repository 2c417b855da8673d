"""Room: ui. A teacher's side: write or load an assignment, see it checked, hand out its link or its file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from lib.models.errors import UserError
from lib.runs.limits import TEXT
from lib.ui.assignments import bar, state
from lib.ui.plain import plain

if TYPE_CHECKING:
    from lib.teaching.assignments import Assignment

_TEXT = "assignment_text"
_KEPT = "_assignment_text"
_LOADED = "_assignment_loaded"


def handout() -> None:
    """The text of an assignment, what is wrong with it, and ways to hand it out."""
    from lib.teaching import assignments

    st.markdown(
        "An assignment is a text. Begin with the example, change it, and look at what is said below. Or load a file."
    )
    _load()
    st.session_state.setdefault(_KEPT, assignments.EXAMPLE.read_text(encoding="utf-8"))
    st.session_state.setdefault(_TEXT, st.session_state[_KEPT])
    text = st.text_area("The assignment (YAML)", height=360, key=_TEXT, help="Ctrl+Enter checks it.")
    st.session_state[_KEPT] = text
    with st.expander("Lessons and the names of their controls", icon=":material/list:"):
        _names()
    try:
        found = assignments.read(text or "", "Your text")
    except UserError as error:
        st.warning(str(error), icon=":material/error:")
        return
    _checked(found)
    _give(found)


def _load() -> None:
    """A file takes the place of the text, once."""
    file = st.file_uploader("Load a file", type=["yaml", "yml", "txt"], max_upload_size=TEXT, key="assignment_load")
    if file is None or st.session_state.get(_LOADED) == file.file_id:
        return
    st.session_state[_LOADED] = file.file_id
    try:
        st.session_state[_KEPT] = st.session_state[_TEXT] = file.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.warning(f"{file.name} isn't a text in UTF-8; save it as such.", icon=":material/error:")


def _names() -> None:
    from lib.teaching.lessons import controls, lessons, title

    rows = [f"| {title(stem)} | `{stem}` | {', '.join(f'`{name}`' for name in controls(stem))} |" for stem in lessons()]
    st.markdown("\n".join(["| lesson | page | controls |", "|---|---|---|", *rows]))


def _checked(found: Assignment) -> None:
    """What a student will meet, task by task."""
    asked = sum(len(task.questions) for task in found.tasks)
    runs = sum(task.hand_in for task in found.tasks)
    st.success(
        f"**{plain(found.title)}**: {_counted(len(found.tasks), 'task')}, {_counted(asked, 'question')}, "
        f"{_counted(runs, 'run')} to hand in. {'Choices are revealed.' if found.reveal else 'Nothing is revealed.'}",
        icon=":material/check_circle:",
    )
    for i, task in enumerate(found.tasks, 1):
        held = [f"fixed: {', '.join(f'{name} = {value}' for name, value in task.fix.items())}"] if task.fix else []
        held += [f"hidden: {', '.join(task.hide)}"] if task.hide else []
        held += [f"free: only {', '.join(task.free) or 'nothing'}"] if task.free is not None else []
        st.caption(f"{i}. {plain(task.named())} ({task.page}). {plain('; '.join(held))}")


def _give(found: Assignment) -> None:
    """Link, file, and a look at it."""
    from lib.teaching.assignments import to_yaml
    from lib.teaching.links import to_link

    try:
        st.markdown("**The link**")
        st.code(to_link(found, _base()), language=None)
        st.caption(
            "It leads to this address: your students must be able to reach it. Everything is in the link, the right "
            "answers too, and a curious student can read them: this is no program for exams."
        )
    except UserError as error:
        st.info(str(error), icon=":material/link_off:")
    with st.container(horizontal=True):
        st.download_button(
            "Download the file",
            st.session_state[_KEPT] or to_yaml(found),
            "assignment.yaml",
            "application/yaml",
            key="assignment_download",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button(
            "Open it as a student", icon=":material/visibility:", key="assignment_as", on_click=_see, args=(found,)
        )


def _see(found: Assignment) -> None:
    state.begin(found)
    bar.forget_link()
    st.session_state["assignment_side"] = "Do an assignment"


def _base() -> str:
    """The address of this page, as this browser sees it."""
    here = urlsplit(str(st.context.url or ""))
    if not here.netloc:
        return f"/{state.HOME}"
    folder = here.path.rstrip("/").rpartition("/")[0]
    return f"{here.scheme}://{here.netloc}{folder}/{state.HOME}"


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
