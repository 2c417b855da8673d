"""Room: ui. Share: the link of what is on the screen, to copy, and as a QR code.

The address is the one that the browser sees, so it is right behind a proxy and in a classroom's network. The browser
asks for the code of it when the box is opened; nothing leaves this machine.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import streamlit as st

from lib.ui import links
from lib.ui.component import component

KEY: Final = "share"
MAX_CODE: Final = 1200
"""Characters of a link that a telephone still reads off a screen."""


@st.fragment
def share() -> None:
    """A box that opens: the link, a button that copies it, and its QR code."""
    asked = st.session_state.get(f"_{KEY}_link", "")
    data = {"version": links.VERSION, "name": links.PARAMETER, "link": asked, **code(asked)}
    component("share")(key=KEY, data=data, on_link_change=_receive)


def _receive() -> None:
    state = st.session_state.get(KEY)
    link = state.get("link") if state else None
    st.session_state[f"_{KEY}_link"] = link if isinstance(link, str) else ""


@lru_cache(maxsize=64)
def code(link: str) -> dict[str, str]:
    """The QR code of a link.

    Args:
        link: what a browser sent, which may be anything.

    Returns:
        "picture": an SVG, black on white, or empty; "problem": a sentence that says why there is none, or empty.
    """
    if not link.startswith(("http://", "https://")):
        return {"picture": "", "problem": ""}
    if len(link.encode()) > MAX_CODE:
        told = f"This link is too long for a QR code ({len(link)} characters): copy it instead."
        return {"picture": "", "problem": told}
    import segno

    made = segno.make(link, error="m", micro=False)
    return {"picture": made.svg_inline(border=4, omitsize=True, dark="#000", light="#fff"), "problem": ""}
