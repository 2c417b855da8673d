"""Room: runs. The kind of recipe for pictures out of text. No torch."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lib.models.registry import CASCADE
from lib.runs.drawn import MAX_COUNT, Guidance, Prompt, Prompted, Walked


class Picture(Walked, Prompted):
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

    kind: Literal["picture"] = "picture"
    version: Literal[1] = 1
    prompt: Prompt = "a photo of a dog"
    count: int = Field(4, ge=1, le=MAX_COUNT, description="a whole number")
    guidance: Guidance = 5.0
    z: int = Field(0, ge=-1, le=1000, description="a whole number")

    @classmethod
    def models(cls) -> list[str]:
        """Cascades of our own that draw from text."""
        return [CASCADE]
