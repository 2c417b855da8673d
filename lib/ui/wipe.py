"""Room: ui. Two pictures on top of each other and a divider between them, moved in the browser without the server.

What is sent is one block of bytes: a header (size, names) and a PNG with both pictures side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.ui import address
from lib.ui.component import component, pack
from lib.ui.player import png

if TYPE_CHECKING:
    from numpy.typing import NDArray


def wipe(left: NDArray, right: NDArray, key: str, names: tuple[str, str] = ("before", "after")) -> None:
    """Compare two pictures: the reader moves the divider between them, by hand or with the arrow keys.

    Args:
        left: (H, W, 3) uint8, seen to the left of the divider.
        right: (H, W, 3) uint8, seen to the right of it.
        key: unique on its page, and beginning with it.
        names: what the two are called.
    """
    component("wipe", "block", "address")(
        key=f"{key}_wipe", data=payload(left, right, names, address.told(f"{key}_divider"))
    )


def payload(left: NDArray, right: NDArray, names: tuple[str, str], name: str = "") -> bytes:
    """The block of bytes for the browser: a header, and both pictures as one PNG."""
    import numpy as np

    if left.shape != right.shape:
        raise ValueError(f"Pictures are compared that have the same size, not {left.shape} and {right.shape}.")
    header = {"width": left.shape[1], "height": left.shape[0], "names": list(names), "name": name}
    return pack(header, png(np.concatenate([left, right], axis=1)))
