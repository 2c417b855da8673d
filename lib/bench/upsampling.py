"""Room: bench. How well enlargements agree with their small pictures, how much they add, and what they take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.models.registry import find
from lib.runs.enlargements import ENLARGER
from lib.runs.recipe import make
from lib.runs.upsampling import detail, kept, pixels, seams

PROMPTS = (
    *("a photo of a dog", "a lithograph of a skull", "an oil painting of an old man", "a rocket ship", "a pencil"),
    *("an oil painting of a snowy mountain village", "a man wearing a hat", "a photo of a volcano"),
    *("a photo of a cat wearing a crown", "a watercolor of a sunflower", "a sketch of a sailboat"),
    "a painting of a panda",
)
STRENGTHS = (0.0, 1.0)

See = Callable[[str, float, NDArray[Any], NDArray[Any]], None]


def bench_upsampling(
    prompts: Sequence[str] = PROMPTS, strengths: Sequence[float] = STRENGTHS, see: See = lambda *_: None
) -> dict[str, Any]:
    """Enlarge one picture of each prompt, the k-th with seed k, with each strength of consistency.

    Args:
        prompts: of the pictures.
        strengths: values of the knob `consistent`.
        see: is shown each prompt, strength, small and large picture.

    Returns:
        By strength: decibels between the small picture and the enlargement made small again (each prompt, mean, least),
        `detail` and `seams` as `lib.runs.upsampling` defines them, and seconds of computing for a picture.

    Raises:
        UserError: where a part of the model is missing.
    """
    from lib.runs.engine import engine
    from lib.runs.run import run

    find(ENLARGER)
    small = [make("picture", prompt=prompt, count=1, seed=k, frames=2) for k, prompt in enumerate(prompts)]
    low = [pixels(engine().compute(recipe).x_0[-1]) for recipe in small]
    found: dict[str, Any] = {}
    for strength in strengths:
        large, seconds = [], []
        for k, recipe in enumerate(small):
            started = time.process_time()
            drawn = run(make("upsample", of=recipe, seed=k, consistent=strength, frames=2))
            seconds.append(time.process_time() - started)
            large.append(pixels(drawn.x_0[-1]))
            see(prompts[k], strength, low[k], large[-1])
        agreed = [kept(*pair) for pair in zip(low, large, strict=True)]
        found[f"{strength:g}"] = {
            "decibels": {prompt: round(value, 1) for prompt, value in zip(prompts, agreed, strict=True)},
            "mean_decibels": round(float(np.mean(agreed)), 1),
            "least_decibels": round(min(agreed), 1),
            "detail": round(float(np.mean([detail(picture, 4) for picture in large])), 4),
            "seams": round(float(np.mean([seams(picture, 4) for picture in large])), 3),
            "cpu_seconds": round(float(np.median(seconds)), 2),
        }
    return found
