"""Room: models. The digit models behind `diffusion.Model`: conditions, targets, and one forward pass a step."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor
from torch.nn import functional as F

from lib.diffusion import (
    Conditioned,
    Denoiser,
    Level,
    Path,
    Prediction,
    Query,
    ddpm_path,
    from_eps,
    from_velocity,
    from_x_0,
    guided,
    linear_alphas_cumprod,
    straight_path,
    strided,
)
from lib.diffusion.levels import CLEAN
from lib.diffusion.sampling import Variance
from lib.models.errors import UserError
from lib.models.fast import FastUNet
from lib.models.unet import CLASSES

DDPM_STEPS = 300
TRAINING_SIGMA = 0.5
ROUGH_GUIDANCE = 5.0
"""Above it float32 computes throughout: guidance multiplies errors, and the same picture alone and among others would
differ by as little as 34 dB."""
Target = Literal["x_0", "eps", "velocity"]
Condition = int | tuple[int, ...] | None


@dataclass(frozen=True)
class Kind:
    """What a digit model was trained for.

    Attributes:
        target: what the network puts out.
        time: whether it is told the time.
        classes: of how many classes it is told.
    """

    target: Target
    time: bool = True
    classes: int = CLASSES


KINDS = {
    "digits-denoiser": Kind("x_0", time=False, classes=0),
    "digits-denoiser-noise": Kind("x_0", time=False, classes=0),
    "digits-time-ddpm": Kind("eps", classes=0),
    "digits-class-ddpm": Kind("eps"),
    "digits-flow": Kind("velocity"),
    "digits-reflow-1": Kind("velocity"),
    "digits-reflow-2": Kind("velocity"),
    "digits-reflow-3": Kind("velocity"),
}


class DigitsModel:
    """A trained UNet for digits, 28 x 28, pixels in [0, 1].

    As long as there is more noise than picture, it is decided which digit a picture becomes, and a small error grows
    from step to step: float32 computes. After that errors stay small, and bf16 will do. Of 120 digits in 300 steps of
    both DDPMs one, without guidance, is then 35 dB from float32 throughout, all others at least 41 (guidance 5: 47);
    with bf16 throughout, of half as many, the worst is 25 dB.

    Args:
        network: in float32.
        kind: what it was trained for.
        rough: the same in bf16, where the processor has bf16 arithmetic.

    Attributes:
        shape: of a picture, (C, H, W).
        eta: the course's sampler for it: 1, a DDPM, or 0, the Euler step of a flow.
    """

    shape = (1, 28, 28)

    def __init__(self, network: FastUNet, kind: Kind, rough: FastUNet | None = None) -> None:
        self.network, self.kind, self.rough = network, kind, rough
        self.eta = 1.0 if kind.target == "eps" else 0.0

    def on(self, condition: int | Sequence[int] | Tensor | None = None) -> Denoiser:
        """The model under a condition.

        Args:
            condition: a digit for all pictures, one for each picture, or None for the null condition (which is not
                the digit 0). A model without classes draws what it likes and takes none into account.

        Raises:
            UserError: for what is not a digit.
        """
        return Conditioned(self, _condition(condition) if self.kind.classes else None)

    def guided(self, labels: int | Sequence[int] | Tensor | None, scale: float) -> Denoiser:
        """Classifier-free guidance towards labels; the plain model where it has no classes."""
        return guided(self.on(labels), self.on(None), scale) if self.kind.classes else self.on()

    def limited(self, denoiser: Denoiser) -> Denoiser:
        """As it is: the course keeps digits within no limits."""
        return denoiser

    def under(self, guidance: float) -> DigitsModel:
        """The model that is to be asked where its answers are guided this far: without bf16 where it is very far."""
        return self if guidance <= ROUGH_GUIDANCE or self.rough is None else DigitsModel(self.network, self.kind)

    def path(self, steps: int) -> Path:
        """From noise to data: strided DDPM steps 300 ... 1, equal times of a flow, or the denoiser's only call.

        Raises:
            UserError: for a number of steps that there isn't.
        """
        try:
            if self.kind.target == "velocity":
                return straight_path(steps)
            if self.kind.target == "eps":
                return ddpm_path(linear_alphas_cumprod(DDPM_STEPS), strided(DDPM_STEPS, steps))
        except ValueError as error:
            raise UserError(str(error)) from None
        if steps != 1:
            raise UserError("The denoiser cleans a picture in one call: steps must be 1.")
        return (Level(TRAINING_SIGMA, 1.0, TRAINING_SIGMA), CLEAN)

    def variance(self, path: Path) -> Variance:
        """Of the fresh noise: the course's beta where every step of the schedule is taken, else beta_tilde.

        A stride makes beta much larger than the noise that the next level should have, and leaves grain in the picture
        (Nichol and Dhariwal 2021, section 4). A path that goes up again is as fine as its levels are many.
        """
        return "beta" if len({level.t for level in path}) > DDPM_STEPS else "beta_tilde"

    def to_pixels(self, x: Tensor) -> Tensor:
        """Data -> pixels in [0, 1]."""
        return x.clamp(0, 1)

    @torch.no_grad()
    def answer(self, queries: Sequence[Query], level: Level) -> list[Prediction]:
        """One Prediction a query, in order, all from one forward pass; queries on the same tensor share its way down.

        Raises:
            UserError: where the labels are not as many as the pictures.
        """
        pictures = list({id(query.x_t): query.x_t for query in queries}.values())
        rows = [[i for i, query in enumerate(queries) if query.x_t is x] for x in pictures]
        if len({len(row) for row in rows}) > 1:  # some pictures are asked about more often: give each query its own
            rows, pictures = [[i] for i in range(len(queries))], [query.x_t for query in queries]
        c = torch.stack([_cat([self._one_hot(queries[row[k]]) for row in rows]) for k in range(len(rows[0]))])
        out = self.at(level)(_cat(pictures), self._time(level), c if self.kind.classes else None)
        answers: dict[int, Prediction] = {}
        sizes = [len(x) for x in pictures]
        if not self.kind.classes:
            out = out.expand(len(c), *out.shape[1:])  # nothing tells the branches apart
        for k, branch in enumerate(out):
            for row, x, part in zip(rows, pictures, branch.split(sizes), strict=True):
                answers[row[k]] = self._prediction(x, level, part)
        return [answers[i] for i in range(len(queries))]

    def at(self, level: Level) -> FastUNet:
        """The network that is asked at a level: float32 where there is more noise than picture."""
        return self.network if self.rough is None or level.sigma > level.alpha else self.rough

    def _time(self, level: Level) -> float | None:
        if not self.kind.time:
            return None
        return level.t / DDPM_STEPS if self.kind.target == "eps" else level.t

    def _one_hot(self, query: Query) -> Tensor:
        """(B, classes): zeros for the null condition."""
        condition, size = query.condition, len(query.x_t)
        if condition is None or not self.kind.classes:
            return query.x_t.new_zeros(size, CLASSES)
        labels = torch.tensor([condition] * size if isinstance(condition, int) else condition)
        if len(labels) != size:
            raise UserError(f"There are {len(labels)} labels for {size} pictures: give one label, or one a picture.")
        return F.one_hot(labels, CLASSES).to(query.x_t)

    def _prediction(self, x_t: Tensor, level: Level, out: Tensor) -> Prediction:
        """What the network's output means."""
        if self.kind.target == "eps":
            return from_eps(x_t, level, out)
        if self.kind.target == "velocity":
            return from_velocity(x_t, level, out)
        return from_x_0(x_t, level, out) if level.sigma > 0 else Prediction(out, torch.zeros_like(out))


def _cat(parts: Sequence[Tensor]) -> Tensor:
    return parts[0] if len(parts) == 1 else torch.cat(list(parts))


def _condition(given: Any) -> Condition:
    if given is None:
        return None
    if isinstance(given, Tensor):
        given = given.tolist()
    several = isinstance(given, Sequence) and not isinstance(given, str)
    try:
        labels = tuple(operator.index(label) for label in (given if several else [given]))
    except TypeError:
        labels = (-1,)
    if not all(0 <= label < CLASSES for label in labels):
        raise UserError(f"{given!r:.60} is not a digit: labels are whole numbers from 0 to 9.")
    return labels if several else labels[0]
