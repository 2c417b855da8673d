"""Room: ui. Pictures of the reader's own, known by name in all lessons of this session: uploads, drawings, results."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from lib.models.errors import UserError
from lib.runs import drawings, images

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.trajectory import Trajectory

_KEY = "_own_pictures"
UPLOAD, DRAWING, RESULT = "your upload", "your drawing", "your last result"
THUMB = drawings.SMALL
"""Pixels a side of a small picture in a gallery."""


def pictures() -> dict[str, str]:
    """Name → reference, for those that are still on this machine."""
    found: dict[str, str] = st.session_state.get(_KEY, {})
    return {name: ref for name, ref in found.items() if images.known(ref)}


def put(name: str, ref: str) -> None:
    """Remember a picture under a name; the one that had it before is forgotten."""
    st.session_state[_KEY] = {**st.session_state.get(_KEY, {}), name: ref}


def keep_result(found: Trajectory, picture: int = 0) -> None:
    """Keep the picture that a run ended with, for other lessons."""
    try:
        put(RESULT, images.keep(coloured(found.images[picture])))
    except UserError as error:
        st.toast(str(error), icon=":material/error:")
    else:
        st.toast("It now stands among the pictures of every lesson.", icon=":material/check:")


def offer(found: Trajectory | None, key: str, picture: int = 0) -> None:
    """A small button that makes the result of a run an input of other lessons; nothing until the run is there.

    Args:
        found: the run.
        key: unique on its page, and beginning with it.
        picture: which of its pictures.
    """
    if found is None:
        return
    st.button(
        "Use it in another lesson",
        key=f"{key}_offer",
        icon=":material/output:",
        type="tertiary",
        help="Keeps this picture on this machine: it stands as “your last result” wherever a lesson takes a picture.",
        on_click=keep_result,
        args=(found, picture),
    )


def thumb(ref: str) -> NDArray:
    """A picture as (64, 64, 3) uint8.

    Raises:
        UserError: for one that isn't on this machine.
    """
    if not images.known(ref):
        images.pixels(ref, 1)  # says why
    return _thumb(ref)


def seen(ref: str, side: int) -> NDArray:
    """A picture as a model of that size sees it: (side, side, 3) uint8.

    Raises:
        UserError: for one that isn't on this machine.
    """
    from lib.runs.trajectory import to_image

    return to_image(images.pixels(ref, side))


def coloured(picture: NDArray) -> NDArray:
    """(H, W) or (H, W, 3) uint8 as (H, W, 3)."""
    import numpy as np

    return picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=-1)


@lru_cache(maxsize=64)
def _thumb(ref: str) -> NDArray:
    return seen(ref, THUMB)
