"""Room: runs. Clean digits to put noise on: from MNIST where this machine has it, else drawn by our own model."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from lib.models.errors import UserError
from lib.runs.progress import OnStep, before
from lib.runs.recipe import Denoise, Recipe, change, make

if TYPE_CHECKING:
    from torch import Tensor

GENERATOR: dict[str, Any] = {"model": "digits-flow", "guidance": 3, "steps": 50}
"""Who draws the substitutes."""
SUBSTITUTE = (
    "These digits were drawn by our own model {model}: MNIST doesn't ship with the app "
    "(`python -m lib doctor` tells whether it is on this machine, and how to get it)."
)
NO_DIGITS = "There is no digit under this noise: whatever appears, the model has made up."


def clean_digits(recipe: Denoise, on_step: OnStep) -> tuple[Tensor, Denoise, tuple[str, ...]]:
    """Pictures for a `denoise` recipe.

    Args:
        recipe: how many of which, and from where.
        on_step: hears of the work of our own model, where it has to draw them; may raise Cancelled.

    Returns:
        (B, 1, 28, 28) float32 in [0, 1] on the CPU (zeros for the source "noise"); the recipe with its source decided;
        and what a learner should be told of them.

    Raises:
        UserError: where MNIST is asked for and not here, or neither it nor our own model is.
    """
    import torch

    if recipe.source == "noise":
        return torch.zeros(recipe.pictures, 1, 28, 28), recipe, (NO_DIGITS,)
    source = resolve(recipe).source
    decided = change(recipe, source=source)
    assert isinstance(decided, Denoise)
    if source == "mnist":
        return _from_mnist(recipe), decided, ()
    pictures, model = _generated(recipe, on_step)
    return pictures, decided, (SUBSTITUTE.format(model=model),)


def resolve(recipe: Denoise) -> Denoise:
    """The same recipe, with "auto" decided for this machine: "mnist" where it is found, else "generated"."""
    if recipe.source != "auto":
        return recipe
    decided = change(recipe, source="mnist" if has_mnist() else "generated")
    assert isinstance(decided, Denoise)
    return decided


def has_mnist() -> bool:
    """Whether MNIST is found on this machine."""
    from lib.training.folders import find_mnist

    return find_mnist() is not None


def _from_mnist(recipe: Denoise) -> Tensor:
    """Of each digit one picture of the test set, picked by the seed."""
    import torch

    from lib.training.data import mnist, pixels

    test = mnist(train=False)
    labels = test.labels.numpy()
    rng = np.random.default_rng(recipe.seed)
    order = rng.permutation(len(labels))
    picked, taken = [], dict.fromkeys(range(10), recipe.first)
    of_digit = {digit: order[labels[order] == digit] for digit in set(recipe.digits)}
    for digit in recipe.digits:
        candidates = of_digit[digit]
        if not len(candidates):
            raise UserError(f"The MNIST test set on this machine has no {digit}: delete it and download it again.")
        picked.append(int(candidates[taken[digit] % len(candidates)]))
        taken[digit] += 1
    return pixels(test.images[torch.tensor(picked)])


def places(recipe: Denoise) -> list[int]:
    """Where each digit of a recipe stands in the endless row 0 ... 9, 0 ... 9, ...; alone it keeps its place.

    What is random about a picture (which one it is, and its noise) hangs on its place and the seed.
    """
    seen: Counter[int] = Counter()
    found = []
    for digit in recipe.digits:
        found.append(digit + 10 * (recipe.first + seen[digit]))
        seen[digit] += 1
    return found


def _generated(recipe: Denoise, on_step: OnStep) -> tuple[Tensor, str]:
    """Of each digit one picture of our own model, and the model's id."""
    import torch

    from lib.runs.engine import engine

    rows = places(recipe)
    drawn = engine().compute(substitutes(recipe.seed, max(rows) // 10 + 1), before(on_step))
    pictures = np.asarray(drawn.x_0[-1][rows], np.float32)
    return torch.from_numpy(pictures).clamp(0, 1), drawn.recipe.model


def substitutes(seed: int, rows: int = 1) -> Recipe:
    """The recipe of our own digits: some rows of 0 ... 9."""
    return make("digits", **GENERATOR, labels=tuple(range(10)) * rows, per_label=1, seed=seed, frames=2)
