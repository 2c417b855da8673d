"""Room: training. How well a text-to-image model follows its prompts, as a classifier of drawings reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from lib.diffusion import generators, randn, sample
from lib.models.errors import UserError
from lib.models.judges import DrawingJudge
from lib.models.loader import load, load_drawing_judge
from lib.models.registry import CASCADE
from lib.training import emoji
from lib.training.captions import STYLES, usual
from lib.training.things import THINGS

NEAREST = 5
CHUNK = 20
MOST = 10_000
"""Prompts: an hour or more of two cores."""
GUIDANCES = (4.0, 5.0, 6.0, 7.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """Prompts, and what a picture of each must show.

    Attributes:
        prompts: "a lithograph of a skull", ...
        things: (N,) index into THINGS.
        styles: (N,) index into STYLES.
    """

    prompts: list[str]
    things: Tensor
    styles: Tensor


def asked(count: int, seed: int) -> Asked:
    """``STYLE of a THING``, each drawn at random with its usual words."""
    generator = Generator().manual_seed(seed)
    things = torch.randint(len(THINGS), (count,), generator=generator)
    styles = torch.randint(len(STYLES), (count,), generator=generator)
    return Asked([usual(s, t) for s, t in zip(styles.tolist(), things.tolist(), strict=True)], things, styles)


@torch.inference_mode()
def draw(model: Any, prompts: Sequence[str], guidance: float, steps: int, seed: int, first: int = 0) -> Tensor:
    """A picture of each prompt, (N, 3, H, W) in [-1, 1]; picture i has the noise of (seed, first + i)."""
    parts = []
    path = model.path(steps)
    for start in range(0, len(prompts), CHUNK):
        some = list(prompts[start : start + CHUNK])
        noise = generators(seed, len(some), first=first + start)
        x = randn((len(some), *model.shape), noise)
        denoiser = model.limited(model.guided(some, guidance))
        *_, last = sample(denoiser, path, x, eta=model.eta, variance=model.variance(path), generator=noise)
        parts.append(last.x_next)
    return torch.cat(parts)


@torch.inference_mode()
def reading(judge: DrawingJudge, pictures: Tensor, known: Tensor, things: Tensor, given: Asked) -> dict[str, float]:
    """How many pictures show what was asked for.

    Args:
        judge: its features say which drawings are alike (by the cosine), and it reads the style.
        pictures: (N, 3, 32, 32) in [-1, 1].
        known: (M, F) features of the training drawings.
        things: (M,) what they show.
        given: what the N pictures must show.

    Returns:
        Shares from 0 to 1: "thing_top5" (one of the five nearest training drawings shows the thing), "thing_top1" (the
        nearest does) and "style" (as the judge reads it).
    """
    seen = torch.cat([judge.features(part) for part in pictures.split(200)])
    read = torch.cat([judge.styles(part).argmax(1) for part in pictures.split(200)])
    near = (F.normalize(seen, dim=1) @ F.normalize(known, dim=1).T).topk(NEAREST, 1).indices
    right = things[near] == given.things[:, None]
    shares = {"thing_top5": right.any(1), "thing_top1": right[:, 0], "style": read == given.styles}
    return {name: round(float(hits.double().mean()), 4) for name, hits in shares.items()}


def evaluate(
    model_id: str = CASCADE,
    data: str | Path | None = None,
    *,
    count: int = 200,
    guidances: Sequence[float] = GUIDANCES,
    steps: int = 34,
    seed: int = 0,
) -> tuple[dict[str, Any], Tensor]:
    """Draw `count` prompts, a share of them at each guidance, and read the pictures.

    Returns:
        ``{"model", "steps", "count", "rows": [{"guidance", "count", "thing_top5", "thing_top1", "style"}, ...], "all":
        {...}, "real": {...}, "known": {...}, "chance": {...}}``, and the pictures, (count, 3, 32, 32) in [-1, 1].
        "real" is what the same measure says of drawings that neither model nor judge was trained on, moved and on
        backgrounds as in training; "known", of those that both were trained on; "chance", of the pictures of the model
        read against each other's prompts.

    Raises:
        UserError: for fewer prompts than guidances or too many, a bad seed, and where the model, its judge or the
            drawings are missing.
    """
    shares = shared(count, guidances)
    if seed < 0:
        raise UserError(f"The seed must be a whole number, 0 or more, not {seed}.")
    judge, model = load_drawing_judge(), load(model_id)
    drawings = emoji.load(data, 32)
    kept = torch.nonzero(~drawings.held_out).flatten()
    with torch.inference_mode():
        known = torch.cat([judge.features(emoji.plain(drawings, part, 32)) for part in kept.split(200)])
    things, given = drawings.thing[kept], asked(count, seed)
    pictures, rows = [], []
    for guidance, part in shares:
        some = _only(given, part)
        pictures.append(draw(model, some.prompts, guidance, steps, seed, first=int(part[0])))
        rows.append({"guidance": guidance, "count": len(part), **reading(judge, pictures[-1], known, things, some)})
    drawn = torch.cat(pictures)
    figures = {
        "model": model_id,
        "steps": steps,
        "count": count,
        "rows": rows,
        "all": reading(judge, drawn, known, things, given),
        "real": _real(judge, drawings, torch.nonzero(unseen(drawings)).flatten().repeat(10), known, things),
        "known": _real(judge, drawings, kept, known, things),
        "chance": reading(judge, drawn, known, things, _only(given, torch.arange(count).roll(1))),
    }
    return figures, drawn


def shared(count: int, guidances: Sequence[float]) -> list[tuple[float, Tensor]]:
    """The numbers of the prompts that each guidance draws: every one gets some, as evenly as can be.

    Raises:
        UserError: where there are too few or too many.
    """
    if not 0 < len(guidances) <= count <= MOST:
        raise UserError(f"Ask for {len(guidances)} prompts or more, one for each guidance, and {MOST} at most.")
    return list(zip(guidances, torch.arange(count).tensor_split(len(guidances)), strict=True))


def unseen(drawings: emoji.Pictures) -> Tensor:
    """(N,) bool: held out, and so is all that was made of them or that they were made of.

    A painted picture is a filter over the three-dimensional one of its thing, and only one of the two is held out.
    """
    return drawings.held_out & (drawings.style != emoji.SOLID) & (drawings.style != emoji.PAINTED)


def _only(given: Asked, part: Tensor) -> Asked:
    return Asked([given.prompts[i] for i in part.tolist()], given.things[part], given.styles[part])


def _real(
    judge: DrawingJudge, drawings: emoji.Pictures, chosen: Tensor, known: Tensor, things: Tensor
) -> dict[str, float]:
    """The measure on real drawings."""
    real = emoji.batch(drawings, chosen, 32, Generator().manual_seed(0))
    return reading(judge, real, known, things, Asked([], drawings.thing[chosen], drawings.style[chosen]))
