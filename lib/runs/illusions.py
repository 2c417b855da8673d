"""Room: runs. The kinds of recipes for pictures that are two at once: anagrams and hybrids. No torch."""

from __future__ import annotations

import re
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from lib.runs.base import Base
from lib.runs.drawn import Prompt, Walked, nested

VIEWS = (
    *("flip", "mirror", "rotate90", "rotate180", "rotate270", "negate"),
    *("jigsaw", "rows", "circle", "skew", "identity"),
    *("scale", "blur"),
)
"""By name, see `lib.runs.views`. The last two must fail: they don't keep N(0, I)."""
SHUFFLED = ("jigsaw", "rows")
"""Views that are drawn by lot: "jigsaw-7" is the jigsaw of seed 7, "jigsaw" that of seed 0."""
_DRAWN = re.compile(rf"({'|'.join(SHUFFLED)})-[1-9][0-9]{{0,3}}")


class Bands(Base):
    """Prompts for the coarse and the fine parts of one picture.

    Attributes:
        low: what is seen from afar.
        high: what is seen from near.
        middle: what lies between; "" is nothing of its own.
        sigma: of the Gaussian that parts them, in pixels of a picture of 64 (course: 2, with a kernel of 33); scaled to
            the picture.
        fine: where the middle ends: the sigma of a second, narrower Gaussian.
    """

    low: Prompt = "a lithograph of a skull"
    high: Prompt = "a lithograph of flowers"
    middle: Prompt = ""
    sigma: float = Field(2.0, ge=0.1, le=32, description="a number")
    fine: float = Field(1.0, ge=0.1, le=32, description="a number")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.middle and self.fine >= self.sigma:
            raise ValueError("fine must be less than sigma: the middle lies between them")
        if not self.middle:  # equal pictures, equal keys
            self.__dict__.update(fine=1.0)
        return self


class Blend(Bands):
    """A hybrid as a part of another recipe: an anagram of hybrids."""

    kind: Literal["blend"] = "blend"

    @classmethod
    def models(cls) -> list[str]:
        """None: it is a part."""
        return []


class Anagram(Walked):
    """A picture that shows one thing upright and another one through a view (Geng et al. 2024, visual anagrams).

    Attributes:
        upright: what it shows as it is: a prompt, or a blend.
        turned: what it shows through the view: a prompt, or a blend.
        view: which view.
    """

    kind: Literal["anagram"] = "anagram"
    version: Literal[1] = 1
    upright: Prompt | Blend = Field("an oil painting of an old man", description="a prompt, or a blend as JSON")
    turned: Prompt | Blend = Field("an oil painting of a snowy mountain village", description="a prompt, or a blend")
    view: str = Field("flip", description=f"one of {', '.join(VIEWS)}; jigsaw-7, rows-7: by another seed")

    @field_validator("upright", "turned", mode="before")
    @classmethod
    def _blend_from_text(cls, value: Any) -> Any:
        if not isinstance(value, str) or not value.lstrip().startswith("{"):
            return value
        found = nested(value)
        if not isinstance(found, dict):
            raise ValueError('this is no blend: write a prompt, or JSON such as {"low": "a skull", "high": "flowers"}')
        return found

    @field_validator("view")
    @classmethod
    def _known_view(cls, value: str) -> str:
        if value not in VIEWS and not _DRAWN.fullmatch(value):
            raise ValueError(f"there is no view {value[:20]!r}: take one of {', '.join(VIEWS)}")
        return value

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.is_digits and (isinstance(self.upright, Blend) or isinstance(self.turned, Blend)):
            raise ValueError(f"{self.model} draws digits: upright and turned must be digits")
        if self.is_digits and self.view == "negate":
            raise ValueError("pixels of digits lie between 0 and 1, where a negative is not linear: take another view")
        self._check_prompts("upright", "turned")
        return self

    @property
    def told(self) -> str:
        """What a second stage is told: what the picture shows as it is."""
        return self.upright if isinstance(self.upright, str) else self.upright.low


class Hybrid(Walked, Bands):
    """A picture that shows one thing from afar and another one from near (Oliva et al. 2006; Geng et al. 2024b).

    Attributes:
        low, high, middle, sigma, fine: see `Bands`.
    """

    kind: Literal["hybrid"] = "hybrid"
    version: Literal[1] = 1

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        self._check_prompts("low", "high", "middle")
        return self

    @property
    def told(self) -> str:
        """What a second stage is told: what is seen from near."""
        return self.high
