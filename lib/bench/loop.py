"""Room: bench. The sampling loop against one bare call of its network, and against the loop that a student writes."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from lib.bench.measuring import clocks, finite, in_turn, psnr
from lib.diffusion import generators, linear_alphas_cumprod, randn, sample
from lib.models.digits import DDPM_STEPS, KINDS, DigitsModel
from lib.models.errors import UserError
from lib.models.loader import for_sampling, network
from lib.models.registry import find
from lib.models.unet import CLASSES, UNet

GUIDANCE = 5.0


def bench_loop(
    model: str = "digits-class-ddpm", steps: int = 20, batch: int = 10, repeats: int = 7, seed: int = 0
) -> dict[str, Any]:
    """Time a guided trajectory of `steps` calls in three ways, in turn, in this process.

    - `loop_over_bare_calls`: `diffusion.sample` with guidance, over as many bare batched forwards of the same network.
    - `speedup_over_students`: the loop that the course's students write (`students`), over ours.
    - `psnr_db`: our pictures against theirs, in pixels of [0, 1], from the same noise.

    The ratios are medians over the repeats, each of which does all three one after the other.

    Args:
        model: a DDPM with classes.
        steps: from 1 to 300, strided.
        batch: pictures; each step asks for all of them with and without the class.
        repeats: how often each way is timed, after a first time that isn't.
        seed: of the noise.

    Returns:
        Numbers and strings, ready for JSON.

    Raises:
        UserError: for a model that isn't a DDPM with classes, or steps that there aren't.
    """
    plain, weights = _plain(model)
    ours = for_sampling(plain, KINDS["digits-class-ddpm"])
    labels = torch.arange(batch) % CLASSES
    ways: dict[str, Callable[[], Any]] = {
        "bare": lambda: _bare(ours, steps, labels),
        "loop": lambda: _ours(ours, steps, labels, seed),
        "students": lambda: students(plain, [int(level.t) for level in ours.path(steps)[:-1]], labels, seed),
    }
    pictures = {name: way() for name, way in ways.items()}
    seconds = clocks(in_turn(ways, repeats))
    return {
        "model": model,
        "weights": weights,
        "steps": steps,
        "batch": batch,
        "guidance": GUIDANCE,
        "repeats": repeats,
        "threads": torch.get_num_threads(),
        "bf16": ours.rough is not None,
        "seconds": {name: statistics.median(taken) for name, taken in seconds.items()},
        "loop_over_bare_calls": _ratio(seconds["loop"], seconds["bare"]),
        "speedup_over_students": _ratio(seconds["students"], seconds["loop"]),
        "psnr_db": finite(psnr(pictures["loop"], pictures["students"])),
    }


def students(net: nn.Module, timesteps: list[int], labels: Tensor, seed: int) -> Tensor:
    """The loop as it is written in the course: two calls a step, and the DDPM update spelled out (equation A.3).

    Args:
        net: the plain network in eval mode.
        timesteps: falling, the last one followed by clean data.
        labels: (B,) digits.
        seed: of the noise, the same as ours.

    Returns:
        (B, 1, 28, 28).
    """
    noise = generators(seed, len(labels))
    x = randn((len(labels), 1, 28, 28), noise)
    c, null = F.one_hot(labels, CLASSES).float(), torch.zeros(len(labels), CLASSES)
    with torch.no_grad():
        for t, before, abar, abar_before in _schedule(timesteps):
            time_ = torch.full((len(x),), t / DDPM_STEPS)
            eps_c = net(x, time_, c)
            eps_u = net(x, time_, null)
            eps = eps_u + GUIDANCE * (eps_c - eps_u)
            x_0 = (x - math.sqrt(1 - abar) * eps) / math.sqrt(abar)
            alpha, beta = abar / abar_before, 1 - abar / abar_before
            kept = math.sqrt(alpha) * (1 - abar_before) / (1 - abar)
            x = math.sqrt(abar_before) * beta / (1 - abar) * x_0 + kept * x
            if before > 0:
                x = x + math.sqrt(beta) * randn(x.shape, noise)
    return x


def _schedule(timesteps: list[int]) -> Iterator[tuple[int, int, float, float]]:
    abar = linear_alphas_cumprod(DDPM_STEPS).tolist()
    for t, before in zip(timesteps, [*timesteps[1:], 0], strict=True):
        yield t, before, abar[t], abar[before]


def _ours(model: DigitsModel, steps: int, labels: Tensor, seed: int) -> Tensor:
    noise = generators(seed, len(labels))
    x = randn((len(labels), *model.shape), noise)
    denoise = model.guided(labels.tolist(), GUIDANCE)
    with torch.inference_mode():
        for step in sample(denoise, model.path(steps), x, eta=model.eta, variance="beta", generator=noise):
            x = step.x_next
    return x


def _bare(model: DigitsModel, steps: int, labels: Tensor) -> None:
    """As many calls of the network alone as the loop makes, on the same batch: with and without the class."""
    x = torch.randn(len(labels), *model.shape, generator=torch.Generator().manual_seed(0))
    c = torch.stack([F.one_hot(labels, CLASSES).float(), torch.zeros(len(labels), CLASSES)])
    with torch.inference_mode():
        for level in model.path(steps)[:-1]:
            model.at(level)(x, 0.5, c)


def _plain(model: str) -> tuple[UNet, str]:
    """The plain network, and what its weights are."""
    if not model.startswith("digits-class-ddpm"):
        raise UserError(f"{model} is not a DDPM with classes: measure digits-class-ddpm.")
    try:
        net = network(find(model))
        assert isinstance(net, UNet)
        return net, f"trained: {find(model).id}"
    except UserError as error:
        with torch.random.fork_rng():
            torch.manual_seed(0)
            return UNet(time=True, classes=CLASSES).eval(), f"random, for the trained ones can't be had: {error}"


def _ratio(above: list[float], below: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(above, below, strict=True))
