"""Room: cli. Files that commands read and write."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lib.models.errors import UserError

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe


def target(name: str, suffixes: Sequence[str]) -> Path:
    """Where to write, looked at before anything is computed: hours of work must not end in a typo."""
    path = Path(name)
    if path.suffix.lower() not in suffixes:
        raise UserError(f"Can't write {name!r}: the name must end in {' or '.join(suffixes)}.")
    folder = path.absolute().parent
    if path.is_dir() or not folder.is_dir():
        raise UserError(
            f"Can't write {name!r}: {'it is a folder' if path.is_dir() else f'there is no folder {folder}'}."
        )
    if not os.access(folder, os.W_OK):
        raise UserError(f"Can't write {name!r}: the folder {folder} is read-only; choose another one.")
    return path


def recipe_in(name: str) -> Recipe:
    """From a recipe file, an exported film or picture (the first of several), or stdin."""
    return recipes_in(name)[0]


def recipes_in(name: str) -> list[Recipe]:
    """All recipes of a file, or of stdin."""
    from lib.draw.reading import read_recipes
    from lib.runs.recipe import from_json

    try:
        blob = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UserError(f"Can't read {name} ({error.strerror}): give the path of a recipe, or - for stdin.") from None
    return [from_json(text) for text in read_recipes(blob)] or [from_json(blob)]


def bytes_in(name: str, most: int) -> bytes:
    """A file, of which no more is read than it can have."""
    try:
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise UserError(f"Can't read {name} ({error.strerror}): give the path of a file that is there.") from None
