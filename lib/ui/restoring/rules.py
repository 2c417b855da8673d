"""Room: ui. What a lesson's controls say of a recipe, read backwards: from the knobs of a run to its controls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from lib.models.errors import UserError
from lib.runs.recipe import text

Query = dict[str, str]
Say = Callable[[Any, Any], Query | None]


class Rule(NamedTuple):
    """Some knobs of a recipe, and the controls that say them.

    Attributes:
        knobs: their names.
        say: from a recipe, and the one that the lesson opens with, to the part of the address that sets the controls:
            empty where they stand right as the page opens, None where they can't say it.
    """

    knobs: tuple[str, ...]
    say: Say


def control(knob: str, name: str, allowed: Collection[Any] | None = None) -> Rule:
    """A knob that is the value of a control; any value, or one of some."""

    def say(recipe: Any, opening: Any) -> Query | None:
        value = getattr(recipe, knob)
        if value == getattr(opening, knob):
            return {}
        said = text(recipe, knob) if allowed is None else next((str(one) for one in allowed if one == value), "")
        return {name: said} if said else None

    return Rule((knob,), say)


def prompt(knob: str, name: str) -> Rule:
    """A prompt that its box reads as it stands; a blend of prompts has no box."""
    plain = control(knob, name)

    def say(recipe: Any, opening: Any) -> Query | None:
        from lib.runs.prompts import understood

        typed = getattr(recipe, knob)
        try:
            read = isinstance(typed, str) and understood(getattr(recipe, "model", ""), typed) == typed
        except UserError:
            return None
        return plain.say(recipe, opening) if read else None

    return Rule((knob,), say)


def epoch(name: str) -> Rule:
    """The epoch of a model that the lesson is about."""

    def say(recipe: Any, opening: Any) -> Query | None:
        (asked, _, number), (own, _, _) = recipe.model.partition("@"), opening.model.partition("@")
        if asked != own:
            return None
        return {name: number} if number and recipe.model != opening.model else {}

    return Rule(("model",), say)


def latest(name: str = "", models: Mapping[Any, str] | None = None) -> Rule:
    """A model without its epochs: the lesson's own, or that which a value of a control stands for."""

    def say(recipe: Any, opening: Any) -> Query | None:
        for value, model in (models or {None: opening.model}).items():
            if recipe.model in (model, _newest(model)):
                return {} if model.partition("@")[0] == opening.model.partition("@")[0] else {name: str(value)}
        return None

    return Rule(("model",), say)


def _newest(model: str) -> str:
    from lib.models.registry import find

    try:
        return find(model).id
    except UserError:
        return model


def told(knobs: tuple[str, ...], table: Mapping[Any, Mapping[str, Any]], name: str) -> Rule:
    """Several knobs that one control sets: what it may say, and what each of that means."""

    def say(recipe: Any, opening: Any) -> Query | None:
        for value, meant in table.items():
            if all(getattr(recipe, knob) == meant[knob] for knob in knobs):
                here = all(getattr(opening, knob) == meant[knob] for knob in knobs)
                return {} if here else {name: str(value)}
        return None

    return Rule(knobs, say)
