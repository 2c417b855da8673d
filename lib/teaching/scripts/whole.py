"""Room: teaching. From a recipe to the text of its script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lib.models.errors import UserError
from lib.runs.recipe import Recipe, Upsample
from lib.teaching.scripts import digits, once, planes
from lib.teaching.scripts.drawn import ABOUT, drawn
from lib.teaching.scripts.enlarge import upsample
from lib.teaching.scripts.parts import Script
from lib.teaching.scripts.posterior import plausible

_KINDS: dict[str, Callable[[Any], Script]] = {
    **dict.fromkeys(ABOUT, drawn),
    "plane": planes.plane,
    "field": planes.field,
    "digits": digits.digits,
    "denoise": digits.denoise,
    "forward": once.forward,
    "onestep": once.one_step,
    "plausible": plausible,
}
_PACKAGES = {"numpy": "numpy", "torch": "torch", "safetensors": "safetensors", "PIL": "pillow"}
_PACKAGES |= {"diffusers": "diffusers", "transformers": "transformers", "huggingface_hub": "huggingface_hub"}


def script(recipe: Recipe) -> str:
    """A Python file that draws what a recipe asks for, with the same noise, and writes it to out.png.

    It reads weights from the project's folder `cache/models`, and imports nothing of the project. Everything that a
    person typed is data in it: a literal, never a line of code or of a comment.

    Args:
        recipe: the question; a model without an epoch is taken at its latest one.

    Raises:
        UserError: where the model or the picture isn't on this machine, or nothing is known of the model.
    """
    made = _made(recipe)
    needs = [package for name, package in _PACKAGES.items() if _imports(made, name)]
    head = 'Written by "Diffusion, Step by Step". It draws what the app drew, from the same noise, and needs\n'
    head += f"{', '.join(needs)}.\n\n    python out.py{_options(made)}"
    return made.text(head)


def _made(recipe: Recipe) -> Script:
    if isinstance(recipe, Upsample):
        return upsample(recipe, _made)
    if recipe.kind not in _KINDS:
        raise UserError(f"No script can be written for a {recipe.kind!r} recipe: take its recipe file instead.")
    return _KINDS[recipe.kind](recipe)


def _imports(made: Script, name: str) -> bool:
    parts = [*made.parts, *([made.end] if made.end else [])]
    return any(line.split()[1].partition(".")[0] == name for part in parts for line in part.imports)


def _options(made: Script) -> str:
    return " --weights cache/models" if any(c.name == "WEIGHTS" for c in made.constants) else ""
