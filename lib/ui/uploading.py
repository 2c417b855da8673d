"""Room: ui. A file of the reader's: read, said in a sentence where it is none, and cut to a square in sight."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.models.errors import UserError
from lib.runs import images, uploads
from lib.runs.limits import LARGEST
from lib.ui.ahead import answered
from lib.ui.player import picture_url

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHOWN = 320
"""Pixels of the longer side of the picture in which the square is shown."""
ZOOMS, SHARES = tuple(i / 100 for i in range(100, 801)), tuple(i / 100 for i in range(101))
"""Where the sliders can stand."""


def upload(page: str) -> str | None:
    """The reference of the square that is cut out of a file; None while there is none, or none that can be read.

    Args:
        page: prefix of the keys.
    """
    file = st.file_uploader(
        f"A PNG, JPEG, HEIC, WebP, GIF, BMP or TIFF of up to {LARGEST} MB; it stays on the machine that runs this app.",
        key=f"{page}_file",
        max_upload_size=LARGEST,
    )
    if file is None:
        return None
    try:
        pixels = _read(page, file)
        return _square(page, file.file_id, pixels)
    except UserError as error:
        st.warning(f"{error} The last picture stays.", icon=":material/broken_image:")
        return None


def _read(page: str, file: Any) -> NDArray:
    """The pixels of the file, unpacked once."""
    key = f"_{page}_upload"
    known = st.session_state.get(key)
    if known is None or known[0] != file.file_id:
        known = file.file_id, uploads.read(file.getvalue())
        st.session_state[key] = known
    found: NDArray = known[1]
    return found


def _square(page: str, name: str, pixels: NDArray) -> str:
    """Sliders for the crop, the picture with its square, and the reference of what is inside."""
    height, width = pixels.shape[:2]
    shown, sliders = st.columns([1, 1.4], vertical_alignment="center")
    with sliders:
        zoom = _slider(page, "zoom", "Zoom", ZOOMS, 1.0, off=min(height, width) < 2)
        side = min(height, width) / zoom
        x = _slider(page, "x", "Left to right", SHARES, 0.5, off=width - side < 1)
        y = _slider(page, "y", "Top to bottom", SHARES, 0.5, off=height - side < 1)
    with shown, st.container(key=f"{page}_framed", gap="small"):
        small = picture_url(shrunk(pixels))
        shape = f"style='aspect-ratio: {width} / {height}'"
        st.html(f"<img class='to-crop' alt='Your picture; the square is bright.' src='{small}' {shape}>")
        drawn = partial(square_over, width, height)
        answered(f"{page}_crop", drawn, zoom=(zoom, ZOOMS), x=(x, SHARES), y=(y, SHARES))
        st.caption(f"{width} × {height} pixels; the square is used")
    key, token = f"_{page}_cropped", (name, x, y, zoom)
    known = st.session_state.get(key)
    if known is None or known[0] != token or not images.known(known[1]):
        known = token, images.keep(uploads.squared(pixels, x, y, zoom))
        st.session_state[key] = known
    return str(known[1])


def _slider(page: str, name: str, label: str, values: tuple[float, ...], default: float, off: bool) -> float:
    key = f"{page}_crop_{name}"
    return round(float(st.slider(label, values[0], values[-1], default, 0.01, key=key, disabled=off)), 2)


def shrunk(pixels: NDArray) -> NDArray:
    """A picture (H, W, 3) uint8, no larger than it is shown."""
    import numpy as np
    from PIL import Image

    image = Image.fromarray(pixels)
    scale = min(1.0, _SHOWN / max(image.size))
    width, height = (max(1, round(n * scale)) for n in image.size)
    return np.asarray(image.resize((width, height)))


def square_over(width: int, height: int, zoom: float, x: float, y: float) -> str:
    """The square that is cut out of a picture, as HTML that lies over it; all else is dark.

    Args:
        width: of the picture, in pixels.
        height: likewise.
        zoom: as for `lib.runs.uploads.squared`.
        x: the same.
        y: the same.
    """
    left, top, side = uploads.square(width, height, x, y, zoom)
    shares = {"left": left / width, "top": top / height, "width": side / width, "height": side / height}
    style = "; ".join(f"{name}: {share:.3%}" for name, share in shares.items())
    return f"<div class='crop' style='aspect-ratio: {width} / {height}'><i style='{style}'></i></div>"
