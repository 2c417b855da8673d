"""Room: cli. Files that commands read and write, named by whoever types: any name may stand for anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lib.models import foreign
from lib.models.errors import UserError

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

_LONGEST = 255
"""Bytes of the name of a file, on any common disk."""
_SHOWN = 160
"""Letters of a name that a sentence shows."""


def target(name: str, suffixes: Sequence[str]) -> Path:
    """Where to write, looked at before anything is computed: hours of work must not end in a typo.

    A link is followed, to a plain file or to one that isn't there yet.
    """
    if Path(name).suffix.lower() not in suffixes:
        raise UserError(f"Can't write '{short(name)}': the name must end in {' or '.join(suffixes)}.")
    why = _hindrance(Path(os.path.realpath(name)))
    if why:
        raise UserError(f"Can't write '{short(name)}': {why}.")
    return Path(name)


def _hindrance(place: Path) -> str:
    """Why a file can't be written there; "" where it can."""
    if os.path.isdir(place):
        return "it is a folder"
    if not os.path.isdir(place.parent):
        return f"there is no folder {short(place.parent)}"
    if len(os.fsencode(place.name)) > _LONGEST:
        return f"a name can have {_LONGEST} letters"
    if os.path.lexists(place) and not os.path.isfile(place):
        return "it is no plain file"
    if not os.access(place.parent, os.W_OK):
        return f"the folder {short(place.parent)} is read-only; choose another one"
    return ""


def short(name: str | Path) -> str:
    """A name as a sentence may show it: not too long, and without signs that a terminal obeys."""
    text = "".join(sign if sign.isprintable() else "?" for sign in str(name))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}…{text[-_SHOWN // 2 :]}"


def read(name: str, wanted: str, most: int) -> bytes:
    """What stands in a file; no more than a byte beyond `most` is read.

    Args:
        name: its path; - for stdin.
        wanted: what has to be given, for the sentence that says it can't be read.
        most: bytes that it can have.

    Raises:
        UserError: where it isn't there, can't be read, is larger, or is a pipe that nobody writes into.
    """
    try:
        return foreign.from_stream(sys.stdin.buffer, most) if name == "-" else foreign.read(name, most)
    except OSError as error:
        raise UserError(f"Can't read {short(name)} ({error.strerror}): give {wanted}.") from None


def recipes_in(name: str) -> list[Recipe]:
    """All recipes of a recipe file, an exported film or picture, or stdin."""
    from lib.draw.reading import MAX_FILE, read_recipes
    from lib.runs.recipe import from_json

    blob = read(name, "the path of a recipe, or - for stdin", MAX_FILE)
    return [from_json(text) for text in read_recipes(blob)] or [from_json(blob)]
