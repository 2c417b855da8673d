"""Room: runs. Recipes: the questions a learner can ask, and how they are written down. No torch.

A recipe is the key of its answer, the link in the address bar, the note inside an exported file and the input of the
command line. Whatever is wrong with one ends in a UserError of one sentence.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from lib.models import foreign
from lib.models.errors import UserError
from lib.runs import sentences, spans
from lib.runs.base import MAX_PICTURES, MAX_POINTS, MAX_STEPS, STANDARD_SIGMAS, Base
from lib.runs.edits import Edit, Forward, Inpaint, OneStep
from lib.runs.enlargements import Upsample
from lib.runs.illusions import Anagram, Blend, Hybrid
from lib.runs.kinds import Denoise, Digits, Plane, VectorField
from lib.runs.pictures import Picture
from lib.runs.plausible import Plausible

__all__ = [
    "KINDS",
    "MAX_PICTURES",
    "MAX_POINTS",
    "MAX_STEPS",
    "STANDARD_SIGMAS",
    "Anagram",
    "Base",
    "Blend",
    "Denoise",
    "Digits",
    "Edit",
    "Forward",
    "Hybrid",
    "Inpaint",
    "OneStep",
    "Picture",
    "Plane",
    "Plausible",
    "Recipe",
    "Upsample",
    "VectorField",
    "change",
    "from_json",
    "from_query",
    "knobs",
    "make",
    "text",
    "to_json",
    "to_query",
]

Recipe = (
    Digits
    | Denoise
    | Plane
    | VectorField
    | Picture
    | Upsample
    | Forward
    | OneStep
    | Edit
    | Inpaint
    | Anagram
    | Hybrid
    | Plausible
)
"""Any question. Tell them apart by `kind`, or by class."""

KINDS: dict[str, type[Recipe]] = {
    kind.model_fields["kind"].default: kind
    for kind in (
        Digits,
        Denoise,
        Plane,
        VectorField,
        Picture,
        Upsample,
        Forward,
        OneStep,
        Edit,
        Inpaint,
        Anagram,
        Hybrid,
        Plausible,
    )
}
"""By name."""
_MAX_TEXT = 100_000


def make(kind: str, **knobs: Any) -> Recipe:
    """A recipe of a kind; knobs that aren't given keep their defaults. Texts such as "0-9" are read as numbers.

    Raises:
        UserError: for an unknown kind, knob or model, and a value outside its bounds.
    """
    if kind not in KINDS:
        near = difflib.get_close_matches(str(kind), KINDS, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(KINDS)}."
        raise UserError(f"There is no kind of recipe called {sentences.shown(kind)}: {hint}")
    try:
        return KINDS[kind].model_validate({**knobs, "kind": kind})
    except ValidationError as error:
        raise UserError(sentences.sentence(KINDS[kind], kind, error)) from None


def change(recipe: Recipe, **knobs: Any) -> Recipe:
    """The same recipe with other knobs, checked like a new one.

    Raises:
        UserError: as `make`.
    """
    return make(**{**recipe.model_dump(), **knobs})


def knobs(kind: str) -> tuple[str, ...]:
    """What can be set in a recipe of a kind."""
    return tuple(name for name in KINDS[kind].model_fields if name not in ("kind", "version"))


def to_json(recipe: Recipe) -> str:
    """All fields, one a line, for people to read and change."""
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in recipe.model_dump(mode="json").items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def from_json(text: str | bytes) -> Recipe:
    """Read what `to_json` wrote.

    Raises:
        UserError: for text that isn't JSON, no recipe, one of another version, or a bad one.
    """
    if len(text) > _MAX_TEXT:
        raise UserError(
            f"This is no recipe: it is longer than {_MAX_TEXT} characters; `python -m lib recipe` writes short ones."
        )
    try:
        values = foreign.loads(text)
    except json.JSONDecodeError as error:
        raise UserError(
            f"This is no recipe: it isn't JSON (line {error.lineno}, column {error.colno}: {error.msg}); "
            f"`python -m lib recipe KIND` writes one."
        ) from None
    except UserError as error:
        raise UserError(f"This is no recipe: {error}") from None
    except (ValueError, RecursionError):  # bytes that are no text, endless numbers, ten thousand brackets
        raise UserError("This is no recipe: it isn't JSON; `python -m lib recipe KIND` writes one.") from None
    return _from_mapping(values)


def to_query(recipe: Recipe) -> dict[str, str]:
    """For an address bar: kind, version, and what differs from the defaults, as short texts; a recipe in it as JSON."""
    return {name: _text(value) for name, value in _differing(recipe).items()}


def _differing(recipe: Base) -> dict[str, Any]:
    fields = type(recipe).model_fields
    given = {name: getattr(recipe, name) for name in fields}
    always = ("kind", "version")
    return {name: value for name, value in given.items() if name in always or value != fields[name].default}


def text(recipe: Recipe, knob: str) -> str:
    """The value of one knob as a short text, which `change` and `make` read back; "" for one that isn't set."""
    value = getattr(recipe, knob)
    return "" if value is None else _text(value)


def from_query(query: Mapping[str, str]) -> Recipe:
    """Read what `to_query` wrote; a link without a version is one of this version.

    Raises:
        UserError: as `from_json`.
    """
    return _from_mapping(dict(query))


def _from_mapping(values: Any) -> Recipe:
    if not isinstance(values, dict) or "kind" not in values:
        raise UserError(
            f"This is no recipe: it doesn't say its kind ({', '.join(KINDS)}); `python -m lib recipe KIND` writes one."
        )
    kind = values["kind"]
    version = values.get("version")
    knobs_ = {**values, "version": int(version)} if isinstance(version, str) and version.isdecimal() else values
    return make(kind if isinstance(kind, str) else str(kind), **{str(k): v for k, v in knobs_.items() if k != "kind"})


def _text(value: Any) -> str:
    if isinstance(value, Base):
        return json.dumps(_differing(value), ensure_ascii=False, separators=(",", ":"), default=_differing)
    if isinstance(value, tuple):
        whole = all(isinstance(v, int) for v in value)
        return spans.write_labels(value) if whole else spans.write_floats(value)
    return spans.write_float(value) if isinstance(value, float) else str(value)
