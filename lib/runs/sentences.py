"""Room: runs. Turns what pydantic found wrong with a recipe into one sentence that a learner can act on."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import BaseModel, ValidationError


def sentence(recipe_class: type[BaseModel], kind: str, error: ValidationError) -> str:
    """The first problem of a recipe, in one sentence that names the knob, what it may be, and what it was."""
    first = error.errors(include_url=False)[0]
    return _said(recipe_class, kind, first, first["loc"])


def _said(recipe_class: type[BaseModel], kind: str, first: Any, place: tuple[int | str, ...]) -> str:
    knob = str(place[0]) if place else ""
    inside = recipe_class.model_fields[knob].annotation if knob in recipe_class.model_fields else None
    if isinstance(inside, type) and issubclass(inside, BaseModel) and len(place) > 1:
        return f"{knob}: {_said(inside, inside.model_fields['kind'].default, first, place[1:])}"
    given, type_ = shown(first["input"]), first["type"]
    if type_ == "extra_forbidden":
        return unknown_knob(recipe_class, kind, knob)
    if knob == "kind":
        return f"this must be a recipe of the kind {kind!r}, not {given}."
    if knob == "version":
        known = recipe_class.model_fields["version"].default
        return (
            f"This recipe is of version {given} and this program reads version {known} of {kind!r}: "
            f"make it again here, or open it with the program that wrote it."
        )
    if type_ in ("value_error", "assertion_error"):
        message = str(first["ctx"]["error"])
        message = f"{knob}: {message}" if knob not in ("", "model") else f"{message[:1].upper()}{message[1:]}"
        return f"{message.rstrip('.')}."
    return f"{knob} must be {wanted(recipe_class, knob)}, not {given}."


def unknown_knob(recipe_class: type[BaseModel], kind: str, knob: str) -> str:
    """What to say to a knob that a kind hasn't."""
    names = [name for name in recipe_class.model_fields if name not in ("kind", "version")]
    near = difflib.get_close_matches(knob, names, 1, 0.6)
    hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(names)}."
    return f"A {kind!r} recipe has no knob {knob[:40]!r}: {hint}"


def wanted(recipe_class: type[BaseModel], knob: str) -> str:
    """What a knob may be, in words: its description, and its bounds."""
    field = recipe_class.model_fields[knob]
    low, high = (_bound(field.metadata, name) for name in ("ge", "le"))
    what = field.description or "something else"
    return f"{what} between {low} and {high}" if low is not None and high is not None else what


def shown(value: Any) -> str:
    """A value as an error message may quote it: never longer than a few words."""
    try:
        text = repr(value) if not isinstance(value, float) else f"{value:g}"
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        text = "a number of thousands of digits"
    return text if len(text) <= 40 else f"{text[:37]}..."


def _bound(metadata: list[Any], name: str) -> float | None:
    return next((getattr(m, name) for m in metadata if hasattr(m, name)), None)
