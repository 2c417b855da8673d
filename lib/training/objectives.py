"""Room: training. What each model learns: from a batch to a loss, in the equations of the course."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional as F

from lib.diffusion import cosine_alphas_cumprod, linear_alphas_cumprod
from lib.models.digits import DDPM_STEPS, TRAINING_SIGMA
from lib.models.emoji_if import STEPS as COSINE_STEPS
from lib.models.unet import CLASSES

Batch = tuple[Tensor, ...]
Objective = Callable[[nn.Module, Batch, Generator], Tensor]
"""(network, batch, generator) -> each loss, (B,). A batch is (x_0, label), for pairs (x_0, label, eps)."""

DROPPED = 0.1
ENDS = 4.0
"""How much more often t is near 0 and 1 where pairs are straightened; 0 would be evenly."""


def classify(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """Cross-entropy of the judge."""
    return F.cross_entropy(net(batch[0]), batch[1], reduction="none")


def classify_drawing(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """Cross-entropy of the judge of drawings, of things and of styles."""
    x_0, thing, style = batch
    things, styles = net(x_0)
    return F.cross_entropy(things, thing, reduction="none") + F.cross_entropy(styles, style, reduction="none")


def denoise(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """One-step denoising: ``|D(x_0 + sigma eps) - x_0|^2`` at sigma = 0.5 (course, B.1)."""
    x_0 = batch[0]
    return _error(net(x_0 + TRAINING_SIGMA * _randn(x_0, generator)), x_0)


def denoise_nothing(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """``|D(eps) - x_0|^2``: the input says nothing of x_0, so the best answer is the mean of all data (course, B.1)."""
    return _error(net(_randn(batch[0], generator)), batch[0])


def ddpm(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """``|eps_theta(x_t, t) - eps|^2`` at a random step (Ho et al. 2020, algorithm 1); no class."""
    return _ddpm(net, batch[0], None, generator)


def ddpm_of_class(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """The same with the class, which is dropped from 10 % of the pictures (Ho and Salimans 2022, algorithm 1)."""
    return _ddpm(net, batch[0], one_hot(batch[1], generator), generator)


def flow_of_class(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """``|v_theta(x_t, t) - (eps - x_0)|^2`` on the straight path from data to fresh noise (Liu et al. 2023, eq. 1)."""
    return _flow(net, batch[0], _randn(batch[0], generator), one_hot(batch[1], generator), generator)


def flow_plane(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """The same for points in two dimensions, without a class."""
    return _flow(net, batch[0], _randn(batch[0], generator), None, generator)


def straight_pairs(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """Reflow: the same loss, but each picture keeps the noise that it was made from (Liu et al. 2023, section 2.2)."""
    x_0, labels, eps = batch
    return _flow(net, x_0, eps, one_hot(labels, generator) if x_0.dim() == 4 else None, generator)


def straight_pairs_by_ends(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """The same, with t more often near 0 and 1: p(t) ~ e^(4t) + e^(4 - 4t), a U as in Lee, Lin and Fanti 2024.

    There a straight path is hardest to guess, and one Euler step asks at t = 1 alone.
    """
    x_0, labels, eps = batch
    u = torch.rand(2, len(x_0), generator=generator, device=x_0.device)
    rising = torch.log1p(u[0] * math.expm1(ENDS)) / ENDS
    t = torch.where(u[1] < 0.5, rising, 1 - rising)
    return _flow(net, x_0, eps, one_hot(labels, generator), generator, t)


def one_hot(labels: Tensor, generator: Generator, dropped: float = DROPPED) -> Tensor:
    """(B,) labels -> (B, 10); a dropped one becomes all zeros, the null condition, which is not class 0."""
    kept = torch.rand(labels.shape, generator=generator, device=labels.device) >= dropped
    return F.one_hot(labels, CLASSES).float() * kept[:, None]


def _ddpm(net: nn.Module, x_0: Tensor, c: Tensor | None, generator: Generator) -> Tensor:
    t = torch.randint(1, DDPM_STEPS + 1, (len(x_0),), generator=generator, device=x_0.device)
    abar = linear_alphas_cumprod(DDPM_STEPS).to(x_0)[t].view(-1, 1, 1, 1)
    eps = _randn(x_0, generator)
    x_t = abar.sqrt() * x_0 + (1 - abar).sqrt() * eps
    return _error(net(x_t, t / DDPM_STEPS, c) if c is not None else net(x_t, t / DDPM_STEPS), eps)


def _flow(
    net: nn.Module, x_0: Tensor, eps: Tensor, c: Tensor | None, generator: Generator, t: Tensor | None = None
) -> Tensor:
    if t is None:
        t = torch.rand(len(x_0), generator=generator, device=x_0.device)
    shaped = t.view(-1, *[1] * (x_0.dim() - 1))
    x_t = (1 - shaped) * x_0 + shaped * eps
    return _error(net(x_t, t, c) if c is not None else net(x_t, t), eps - x_0)


def _randn(like: Tensor, generator: Generator) -> Tensor:
    return torch.randn(like.shape, generator=generator, device=like.device)


def _error(estimate: Tensor, target: Tensor) -> Tensor:
    return (estimate.float() - target).square().flatten(1).mean(1)


def text_to_image(net: nn.Module, batch: Batch, generator: Generator) -> Tensor:
    """``|eps_theta(x_t, t, text) - eps|^2``, and the variance beside it (Nichol and Dhariwal 2021, eq. 16).

    Args:
        net: ``net(x_t, t, *rest)`` -> (B, 6, H, W), noise and variance.
        batch: x_0 (B, 3, H, W) in [-1, 1], then whatever else the network is told.
        generator: of t and eps.
    """
    x_0, *told = batch
    alphas = cosine_alphas_cumprod(COSINE_STEPS)
    t = torch.randint(0, COSINE_STEPS, (len(x_0),), generator=generator, device=x_0.device)
    abar, before = (a.to(x_0)[t].view(-1, 1, 1, 1) for a in (alphas, torch.cat([alphas[:1], alphas[:-1]])))
    eps = _randn(x_0, generator)
    x_t = abar.sqrt() * x_0 + (1 - abar).sqrt() * eps
    estimate, v = net(x_t, t, *told).float().chunk(2, 1)
    spread = _variance_bound(x_t, x_0, estimate.detach(), v, abar, before)
    return _error(estimate, eps) + torch.where(t > 0, spread, 0)


def _variance_bound(x_t: Tensor, x_0: Tensor, estimate: Tensor, v: Tensor, abar: Tensor, before: Tensor) -> Tensor:
    """KL(q(x_{t-1} | x_t, x_0) || p(x_{t-1} | x_t)) in bits a pixel, (B,); only the variance v learns from it."""
    alpha = abar / before
    beta = 1 - alpha
    least = (beta * (1 - before) / (1 - abar)).clamp(min=1e-20)
    log_p = 0.5 * (v + 1) * beta.clamp(min=1e-20).log() + 0.5 * (1 - v) * least.log()
    guess = ((x_t - (1 - abar).sqrt() * estimate) / abar.sqrt()).clamp(-1, 1)
    gap = before.sqrt() * beta / (1 - abar) * (x_0 - guess)
    kl = 0.5 * (log_p - least.log() - 1 + (least.log() - log_p).exp() + gap.square() * (-log_p).exp())
    return kl.flatten(1).mean(1) / math.log(2)
