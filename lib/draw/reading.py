"""Room: draw. The recipes out of a file that was exported once: GIF, MP4, WebP, PNG, APNG, ZIP, CSV or NPZ.

Files come from anybody. So nothing but the note is looked for, by plain steps and plain searches, and of everything no
more is read or unpacked than a note can have, whatever a header says. No picture is decoded.
"""

from __future__ import annotations

import io
import json
import zlib
from typing import Any, Final
from xml.sax.saxutils import unescape

import numpy as np

from lib.models import foreign
from lib.models.errors import UserError

MAX_NOTE: Final = 1_000_000
"""Bytes; longer than six recipes with all that can be in them."""
MAX_FILE: Final = 200 * 10**6
"""Bytes of a file that is worth looking into."""
_MOST_PIECES: Final = 100_000
"""Chunks, blocks or boxes that are passed on the way: a film has a few thousand."""
_MOST_RECIPES: Final = 100
_DAMAGED = "The recipe in this file is damaged; take the file from where it was exported once more."
_OPENS, _CLOSES = b"<steps:recipe>", b"</steps:recipe>"
_BOXES = ((b"moov", 0), (b"udta", 0), (b"meta", 4), (b"ilst", 0), (b"\xa9cmt", 0), (b"data", 8))
"""The way to the comment of an MP4 (ISO 14496-12), and the bytes between the head of a box and what is in it."""


def read_recipe(data: bytes) -> str | None:
    """The recipe inside an exported file; the first of several.

    Args:
        data: the whole file.

    Returns:
        Its JSON, or None for a file of another kind or without a recipe.

    Raises:
        UserError: where a recipe begins but can't be read.
    """
    found = read_recipes(data)
    return found[0] if found else None


def read_recipes(data: bytes) -> list[str]:
    """All recipes inside an exported file, from left to right; none for a file of another kind.

    Raises:
        UserError: where a recipe begins but can't be read.
    """
    return read_note(data)[0]


def read_note(data: bytes) -> tuple[list[str], dict[str, Any]]:
    """All recipes inside an exported file; and how it looks, where there are several.

    Returns:
        The recipes, from left to right; and what of `lib.draw.studio.options` was chosen, unchecked.

    Raises:
        UserError: where a recipe begins but can't be read.
    """
    return split(_note(data) or "")


def split(text: str) -> tuple[list[str], dict[str, Any]]:
    """The recipes in a note, and how its file looks; see `read_note`."""
    if not text.lstrip().startswith("{"):
        return [], {}
    try:
        found = foreign.loads(text)
        several, look = found.get("recipes"), found.get("look")
    except UserError:
        raise
    except (ValueError, RecursionError):
        raise UserError(_DAMAGED) from None
    if not isinstance(several, list):
        return [text], {}
    if len(several) > _MOST_RECIPES:
        raise UserError(_DAMAGED)
    recipes = [json.dumps(recipe, ensure_ascii=False) for recipe in several if isinstance(recipe, dict)]
    return recipes, look if isinstance(look, dict) else {}


def _note(data: bytes) -> str | None:
    """The text that a file of any kind carries."""
    if data[:6] in (b"GIF89a", b"GIF87a"):
        return _gif(data)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return _png(data)
    if data[4:8] == b"ftyp":
        return _mp4(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[:2] == b"PK":
        return _zip(data)
    if data[:10] == b"# recipe: ":
        return _text(data[10 : 10 + MAX_NOTE].partition(b"\n")[0])
    return None


def _text(data: bytes) -> str:
    return data[:MAX_NOTE].decode(errors="replace")


def _gif(data: bytes) -> str | None:
    """The first comment of a GIF, block by block."""
    at = 13 + (3 * 2 ** ((data[10] & 7) + 1) if len(data) > 10 and data[10] & 0x80 else 0)
    kind, blocks = b"", list[bytes]()
    for _ in range(_MOST_PIECES):
        if not kind:
            if data[at : at + 1] != b"\x21":
                return None
            kind, at = data[at + 1 : at + 2], at + 2
        length = int.from_bytes(data[at : at + 1], "big")
        if kind == b"\xfe":
            if not length:
                return _text(b"".join(blocks))
            blocks.append(data[at + 1 : at + 1 + length])
        kind, at = kind if length else b"", at + 1 + length
    return None


def _png(data: bytes) -> str | None:
    """Out of a text chunk that stands before the pixels."""
    at = 8
    for _ in range(_MOST_PIECES):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        inside = data[at + 8 : at + 8 + min(length, MAX_NOTE)]
        if name in (b"", b"IDAT"):
            return None
        if name in (b"tEXt", b"zTXt", b"iTXt") and inside.startswith(b"recipe\0") and len(inside) == length:
            return _png_text(name, inside[7:])
        at += 12 + length
    return None


def _png_text(name: bytes, rest: bytes) -> str | None:
    """What stands after the keyword in a chunk of text, of an international text, or of either, compressed."""
    packed, body = name == b"zTXt", rest[1:]
    if name == b"tEXt":
        return rest.decode("latin-1")
    if name == b"iTXt":
        packed, body = rest[:1] == b"\1", rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    try:
        return _text(zlib.decompressobj().decompress(body, MAX_NOTE) if packed else body)
    except zlib.error:
        return None


def _mp4(data: bytes) -> str | None:
    """The comment, found by walking from box to box."""
    at, end = 0, len(data)
    for name, skipped in _BOXES:
        found = _box(data, name, at, end)
        if found is None:
            return None
        at, end = found[0] + skipped, found[1]
    return _text(data[at : min(end, at + MAX_NOTE)])


def _box(data: bytes, name: bytes, at: int, end: int) -> tuple[int, int] | None:
    """Where the inside of the first box of that name begins and ends, between two places."""
    for _ in range(_MOST_PIECES):
        length, head = int.from_bytes(data[at : at + 4], "big"), 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        if length < head or at + length > end:
            return None
        if data[at + 4 : at + 8] == name:
            return at + head, at + length
        at += length
    return None


def _webp(data: bytes) -> str | None:
    """Out of the XMP chunk, found by walking the chunks."""
    at = 12
    for _ in range(_MOST_PIECES):
        length, name = int.from_bytes(data[at + 4 : at + 8], "little"), data[at : at + 4]
        if name == b"XMP " and length <= 2 * MAX_NOTE:
            packet = data[at + 8 : at + 8 + length]
            start = packet.find(_OPENS)
            end = packet.find(_CLOSES, start)
            return unescape(_text(packet[start + len(_OPENS) : end])) if 0 <= start < end else None
        if len(name) < 4:
            return None
        at += 8 + length + length % 2
    return None


def _zip(data: bytes) -> str | None:
    """Frames with a recipe beside them, or the head of a trajectory; without its pictures and arrays."""
    try:
        with foreign.archive(data) as archive:
            name = "recipe.json" if "recipe.json" in archive.namelist() else "head.npy"
            inside = foreign.member(archive, name, 4 * MAX_NOTE + 1000)  # numpy takes four bytes for a letter
        if name == "recipe.json":
            return _text(inside)
        head: Any = np.load(io.BytesIO(inside), allow_pickle=False)
        note = foreign.loads(str(head))["recipe"]
    except Exception:  # another kind of archive, or one that is cut short: zip, zlib and numpy have many words for it
        return None
    return note if isinstance(note, str) else None
