"""Room: training. What a Spec is: how one model is trained, and what of it ships."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from torch import Tensor, nn

from lib.models.packing import Bits
from lib.training.objectives import Objective


@dataclass(frozen=True)
class Part:
    """What goes into the zoo: some weights, where they lie there, and the files beside them.

    Attributes:
        tensors: a state_dict.
        file: path in `cache/models`; "" where the model's id gives the name.
        beside: other files, by path.
    """

    tensors: Mapping[str, Tensor]
    file: str = ""
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Spec:
    """How one model is trained.

    Attributes:
        name: the model's id, without an epoch.
        network: makes it, untrained.
        objective: what it learns.
        source: "digits", "plane" (a distribution in two dimensions), "pairs" (noise and the picture that the model
            before makes of it), "captions" (drawings and what they show),
            "enlargements" (with a small picture beside) or "drawings" (with thing and style as numbers).
        side: of the drawings, in pixels.
        batch: pictures a step.
        epochs: rounds through the data.
        lr: Adam's first step size, multiplied by ``decay ** (1 / epochs)`` after each epoch.
        decay: what the step size has shrunk by at the end.
        warmup: steps in which the step size rises to its full height.
        cooldown: the share of the training, at its end, in which the step size falls to zero.
        weight_decay: of AdamW; with 0 it is Adam.
        snapshots: the epochs whose weights the lessons show; the last one always counts.
        before: the model that this one starts from and, for pairs, is straightened against.
        pairs, pair_steps, pair_guidance: how many pairs, and how the model before makes them.
        begin: how the network takes over what the model before has learned, where it isn't the same network.
        ship: what of the network goes into the zoo, where it isn't the whole of it.
        bits: of a number in the kernels and matrices of what ships.
        ema: decay of the running average of the weights; the average ships.
    """

    name: str
    network: Callable[[], nn.Module]
    objective: Objective
    source: str = "digits"
    batch: int = 128
    epochs: int = 20
    lr: float = 1e-3
    side: int = 28
    decay: float = 0.1
    warmup: int = 0
    cooldown: float = 0.0
    weight_decay: float = 0.0
    snapshots: tuple[int, ...] = ()
    before: str | None = None
    pairs: int = 0
    pair_steps: int = 0
    pair_guidance: float = 1.0
    begin: Callable[[nn.Module, str], None] | None = None
    ship: Callable[[nn.Module], Part] | None = None
    bits: Bits = 16
    ema: float = 0.999
    seed: int = 0

    def step_size(self, step: int, steps: int) -> float:
        """Adam's step size at a step of the whole training, with this many steps an epoch."""
        rising = (step + 1) / self.warmup if step < self.warmup else 1.0
        left = 1 - step / (self.epochs * steps)
        falling = left / self.cooldown if left < self.cooldown else 1.0
        return self.lr * self.decay ** ((step // steps) / self.epochs) * rising * falling

    def card(self) -> dict[str, Any]:
        """The hyper-parameters, as a model card lists them."""
        kept = {
            k: v
            for k, v in asdict(self).items()
            if k not in ("network", "objective", "name", "begin", "ship", "bits")
            and (v not in (None, (), 0) or k == "seed")
        }
        return kept | {"objective": self.objective.__name__, "optimizer": "AdamW" if self.weight_decay else "Adam"}
