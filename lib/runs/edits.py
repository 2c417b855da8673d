"""Room: runs. Kinds of recipes that begin with a picture: noised, cleaned in one call, edited, inpainted. No torch."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from lib.models.registry import CASCADE
from lib.runs import images, masks
from lib.runs.base import Seed, WholeRow
from lib.runs.drawn import Drawn, Guidance, Prompt, Prompted, Walked

MAX_TIMESTEP = 999
COURSE_TIMES = (750, 500, 250)

ImageRef = Annotated[
    str, AfterValidator(images.check_ref), Field(description="the name of a test picture, or a digest")
]
MaskRef = Annotated[
    str, AfterValidator(masks.check_ref), Field(max_length=64, description="the name of a preset, or a digest")
]
Timesteps = Annotated[
    tuple[Annotated[int, Field(ge=0, le=MAX_TIMESTEP)], ...],
    Field(min_length=1, max_length=100, description="1 to 100 timesteps between 0 and 999 such as 750,500,250"),
    WholeRow,
]


class Forward(Drawn):
    """A picture that noise is put on, level by level; nobody is asked.

    Attributes:
        model: whose size and levels are taken.
        image: which picture: the name of a test picture, or the digest of one that is kept on this machine.
        times: timesteps, in the order in which they are shown; every level has the same noise.
        schedule: the model's own levels ("cosine" for pictures out of text), or those of the first DDPM ("linear").
        scaling: "off" adds noise and doesn't shrink the picture: ``x_0 + sigma * eps``.
    """

    kind: Literal["forward"] = "forward"
    version: Literal[1] = 1
    image: ImageRef = "tower"
    times: Timesteps = COURSE_TIMES
    schedule: Literal["cosine", "linear"] = Field("cosine", description="one of cosine and linear")
    scaling: Literal["on", "off"] = Field("on", description="one of on and off")
    seed: Seed = 0

    @classmethod
    def models(cls) -> list[str]:
        """Cascades of our own."""
        return [CASCADE]

    @property
    def told(self) -> str:
        """What a second stage is told: nobody said what the picture shows."""
        return ""


class OneStep(Prompted):
    """A picture under noise, cleaned in one call at each of some levels.

    Attributes:
        image: which picture; "" is no picture at all: pure noise, shown to the model as if it were at each level.
        times: timesteps, in the order in which they are shown; every level has the same noise.
        prompt: what the model is told.
        guidance: 1 asks the prompt alone.
    """

    kind: Literal["onestep"] = "onestep"
    version: Literal[1] = 1
    image: Literal[""] | ImageRef = "tower"
    times: Timesteps = COURSE_TIMES
    negative: Prompt = ""
    guidance: Guidance = 1.0
    seed: Seed = 0

    @classmethod
    def models(cls) -> list[str]:
        """Cascades of our own."""
        return [CASCADE]


class Edit(Walked, Prompted):
    """A picture that is noised up to some level, and walked back to data from there (SDEdit, Meng et al. 2022).

    Attributes:
        image: which picture.
        prompt: what it should become.
        i_start: which of the path's levels the walk begins at: 0 is pure noise, the last is nearly the picture.
        steps: of the whole path, of which ``steps - i_start`` are walked; and what else `Walked` has.
    """

    kind: Literal["edit"] = "edit"
    version: Literal[1] = 1
    image: ImageRef = "tower"
    i_start: int = Field(10, ge=0, le=249, description="a whole number")

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.i_start >= self.steps:
            raise ValueError(
                f"i_start {self.i_start} leaves nothing to walk on a path of {self.steps} steps: it may be "
                f"{self.steps - 1} at most"
            )
        return self


class Inpaint(Walked, Prompted):
    """A picture of which one part is made anew, and the other put back after every step.

    Attributes:
        image: which picture.
        mask: what is made anew: a preset, or the digest of a kept picture (white is new).
        inverted: "yes" makes the other part anew.
        feather: how soft the mask's edge is, as a share of the picture's side.
        paste: what is put back: the known pixels at the noise of each step ("noised"), or as they are ("clean").
        resample: how often each step is walked, with noise put back between (RePaint, Lugmayr et al. 2022).
        prompt: what the whole picture should show.
    """

    kind: Literal["inpaint"] = "inpaint"
    version: Literal[1] = 1
    image: ImageRef = "tower"
    mask: MaskRef = "top"
    inverted: Literal["no", "yes"] = Field("no", description="one of no and yes")
    feather: float = Field(0.0, ge=0, le=0.25, description="a number")
    paste: Literal["noised", "clean"] = Field("noised", description="one of noised and clean")
    resample: int = Field(1, ge=1, le=20, description="a whole number")
