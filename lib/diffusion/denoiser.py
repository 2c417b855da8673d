"""Room: diffusion. Denoisers, and how they combine: who asks the model what, and what is made of the answers.

A Denoiser says which pictures it wants a model to look at and under which condition (its queries), and how the answers
become one Prediction. Nothing is computed in between, so whoever calls it sees all queries of a step at once and the
model answers them in one batch:

    guided(viewed(a, flip), b, 7)  ->  2 queries  ->  one forward pass  ->  1 Prediction
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor

from lib.diffusion.levels import Level
from lib.diffusion.prediction import Prediction, from_x_0
from lib.diffusion.views import View


class Model(Protocol):
    """Whatever can answer queries: a network behind its adapter, or a formula."""

    def answer(self, queries: Sequence[Query], level: Level) -> list[Prediction]:
        """One Prediction a query, in order; batch them if that is faster."""
        ...


@dataclass(frozen=True, eq=False, slots=True)
class Query:
    """One question: this model, on this picture (B, C, ...), under this condition."""

    model: Model
    x_t: Tensor
    condition: Any = None


Answers = Sequence[Prediction]


class Denoiser(ABC):
    """``(x_t, level) -> Prediction``. A condition (a class, a prompt) is bound before: ``model.on(3)``."""

    @abstractmethod
    def ask(self, x_t: Tensor, level: Level) -> tuple[list[Query], Callable[[Answers], Prediction]]:
        """What it wants to know about x_t, and how it turns the answers into its own Prediction."""

    def __call__(self, x_t: Tensor, level: Level) -> Prediction:
        """Ask, let every model answer once, combine."""
        queries, combine = self.ask(x_t, level)
        return combine(answer(queries, level))


def answer(queries: Sequence[Query], level: Level) -> list[Prediction]:
    """Answer all queries with one call a model."""
    answers: list[Prediction | None] = [None] * len(queries)
    groups: dict[Hashable, list[int]] = {}
    for i, query in enumerate(queries):
        groups.setdefault(id(query.model), []).append(i)
    for indices in groups.values():
        given = queries[indices[0]].model.answer([queries[i] for i in indices], level)
        for i, prediction in zip(indices, given, strict=True):
            answers[i] = prediction
    return [a for a in answers if a is not None]


@dataclass(frozen=True)
class Conditioned(Denoiser):
    """A model under a fixed condition: the leaf of every combination."""

    model: Model
    condition: Any = None

    def ask(self, x_t: Tensor, level: Level) -> tuple[list[Query], Callable[[Answers], Prediction]]:
        """One query; its answer as it is."""
        return [Query(self.model, x_t, self.condition)], lambda answers: answers[0]


@dataclass(frozen=True)
class Combined(Denoiser):
    """Some Denoisers, each on its own view of x_t, merged into one.

    Attributes:
        parts: the Denoisers.
        merge: what becomes of their Predictions.
        prepare: what every part is shown instead of x_t.
    """

    parts: tuple[Denoiser, ...]
    merge: Callable[..., Prediction]
    prepare: Callable[[Tensor], Tensor] = lambda x_t: x_t

    def ask(self, x_t: Tensor, level: Level) -> tuple[list[Query], Callable[[Answers], Prediction]]:
        """The queries of all parts, one after the other."""
        seen = self.prepare(x_t)
        asked = [part.ask(seen, level) for part in self.parts]

        def combine(answers: Answers) -> Prediction:
            predictions, start = [], 0
            for queries, part in asked:
                predictions.append(part(answers[start : start + len(queries)]))
                start += len(queries)
            return self.merge(*predictions)

        return [query for queries, _ in asked for query in queries], combine


def guided(cond: Denoiser, uncond: Denoiser, scale: float) -> Denoiser:
    """Classifier-free guidance, ``u + scale * (c - u)`` (Ho and Salimans 2022, with scale = w + 1).

    0 is unconditional and 1 is plainly conditional (each asks one branch alone), above 1 extrapolates.
    The learned variance is that of the conditional branch.
    """
    if scale in (0, 1):
        return cond if scale == 1 else uncond
    return Combined((cond, uncond), lambda c, u: (c * scale + u * (1 - scale)).with_variance(c.variance))


def averaged(denoisers: Sequence[Denoiser]) -> Denoiser:
    """The mean of several Predictions: with ``viewed`` a visual anagram (Geng et al. 2024, eq. 4)."""
    return Combined(tuple(denoisers), lambda *all_: sum(all_[1:], start=all_[0]) * (1 / len(all_)))


def viewed(denoiser: Denoiser, view: View) -> Denoiser:
    """A Denoiser that looks at the picture through a view, and answers in the picture's own frame.

    A learned variance moves with its pixels; a view that changes their sign or size leaves it as it is.
    """

    def back(seen: Prediction) -> Prediction:
        own = seen.map(view.inverse)
        if own.variance is None:
            return own
        return own.with_variance(own.variance * view.forward(torch.ones_like(own.variance)))

    return Combined((denoiser,), back, view.forward)


def split(low: Denoiser, high: Denoiser, lowpass: Callable[[Tensor], Tensor]) -> Denoiser:
    """The low frequencies of one and the high frequencies of another: a hybrid image (Geng et al. 2024b, eq. 5)."""
    return Combined((low, high), lambda a, b: a.map(lowpass) + (b - b.map(lowpass)))


@dataclass(frozen=True)
class Limited(Denoiser):
    """A Denoiser whose data estimate is kept within limits; its noise estimate follows, so that the law holds.

    Limits belong around a finished combination, as nothing that is not linear should happen inside of one. At a level
    without noise the picture is data already and stays as it is.

    Attributes:
        denoiser: what is limited.
        limit: x_0 -> x_0 within the limits.
    """

    denoiser: Denoiser
    limit: Callable[[Tensor], Tensor]

    def ask(self, x_t: Tensor, level: Level) -> tuple[list[Query], Callable[[Answers], Prediction]]:
        """The same queries; of the answer x_0 is limited and eps computed again."""
        queries, combine = self.denoiser.ask(x_t, level)

        def limited(answers: Answers) -> Prediction:
            own = combine(answers)
            if level.sigma == 0:
                return own
            return from_x_0(x_t, level, self.limit(own.x_0)).with_variance(own.variance)

        return queries, limited


def clipped(denoiser: Denoiser, bound: float = 1.0) -> Denoiser:
    """x_0 cut off at [-bound, bound], the range of data (Ho et al. 2020, section 3.3)."""
    return Limited(denoiser, lambda x_0: x_0.clamp(-bound, bound))


def thresholded(denoiser: Denoiser, ratio: float = 0.95, maximum: float = 1.5) -> Denoiser:
    """Dynamic thresholding (Saharia et al. 2022, section 2.3): strong guidance without pixels that saturate.

    Each picture is cut off at s, the `ratio` quantile of ``|x_0|`` held between 1 and `maximum`, and divided by s.

    Args:
        denoiser: what is limited, on data in [-1, 1].
        ratio: in [0, 1]; DeepFloyd IF's is 0.95.
        maximum: of s, >= 1; at 1 this is ``clipped``.

    Raises:
        ValueError: outside of these bounds.
    """
    if not 0 <= ratio <= 1 or maximum < 1:
        raise ValueError(f"Thresholding needs a ratio between 0 and 1 and a maximum of 1 or more: {ratio}, {maximum}.")

    def limit(x_0: Tensor) -> Tensor:
        s = torch.quantile(x_0.flatten(1).abs().float(), ratio, dim=1).clamp(1, maximum)
        s = s.to(x_0.dtype).view(-1, *[1] * (x_0.ndim - 1))
        return x_0.clamp(-s, s) / s

    return Limited(denoiser, limit)
