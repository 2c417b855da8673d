"""Room: runs. What all kinds of recipes share: bounds of their knobs, and the key."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from lib.runs import spans

MAX_STEPS = 300
MAX_PICTURES = 1000
MAX_POINTS = 5000
MAX_KEPT = 40_000
MAX_KEPT_BYTES = 2**28
STANDARD_SIGMAS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0)


def _whole(value: Any) -> Any:
    """A row of whole numbers, where it was written as text."""
    return spans.parse_labels(value) if isinstance(value, str) else value


def _numbers(value: Any) -> Any:
    """A row of numbers, where it was written as text; -0.0 must not make another key than 0.0."""
    value = spans.parse_floats(value) if isinstance(value, str) else value
    return tuple(0.0 if v == 0 else v for v in value) if isinstance(value, list | tuple) else value


WholeRow = BeforeValidator(_whole)
"""What makes a row of whole numbers one that can be written as text, such as 0-9."""
Model = Annotated[str, Field(description="the name of a model as text")]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1, description="a whole number")]
First = Annotated[
    int, Field(ge=0, le=MAX_PICTURES - 1, exclude_if=lambda first: first == 0, description="a whole number")
]
"""Which place the first picture has among all pictures of the seed. 0 isn't written down: recipes and their keys are
what they were before it could be said."""
Steps = Annotated[int, Field(ge=1, le=MAX_STEPS, description="a whole number")]
Frames = Annotated[int, Field(ge=2, le=MAX_STEPS + 1, description="a whole number")]
Digit = Annotated[int, Field(ge=0, le=9)]
DigitRow = Annotated[
    tuple[Digit, ...], Field(max_length=MAX_PICTURES, description="digits such as 0-9 or 3,1,4"), WholeRow
]
Sigma = Annotated[float, Field(ge=0, le=10)]
Sigmas = Annotated[
    tuple[Sigma, ...],
    Field(min_length=1, max_length=100, description="1 to 100 numbers between 0 and 10 such as 0,0.5,1"),
    BeforeValidator(_numbers),
]
Time = Annotated[float, Field(gt=0, le=1)]
Times = Annotated[
    tuple[Time, ...],
    Field(min_length=1, max_length=100, description="1 to 100 numbers above 0 and up to 1 such as 1,0.5,0.1"),
    BeforeValidator(_numbers),
]


class Base(BaseModel):
    """What all recipes share: frozen, no unknown knobs, no NaN; a key that is the same for equal questions only."""

    data_range: ClassVar[tuple[float, float]] = (0.0, 1.0)
    """The values that mean black and white in this kind's trajectories."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)

    @field_validator("*", mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        """True is no number of steps, and -0.0 must not make another key than 0.0."""
        if isinstance(value, bool):
            return str(value)
        return 0.0 if isinstance(value, float) and value == 0 else value

    @field_validator("model", check_fields=False)
    @classmethod
    def _known_model(cls, value: str) -> str:
        return known_model(cls, value)

    @classmethod
    def models(cls) -> list[str]:
        """The names of the models that this kind can ask."""
        raise NotImplementedError

    @property
    def pictures(self) -> int:
        """B, the size of the batch."""
        raise NotImplementedError

    def key(self) -> str:
        """32 hex characters: SHA-256 of the canonical JSON, with kind and version."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return sha256(canonical.encode()).hexdigest()[:32]


def known_model(recipe_class: type[Base], value: str) -> str:
    """The name of a model that this kind can ask, with its epoch, if it has one, in plain digits.

    Raises:
        ValueError: one sentence, for any other.
    """
    match = re.fullmatch(r"([a-z0-9-]{1,64})(?:@(\d{1,6}))?", value, re.ASCII)
    if match is None or match[1] not in recipe_class.models():
        kind = recipe_class.model_fields["kind"].default
        names = ", ".join(recipe_class.models())
        raise ValueError(f"a {kind!r} recipe knows no model {value[:40]!r}: take one of {names}")
    return value if match[2] is None else f"{match[1]}@{int(match[2])}"
