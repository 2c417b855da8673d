"""Room: ui. The parts of the first page: a run that plays at once, and the map of lessons."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.ui import catalogue
from lib.ui.desk import progress


def hero(title: str, promise: str) -> None:
    """The name, a sentence, and digits that come out of noise."""
    st.title(title, anchor=False)
    st.markdown(promise)
    st.space("small")
    from lib.runs.defaults import DEFAULTS  # after the first words are on their way: this takes a quarter of a second
    from lib.ui import panel

    panel.show(DEFAULTS["home"], key="home", compute=False, autoplay=True, downloads=False)


def ways(items: Sequence[tuple[str, str]]) -> None:
    """What one can do here: a few words in bold and a sentence, side by side."""
    st.space("small")
    for column, (what, how) in zip(st.columns(len(items), gap="medium"), items, strict=True):
        column.markdown(f"**{what}** {how}")


def lessons() -> None:
    """Cards for all lessons, by section; the browser marks on them what the reader did."""
    found = catalogue.sections([head for head in catalogue.heads() if head.section])
    for section, heads in found.items():
        st.header(section, anchor=False)
        with st.container(horizontal=True, gap="medium", key=f"map-{len(heads)}-{heads[0].order}"):
            for head in heads:
                _card(head)
    st.space("small")
    progress.marks([head.path.stem for heads in found.values() for head in heads if head.number])


def _card(head: catalogue.Head) -> None:
    with st.container(border=True, key=f"card-{head.path.stem}"):
        if head.number:
            st.html(f"<div class='eyebrow'>{head.number}</div>")
        st.page_link(str(head.path), label=f"**{head.name}**")
        st.caption(head.summary)
