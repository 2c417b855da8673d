"""Room: runs. Files that somebody uploads, turned into pixels; whatever is wrong with one is said in a sentence."""

from __future__ import annotations

import io
import math
import re
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.models.errors import UserError
from lib.runs.limits import LARGEST
from lib.runs.profiles import in_srgb
from lib.runs.resize import reduced

MAX_BYTES = LARGEST * 10**6
MAX_PIXELS = 64 * 10**6
MAX_PIECES = 10**6
"""Chunks, markers and the like; about three seconds of one processor."""
MAX_SIDE = 2048
MAX_SQUARE = 512
_FORMATS = (
    *("PNG", "JPEG", "MPO", "WEBP", "GIF", "BMP", "DIB", "TIFF", "AVIF", "HEIF", "JPEG2000", "ICO", "PPM"),
    *("TGA", "PCX", "QOI", "SGI"),
)
"""What may be opened, where PIL here can: plain pixels only, nothing that would start another program."""
_SHRINK = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")
"""Modes in which a large picture is made smaller before anything else, so that it takes little memory."""
_SVG = re.compile(rb"<(?:\w+:)?svg[\s>]", re.IGNORECASE)
_ROWS = 256
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by the orientation that a camera wrote into it."""


def read(blob: bytes) -> NDArray[np.uint8]:
    """The pixels (H, W, 3) of a picture in any common format, 2048 a side at most.

    It is turned upright, its colours are brought to sRGB, transparency is laid on white, and an animation gives its
    first frame.

    Raises:
        UserError: for a file that is empty, too large, damaged, or no picture.
    """
    if not blob:
        raise UserError("This file is empty: choose another.")
    if len(blob) > MAX_BYTES:
        raise UserError(f"This file has {math.ceil(len(blob) / 10**6)} MB, and {LARGEST} are the most: shrink it.")
    with _opened(blob) as image:
        _check_size(*image.size)
        try:
            return _upright_rgb(image)
        except Exception:  # PIL has many errors for a damaged file
            raise UserError("This picture is damaged or its end is missing: save it again or choose another.") from None


def squared(pixels: NDArray[np.uint8], x: float = 0.5, y: float = 0.5, zoom: float = 1.0) -> NDArray[np.uint8]:
    """A square (S, S, 3) cut out of a picture (H, W, 3), reduced to 512 a side at most.

    Args:
        pixels: of any size.
        x: where the square lies between the left edge (0) and the right one (1).
        y: where it lies between top (0) and bottom (1).
        zoom: 1 is the largest square that fits, 2 is half its side.

    Raises:
        UserError: for x, y or zoom out of bounds.
    """
    if not (0 <= x <= 1 and 0 <= y <= 1 and 1 <= zoom < math.inf):
        raise UserError(f"A crop takes x and y from 0 to 1 and a zoom of 1 or more, not {x}, {y} and {zoom}.")
    height, width = pixels.shape[:2]
    left, top, side = square(width, height, x, y, zoom)
    return reduced(pixels[top : top + side, left : left + side], MAX_SQUARE)


def square(width: int, height: int, x: float, y: float, zoom: float) -> tuple[int, int, int]:
    """Where `squared` cuts, in pixels: left edge, top edge, side; all as there."""
    side = max(1, round(min(height, width) / zoom))
    return round(x * (width - side)), round(y * (height - side)), side


class _Bounded(io.BytesIO):
    """A file that is read in a bounded number of pieces: a picture has few, and millions would take a minute."""

    left = MAX_PIECES

    def read(self, size: int | None = -1) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise OSError("It is in too many pieces.")
        return super().read(size)


def _opened(blob: bytes) -> Image.Image:
    try:
        return Image.open(_Bounded(blob), formats=[name for name in _FORMATS if name in _known()])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UserError(_too_large("far more than 64")) from None
    except Exception:  # UnidentifiedImageError, and whatever a reader stumbles over in a broken head
        if _SVG.search(blob[:4096]):
            raise UserError("An SVG holds shapes and no pixels: export it as PNG first.") from None
        raise UserError(
            "This file can't be read as a picture: take a PNG, JPEG, HEIC, WebP, GIF, BMP or TIFF."
        ) from None


def _known() -> frozenset[str]:
    with suppress(ImportError):  # then all formats but HEIC, which phones write, can still be read
        import pillow_heif

        pillow_heif.register_heif_opener()
    Image.init()
    return frozenset(Image.OPEN)


def _check_size(width: int, height: int) -> None:
    """By the head of the file alone, before a pixel of it is unpacked."""
    if width < 1 or height < 1:
        raise UserError("This picture has no pixels: choose another.")
    if width * height > MAX_PIXELS:
        raise UserError(_too_large(f"{width * height / 1e6:.0f}"))


def _too_large(megapixels: str) -> str:
    return f"This picture has {megapixels} megapixels, and {MAX_PIXELS // 10**6} are the most: make it smaller first."


def _upright_rgb(image: Image.Image) -> NDArray[np.uint8]:
    longest = max(image.size)
    if longest > MAX_SIDE:  # a JPEG can be unpacked at a half, a quarter or an eighth at once
        width, height = (max(1, n * MAX_SIDE // longest) for n in image.size)
        image.draft(None, (width, height))
    image.load()
    turn = 1
    with suppress(Exception):  # a broken note about the camera is no reason to refuse a picture
        turn = image.getexif().get(_ORIENTATION, 1)
    small = image if image.mode in _SHRINK and "transparency" not in image.info else _plain(image)
    if max(small.size) > MAX_SIDE:
        small.thumbnail((MAX_SIDE, MAX_SIDE))
    flat = _on_white(in_srgb(small, image.info.get("icc_profile")))
    return np.array(flat.transpose(_TURNS[turn]) if turn in _TURNS else flat)


def _plain(image: Image.Image) -> Image.Image:
    """A picture with a palette, a clear colour or other bits than eight, as grey, RGB or RGBA of eight bits."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return Image.fromarray(_eight_bits(np.asarray(image)))
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """RGB or RGBA as RGB; what is transparent is white."""
    if image.mode == "RGB":
        return image
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    return white.convert("RGB")


def _eight_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Grey values of 16 or 32 bits, or floats, as 0 ... 255; what is in no known range is stretched to its own.

    Some rows at a time: 64 million numbers as floats would take a gigabyte.
    """
    rows = [slice(start, start + _ROWS) for start in range(0, len(values), _ROWS)]
    ends = [(float(x.min()), float(x.max())) for x in (_finite(values[some]) for some in rows)]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    tops = (1.0, 255.0, 65535.0) if values.dtype.kind == "f" else (65535.0,)
    top = next((top for top in tops if high <= top), high)
    low = min(low, 0.0)
    scaled = np.empty(values.shape, np.uint8)
    for some in rows:
        scaled[some] = np.rint((_finite(values[some]) - low) * (255 / (max(top, low + 1e-30) - low))).clip(0, 255)
    return scaled


def _finite(values: NDArray[np.generic]) -> NDArray[np.float32]:
    return np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
