"""Room: ui. What stands around a lesson while an assignment is open: a bar above it, and the questions below it.

The questions stick to the lower edge of the window, so that the picture that they are about stays in sight.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.models.errors import UserError
from lib.ui import session
from lib.ui.assignments import fields, keeper, state
from lib.ui.plain import plain

_CSS = Path(__file__).with_name("bar.css")
_LAST = "_assignment_link"
_PAGES = Path(__file__).resolve().parents[3] / "pages"


def begin(stem: str) -> bool:
    """Open what the address bar or the browser holds, and show the bar.

    Args:
        stem: of the page that is about to run.

    Returns:
        Whether the page may run; not yet, where the browser is still to tell what it kept.
    """
    _from_link()
    if keeper.waiting():
        return _wait()
    state.arrive(stem)
    now = state.current()
    if now is None:
        return True
    st.html(_CSS)
    if stem != state.HOME:
        _bar(now)
    return True


def end() -> None:
    """Show the questions, once the page has told its runs; let the browser keep the answers."""
    if state.here() is not None:
        with st.container(key="assignment-sheet", gap="xsmall"):
            st.fragment(_sheet)()
    else:
        keeper.keep()


def _from_link() -> None:
    """Open the assignment of a link, once."""
    from lib.teaching.links import MAX_LINK, PARAMETER

    session.run().addressed.add(PARAMETER)
    code = st.query_params.get(PARAMETER, "")
    last, trouble = st.session_state.get(_LAST, ("", ""))
    if code and code != last:
        from lib.teaching.links import from_code

        try:
            state.begin(from_code(code, MAX_LINK))
            trouble = ""
        except UserError as error:
            trouble = str(error)
    st.session_state[_LAST] = code or last, trouble
    if code and trouble:
        st.warning(trouble, icon=":material/link_off:")


def forget_link() -> None:
    """Take the link out of the address bar: what is open now came from elsewhere, or nothing is."""
    from lib.teaching.links import PARAMETER

    st.query_params.pop(PARAMETER, None)


def _wait() -> bool:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Opening your assignment as you left it …", width="content")
        st.button("Go on without it", type="tertiary", on_click=keeper.give_up)
    keeper.ask()
    return False


def _bar(now: state.Open) -> None:
    """Which task this is, and the way to the others."""
    count, here = len(now.assignment.tasks), state.here()
    with st.container(key="assignment-bar", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            name = f"Task {now.at + 1} of {count}" if here else "Not part of your assignment"
            st.markdown(f":material/assignment: **{name}** · {plain(now.task().named() if here else '')}".rstrip(" ·"))
            _step(now, now.at - 1, "Previous", ":material/arrow_back:")
            if not here:
                _step(now, now.at, f"Back to task {now.at + 1}", ":material/undo:")
            _step(now, now.at + 1, "Next", ":material/arrow_forward:")
            if st.button("Overview", key="assignment-overview", type="tertiary", icon=":material/checklist:"):
                st.switch_page(_PAGES / f"{state.HOME}.py")
        if here and here.text:
            st.markdown(fields.prose(here.text))


def _step(now: state.Open, to: int, label: str, icon: str) -> None:
    """A button to another task, where there is one."""
    if 0 <= to < len(now.assignment.tasks) and st.button(
        label, key=f"assignment-{label.split()[0].lower()}", type="tertiary", icon=icon, help=f"Task {to + 1}"
    ):
        go(to)


def go(task: int) -> None:
    """Open the page of a task; ends this run."""
    now = state.current()
    if now is not None:
        now.at = task
        st.switch_page(_PAGES / f"{now.task().page}.py")


def _sheet() -> None:
    """Questions and the run to hand in, of the task at hand."""
    now, task = state.current(), state.here()
    if now is None or task is None:
        return
    from lib.teaching.answers import progress

    done, there = progress(now.assignment, now.answers, now.at)
    count = f"{done} of {there} done" if there else "hand in a run, if you like"
    with st.expander(
        f"Task {now.at + 1}: {count}", expanded=True, key="assignment-questions", icon=":material/edit_note:"
    ):
        for i, asked in enumerate(task.questions):
            fields.question(f"{now.at}.{i}", asked, i + 1)
        if task.hand_in:
            st.markdown(
                f"**{len(task.questions) + 1}.** Hand in a run. It goes into your report, with the frame you see."
            )
        fields.hand_in()
    keeper.keep()
