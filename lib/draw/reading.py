"""Room: draw. The recipes out of a file that was exported once: GIF, MP4, WebP, PNG, APNG, ZIP, CSV or NPZ."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from html import unescape

import numpy as np
from PIL import Image, UnidentifiedImageError

from lib.models.errors import UserError

MAX_RECIPE = 1_000_000
"""Longer than any recipe, in bytes: a bound on what is unpacked from a file of unknown origin."""


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
    text = _note(data)
    if text is None or not text.lstrip().startswith("{"):
        return []
    if not is_object(text):
        raise UserError("The recipe in this file is damaged; take the file from where it was exported once more.")
    several = json.loads(text).get("recipes")
    if not isinstance(several, list):
        return [text]
    return [json.dumps(recipe, ensure_ascii=False) for recipe in several if isinstance(recipe, dict)]


def is_object(text: str) -> bool:
    """Whether a text is one JSON object."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


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
        return data[10 : 10 + 4 * MAX_RECIPE].partition(b"\n")[0].decode(errors="replace")
    return None


def _gif(data: bytes) -> str | None:
    """The first comment of a GIF, block by block."""
    at = 13 + (3 * 2 ** ((data[10] & 7) + 1) if len(data) > 10 and data[10] & 0x80 else 0)
    while data[at : at + 1] == b"\x21":
        kind, at = data[at + 1 : at + 2], at + 2
        blocks = []
        while at < len(data) and data[at]:
            blocks.append(data[at + 1 : at + 1 + data[at]])
            at += 1 + data[at]
        at += 1
        if kind == b"\xfe":
            return b"".join(blocks).decode(errors="replace")
    return None


def _png(data: bytes) -> str | None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            note = picture.info.get("recipe")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    return None if note is None else str(note)


def _mp4(data: bytes) -> str | None:
    import av

    try:
        with av.open(io.BytesIO(data), format="mp4") as film:
            return film.metadata.get("comment")
    except (av.FFmpegError, UnicodeDecodeError):
        return None


def _webp(data: bytes) -> str | None:
    """Out of the XMP chunk, found by walking the chunks: no picture is unpacked."""
    at = 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"XMP " and length <= 8 * MAX_RECIPE:
            packet = data[at + 8 : at + 8 + length].decode(errors="replace")
            found = re.search(r"<steps:recipe>(.*?)</steps:recipe>", packet, re.DOTALL)
            return unescape(found[1]) if found else None
        at += 8 + length + length % 2
    return None


def _zip(data: bytes) -> str | None:
    """Frames with a recipe beside them, or the head of a trajectory; without its pictures and arrays."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            name = "recipe.json" if "recipe.json" in archive.namelist() else "head.npy"
            if archive.getinfo(name).file_size > 4 * MAX_RECIPE:
                return None
            inside = archive.read(name)
        if name == "recipe.json":
            return inside.decode(errors="replace")
        note = json.loads(str(np.load(io.BytesIO(inside), allow_pickle=False)))["recipe"]
    except (zipfile.BadZipFile, zlib.error, LookupError, TypeError, OSError, ValueError, EOFError, RuntimeError):
        return None  # another kind of archive, or one that is cut short
    return note if isinstance(note, str) else None
