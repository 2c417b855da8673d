"""Room: ui. The app around the pages: navigation found by glob, the sidebar, torch warmed up after the first paint."""

from __future__ import annotations

import gc
import threading
from pathlib import Path
from typing import Any

import streamlit as st

from lib.models import late
from lib.ui import address, ahead, card, catalogue, jobs, links, opening, session, share
from lib.ui.assignments import bar
from lib.ui.component import component

NAME = "Diffusion, Step by Step"
ICON = str(Path(__file__).with_name("icon.svg"))
_CSS = Path(__file__).with_name("app.css")
_WARM_AFTER = 1.5


def pages() -> dict[str, list[Any]]:
    """Every file in ``pages/`` as an ``st.Page``, by section, in the order that their heads give."""
    found = catalogue.heads()
    first = found[0] if found else None
    return {
        section: [st.Page(head.path, title=head.title, default=head is first) for head in members]
        for section, members in catalogue.sections(found).items()
    }


def main() -> None:
    """Run the page that the address bar asks for, with everything around it."""
    session.start()
    st.html(_CSS)
    page = st.navigation(pages(), position="sidebar", expanded=True)
    links.enter(page.url_path)
    session.arrive(page.url_path)
    top = st.container()
    foot = st.sidebar.container(gap="xsmall")
    with foot:
        component("painted")(key="painted", data={"arrival": session.arrivals()}, on_drawn_change=lambda: None)
        component("history")(key="history", data={"places": address.PLACES})
    if bar.begin(page.url_path):
        page.run()
        bar.end()
    jobs.cancel_all_but(session.run().panels)
    links.leave()
    with top:
        links.note()
    with foot:
        component("steady")(key="steady")
        share.share()
        opening.opening(page.url_path)
        card.cards(session.run().models)
        ahead.send()
    if st.context.headers:  # somebody is looking
        _warm_up()


@st.cache_resource(show_spinner=False)
def _warm_up() -> threading.Timer:
    """Import what is large a moment after the first page was sent, so that the first run needs no seconds for it."""
    timer = threading.Timer(_WARM_AFTER, _import)
    timer.daemon = True
    timer.start()
    return timer


def _import() -> None:
    late.figures()
    late.torch()
    gc.collect()
    gc.freeze()  # what torch brought in lives as long as the process: no collection needs to look at it again
