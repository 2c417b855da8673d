"""Room: training. The table of emoji, built from local copies of its public sources. No torch.

Every picture is laid on 128 x 128 pixels and kept without loss as WebP. SVG is drawn by resvg, at twice that size, and
made smaller as the others are. Equal sources, equal table, byte for byte (with the same versions of the packages).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from lib.models import foreign
from lib.models.errors import UserError
from lib.training.originals import STYLES, Name, Sources, find, names
from lib.training.things import THINGS

FULL = 128
"""The side of the pictures in the table."""
LARGEST = 4096
"""The side of the largest picture that is read."""
ENOUGH = 2
"""A thing that fewer styles draw is left out."""
_MAX_PICTURE = 10**7
"""Bytes of a picture."""

OnPicture = Callable[[int, int], None]
"""Called with how many pictures are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Built:
    """A table, and what is to be said about it.

    Attributes:
        parquet: the file, whole.
        things: how many it shows.
        styles: pictures of each style.
        skipped: files that couldn't be read, and why.
        missing: labels that the training asks for and that aren't there in every style.
    """

    parquet: bytes
    things: int
    styles: dict[str, int]
    skipped: list[str]
    missing: list[str]


def build(sources: Sources, on_picture: OnPicture | None = None) -> Built:
    """Read all sources and make the table; nothing is written.

    Raises:
        UserError: where resvg isn't installed, a source isn't what it should be, or nothing is left of a style.
    """
    _resvg()
    things, found = names(sources.emojibase), find(sources)
    skipped = [f"{path}: no unicode in it" for path in found.broken]
    jobs = [(style, thing) for style in STYLES for thing in things if thing.hexcode in found.places[style]]
    blobs: dict[tuple[str, str], bytes] = {}
    for done, (style, thing) in enumerate(jobs, 1):
        path = found.places[style][thing.hexcode]
        try:
            blobs[style, thing.hexcode] = _encoded(read(path))
        except Exception as error:  # a broken picture can raise anything while it is unpacked
            skipped.append(f"{path}: {str(error) or type(error).__name__}")
        if on_picture is not None:
            on_picture(done, len(jobs))
    styles_of = Counter(code for _, code in blobs)
    rows = [
        (style, thing, blobs[style, thing.hexcode])
        for style, thing in jobs
        if (style, thing.hexcode) in blobs and styles_of[thing.hexcode] >= ENOUGH
    ]
    return _checked(rows, skipped)


def read(path: Path) -> Image.Image:
    """A PNG or an SVG on 128 x 128 transparent pixels: RGBA, as large as fits, in the middle.

    Raises:
        OSError, ValueError, SyntaxError: where it can't be read, and whatever else a broken file brings about.
    """
    blob = foreign.read(path, _MAX_PICTURE)
    if path.suffix.lower() == ".svg":
        drawn = _resvg()(svg_string=blob.decode(), width=2 * FULL, height=2 * FULL, skip_system_fonts=True)
        blob = bytes(drawn)
    with Image.open(BytesIO(blob)) as image:
        if max(image.size) > LARGEST:
            raise ValueError(f"it measures {image.width} by {image.height} pixels")
        return _fitted(image.convert("RGBA"))


def _fitted(image: Image.Image) -> Image.Image:
    if image.size == (FULL, FULL):
        return image
    scale = FULL / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    premultiplied = image.convert("RGBa").resize(size, Image.Resampling.LANCZOS)
    sheet = Image.new("RGBA", (FULL, FULL))
    sheet.paste(premultiplied.convert("RGBA"), ((FULL - size[0]) // 2, (FULL - size[1]) // 2))
    return sheet


def _encoded(image: Image.Image) -> bytes:
    stream = BytesIO()
    image.save(stream, "WEBP", lossless=True, quality=60, method=3)
    return stream.getvalue()


def _resvg() -> Callable[..., bytes]:
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise UserError(
            "Pictures in SVG are drawn by the package resvg-py, which isn't installed: run `pip install resvg-py`."
        ) from None
    return svg_to_bytes


def _checked(rows: list[tuple[str, Name, bytes]], skipped: list[str]) -> Built:
    """The table, if every style has pictures in it."""
    styles = Counter(style for style, _, _ in rows)
    empty = [style for style in STYLES if not styles[style]]
    if empty:
        why = f" ({len(skipped)} can't be read; the first is {skipped[0]})" if skipped else ""
        raise UserError(
            f"Nothing found for {', '.join(empty)}{why}: look whether the folders are whole and fit the list of names."
        )
    drawn = Counter(thing.label for _, thing, _ in rows)
    missing = [thing.label for thing in THINGS if drawn[thing.label] < len(STYLES)]
    shown = len({thing.hexcode for _, thing, _ in rows})
    return Built(_parquet(rows), shown, {style: styles[style] for style in STYLES}, skipped, missing)


def _parquet(rows: list[tuple[str, Name, bytes]]) -> bytes:
    import pandas as pd

    frame = pd.DataFrame(
        [(style, thing.hexcode, thing.label, thing.tags, thing.group, blob) for style, thing, blob in rows],
        columns=["style", "hexcode", "label", "tags", "group", "image_webp"],
    )
    stream = BytesIO()
    frame.to_parquet(stream, index=False, compression=None)  # WebP is as small as it gets
    return stream.getvalue()
