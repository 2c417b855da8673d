"""Room: runs. What recipes share that ask a model of pictures: who answers, by which bounds. No torch."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from lib.models import foreign
from lib.models.errors import UserError
from lib.models.registry import CASCADE, EPOCHS
from lib.runs.base import MAX_KEPT_BYTES, Base, First, Frames, Model, Seed, known_model

_HUB = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}", re.ASCII)
MAX_PROMPT = 300
MAX_COUNT = 64
MAX_NESTED = 10_000
"""Characters of a recipe inside a recipe."""
PIXELS = 3 * 64 * 64
"""Numbers in the largest picture of a first stage."""
QUALITY = "a high quality photo"
"""The course's prompt without an object. It isn't the null prompt."""


def nested(text: str) -> Any:
    """What a knob says in JSON; None for what is too long, or no JSON.

    Raises:
        UserError: where a name stands twice in it.
    """
    try:
        return foreign.loads(text) if len(text) <= MAX_NESTED else None
    except UserError:
        raise
    except (ValueError, RecursionError):
        return None


def plain_text(value: str) -> str:
    """A prompt without control characters and runs of blanks: they mean nothing, and would make another key."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


Prompt = Annotated[
    str,
    Field(max_length=MAX_PROMPT, description=f"a text of {MAX_PROMPT} characters at most"),
    AfterValidator(plain_text),
]
Guidance = Annotated[float, Field(ge=0, le=20, description="a number")]
Strides = Annotated[int, Field(ge=1, le=250, description="a whole number")]


def own_or_of_hub(kind: type[Base], value: str, example: str) -> str:
    """The name of a cascade of our own, or an id of the Hub; raises ValueError, one sentence, for any other."""
    if value in kind.models() or _HUB.fullmatch(value):
        return value
    raise ValueError(
        f"a {kind.model_fields['kind'].default!r} recipe knows no model {value[:40]!r}: take "
        f"{', '.join(kind.models())} or the id of one on the Hub, such as {example}"
    )


def _of_digits(model: str) -> bool:
    """Whether it is one of our models of digits; the Hub may have any owner."""
    return model.startswith("digits-") and "/" not in model


class Drawn(Base):
    """What all recipes share that ask a model of pictures, or one of digits, which are then asked for by label."""

    model: Model = CASCADE

    @property
    def is_digits(self) -> bool:
        """Whether a model of digits answers: its prompts are digits, its pictures 28 px and grey."""
        return _of_digits(self.model)

    @property
    def data_range(self) -> tuple[float, float]:  # type: ignore[override]
        """The values that mean black and white."""
        return (0.0, 1.0) if self.is_digits else (-1.0, 1.0)

    @field_validator("model")
    @classmethod
    def _known_model(cls, value: str) -> str:
        """Our own models, or any of the Hub, by its owner and name."""
        if _of_digits(value):
            return known_model(cls, value)
        return own_or_of_hub(cls, value, "DeepFloyd/IF-I-M-v1.0")

    @classmethod
    def models(cls) -> list[str]:
        """Cascades of our own, and the digits that can be told which one to be."""
        told = ("digits-class-ddpm", "digits-flow", "digits-reflow-")
        return [CASCADE, *(name for name in EPOCHS if name.startswith(told))]

    @property
    def pictures(self) -> int:
        """B."""
        return int(getattr(self, "count", 1))

    def _check_prompts(self, *names: str) -> None:
        """Of a model of digits each prompt is a digit, or empty."""
        for name in names if self.is_digits else ():
            text = getattr(self, name)
            if text and not (len(text) == 1 and text in "0123456789"):
                raise ValueError(
                    f"{self.model} draws digits: {name} must be one of 0 to 9, or empty, not {text[:20]!r}"
                )


class Prompted(Drawn):
    """What all of them share that follow one prompt."""

    prompt: Prompt = QUALITY

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        self._check_prompts("prompt")
        return self

    @property
    def told(self) -> str:
        """What a second stage is told."""
        return self.prompt


class Walked(Drawn):
    """What all of them share that walk a path from noise to data.

    Attributes:
        negative: what guidance leads away from; "" is the null prompt.
        count: how many pictures, each with noise of its own.
        guidance: scale of classifier-free guidance; 1 asks the prompt alone.
        steps: of the whole path.
        frames: how many of its levels are kept, at most.
        eta: 1 puts fresh noise on as DDPM does, 0 none (DDIM); None is what the model was made for.
        first: how many pictures of the seed are passed over: with 7 the batch begins at the eighth.
    """

    negative: Prompt = ""
    count: int = Field(1, ge=1, le=MAX_COUNT, description="a whole number")
    guidance: Guidance = 7.0
    steps: Strides = 34
    seed: Seed = 0
    frames: Frames = 35
    eta: float | None = Field(None, ge=0, le=1, description="a number")
    first: First = 0

    @model_validator(mode="after")
    def _keepable(self) -> Self:
        if self.pictures * min(self.frames, self.steps + 1) * PIXELS * 4 > MAX_KEPT_BYTES:
            raise ValueError(f"{self.frames} frames of {self.pictures} pictures are too many: keep fewer frames")
        self._check_prompts("negative")
        return self
