"""Room: cli. `python -m lib recipe` and `precompute`: a recipe as text, and the answers that ship."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lib.commands.files import read, recipes_in
from lib.commands.terminal import Bar, say_notes
from lib.models.errors import UserError

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe


def kinds() -> str:
    """All kinds, for the end of `recipe --help`."""
    from lib.runs.recipe import KINDS

    return f"KIND is one of {', '.join(KINDS)}. `recipe KIND --help` tells what its knobs mean."


def recipe(options: argparse.Namespace) -> str:
    """A recipe as JSON, or the knobs of a kind. Pictures that are named as files are kept on this machine.

    Prompts stand in it as their model reads them; what it hears otherwise than it was written is said on stderr.
    """
    from lib.commands.pictures import brought
    from lib.runs.prompts import as_read, heard
    from lib.runs.recipe import KINDS, make, to_json

    if options.kind in KINDS and {"-h", "--help"} & set(options.knobs):
        from lib.commands.knobs import about

        return about(options.kind)
    made = make(options.kind, **brought(options.kind, _pairs(options.knobs)))
    read = as_read(made)
    say_notes((), *heard(made))
    return to_json(read)


def _pairs(words: Sequence[str]) -> dict[str, str]:
    """`--per-label 3 --steps=50` -> {"per_label": "3", "steps": "50"}; the recipe knows which of them make sense."""
    found: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--") or len(word) == 2:
            raise UserError(f"{word[:40]!r} is not a knob: write --knob value, as in --steps 50.")
        name, equals, value = word[2:].partition("=")
        if not equals and not waiting:
            raise UserError(f"The knob --{name[:40]} has no value: write --{name[:40]} value.")
        found[name.replace("-", "_")] = value if equals else waiting.pop(0)
    return found


def precompute(options: argparse.Namespace) -> str:
    """Write the trajectories that ship; a line for each."""
    from lib.runs import precompute as shipping
    from lib.teaching.scene_lists import to_ship

    named = {key: recipe for name in options.recipes for key, recipe in _asked(name)} or to_ship()
    with Bar() as bar:
        lines = list(shipping.precompute(named, options.force, bar))
    return "\n".join([*lines, *(shipping.prune(named) if options.prune else ())])


def _asked(name: str) -> list[tuple[str, Recipe]]:
    """All recipes in a file or a scene list, by name."""
    if name.lower().endswith((".yaml", ".yml")):
        from lib.teaching import scenes
        from lib.teaching.files import MAX_BYTES

        found = scenes.read(read(name, "the path of a scene list", MAX_BYTES), name).recipes()
    else:
        found = recipes_in(name)
    return [(f"{name}, run {i}" if len(found) > 1 else name, recipe) for i, recipe in enumerate(found, start=1)]
