"""Room: runs. The kinds of recipes for pictures out of text. No torch."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator

from lib.models.registry import CASCADE
from lib.runs.base import MAX_KEPT_BYTES, Base, Frames, Model, Seed

_HUB = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}", re.ASCII)
MAX_PROMPT = 300
MAX_COUNT = 64
MAX_NESTED = 10_000
"""Characters of a recipe inside a recipe."""
PIXELS = 3 * 64 * 64
"""Numbers in the largest picture of a first stage."""

Prompt = Annotated[str, Field(max_length=MAX_PROMPT, description=f"a text of {MAX_PROMPT} characters at most")]


def plain_text(value: str) -> str:
    """A prompt without control characters and runs of blanks: they mean nothing, and would make another key."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def own_or_of_hub(kind: type[Base], value: str, example: str) -> str:
    """The name of a cascade of our own, or an id of the Hub; raises ValueError, one sentence, for any other."""
    if value in kind.models() or _HUB.fullmatch(value):
        return value
    raise ValueError(
        f"a {kind.model_fields['kind'].default!r} recipe knows no model {value[:40]!r}: take "
        f"{', '.join(kind.models())} or the id of one on the Hub, such as {example}"
    )


class Picture(Base):
    """Pictures out of noise that follow a text.

    Attributes:
        prompt: what is asked for; "" is the null prompt.
        negative: what guidance leads away from; usually the null prompt.
        count: how many pictures of it.
        guidance: 0 follows `negative`, 1 the prompt, above 1 extrapolates.
        steps: calls from noise to data; 34 are the course's 990, 960, ..., 0.
        frames: how many levels are kept at most, always the first and the last.
        eta: 1 is DDPM, 0 is DDIM; None is what the model is usually sampled with.
        z: which stream of noise is put back at the steps: 0 is the seed's own, 1, 2, ... are others after the same
            beginning, -1 puts none back.
    """

    data_range: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    kind: Literal["picture"] = "picture"
    version: Literal[1] = 1
    model: Model = "emoji-if"
    prompt: Prompt = "a photo of a dog"
    negative: Prompt = ""
    count: int = Field(4, ge=1, le=MAX_COUNT, description="a whole number")
    guidance: float = Field(5.0, ge=0, le=20, description="a number")
    steps: int = Field(34, ge=1, le=250, description="a whole number")
    seed: Seed = 0
    frames: Frames = 35
    eta: float | None = Field(None, ge=0, le=1, description="a number")
    z: int = Field(0, ge=-1, le=1000, description="a whole number")

    _clean = field_validator("prompt", "negative", mode="after")(plain_text)

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        kept = self.count * min(self.frames, self.steps + 1) * PIXELS * 4
        if kept > MAX_KEPT_BYTES:
            raise ValueError(f"{self.frames} frames of {self.count} pictures are too many: keep fewer frames")
        return self

    @field_validator("model")
    @classmethod
    def _known_model(cls, value: str) -> str:
        """Our own cascade, or any model of the Hub, by its owner and name."""
        return own_or_of_hub(cls, value, "DeepFloyd/IF-I-M-v1.0")

    @classmethod
    def models(cls) -> list[str]:
        """Cascades of our own that draw from text."""
        return [CASCADE]

    @property
    def pictures(self) -> int:
        """B."""
        return self.count

    @property
    def told(self) -> str:
        """What a second stage is told."""
        return self.prompt
