"""Room: cli. `python -m lib script`: a run as a Python file that stands alone."""

from __future__ import annotations

import argparse

from lib.commands.files import recipes_in, target
from lib.models.errors import UserError
from lib.models.files import replace_all


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

    recipes = recipes_in(options.recipe)
    if len(recipes) > 1:
        raise UserError(f"{options.recipe} holds {len(recipes)} recipes and a script draws one: give one of them.")
    text = scripts.script(recipes[0])
    if place is None:
        return text.rstrip("\n")
    replace_all({place: text.encode()})
    return None
