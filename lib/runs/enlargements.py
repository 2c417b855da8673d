"""Room: runs. The kind of recipe that draws small pictures again, four times as large. No torch."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from lib.models.registry import CASCADE, CASCADES
from lib.runs.base import MAX_KEPT_BYTES, Base, First, Frames, Model, Seed
from lib.runs.drawn import MAX_COUNT, Guidance, Prompt, Strides, nested, own_or_of_hub
from lib.runs.edits import Edit, Forward, Inpaint
from lib.runs.illusions import Anagram, Hybrid
from lib.runs.pictures import Picture
from lib.runs.sentences import sentence

ENLARGER = next(name for name in CASCADES if name != CASCADE)
LARGE = {True: 3 * 128 * 128, False: 3 * 256 * 256}
"""Numbers in an enlarged picture: of our own model, and of the largest second stage."""

Small = Picture | Forward | Edit | Inpaint | Anagram | Hybrid
_SMALLS: dict[str, type[Small]] = {
    c.model_fields["kind"].default: c for c in (Picture, Forward, Edit, Inpaint, Anagram, Hybrid)
}


def enlarger_of(model: str) -> str:
    """Which second stage belongs to a model that draws pictures out of text."""
    return ENLARGER if model == CASCADE else "DeepFloyd/IF-II-M-v1.0"


_SMALL = Picture.model_validate({"count": 1, "frames": 2})


class Upsample(Base):
    """Pictures out of text, drawn again at four times the size by a second stage, which invents what it can't see.

    Attributes:
        of: the pictures that are enlarged; of noised ones (kind `forward`) it is the picture without the noise.
        prompt: what the second stage is told; "" is the prompt of the pictures.
        noise_level: how much noise hides the small picture from it, a timestep: 0 is next to none, 999 nearly all.
        guidance: as for a picture; a second stage wants less.
        consistent: how firmly every step is held to the small picture: with 1 the estimate, made small, is the small
            picture, with 0 it is what the network says; None is how the model is usually used, see `held`.
        steps: calls from noise to data.
        count: how many enlargements of each picture; all begin at noise of their own.
        frames: how many levels are kept at most, always the first and the last.
        first: how many enlargements of the seed are passed over.
    """

    data_range: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    kind: Literal["upsample"] = "upsample"
    version: Literal[1] = 1
    model: Model = ENLARGER
    of: Small = Field(_SMALL, description="the recipe of a picture")
    prompt: Prompt = ""
    noise_level: int = Field(250, ge=0, le=999, description="a whole number")
    guidance: Guidance = 4.0
    consistent: float | None = Field(None, ge=0, le=1, description="a number")
    steps: Strides = 16
    count: int = Field(1, ge=1, le=MAX_COUNT, description="a whole number")
    seed: Seed = 0
    frames: Frames = 9
    first: First = 0

    @field_validator("of", mode="before")
    @classmethod
    def _of_from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = nested(value)
        if isinstance(value, Base):
            return value
        kind = value.get("kind", "picture") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in _SMALLS:
            raise ValueError('this is no recipe of a picture: write JSON such as {"prompt": "a photo of a dog"}')
        try:
            return _SMALLS[kind].model_validate({**value, "kind": kind})
        except ValidationError as error:
            raise ValueError(sentence(_SMALLS[kind], kind, error)) from None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.pictures > MAX_COUNT:
            raise ValueError(f"{self.pictures} enlargements are too many: count times pictures may be {MAX_COUNT}")
        kept = self.pictures * min(self.frames, self.steps + 1) * LARGE[self.model in self.models()] * 4
        if kept > MAX_KEPT_BYTES:
            raise ValueError(f"{self.frames} frames of {self.pictures} enlargements are too many: keep fewer frames")
        if self.of.model.startswith("digits-"):
            raise ValueError(f"{self.model} enlarges pictures in colour, not digits: take a picture of {CASCADE}")
        if self.prompt == self.of.told:  # equal pictures, equal keys
            self.__dict__.update(prompt="")
        if self.consistent == _usual(self.model):
            self.__dict__.update(consistent=None)
        return self

    @field_validator("model")
    @classmethod
    def _known_model(cls, value: str) -> str:
        """Our own second stage, or any of the Hub."""
        return own_or_of_hub(cls, value, "DeepFloyd/IF-II-M-v1.0")

    @classmethod
    def models(cls) -> list[str]:
        """Second stages of our own."""
        return [ENLARGER]

    @property
    def pictures(self) -> int:
        """B: all pictures once, then all of them again."""
        return self.of.pictures * self.count

    @property
    def told(self) -> str:
        """What the second stage is told."""
        return self.prompt or self.of.told

    @property
    def held(self) -> float:
        """How firmly every step is held to the small picture, None spelled out."""
        return _usual(self.model) if self.consistent is None else self.consistent


def _usual(model: str) -> float:
    """Our own second stage was trained too short to keep colours by itself; others are used as their authors do."""
    return 1.0 if model == ENLARGER else 0.0
