"""Room: training. What a Spec trains on: digits, points in the plane, pairs that the model before made, captions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor
from tqdm import tqdm

from lib.diffusion import generators, randn, reflow
from lib.models import registry
from lib.models.errors import UserError
from lib.models.unet import CLASSES
from lib.training.data import mnist
from lib.training.objectives import Batch
from lib.training.plane import crescents
from lib.training.progress import folder, read_save, write_whole
from lib.training.spec import Spec

CHUNK = 250
"""Pairs made in one go: some seconds of work, so that little is lost when it is interrupted."""


class Source(Protocol):
    """Examples that can be asked for by number."""

    def __len__(self) -> int:
        """How many make an epoch."""
        ...

    def batch(self, chosen: Tensor, seed: int) -> Batch:
        """The examples of these numbers, (B,); whatever is drawn anew each time comes from the seed."""
        ...


@dataclass(frozen=True)
class Fixed:
    """Tensors whose examples are always the same; bytes become numbers in [0, 1].

    Attributes:
        parts: each (N, ...), e.g. pictures and labels.
    """

    parts: Batch

    def __len__(self) -> int:
        """N."""
        return len(self.parts[0])

    def batch(self, chosen: Tensor, seed: int) -> Batch:
        """The rows of all parts."""
        picked = tuple(part[chosen.to(part.device)] for part in self.parts)
        return tuple(part.float() / 255 if part.dtype == torch.uint8 else part for part in picked)


def load_source(plan: Spec, data: str | Path | None, device: torch.device, quiet: bool = False) -> Source:
    """Digits (x_0, labels), pairs (x_0, labels, eps), points of the plane, or pictures with their captions.

    quiet: no progress bar where pairs are made.
    """
    if plan.source in ("captions", "drawings", "enlargements"):
        from lib.training.captioned import Captioned, Disguised, Enlarged

        kinds: dict[str, type[Captioned | Disguised]] = {
            "captions": Captioned,
            "drawings": Disguised,
            "enlargements": Enlarged,
        }
        return kinds[plan.source].load(data, plan.side, device)
    if plan.source == "digits":
        digits = mnist(data, train=True, download=True)
        return Fixed((digits.images.to(device), digits.labels.to(device)))
    if plan.source == "plane":
        points = crescents(60_000, seed=plan.seed)
        return Fixed((points.to(device), torch.zeros(len(points), dtype=torch.int64, device=device)))
    return Fixed(tuple(part.to(device) for part in pairs(plan, device, quiet)))


def pairs(plan: Spec, device: torch.device, quiet: bool = False) -> Batch:
    """Fixed pairs of noise and what the model before makes of it, made once and kept on disk, chunk by chunk.

    Returns:
        (pictures, labels, noise): float32 pictures and noise of the same shape, (N,) labels 0 to 9 in turn.
    """
    path = folder() / f"{plan.name}-pairs.pt"
    kept = _kept(path, plan)
    name = f"pairs for {plan.name}"
    bar = tqdm(total=plan.pairs, initial=len(kept) * CHUNK, desc=name, unit="pair", disable=quiet)
    while len(kept) * CHUNK < plan.pairs:
        kept.append(_chunk(plan, len(kept), device))
        bar.update(CHUNK)
        if len(kept) % 4 == 0 or len(kept) * CHUNK >= plan.pairs:
            write_whole(path, {"plan": _identity(plan), "chunks": kept})
    bar.close()
    made, labels, noise = (torch.cat(part)[: plan.pairs] for part in zip(*kept, strict=True))
    return made.float(), labels, noise.float()


def _identity(plan: Spec) -> list[object]:
    return [registry.find(plan.before or "").sha256, plan.pair_steps, plan.pair_guidance, plan.seed]


def _kept(path: Path, plan: Spec) -> list[Batch]:
    if not path.exists():
        return []
    try:
        content = read_save(path)
    except Exception as error:  # a broken file can raise anything while it is unpacked
        raise UserError(f"{path} can't be read ({type(error).__name__}): delete it, then train again.") from error
    return list(content["chunks"]) if content["plan"] == _identity(plan) else []


def _chunk(plan: Spec, index: int, device: torch.device) -> Batch:
    """CHUNK pairs; the noise of a pair comes from the seed and its number alone."""
    from lib.models.loader import load

    model = load(plan.before or "", device=str(device))
    labels = torch.arange(index * CHUNK, (index + 1) * CHUNK) % CLASSES
    noise = randn((CHUNK, *model.shape), generators(plan.seed, CHUNK, first=index * CHUNK)).to(device)
    denoise = model.guided(labels.tolist(), plan.pair_guidance)
    with torch.inference_mode():
        _, made = reflow.pairs(denoise, model.path(plan.pair_steps), noise)
    return made.cpu().half(), labels, noise.cpu().half()
