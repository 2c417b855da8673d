"""Room: ui. The call that makes a recipe, with the values that a page's controls have now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

_WIDE = 100


def call_of(recipe: Recipe) -> str:
    """Python that makes the recipe: what differs from the usual first, the rest as a comment.

    Args:
        recipe: any.
    """
    fields = type(recipe).model_fields
    given = {name: value for name, value in recipe.model_dump().items() if name not in ("kind", "version")}
    usual = [name for name in given if getattr(recipe, name) == fields[name].default]
    lines = ["make(", f"    {json.dumps(recipe.kind)},"]
    lines += [f"    {name}={_written(value)}," for name, value in given.items() if name not in usual]
    lines += _comment(f"{name}={_written(given[name])}" for name in usual)
    return "\n".join([*lines, ")"])


def differing(recipes: Iterable[Recipe]) -> list[str]:
    """The knobs in which some recipes differ."""
    values: dict[str, list[Any]] = {}
    for recipe in recipes:
        for name in type(recipe).model_fields:
            seen = values.setdefault(name, [])
            if getattr(recipe, name) not in seen:
                seen.append(getattr(recipe, name))
    return [name for name, seen in values.items() if len(seen) > 1 and name not in ("kind", "version")]


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _comment(parts: Iterable[str]) -> list[str]:
    lines, line = [], "    # as usual:"
    for part in parts:
        if len(line) + len(part) > _WIDE:
            lines.append(line)
            line = "    #"
        line += f" {part},"
    return [*lines, line.rstrip(",")] if line.strip(" #") != "as usual:" else lines
