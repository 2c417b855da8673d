"""Room: models. The names of all models that the project knows, here or not, and how each is made. No torch."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from lib.models.cards import Checkpoint

EPOCHS: dict[str, tuple[int, ...]] = {
    "digits-denoiser": (1, 5),
    "digits-denoiser-noise": (),
    "digits-time-ddpm": (1, 5, 10, 20),
    "digits-class-ddpm": (1, 5, 10, 20),
    "digits-flow": (1, 10, 20),
    "digits-reflow-1": (),
    "digits-reflow-2": (),
    "digits-reflow-3": (),
    "digits-judge": (),
    "plane-flow": (),
    "plane-reflow-1": (),
    "plane-reflow-2": (),
    "plane-reflow-3": (),
    "emoji-if-text": (),
    "emoji-if-stage1": (),
    "emoji-if-stage2": (),
    "emoji-judge": (),
}
"""Every model that the project knows, shipped or not, with the epochs of its lesson; () for the last one only."""

CASCADE = "emoji-if"
CASCADES: dict[str, tuple[str, ...]] = {
    CASCADE: (f"{CASCADE}-text", f"{CASCADE}-stage1"),
    f"{CASCADE}-4x": (f"{CASCADE}-text", f"{CASCADE}-stage2"),
}
"""Models that are made of several parts, each with weights and a card of its own."""


def absent(name: str, epoch: str | None, own: Sequence[Checkpoint], there: Iterable[Checkpoint]) -> str:
    """What is said of a checkpoint that isn't here: how to get it, or names that come near.

    Args:
        name: without epoch.
        epoch: that was asked for, or None.
        own: checkpoints of this name that are here.
        there: all that are here.
    """
    if own:
        epochs = [str(checkpoint.epoch) for checkpoint in own if checkpoint.epoch is not None]
        here = (
            f"there {'are' if len(epochs) > 1 else 'is'} {', '.join(epochs)}"
            if epochs
            else f"there is only {own[-1].id}"
        )
        way = f"; to train it: `{training(name, epoch)}`" if _is_planned(name, epoch) else ""
        return f"{name} has no epoch {epoch}: {here}{way}."
    if name in EPOCHS:
        return f"{name} is not trained on this machine yet: run `{training(name, epoch)}`."
    near = difflib.get_close_matches(name, {*EPOCHS, *CASCADES, *(checkpoint.name for checkpoint in there)}, 3, 0.6)
    hint = f"did you mean {' or '.join(sorted(near))}?" if near else "`python -m lib models` lists them all."
    return f"There is no model called {name}: {hint}"


def training(name: str, epoch: str | None = None) -> str:
    """The command that trains a model anew; for an epoch of its plan, the one that goes on as far as that."""
    command = f"python -m lib train {name}{' --data DIR' if name.startswith(('digits', 'emoji')) else ''}"
    return f"{command} --until {int(epoch or 0)} --resume" if _is_planned(name, epoch) else command


def _is_planned(name: str, epoch: str | None) -> bool:
    return epoch is not None and int(epoch) in EPOCHS.get(name, ())
