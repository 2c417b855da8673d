"""Room: ui. A sheet to draw on, or to paint a mask over a picture; what was drawn comes to Python when a stroke ends.

The browser keeps the strokes (for this tab, past a reload too) and sends a PNG, once, as a trigger: a state value would
travel again with every later rerun. The callback checks it and keeps the pixels in the session, so that they are there
in every rerun and on every page. What is sent to the browser is one block of bytes: a header and,
for a mask, the picture below it as PNG.
"""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from lib.models.errors import UserError
from lib.ui.component import component, pack
from lib.ui.player import png

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE: Final = 256
SIDES: Final = (256, 512)
LIMIT: Final = 2_000_000
"""Bytes of the largest PNG that is read; one of 512 × 512 pixels of pure noise has half of that."""
PREFIX: Final = "data:image/png;base64,"


def drawing(key: str, background: str = "white", *, size: int = SIDE, label: str = "Drawing") -> NDArray | None:
    """A sheet of paper and a box of paints.

    Args:
        key: unique on its page, and beginning with it.
        background: the paper, as a name or #rrggbb; the reader may fill it with another colour.
        size: pixels on a side, 256 or 512.
        label: what it is, for those who can't see it.

    Returns:
        (size, size, 3) uint8, or None while nothing is drawn.
    """
    from PIL import ImageColor

    red, green, blue = ImageColor.getrgb(background)[:3]
    header = {"mode": "draw", "paper": f"#{red:02x}{green:02x}{blue:02x}", "label": label}
    return _show(key, header, size)


def mask(key: str, under: NDArray, *, size: int = SIDE, label: str = "Mask") -> NDArray | None:
    """Paint over the parts of a picture that shall become new.

    Args:
        key: unique on its page, and beginning with it.
        under: the picture, (H, H, 3) uint8; the mask stays where another takes its place.
        size: pixels on a side of the mask, 256 or 512.
        label: what it is, for those who can't see it.

    Returns:
        (size, size) uint8, 255 where it shall become new and 0 elsewhere; None while nothing is marked.
    """
    if under.ndim != 3 or under.shape[0] != under.shape[1]:
        raise ValueError(f"A mask is painted over a square picture in colour, not over {under.shape}.")
    return _show(key, {"mode": "mask", "paper": "#000000", "label": label}, size, png(under))


def _show(key: str, header: dict, size: int, under: bytes = b"") -> NDArray | None:
    """The component, and what it has sent last."""
    if size not in SIDES:
        raise ValueError(f"A canvas has {SIDES} pixels on a side, not {size}.")
    kept, wrong = f"_{key}_drawn", f"_{key}_wrong"
    found = st.session_state.get(kept)
    header = {**header, "name": key, "size": size, "held": found is not None}

    def receive() -> None:
        state = st.session_state.get(f"{key}_canvas")
        try:
            st.session_state[kept] = read(state.get("drawn") if isinstance(state, dict) else None, header["mode"], size)
            st.session_state.pop(wrong, None)
        except UserError as error:
            st.session_state[kept], st.session_state[wrong] = None, str(error)

    component("canvas", "block")(key=f"{key}_canvas", data=pack(header, under), on_drawn_change=receive)
    if wrong in st.session_state:
        st.error(st.session_state[wrong], icon=":material/error:")
    return None if found is None else found.copy()


def read(value: Any, mode: str, size: int) -> NDArray | None:
    """What a browser sent, which may be anything, as pixels; None where it is an empty sheet.

    Args:
        value: should be ``{"png": "data:image/png;base64,…"}``, or ``{"png": ""}`` for an empty sheet.
        mode: "draw" for (size, size, 3) colours, "mask" for (size, size) of 0 and 255.
        size: that it must have.

    Raises:
        UserError: it isn't that.
    """
    import numpy as np
    from PIL import Image

    text = value.get("png") if isinstance(value, dict) else None
    if text == "":
        return None
    refused = UserError(f"The canvas sent no picture of {size} × {size} pixels: clear it, and draw again.")
    if not isinstance(text, str) or not text.startswith(PREFIX):
        raise refused
    if len(text) - len(PREFIX) > LIMIT * 4 // 3 + 4:
        raise UserError("This drawing is too large to be sent: clear the canvas, and draw with fewer strokes.")
    try:
        picture = Image.open(io.BytesIO(base64.b64decode(text[len(PREFIX) :], validate=True)), formats=("PNG",))
        if picture.size != (size, size):
            raise refused
        pixels = np.asarray(picture.convert("RGB" if mode == "draw" else "L"))
    except Exception as error:  # whatever a decoder may say of bytes that were made to trouble it
        raise refused from error
    if mode == "draw":
        return pixels
    marked = np.where(pixels > 127, 255, 0).astype(np.uint8)
    return marked if marked.any() else None
