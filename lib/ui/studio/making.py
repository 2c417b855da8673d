"""Room: ui. The file: made in a thread, with progress and a way to stop; then it can be taken home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.ui import jobs, session
from lib.ui.studio.preview import name_of, size

if TYPE_CHECKING:
    from lib.draw.studio.options import Export
    from lib.runs.jobs import Task
    from lib.runs.trajectory import Trajectory

KEY: Final = "studio_export"
_TOKEN = "_studio_token"
TICK = 0.3


def making(runs: Sequence[Trajectory], look: Export) -> None:
    """A button that makes the file; then its progress; then a button to download it."""
    session.run().panels.add(KEY)
    token = f"{name_of(runs)} {look.model_dump_json()}"
    if st.session_state.get(_TOKEN) != token:
        jobs.mine().drop(KEY)  # it would be another file
    task = jobs.mine().task(KEY)
    if task is None:
        st.button(
            "Make the file",
            type="primary",
            icon=":material/movie_edit:",
            key="studio_make",
            on_click=_begin,
            args=(token, list(runs), look),
        )
    elif not task.done:
        st.fragment(_running, run_every=TICK)(task)
    elif task.result is not None:
        _download(task.result, runs, look)
    else:
        _ended(task, token, runs, look)


def _begin(token: str, runs: list[Trajectory], look: Export) -> None:
    from lib.draw.studio.making import export
    from lib.runs.jobs import EXPORTS, Task

    st.session_state[_TOKEN] = token
    mine = jobs.mine()
    mine.begin(KEY, Task(lambda on_step: export(runs, look, on_step), "export", EXPORTS, mine))


def _running(task: Task[bytes]) -> None:
    """How far it is; at the end the page runs again."""
    if task.done:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="studio_progress"):
        st.progress(task.progress.fraction if task.progress else 0.0, text=_words(task))
        st.button("Cancel", key="studio_cancel", icon=":material/close:", on_click=_stop, args=(task,))


def _stop(task: Task[bytes]) -> None:
    task.cancel()
    task.wait(1.0)


def _words(task: Task[bytes]) -> str:
    if task.ahead:
        return f"Waiting: {task.ahead} {'file is' if task.ahead == 1 else 'files are'} made before this one."
    if task.progress is None:
        return "Beginning …"
    return f"Frame {task.progress.done} of {task.progress.total}"


def _download(data: bytes, runs: Sequence[Trajectory], look: Export) -> None:
    from lib.draw.studio.options import FORMATS

    first = runs[0].recipe
    name = f"{first.kind}-{first.key()[:8]}" + (f"-and-{len(runs) - 1}" if len(runs) > 1 else "") + look.suffix
    kind = FORMATS[look.format]
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.download_button(
            f"Download {kind.name}, {size(len(data))}",
            data,
            name,
            kind.mime,
            type="primary",
            icon=":material/download:",
            key="studio_download",
            on_click="ignore",
        )
        st.caption("The recipe is inside: drop the file on any page of this app, and the run is back.")


def _ended(task: Task[bytes], token: str, runs: Sequence[Trajectory], look: Export) -> None:
    if task.error is not None:
        st.error(str(task.error), icon=":material/error:")
    else:
        st.markdown("Cancelled: nothing was kept.")
    st.button(
        "Make it again", key="studio_again", icon=":material/refresh:", on_click=_begin, args=(token, list(runs), look)
    )
