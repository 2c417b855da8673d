"""Room: runs. The kinds of recipes for pictures out of text. No torch."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator

from lib.models.registry import CASCADE, CASCADES
from lib.runs.base import MAX_KEPT_BYTES, Base, Frames, Model, Seed

_HUB = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}", re.ASCII)
MAX_PROMPT = 300
MAX_COUNT = 64
MAX_NESTED = 10_000
"""Characters of a recipe inside a recipe."""
PIXELS = 3 * 64 * 64
"""Numbers in the largest picture of a first stage."""
ENLARGER = next(name for name in CASCADES if name != CASCADE)
LARGE = {True: 3 * 128 * 128, False: 3 * 256 * 256}
"""Numbers in an enlarged picture: of our own model, and of the largest second stage."""

Prompt = Annotated[str, Field(max_length=MAX_PROMPT, description=f"a text of {MAX_PROMPT} characters at most")]


def _plain_text(value: str) -> str:
    """Control characters and runs of blanks mean nothing to a tokenizer and would make other keys."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def _own_or_of_hub(kind: type[Base], value: str, example: str) -> str:
    if value in kind.models() or _HUB.fullmatch(value):
        return value
    raise ValueError(
        f"a {kind.model_fields['kind'].default!r} recipe knows no model {value[:40]!r}: take "
        f"{', '.join(kind.models())} or the id of one on the Hub, such as {example}"
    )


def enlarger_of(model: str) -> str:
    """Which second stage belongs to a model that draws pictures out of text."""
    return ENLARGER if model == CASCADE else "DeepFloyd/IF-II-M-v1.0"


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

    _clean = field_validator("prompt", "negative", mode="after")(_plain_text)

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
        return _own_or_of_hub(cls, value, "DeepFloyd/IF-I-M-v1.0")

    @classmethod
    def models(cls) -> list[str]:
        """Cascades of our own that draw from text."""
        return [CASCADE]

    @property
    def pictures(self) -> int:
        """B."""
        return self.count


_SMALL = Picture.model_validate({"count": 1, "frames": 2})


class Upsample(Base):
    """Pictures out of text, drawn again at four times the size by a second stage, which invents what it can't see.

    Attributes:
        of: the pictures that are enlarged.
        prompt: what the second stage is told; "" is the prompt of the pictures.
        noise_level: how much noise hides the small picture from it, a timestep: 0 is next to none, 999 nearly all.
        guidance: as for a picture; a second stage wants less.
        steps: calls from noise to data.
        count: how many enlargements of each picture; all begin at noise of their own.
        frames: how many levels are kept at most, always the first and the last.
    """

    data_range: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    kind: Literal["upsample"] = "upsample"
    version: Literal[1] = 1
    model: Model = ENLARGER
    of: Picture = Field(_SMALL, description="the recipe of a picture")
    prompt: Prompt = ""
    noise_level: int = Field(250, ge=0, le=999, description="a whole number")
    guidance: float = Field(4.0, ge=0, le=20, description="a number")
    steps: int = Field(16, ge=1, le=250, description="a whole number")
    count: int = Field(1, ge=1, le=MAX_COUNT, description="a whole number")
    seed: Seed = 0
    frames: Frames = 9

    _clean = field_validator("prompt", mode="after")(_plain_text)

    @field_validator("of", mode="before")
    @classmethod
    def _of_from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            found = json.loads(value) if len(value) <= MAX_NESTED else None
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise ValueError('this is no recipe of a picture: write JSON such as {"prompt": "a photo of a dog"}')
        return found

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.pictures > MAX_COUNT:
            raise ValueError(f"{self.pictures} enlargements are too many: count times pictures may be {MAX_COUNT}")
        kept = self.pictures * min(self.frames, self.steps + 1) * LARGE[self.model in self.models()] * 4
        if kept > MAX_KEPT_BYTES:
            raise ValueError(f"{self.frames} frames of {self.pictures} enlargements are too many: keep fewer frames")
        if self.prompt == self.of.prompt:  # equal pictures, equal keys
            self.__dict__.update(prompt="")
        return self

    @field_validator("model")
    @classmethod
    def _known_model(cls, value: str) -> str:
        """Our own second stage, or any of the Hub."""
        return _own_or_of_hub(cls, value, "DeepFloyd/IF-II-M-v1.0")

    @classmethod
    def models(cls) -> list[str]:
        """Second stages of our own."""
        return [ENLARGER]

    @property
    def pictures(self) -> int:
        """B: all pictures once, then all of them again."""
        return self.of.count * self.count

    @property
    def told(self) -> str:
        """What the second stage is told."""
        return self.prompt or self.of.prompt
