"""Room: ui. The page of assignments: a student opens one and sees how far it is; a teacher hands one out."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.models.errors import UserError
from lib.runs.limits import TEXT
from lib.ui import panel
from lib.ui.assignments import bar, fields, handout, keeper, state
from lib.ui.plain import plain

if TYPE_CHECKING:
    from lib.runs.trajectory import Trajectory

DO, GIVE = "Do an assignment", "Give one"


def desk() -> None:
    """Both sides of the desk."""
    side = st.segmented_control(
        "What for", [DO, GIVE], default=DO, key="assignment_side", bind="query-params", required=True
    )
    if side == GIVE:
        handout.handout()
    elif (now := state.current()) is None:
        _open()
    else:
        _tasks(now)
        _report(now)
        _close()


def _open() -> None:
    """Ways to open an assignment."""
    st.markdown("Open the link that your teacher gave you, or paste it here, or load the file.")
    link = st.text_input("Link", key="assignment_paste", placeholder="http://…/assignment?assignment=…")
    file = st.file_uploader("File (YAML)", type=["yaml", "yml", "txt"], max_upload_size=TEXT, key="assignment_file")
    try:
        if link:
            _opened(link=link)
        if file is not None:
            _opened(blob=file.getvalue(), name=file.name)
    except UserError as error:
        st.warning(str(error), icon=":material/error:")
    st.button(
        "Try the example", key="assignment_try", icon=":material/play_arrow:", on_click=_try, help="Three short tasks"
    )


def _opened(link: str = "", blob: bytes = b"", name: str = "") -> None:
    """Open what was given, and show the page anew."""
    from lib.teaching import assignments, links

    state.begin(links.from_link(link) if link else assignments.read(blob, name))
    bar.forget_link()
    st.rerun()


def _try() -> None:
    from lib.teaching import assignments

    state.begin(assignments.read(assignments.EXAMPLE.read_bytes(), assignments.EXAMPLE.name))
    bar.forget_link()


def _tasks(now: state.Open) -> None:
    """The tasks, and how far each is."""
    from lib.teaching.answers import progress
    from lib.teaching.lessons import title

    st.header(plain(now.assignment.title), anchor=False)
    if now.assignment.intro:
        st.markdown(fields.prose(now.assignment.intro))
    for i, task in enumerate(now.assignment.tasks):
        done, there = progress(now.assignment, now.answers, i)
        with st.container(horizontal=True, border=True, vertical_alignment="center", key=f"assignment-task-{i}"):
            icon = "check_circle" if done == there else "circle" if not done else "timelapse"
            with st.container(gap=None):
                st.markdown(f":material/{icon}: **{i + 1}. {plain(task.named())}**")
                st.caption(f"{title(task.page)} · {f'{done} of {there} done' if there else 'nothing to hand in'}")
            label = "Go on" if 0 < done < there else "Look again" if there and done == there else "Begin"
            if st.button(label, key=f"assignment-go-{i}", icon=":material/arrow_forward:", icon_position="right"):
                bar.go(i)


def _report(now: state.Open) -> None:
    """The student's name, and the file to take home."""
    from lib.teaching.answers import MAX_NAME

    st.header("Your report", anchor=False)
    key = f"assignment-name-{now.digest}-{now.told}"
    st.text_input(
        "Your name (if you like)",
        now.answers.name,
        max_chars=MAX_NAME,
        key=key,
        on_change=_rename,
        args=(key,),
        autocomplete="name",
    )
    runs = {int(i): panel.answer(run.read(), f"assignment_run_{i}") for i, run in now.answers.runs.items()}
    waiting = sum(run is None for run in runs.values())
    if waiting:
        st.caption(f"{waiting} of your runs {'is' if waiting == 1 else 'are'} still being made for the report.")
    st.download_button(
        "Download the report",
        partial(make, now, {i: run for i, run in runs.items() if run is not None}),
        f"{_slug(now.answers.name) or 'report'}-{_slug(now.assignment.title) or now.digest}.html",
        "text/html",
        key="assignment_report",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(
        "One file with your answers, pictures, recipes and seeds. It opens without a network. Give it to your teacher; "
        "until then your answers are kept in this browser."
    )


def make(now: state.Open, runs: dict[int, Trajectory]) -> bytes:
    """The report as a file. No streamlit in here: it runs when the button is pressed."""
    from lib.teaching.report import build

    return build(now.assignment, now.answers, runs, datetime.now().astimezone()).encode()


def _rename(key: str) -> None:
    now = state.current()
    if now is not None:
        now.answers = now.answers.model_copy(update={"name": str(st.session_state[key])})


def _slug(text: str) -> str:
    """A piece of a file's name."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())[:40]


def _close() -> None:
    with st.container(horizontal=True):
        st.button("Close it", key="assignment-close", type="tertiary", icon=":material/close:", on_click=_end)
        with st.popover("Delete my answers", type="tertiary", icon=":material/delete:"):
            st.markdown("They are deleted from this browser, and can't be brought back.")
            st.button("Delete them", key="assignment-delete", on_click=_end, kwargs={"forget": True})


def _end(forget: bool = False) -> None:
    keeper.close(forget)
    bar.forget_link()
