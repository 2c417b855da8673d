"""Room: ui. A picture and noise mixed in the browser: every level of a schedule at once, without the server.

What is sent is one block of bytes: a header (size, level, shares) and both as float32. A level that
was settled on comes back and goes into the address bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.ui import address
from lib.ui.component import component, pack

if TYPE_CHECKING:
    from numpy.typing import NDArray


def mixer(
    picture: NDArray[Any], noise: NDArray[Any], shares: Sequence[float], key: str, *, scaled: bool, default: int = 500
) -> None:
    """``sqrt(abar) * picture``, ``sqrt(1 - abar) * noise`` and their sum, with a slider over all levels.

    Args:
        picture: (3, S, S), black -1 and white 1.
        noise: of the same shape.
        shares: abar by timestep, each in [0, 1].
        key: unique on its page, and beginning with it; the level stands in the address bar as ``{key}_t``.
        scaled: whether the picture is shrunk; else its coefficient is 1.
        default: the timestep that it opens with.
    """
    name = address.told(f"{key}_t")
    most = len(shares) - 1
    packed = payload(picture, noise, shares, level(st.query_params.get(name), most, default), scaled)
    component("mixer", "block")(key=f"{key}_mixer", data=packed, on_t_change=lambda: _settled(key, most, default))


def level(text: Any, most: int, default: int) -> int:
    """The timestep that an address or a browser names; the default for what names none between 0 and `most`."""
    try:
        t = int(text)
    except (TypeError, ValueError, OverflowError):
        return default
    return t if 0 <= t <= most else default


def payload(picture: NDArray[Any], noise: NDArray[Any], shares: Sequence[float], t: int, scaled: bool) -> bytes:
    """The block of bytes for the browser."""
    import numpy as np

    if picture.shape != noise.shape or picture.shape != (3, *picture.shape[-1:] * 2):
        raise ValueError(f"A square picture in colour is mixed with as much noise, not {picture.shape}, {noise.shape}.")
    header = {
        "side": picture.shape[-1],
        "t": t,
        "marks": [250, 500, 750],
        "scaled": scaled,
        "shares": [round(float(share), 7) for share in shares],
    }
    return pack(header, np.stack([picture, noise]).astype("<f4").tobytes())


def _settled(key: str, most: int, default: int) -> None:
    """The level stands in the address bar, so that a link shows the same."""
    state = st.session_state.get(f"{key}_mixer")
    t = level(state.get("t") if state else None, most, default)
    if t == default:
        st.query_params.pop(f"{key}_t", None)
    else:
        st.query_params[f"{key}_t"] = str(t)
