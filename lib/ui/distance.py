"""Room: ui. A picture seen from near and from afar: a slider makes it smaller, or blurs it, without the server.

What is sent is one block of bytes: a header (struct and JSON: size, sigma, names) and the picture as PNG.
"""

from __future__ import annotations

import json
import struct
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from lib.ui import address
from lib.ui.player import png

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC: Final = b"DSD1"
_HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def _component() -> Any:
    html, css = ((_HERE / f"distance.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    return st.components.v2.component("distance", html=html, css=css, js=address.script("distance"))


def distance(picture: NDArray, key: str, names: tuple[str, str], sigma: float) -> None:
    """Show a hybrid at any distance: made smaller on the left, blurred on the right.

    Args:
        picture: (H, W, 3) uint8.
        key: unique on its page, and beginning with it.
        names: what it is from near, and from afar.
        sigma: of the Gaussian that parts its bands, in pixels of the picture; the farthest blur is twice that.
    """
    _component()(key=f"{key}_distance", data=payload(picture, names, sigma, address.told(f"{key}_far")))


def payload(picture: NDArray, names: tuple[str, str], sigma: float, name: str = "") -> bytes:
    """The block of bytes for the browser: magic, length of the header, header as JSON, the picture as PNG."""
    height, width = picture.shape[:2]
    header = {"width": width, "height": height, "sigma": round(sigma, 4), "names": list(names), "name": name}
    text = json.dumps(header, ensure_ascii=False).encode()
    return MAGIC + struct.pack("<I", len(text)) + text + png(picture)
