"""Room: draw. A film as the bytes of a file, picture by picture: GIF, MP4, WebP, APNG, contact sheet, ZIP of PNGs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from lib.draw import gif
from lib.draw.frames import tile
from lib.draw.mp4 import mp4
from lib.draw.palette import GREYS
from lib.draw.pieces import Strip, pieces
from lib.draw.studio import apng as apng_bytes
from lib.draw.studio.cells import CRISP
from lib.draw.studio.film import Film
from lib.draw.studio.note import xmp
from lib.draw.studio.timing import Timing, repeats

Advance = Callable[[], None]
"""Is called after each picture; may raise, to end the work."""


class Played:
    """The pictures of a film in the order in which they are played."""

    def __init__(self, film: Strip, order: tuple[int, ...]) -> None:
        self._film, self._order = film, order
        self.grey, self.shape = film.grey, (len(order), *film.shape[1:])

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, k: int) -> NDArray[np.uint8]:
        return self._film[self._order[k]]

    def __iter__(self) -> Iterator[NDArray[np.uint8]]:
        return (self._film[k] for k in self._order)


def to_gif(film: Strip, timing: Timing, note: str | None, advance: Advance) -> bytes:
    """Its delays in hundredths of a second, its recipe as a comment."""
    played = Played(film, timing.order)
    parts = [gif.header(film.shape[2], film.shape[1], GREYS, timing.loops)]
    parts += [] if note is None else [gif.comment(note)]
    for piece, stay in zip(pieces(played), gif.hundredths(timing.stays), strict=True):
        parts.append(gif.frame(piece, stay))
        advance()
    return b"".join([*parts, gif.TRAILER])


def to_mp4(film: Strip, timing: Timing, note: str | None, advance: Advance) -> bytes:
    """H.264 at one speed: pictures that stay longer come several times, which costs nearly nothing."""
    times = repeats(timing)

    def all_frames() -> Iterator[NDArray[np.uint8]]:
        for frame, count in zip(Played(film, timing.order), times, strict=True):
            for _ in range(count):
                yield frame
            advance()

    return mp4(all_frames(), sum(times), film.shape[1], film.shape[2], timing.fps, note)


def to_webp(film: Film, timing: Timing, note: str | None, advance: Advance) -> bytes:
    """Exact where pixels are enlarged, for that is small; else with the small losses of a photograph."""
    exact = all(
        place.height >= CRISP * cell.shape[0] for cell, place in zip(film.cells, film.layout.places, strict=True)
    )
    look: dict[str, Any] = {"lossless": True, "quality": 20} if exact else {"quality": 85, "alpha_quality": 100}
    ends = np.round(np.cumsum(timing.stays) * 1000).astype(int)
    times = [int(d) for d in np.diff(ends, prepend=0)]
    first, rest = Image.fromarray(film[timing.order[0]]), _Rest(film, timing.order[1:], advance)
    target = io.BytesIO()
    extra = {} if note is None else {"xmp": xmp(note)}
    moving = {"save_all": True, "append_images": [rest], "duration": times, "loop": timing.loops}
    first.save(target, "WEBP", method=0, **look, **extra, **(moving if len(times) > 1 else {}))
    advance()
    return target.getvalue()


class _Rest:
    """What Pillow takes for one more picture with many frames; each is drawn when Pillow comes to it."""

    mode = "drawn when asked for"
    has_transparency_data = True

    def __init__(self, film: Film, order: tuple[int, ...], advance: Advance) -> None:
        self._film, self._order, self._advance, self._at = film, order, advance, 0
        self.n_frames = len(order)

    def seek(self, k: int) -> None:
        self._at = k

    def convert(self, _: str) -> Image.Image:
        self._advance()
        return Image.fromarray(self._film[self._order[self._at]])


def to_apng(film: Film, timing: Timing, note: str | None, advance: Advance) -> bytes:
    """Every pixel exact; grey films take a third."""
    frames = (frame[..., 0] if film.grey else frame for frame in Played(film, timing.order))
    parts = []
    for part in apng_bytes.apng(frames, list(timing.stays), timing.loops, note):
        parts.append(part)
        if len(parts) <= len(timing.order):
            advance()
    return b"".join(parts)


def to_sheet(film: Film, _: Timing, note: str | None, advance: Advance) -> bytes:
    """All pictures of the film on one, row by row."""
    drawn = []
    for frame in film:
        drawn.append(frame)
        advance()
    gap, paper = film.sheet_gap, {"dark": 24, "paper": 255, "transparent": 0}[film.options.ground]
    stack = np.stack(drawn)
    layers = [stack[..., :3], stack[..., 3:].repeat(3, axis=3)] if film.clear else [stack]
    grids = [tile(layer[None].transpose(0, 1, 4, 2, 3), film.sheet_columns(), gap, paper)[0] for layer in layers]
    sheet = np.concatenate([grids[0], grids[1][..., :1]], axis=2) if film.clear else grids[0]
    sheet = np.pad(sheet, [(gap, gap), (gap, gap), (0, 0)], constant_values=paper)
    return _png(sheet[..., 0] if film.grey else sheet, note)


def to_zip(film: Film, timing: Timing, note: str | None, advance: Advance) -> bytes:
    """PNGs in the order in which they are played, numbered from 1, with the recipe beside them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        if note is not None:
            archive.writestr(_entry("recipe.json"), note)
        for k, frame in enumerate(Played(film, timing.order), start=1):
            archive.writestr(_entry(f"frame-{k:04d}.png"), _png(frame[..., 0] if film.grey else frame, None))
            advance()
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """The same date in every archive: equal pictures, equal bytes."""
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def _png(picture: NDArray[np.uint8], note: str | None) -> bytes:
    notes = PngInfo()
    if note is not None:
        notes.add_itxt("recipe", note)
    target = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(target, "PNG", pnginfo=notes, compress_level=5)
    return target.getvalue()


Encode = Callable[[Film, Timing, str | None, Advance], bytes]
ENCODERS: Final[dict[str, Encode]] = {
    "gif": to_gif,
    "mp4": to_mp4,
    "webp": to_webp,
    "apng": to_apng,
    "png": to_sheet,
    "zip": to_zip,
}
