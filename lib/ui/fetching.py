"""Room: ui. A large model brought to this machine: how far its download is, and a course's prompts instead of T5."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.models import course, fetching
from lib.models.errors import UserError
from lib.models.machine import GB
from lib.runs.limits import LARGEST
from lib.ui import host
from lib.ui.plain import plain

if TYPE_CHECKING:
    from lib.models.fetching import Download
    from lib.models.needs import Size

TICK = 1.0
"""Seconds between two looks at a download."""


def download(model: str, name: str, key: str) -> None:
    """A button that downloads a model; then how far it is, and a way to stop; then that it is here.

    Who may not change the machine sees what goes on, and no button.

    Args:
        model: owner/name.
        name: what it is called here.
        key: unique on its page.
    """
    from lib.models.downloads import arrived, cached

    found = fetching.current(model)
    if found is not None and not found.done:
        st.fragment(_running, run_every=TICK)(found, name, key)
        return
    if cached(model):
        st.markdown(f":material/check: **{name}** ({model}) is on this machine.")
        return
    if not host.may_change():
        return
    here = arrived(model)
    if found is not None and found.error is not None:
        st.error(str(found.error), icon=":material/cloud_off:")
    elif here:
        st.caption(f"{here / GB:.2f} GB of {name.lower()} have come and are kept.")
    again = here > 0 or found is not None
    st.button(
        f"Go on with {name.lower()}" if again else f"Download {name.lower()} ({size_of(model).disk:.1f} GB)",
        key=key,
        icon=":material/download:",
        on_click=_start,
        args=(model,),
        help=f"{model}, from the Hugging Face Hub. Before anything is written, the app looks whether you may have it, "
        "and whether disk and memory will do.",
    )


def _start(model: str) -> None:
    if host.may_change():
        fetching.start(model)


def _running(found: Download, name: str, key: str) -> None:
    """At the end the whole page runs again, for the model may be asked now."""
    if found.done:
        st.rerun()
    with st.container(horizontal=True, border=True, vertical_alignment="center", gap="medium", key=f"{key}_running"):
        st.progress(found.share, text=f"{name}: {found.said}")
        if host.may_change():
            st.button("Stop", key=f"{key}_stop", icon=":material/close:", on_click=_stop, args=(found,))


def _stop(found: Download) -> None:
    if host.may_change():
        found.stop()
        found.wait(2.0)


def size_of(model: str) -> Size:
    """Without the text encoder where a course's prompts take its place."""
    from lib.models.deepfloyd import KNOWN

    size = KNOWN[model].size
    return replace(size, text=0.0, sentencepiece=False) if course.kept().width else size


def course_prompts(page: str) -> None:
    """A course's file of text states, to do without T5; what of it is kept, and how to get rid of it.

    Args:
        page: prefix of the keys.
    """
    st.markdown(
        "**Without T5.** The text encoder is most of the download and of the memory. Courses hand out a file, "
        "`prompt_embeds_dict.pth`, with some prompts as T5 reads them. With such a file the model needs no text "
        "encoder, and knows these prompts and no others. Nothing in the file is executed."
    )
    kept = course.kept()
    if kept.prompts:
        texts = ", ".join(f"“{plain(prompt)}”" for prompt in kept.prompts if prompt)
        null = "" if "" in kept.prompts else " It has no empty prompt, so only guidance 1 works."
        st.markdown(f":material/check: {len(kept.prompts)} prompts are kept: {texts}.{null}")
    if not host.may_change():
        return
    if kept.prompts:
        st.button("Forget them", key=f"{page}_course_forget", icon=":material/delete:", on_click=_forget)
        return
    file = st.file_uploader(
        f"The course's file, of up to {LARGEST} MB", type=["pth", "pt"], key=f"{page}_course", max_upload_size=LARGEST
    )
    if file is not None:
        _take(file, f"_{page}_course")


def _forget() -> None:
    if host.may_change():
        course.forget()


def _take(file: Any, key: str) -> None:
    """Keep it, once; or say why not."""
    name, problem = st.session_state.get(key, ("", ""))
    if name != file.file_id:
        problem = ""
        try:
            with st.spinner("Reading the file …"):
                course.keep(file.getvalue())
        except UserError as error:
            problem = str(error)
        st.session_state[key] = (file.file_id, problem)
        if not problem:
            st.rerun()
    if problem:
        st.error(problem, icon=":material/error:")
