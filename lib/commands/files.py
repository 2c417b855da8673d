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


def read(name: str, wanted: str, most: int = -1) -> bytes:
    """What stands in a file.

    Args:
        name: its path.
        wanted: what has to be given, for the sentence that says it can't be read.
        most: bytes that it can have; of a larger one, one byte more is read.
    """
    try:
        with Path(name).open("rb") as file:
            return file.read(most + 1 if most >= 0 else most)
    except OSError as error:
        raise UserError(f"Can't read {name} ({error.strerror}): give {wanted}.") from None


def recipes_in(name: str) -> list[Recipe]:
    """All recipes of a recipe file, an exported film or picture, or stdin."""
    from lib.draw.reading import read_recipes
    from lib.runs.recipe import from_json

    blob = sys.stdin.buffer.read() if name == "-" else read(name, "the path of a recipe, or - for stdin")
    return [from_json(text) for text in read_recipes(blob)] or [from_json(blob)]
