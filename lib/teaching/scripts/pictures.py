"""Room: teaching. The pictures that a recipe begins with, as numbers between 0 and 1. numpy only."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.runs import images
from lib.runs.clean import clean_digits
from lib.runs.kinds import Denoise
from lib.runs.recipe import change


def picture_of(recipe: Any, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """(C, H, W) in [0, 1], as `lib.runs.edit_walks.picture` makes it before it goes into the data range.

    Raises:
        UserError: for a picture that isn't on this machine.
    """
    channels, side, _ = shape
    found = images.pixels(recipe.image, side)
    if channels == 3:
        return found
    grey: NDArray[np.float32] = found.mean(0, keepdims=True)
    edge = np.concatenate([grey[0, 0], grey[0, -1], grey[0, :, 0], grey[0, :, -1]])
    return 1 - grey if np.median(edge) > 0.5 else grey


def mnist_of(recipe: Denoise) -> NDArray[np.float32]:
    """The digits of the MNIST test set that a recipe takes, side by side: (1, 28, 28 B) in [0, 1].

    Raises:
        UserError: where MNIST isn't on this machine.
    """
    asked = change(recipe, source="mnist")
    assert isinstance(asked, Denoise)
    digits = clean_digits(asked, lambda progress: None)[0].numpy()
    return np.ascontiguousarray(np.concatenate(list(digits), axis=2))
