"""Room: cli. `python -m lib script`: a run as a Python file that stands alone."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lib.commands import target
from lib.models.errors import UserError
from lib.models.files import replace_all

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe


def arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made.add_argument(
        "recipe", help="a recipe, or any file that holds one (.json, .gif, .mp4, .png, .npz); - for stdin"
    )
    made.add_argument("-o", "--output", default="-", help="the .py to write; stdout where it isn't given")


def script(options: argparse.Namespace) -> str | None:
    """The script of a recipe; it needs torch, diffusers and the weights, and nothing else of this project."""
    place = None if options.output == "-" else target(options.output, (".py",))
    from lib.teaching import scripts

    text = scripts.script(_question(options.recipe))
    if place is None:
        return text.rstrip("\n")
    replace_all({place: text.encode()})
    return None


def _question(name: str) -> Recipe:
    from lib.draw.reading import read_recipe
    from lib.runs.recipe import from_json

    try:
        blob = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UserError(f"Can't read {name} ({error.strerror}): give the path of a recipe, or - for stdin.") from None
    return from_json(read_recipe(blob) or blob)
