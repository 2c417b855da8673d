"""Room: runs. How well pictures show what was asked for, and how much they differ. torch is imported inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.models.registry import CASCADE
from lib.runs import anatomy
from lib.runs.prompts import vocabulary_of

if TYPE_CHECKING:
    from lib.models.vocabulary import Vocabulary
    from lib.runs.trajectory import Trajectory


class Asked(NamedTuple):
    """What a prompt asks for, as places in the vocabulary; None where it doesn't say, or says several."""

    thing: int | None
    style: int | None


class Reading(NamedTuple):
    """What a judge reads in some pictures.

    Attributes:
        thing: the mean probability that it gives to the thing that was asked for, or None where none was.
        style: likewise.
        apart: the mean distance of two pictures by its features, 1 - cosine.
    """

    thing: float | None
    style: float | None
    apart: float


def asked(words: Vocabulary, prompt: str) -> Asked:
    """The one thing and the style that a prompt names: "an oil painting of a castle"."""
    text = words.reading(prompt)
    style = None
    for i, each in enumerate(words.styles):
        for phrase in each.phrases:
            head = words.reading(phrase) + " "
            if text.startswith(head) and (style is None or len(head) > style[1]):
                style = (i, len(head))
    rest = _bare(text[style[1] :] if style else text)
    names = {_bare(words.reading(name)): i for i, t in enumerate(words.things) for name in (*t.others, t.name)}
    return Asked(names.get(rest), style[0] if style else None)


def reading(found: Trajectory) -> Reading:
    """What the judge of drawings reads in the pictures that a run of our own model ended with.

    Raises:
        UserError: where the judge isn't here.
    """
    import torch

    from lib.models.loader import load_drawing_judge

    judge = load_drawing_judge()
    words = vocabulary_of(CASCADE)
    told = asked(words, getattr(found.recipe, "prompt", "")) if words else Asked(None, None)
    ends = torch.from_numpy(found.x_0[-1].astype(np.float32)).clamp(-1, 1)
    with torch.inference_mode():
        features = judge.features(ends)
        logits = judge(ends)
    shares = [
        None if place is None or place >= out.shape[1] else float(out.softmax(1)[:, place].mean())
        for place, out in zip(told, logits, strict=True)
    ]
    return Reading(shares[0], shares[1], unlike(features.numpy()))


def unlike(features: NDArray[Any]) -> float:
    """The mean of 1 - cosine over all pairs of (B, F); 0 for a single one."""
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-9)
    pairs = np.triu_indices(len(unit), 1)
    return float(1 - (unit @ unit.T)[pairs].mean()) if len(pairs[0]) else 0.0


def spread(found: Trajectory) -> float:
    """The mean distance between two pictures of a run in their pixels, 1 is from black to white."""
    return anatomy.apart(np.clip(found.pixels("x_0")[-1].astype(np.float32), 0, 1))


class Place(NamedTuple):
    """Where a noise estimate lies as seen from the unconditional one, in lengths of the step to the conditional one.

    Attributes:
        along: in the direction of that step: 0 is unconditional, 1 conditional.
        across: at a right angle to it, in the plane that the two estimates span.
        off: how far it lies outside that plane.
        size: root mean square of the estimate.
    """

    along: float
    across: float
    off: float
    size: float


def place(eps: NDArray[Any], nothing: NDArray[Any], told: NDArray[Any]) -> Place:
    """Where an estimate lies in the plane of two others; arrays of one shape, `nothing` and `told` different."""
    v, u = (eps - nothing).ravel(), nothing.ravel()
    step = (told - nothing).ravel()
    length = max(float(np.linalg.norm(step)), 1e-12)
    first = step / length
    second = u - (u @ first) * first
    second = second / max(float(np.linalg.norm(second)), 1e-12)
    along, across = float(v @ first) / length, float(v @ second) / length
    off = float(np.linalg.norm(v - (v @ first) * first - (v @ second) * second)) / length
    return Place(along, across, off, float(np.sqrt(np.square(eps).mean())))


def _bare(text: str) -> str:
    """Without its article."""
    head, _, rest = text.partition(" ")
    return rest if head in ("a", "an", "the") and rest else text
