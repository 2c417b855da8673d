"""Room: training. How good a model is: what the judge reads, how diverse, how straight, which loss where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from lib.diffusion import add_noise, generators, randn, sample
from lib.diffusion.reflow import straightness
from lib.models import registry
from lib.models.digits import DDPM_STEPS
from lib.models.errors import UserError
from lib.models.loader import load, load_judge
from lib.models.unet import CLASSES
from lib.training.data import mnist, pixels

CHUNK = 100
SETS = 10
"""Of real digits, whose mean distance is the floor."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Digits that a model drew.

    Attributes:
        images: (N, 1, 28, 28) float32 in [0, 1].
        labels: (N,) what was asked for.
        straightness: of the paths, for a flow; else None.
    """

    images: Tensor
    labels: Tensor
    straightness: float | None


def draw(model_id: str, per_label: int, guidance: float, steps: int, seed: int = 0) -> Drawn:
    """Draw digits 0 to 9 in turn; picture i has the same noise for every model, guidance and number of steps."""
    model = load(model_id)
    labels = torch.arange(per_label * CLASSES) % CLASSES
    images, bends = [], []
    for start in range(0, len(labels), CHUNK):
        part = labels[start : start + CHUNK]
        sources = generators(seed, len(part), first=start)
        noise = randn((len(part), *model.shape), sources)
        path = model.path(steps)
        with torch.inference_mode():
            walk = sample(
                model.guided(part.tolist(), guidance),
                path,
                noise,
                eta=model.eta,
                variance=model.variance(path),
                generator=sources,
            )
            if model.eta:
                *_, last = walk
            else:
                turns = list(walk)
                last = turns[-1]
                bends.append(float(straightness(turns)) * len(part))
        images.append(model.to_pixels(last.x_next))
    bend = sum(bends) / len(labels) if bends else None
    return Drawn(torch.cat(images).float(), labels, bend)


@torch.inference_mode()
def features(judge: nn.Module, images: Tensor) -> tuple[Tensor, Tensor]:
    """(N, 1, 28, 28) in [0, 1] -> the judge's features (N, F) float64 and the labels (N,) that it reads."""
    parts = [judge.features(images[i : i + 500]) for i in range(0, len(images), 500)]  # type: ignore[operator]
    seen = torch.cat(parts)
    return seen.double(), judge.head(seen).argmax(1)  # type: ignore[operator]


def frechet(a: Tensor, b: Tensor) -> float:
    """Distance of two Gaussians fitted to features (Heusel et al. 2017, eq. 6): ``|m - n|^2 + tr(A + B - 2 (AB)^1/2)``.

    Args:
        a: (N, F) float64.
        b: (M, F) float64.
    """
    left, right = torch.cov(a.T), torch.cov(b.T)
    roots = torch.linalg.eigvals(left @ right).real.clamp(min=0).sqrt().sum()
    return float((a.mean(0) - b.mean(0)).square().sum() + left.trace() + right.trace() - 2 * roots)


def floor(judge: nn.Module, data: str | Path | None, count: int, told: bool) -> tuple[Tensor, float]:
    """Features of the test set, and how far as many real training digits are from it: the mean over ten such sets.

    The fewer the digits, the larger their distance, of real ones too: only sets of one size can be compared.

    Args:
        judge: whose features.
        data: folder that holds MNIST/raw.
        count: digits in a set.
        told: whether a set has as many of each label, as what a model draws that is told the label.
    """
    real = features(judge, pixels(mnist(data, train=False).images))[0]
    train = mnist(data, train=True)
    order = torch.randperm(len(train.images), generator=torch.Generator().manual_seed(0))
    pools = [order[train.labels[order] == label] for label in range(CLASSES)] if told else [order]
    share = count // len(pools)
    sets = max(1, min(SETS, *(len(pool) // share for pool in pools)))
    away = []
    for k in range(sets):
        chosen = torch.cat([pool[k * share : (k + 1) * share] for pool in pools])
        away.append(frechet(features(judge, pixels(train.images[chosen]))[0], real))
    return real, sum(away) / sets


def evaluate(
    model_id: str,
    data: str | Path | None = None,
    *,
    guidances: Sequence[float] = (1.0, 2.0, 3.0, 5.0, 7.0),
    steps: int = 300,
    per_label: int = 100,
    seed: int = 0,
) -> dict[str, Any]:
    """Judge accuracy, Fréchet distance and straightness, for several guidance scales.

    A bare name means its latest epoch, which "model" then names.

    Returns:
        ``{"model", "steps", "count", "floor", "rows": [{"guidance", "accuracy", "frechet", "straightness"}, ...]}``.

    Raises:
        UserError: for an unknown model, or where MNIST or the judge is missing.
    """
    if not model_id.startswith("digits-") or model_id.startswith("digits-denoiser"):
        raise UserError(f"{model_id} draws no digits from noise: evaluate a DDPM, a flow or a reflow of the digits.")
    model_id, judge = registry.find(model_id).id, load_judge()
    if model_id.startswith("digits-judge"):
        return {"model": model_id, "test_accuracy": judge_accuracy(judge, data)}
    told = not model_id.startswith("digits-time-ddpm")  # a model that is told no class has no right answer
    real, lowest = floor(judge, data, per_label * CLASSES, told)
    rows = []
    for guidance in guidances if told else (1.0,):
        drawn = draw(model_id, per_label, guidance, steps, seed)
        seen, read = features(judge, drawn.images)
        rows.append(
            {
                "guidance": guidance,
                "accuracy": round(float((read == drawn.labels).double().mean()), 4) if told else None,
                "frechet": round(frechet(seen, real), 4),
                "straightness": None if drawn.straightness is None else round(drawn.straightness, 5),
            }
        )
    return {"model": model_id, "steps": steps, "count": per_label * CLASSES, "floor": round(lowest, 4), "rows": rows}


def record(model_id: str, data: str | Path | None = None, **settings: Any) -> dict[str, Any]:
    """`evaluate`, and keep the figures in the model's card for the lessons; for a DDPM the loss by t too."""
    model_id = registry.find(model_id).id  # another epoch may appear meanwhile
    figures = evaluate(model_id, data, **settings)
    checkpoint = registry.find(model_id)
    tested = "test_accuracy" in figures
    kept: dict[str, Any] = {"test_accuracy": figures["test_accuracy"]} if tested else {"evaluation": figures}
    if checkpoint.name.endswith("-ddpm"):
        kept["loss_by_t"] = loss_by_t(model_id, data)
    registry.annotate(checkpoint, kept)
    return figures | {key: value for key, value in kept.items() if key == "loss_by_t"}


def judge_accuracy(judge: nn.Module, data: str | Path | None = None) -> float:
    """Share of the 10,000 test digits that the judge reads right."""
    test = mnist(data, train=False)
    return float((features(judge, pixels(test.images))[1] == test.labels).double().mean())


def loss_by_t(
    model_id: str, data: str | Path | None = None, *, count: int = 200, points: int = 15
) -> list[list[float]]:
    """Mean squared error of eps at some steps of the schedule, on test digits: [[t, loss], ...]."""
    model = load(model_id)
    test = mnist(data, train=False)
    x_0 = pixels(test.images[:count])
    eps = randn(tuple(x_0.shape), torch.Generator().manual_seed(0))
    denoise = model.on(test.labels[:count].tolist())
    rows = []
    for level in model.path(DDPM_STEPS)[:-1][:: DDPM_STEPS // points]:
        with torch.inference_mode():
            seen = denoise(add_noise(x_0, level, eps), level)
        rows.append([level.t, round(float((seen.eps - eps).square().mean()), 6)])
    return rows[::-1]
