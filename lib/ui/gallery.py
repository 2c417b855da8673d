"""Room: ui. A gallery: small pictures in a row, one of which is chosen by a click or with the keyboard.

What is sent is one block of bytes: a header (what the pictures are called, which one is chosen) and a
PNG with all of them side by side. The browser answers with the reference of the one that was clicked, once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from lib.ui.component import component, pack
from lib.ui.player import png

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Item(NamedTuple):
    """A picture of a gallery.

    Attributes:
        ref: what is told when it is chosen.
        name: a word or two below it.
        title: what it shows, for those who can't see it.
        picture: (S, S, 3) uint8, all of one size.
    """

    ref: str
    name: str
    title: str
    picture: NDArray


def gallery(items: Sequence[Item], chosen: str, key: str, choose: Callable[[str], None], label: str) -> None:
    """Show the pictures; a click calls `choose` before the page runs again.

    Args:
        items: at least one.
        chosen: the reference of the picture that is marked.
        key: unique on its page, and beginning with it.
        choose: gets the reference of the picture that was clicked.
        label: what is chosen here, for those who can't see it.
    """

    def receive() -> None:
        state = st.session_state.get(f"{key}_gallery")
        ref = reference(state.get("chosen") if isinstance(state, dict) else None, items)
        if ref is not None:
            choose(ref)

    component("gallery", "block")(key=f"{key}_gallery", data=payload(items, chosen, label), on_chosen_change=receive)


def reference(value: Any, items: Sequence[Item]) -> str | None:
    """What a browser sent, which may be anything, as the reference of one of the pictures, or None."""
    ref = value.get("ref") if isinstance(value, dict) else None
    return ref if isinstance(ref, str) and any(item.ref == ref for item in items) else None


def payload(items: Sequence[Item], chosen: str, label: str) -> bytes:
    """The block of bytes for the browser: a header, and all pictures as one PNG."""
    import numpy as np

    header = {
        "side": len(items[0].picture),
        "label": label,
        "chosen": chosen,
        "items": [{"ref": item.ref, "name": item.name, "title": item.title} for item in items],
    }
    return pack(header, png(np.concatenate([item.picture for item in items], axis=1)))
