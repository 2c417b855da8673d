"""Room: runs. Colours of a picture with a profile of its own, as sRGB: what a browser shows, and models were shown.

A phone writes Display P3, a camera Adobe RGB, a printer's file the inks of its paper. Without their profile their
numbers say other colours.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any, Final

from PIL import Image, ImageCms

MAX_BYTES: Final = 8 * 10**6
"""A profile of a press has one to three MB; what is larger is none."""
_SPACES: Final = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}


def in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """The picture in sRGB, RGB or RGBA; one without a profile, or with a damaged or a wrong one, is taken as sRGB.

    Args:
        image: of any mode; its transparency stays.
        profile: the bytes of an ICC profile, as PIL found them in the file; None where there was none.
    """
    opacity = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = image.convert(image.mode[:-1]) if opacity else image
    flat = _converted(colours, profile) or colours.convert("RGB")
    if opacity:
        flat.putalpha(opacity)
    return flat


def _converted(image: Image.Image, profile: Any) -> Image.Image | None:
    """(RGB) None where the profile says nothing about these colours."""
    if not isinstance(profile, bytes) or not 0 < len(profile) <= MAX_BYTES:
        return None
    with suppress(Exception):  # littlecms and PIL have several errors for a profile that isn't one
        theirs = ImageCms.getOpenProfile(io.BytesIO(profile))
        space = theirs.profile.xcolor_space.strip()
        if space == "RGB":
            image = image.convert("RGB")  # grey with a profile of colours, which is common
        if _SPACES.get(image.mode) == space:
            return ImageCms.profileToProfile(
                image,
                theirs,
                ImageCms.createProfile("sRGB"),
                ImageCms.Intent.RELATIVE_COLORIMETRIC,
                "RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
    return None
