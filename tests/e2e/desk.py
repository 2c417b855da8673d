"""A page that isn't one of the app: the tools that are worked by hand, side by side, for the tests in a browser."""

import numpy as np
import streamlit as st

from lib.ui.canvas import drawing, mask
from lib.ui.turn import turn
from lib.ui.wipe import wipe

KINDS = ("rotate90", "rotate180", "rotate270", "flip", "mirror", "negate")

ROWS, COLUMNS = np.mgrid[0:64, 0:64].astype(np.uint8)
PICTURE = np.stack([4 * COLUMNS, 4 * ROWS, 255 - 2 * COLUMNS - 2 * ROWS], axis=-1)

st.title("Desk")
st.slider("Another control", 0, 100, 5, key="other")
paper = st.segmented_control("Paper", ["white", "#ffe9c4"], default="white", key="paper")


def told(name, found):
    """What Python holds, in words that a test can read."""
    words = "nothing" if found is None else f"{found.shape} mean {found.mean():.2f}"
    st.markdown(f"{name}: {words}")


found = drawing("desk_draw", paper or "white")
told("drawing", found)
if found is not None:
    st.image(found, output_format="PNG")
marked = mask("desk_mask", PICTURE, size=512)
told("mask", marked)
if marked is not None:
    st.image(marked, output_format="PNG", width=200)

st.subheader("Compare")
wipe(PICTURE, 255 - PICTURE, "desk_wipe", names=("a gradient", "its negative"))

st.subheader("Turn")
FACE = PICTURE.copy()
FACE[8:14, 20:44] = 255  # above the middle, and to the left
FACE[30:50, 8:14] = 0
STAGES = [np.roll(FACE, 4 * k, axis=1) for k in range(9)]
for place, kind in zip(st.columns(3) + st.columns(3), KINDS, strict=True):
    with place:
        turn([FACE], f"desk_{kind}", (f"before {kind}", f"after {kind}"), kind)
turn(STAGES, "desk_frames", ("a start", "an end"))
