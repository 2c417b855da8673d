"""Room: ui. A picture seen from near and from afar: a slider makes it smaller, or blurs it, without the server.

What is sent is one block of bytes: a header (size, sigma, names) and the picture as PNG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.ui import address
from lib.ui.component import component, pack
from lib.ui.player import png

if TYPE_CHECKING:
    from numpy.typing import NDArray


def distance(picture: NDArray, key: str, names: tuple[str, str], sigma: float) -> None:
    """Show a hybrid at any distance: made smaller on the left, blurred on the right.

    Args:
        picture: (H, W, 3) uint8.
        key: unique on its page, and beginning with it.
        names: what it is from near, and from afar.
        sigma: of the Gaussian that parts its bands, in pixels of the picture; the farthest blur is twice that.
    """
    component("distance", "block", "address")(
        key=f"{key}_distance", data=payload(picture, names, sigma, address.told(f"{key}_far"))
    )


def payload(picture: NDArray, names: tuple[str, str], sigma: float, name: str = "") -> bytes:
    """The block of bytes for the browser: a header, and the picture as PNG."""
    height, width = picture.shape[:2]
    header = {"width": width, "height": height, "sigma": round(sigma, 4), "names": list(names), "name": name}
    return pack(header, png(picture))
