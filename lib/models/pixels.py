"""Room: models. Any pixel-space UNet of diffusers behind `diffusion.Model`: prompts, six channels, one call a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import torch
from torch import Tensor

from lib.diffusion import (
    Conditioned,
    Denoiser,
    Level,
    Path,
    Prediction,
    Query,
    clipped,
    ddpm_path,
    from_eps,
    from_v,
    from_x_0,
    guided,
    thresholded,
)
from lib.diffusion.sampling import Variance
from lib.models.errors import UserError
from lib.models.prompts import Embeddings, processed
from lib.models.schedules import Schedule
from lib.models.unets import PixelNet

Prompt = str | Sequence[str] | None


class PixelModel:
    """A UNet that draws pixels in [-1, 1], with or without a text to go by.

    Args:
        net: the UNet.
        schedule: what it was trained with.
        embeddings: of prompts; None for a model without text.
        small: what stage 2 sees beside x_t, see upsampler.py.

    Attributes:
        shape: of a picture, (C, H, W).
        eta: 1: it is a DDPM.
    """

    eta = 1.0

    def __init__(
        self, net: PixelNet, schedule: Schedule, embeddings: Embeddings | None, small: SmallPicture | None = None
    ) -> None:
        self.net, self.schedule, self.embeddings, self.small = net, schedule, embeddings, small
        self.shape = net.shape
        self._texts = _Texts()

    def on(self, condition: Prompt = None) -> Denoiser:
        """The model under a prompt, one for all pictures or one for each; None is the null prompt "".

        The text is encoded here, before the first step. A model without text takes no prompt into account.

        Raises:
            UserError: for what is not text, and for a prompt whose text states can't be had.
        """
        if self.embeddings is None:
            return Conditioned(self, None)
        if condition is None or isinstance(condition, str):
            prompt: str | tuple[str, ...] = processed(condition or "")
        elif isinstance(condition, Sequence) and len(condition):
            prompt = tuple(processed(part) for part in condition)
        else:
            raise UserError(f"{condition!r:.60} is not a prompt: give a text, or one text for each picture.")
        states = self.embeddings.of([prompt] if isinstance(prompt, str) else prompt)
        if states.shape[-1] != self.net.text_width:
            raise UserError(
                f"These text states are {states.shape[-1]} numbers wide and the UNet reads {self.net.text_width}: "
                "they come from another model's text encoder."
            )
        return Conditioned(self, prompt)

    def guided(self, prompt: Prompt, scale: float, negative: Prompt = "") -> Denoiser:
        """Classifier-free guidance from `negative` towards `prompt`; the plain model where it has no text."""
        if self.embeddings is None:
            return self.on()
        return guided(self.on(prompt), self.on(negative), scale)

    def limited(self, denoiser: Denoiser) -> Denoiser:
        """The limits that the model's authors keep x_0 within, around a finished combination of its Denoisers."""
        if self.schedule.limits == "dynamic":
            return thresholded(denoiser, self.schedule.ratio, self.schedule.maximum)
        return clipped(denoiser, self.schedule.maximum) if self.schedule.limits == "clip" else denoiser

    def path(self, steps: int, timesteps: Sequence[int] | None = None) -> Path:
        """From noise to data: evenly strided from 99 % of the schedule to 0, so that 34 steps are 990, 960, ..., 0.

        Args:
            steps: how many.
            timesteps: these instead, falling.

        Raises:
            UserError: for a number of steps, or timesteps, that there aren't.
        """
        last = round(0.99 * len(self.schedule.alphas_cumprod))
        if timesteps is None:
            if not 1 <= steps <= last + 1:
                raise UserError(f"The number of steps must lie between 1 and {last + 1}.")
            timesteps = [round(last * i / max(steps - 1, 1)) for i in reversed(range(steps))] if steps > 1 else [last]
        try:
            return ddpm_path(self.schedule.alphas_cumprod, timesteps)
        except ValueError as error:
            raise UserError(str(error)) from None

    def variance(self, path: Path) -> Variance:
        """Of the fresh noise: the learned one where there are six channels, else beta_tilde, which bears strides."""
        return "learned" if self.net.learned and self.schedule.learned else "beta_tilde"

    def to_pixels(self, x: Tensor) -> Tensor:
        """Data in [-1, 1] -> pixels in [0, 1]."""
        return (x / 2 + 0.5).clamp(0, 1)

    @torch.no_grad()
    def answer(self, queries: Sequence[Query], level: Level) -> list[Prediction]:
        """One Prediction a query, in order, all from one call of the UNet.

        Raises:
            UserError: where the prompts, or the small pictures, are not as many as the pictures.
        """
        sizes = [len(query.x_t) for query in queries]
        x = torch.cat([query.x_t for query in queries])
        states = None
        if self.embeddings is not None:
            rows = tuple(prompt for query in queries for prompt in _prompts(query))
            states = self._texts.of(rows, self.net, self.embeddings)
        labels = None
        if self.small is not None:
            x = torch.cat([x, torch.cat([self.small.beside(query.x_t) for query in queries])], 1)
            labels = self.small.noise_level
        out = self.net(x, int(level.t), states, labels)
        return [self._prediction(query.x_t, level, part) for query, part in zip(queries, out.split(sizes), strict=True)]

    def _prediction(self, x_t: Tensor, level: Level, out: Tensor) -> Prediction:
        """What the output means: (B, C or 2C, H, W)."""
        out, *rest = out.split(self.shape[0], 1)
        variance = rest[0] if rest else None
        if self.schedule.prediction == "epsilon":
            return from_eps(x_t, level, out, variance)
        return (from_x_0 if self.schedule.prediction == "sample" else from_v)(x_t, level, out).with_variance(variance)


@dataclass(frozen=True, eq=False)
class SmallPicture:
    """What stage 2 sees beside x_t.

    Attributes:
        noisy: (B, C, H, W), enlarged and noised.
        noise_level: the timestep of its noise.
    """

    noisy: Tensor
    noise_level: int

    def beside(self, x_t: Tensor) -> Tensor:
        """(n, C, H, W) for n pictures x_t."""
        if len(self.noisy) not in (1, len(x_t)):
            raise UserError(f"There are {len(self.noisy)} small pictures for {len(x_t)} large ones: give as many.")
        return self.noisy.to(x_t).expand(len(x_t), -1, -1, -1)


class _Texts:
    """The text states of the last few batches: the same tensors at every step, so that a UNet can remember them."""

    KEPT = 4

    def __init__(self) -> None:
        self._lock, self._kept = Lock(), dict[tuple[str, ...], Any]()

    def of(self, rows: tuple[str, ...], net: PixelNet, embeddings: Embeddings) -> Any:
        """What `net` reads for these prompts, one a row."""
        with self._lock:
            if rows not in self._kept:
                while len(self._kept) >= self.KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[rows] = net.read(embeddings.of(rows))
            return self._kept[rows]


def _prompts(query: Query) -> Sequence[str]:
    """One a picture."""
    condition, size = query.condition, len(query.x_t)
    if isinstance(condition, str):
        return [condition] * size
    if len(condition) != size:
        raise UserError(f"There are {len(condition)} prompts for {size} pictures: give one prompt, or one a picture.")
    return list(condition)
