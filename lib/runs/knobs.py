"""Room: runs. What each knob of a recipe may be, for those who offer it: bounds and choices, read off its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from lib.models import registry
from lib.runs import drawings
from lib.runs.base import Base
from lib.runs.illusions import VIEWS, Blend
from lib.runs.masks import PRESETS
from lib.runs.recipe import Recipe, knobs, text

UNSEEN: Final = ("of", "frames")
"""Knobs that change nothing that could be compared: a whole recipe, and how many levels are kept."""
_FIRST: Final = ("guidance", "model", "steps", "seed", "prompt", "image", "schedule", "times")


@dataclass(frozen=True)
class Knob:
    """One knob of a recipe.

    Attributes:
        name: as in the recipe.
        sort: what its value is.
        least: of a number.
        most: of a number.
        options: of a choice, as texts.
    """

    name: str
    sort: Literal["whole", "number", "choice", "text"]
    least: float = 0.0
    most: float = 0.0
    options: tuple[str, ...] = ()


def offered(recipe: Recipe) -> tuple[str, ...]:
    """The knobs that can be changed to compare two runs, the most telling first."""
    names = [name for name in knobs(recipe.kind) if name not in UNSEEN]
    names = [name for name in names if not isinstance(getattr(recipe, name), Blend)]
    names = [name for name in names if len(knob(recipe, name).options) != 1]
    return tuple(sorted(names, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST)))


def knob(recipe: Recipe, name: str) -> Knob:
    """What a knob of a recipe may be; its own value is always among the choices."""
    field = type(recipe).model_fields[name]
    options = _options(recipe, name, field)
    if options:
        own = text(recipe, name)
        return Knob(name, "choice", options=tuple(dict.fromkeys((*options, own))))
    low, high = _bounds(field)
    if low is None or high is None:
        return Knob(name, "text")
    return Knob(name, "whole" if isinstance(getattr(recipe, name), int) else "number", low, high)


def another(recipe: Recipe, name: str) -> str:
    """A value that differs from the recipe's own, for a first look: text that `change` reads."""
    found, own = knob(recipe, name), getattr(recipe, name)
    if found.sort == "choice":
        return next((option for option in found.options if option != text(recipe, name)), text(recipe, name))
    if name == "guidance":
        return "1" if own != 1 else "7"
    if name == "eta":
        return "0" if own is None or own > 0 else "1"
    if found.sort == "text":
        other = _OTHER.get(name, "")
        return other if other != text(recipe, name) else _OTHER["upright"]
    if name == "seed":
        return str(own + 1 if own < found.most else 0)
    if own is None:
        return f"{found.least:g}"
    value = own / 2 if own / 2 >= found.least and own > 1 else own + (found.most - found.least) / 10
    return str(int(value)) if found.sort == "whole" else f"{value:g}"


_OTHER: Final = {
    "prompt": "a photo of a volcano",
    "negative": "a photo of a dog",
    "upright": "a lithograph of a skull",
    "turned": "a photo of a volcano",
    "low": "a photo of a volcano",
    "high": "a photo of a dog",
    "labels": "9,8,7,6,5,4,3,2,1,0",
    "digits": "9,8,7,6,5,4,3,2,1,0",
    "sigmas": "0,0.3,0.6,0.9",
    "times": "600,400,200",
}


def _options(recipe: Recipe, name: str, field: FieldInfo) -> tuple[str, ...]:
    if get_origin(field.annotation) is Literal:
        return tuple(str(option) for option in get_args(field.annotation))
    if name == "model":
        return _models(type(recipe))
    if name == "view":
        own = str(getattr(recipe, name))
        return VIEWS if own in VIEWS else (*VIEWS, own)
    if name == "mask":
        return PRESETS
    if name == "image":
        digits = bool(getattr(recipe, "is_digits", False))
        return (*drawings.SKETCHES, *drawings.NAMES) if digits else drawings.NAMES
    return ()


def _models(kind: type[Base]) -> tuple[str, ...]:
    """Every model that the kind can ask, at the epochs that are here."""
    there = [c.id for c in registry.checkpoints().values() if c.name in kind.models()]
    return tuple(
        sorted({*there, *(name for name in kind.models() if not any(c.startswith(f"{name}@") for c in there))})
    )


def _bounds(field: FieldInfo) -> tuple[Any, Any]:
    """Least and most; where the least is left out, as in "above 0", a hundredth of the most."""
    low, high = (_bound(field, name) for name in ("ge", "le"))
    return (high / 100 if low is None and high is not None else low), high


def _bound(field: FieldInfo, name: str) -> Any:
    return next((getattr(part, name) for part in field.metadata if hasattr(part, name)), None)
