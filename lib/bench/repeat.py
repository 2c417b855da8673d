"""Room: bench. Same seed, same picture: across repeated runs, batch sizes, numbers of threads and both networks."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from lib.bench.loop import GUIDANCE
from lib.bench.measuring import finite, psnr
from lib.diffusion import (
    Conditioned,
    ddpm_path,
    generators,
    guided,
    linear_alphas_cumprod,
    randn,
    sample,
    strided,
)
from lib.diffusion.prediction import Prediction, from_eps
from lib.models.digits import DDPM_STEPS, DigitsModel
from lib.models.errors import UserError
from lib.models.loader import load, network
from lib.models.registry import find
from lib.models.unet import CLASSES


def bench_repeat(model: str = "digits-class-ddpm", steps: int = 300, batch: int = 4, seed: int = 0) -> dict[str, Any]:
    """Sample the same pictures in several ways and compare them.

    Returns:
        - `bit_for_bit`: whether two equal runs give equal pictures.
        - `psnr_batch_db`: the whole batch against one picture at a time; the worst picture.
        - `psnr_threads_db`: one thread against two; the worst picture.
        - `psnr_plain_db`: the sampling network against the one that was trained, layer by layer in float32.

    Raises:
        UserError: for a model that isn't a trained DDPM with classes.
    """
    fast = load(model)
    if not isinstance(fast, DigitsModel) or fast.kind.target != "eps" or not fast.kind.classes:
        raise UserError(f"{model} is not a DDPM with classes: measure digits-class-ddpm.")
    threads = torch.get_num_threads()
    whole = _draw(fast, steps, range(batch), seed)
    again = _draw(fast, steps, range(batch), seed)
    single = torch.cat([_draw(fast, steps, range(i, i + 1), seed) for i in range(batch)])
    torch.set_num_threads(1 if threads > 1 else 2)
    other = _draw(fast, steps, range(batch), seed)
    torch.set_num_threads(threads)
    plain = _draw(_Plain(model), steps, range(batch), seed)
    return {
        "model": find(model).id,
        "steps": steps,
        "batch": batch,
        "bit_for_bit": torch.equal(whole, again),
        "psnr_batch_db": _worst(whole, single),
        "psnr_threads_db": _worst(whole, other),
        "psnr_plain_db": _worst(whole, plain),
    }


class _Plain:
    """The network as it was trained, answering one query at a time."""

    def __init__(self, model: str) -> None:
        self.net = network(find(model))

    def on(self, condition: Any) -> Conditioned:
        return Conditioned(self, condition)

    def answer(self, queries: Any, level: Any) -> list[Prediction]:
        """One forward pass a query."""
        answers = []
        for query in queries:
            c = torch.zeros(len(query.x_t), CLASSES)
            if query.condition is not None:
                c[torch.arange(len(c)), torch.tensor(query.condition)] = 1
            t = torch.full((len(c),), level.t / DDPM_STEPS)
            answers.append(from_eps(query.x_t, level, self.net(query.x_t, t, c)))
        return answers


def _draw(model: Any, steps: int, pictures: range, seed: int) -> Tensor:
    """Pictures i of the seed, whose digit is i mod 10, in [0, 1]."""
    noise = generators(seed, len(pictures), pictures.start)
    x = randn((len(pictures), 1, 28, 28), noise)
    denoise = guided(model.on([i % CLASSES for i in pictures]), model.on(None), GUIDANCE)
    path = ddpm_path(linear_alphas_cumprod(DDPM_STEPS), strided(DDPM_STEPS, steps))
    with torch.inference_mode():
        for step in sample(denoise, path, x, variance="beta", generator=noise):
            x = step.x_next
    return x.clamp(0, 1)


def _worst(a: Tensor, b: Tensor) -> float | None:
    return finite(min(psnr(one, other) for one, other in zip(a, b, strict=True)))
