"""Room: runs. Are pictures looked up? The training digits that lie nearest to what a model drew. numpy only."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.training.folders import pictures_of_mnist

CHUNK: Final = 5000  # training digits that are compared at a time
HELD_OUT: Final = 200  # test digits whose nearest training digits are looked for

Pictures = NDArray[np.uint8]


class Nearest(NamedTuple):
    """What was found for each of B pictures.

    Attributes:
        pictures: (B, 28, 28) uint8, the training digit that is nearest.
        distances: (B,) how far it is: the root mean square difference of pixels, 0 for a copy, 1 from black to white.
        among: how many training digits there are.
    """

    pictures: Pictures
    distances: NDArray[np.float64]
    among: int


def nearest(drawn: Pictures) -> Nearest | None:
    """The nearest of the 60,000 digits that all models of digits were trained on.

    Args:
        drawn: (B, 28, 28) uint8.

    Returns:
        What was found; None where MNIST isn't on this machine, or is damaged.
    """
    known = pictures_of_mnist()
    if known is None:
        return None
    asked = _flat(drawn)
    found = known[_nearest(asked, known)]
    distances = np.sqrt(np.square(asked - _flat(found)).mean(1, dtype=np.float64))
    return Nearest(found, distances, len(known))


def held_out() -> Nearest | None:
    """The same for the first HELD_OUT real digits of the test set, which no model was trained on."""
    test = pictures_of_mnist(train=False)
    return None if test is None else nearest(test[:HELD_OUT])


def _nearest(asked: NDArray[np.float32], known: Pictures) -> NDArray[np.int64]:
    """(B, 784) and (N, 28, 28) -> (B,) places, by ``|a - b|^2 = |a|^2 - 2 a b + |b|^2``, of which |a| is left out."""
    least = np.full(len(asked), np.inf, np.float32)
    places = np.zeros(len(asked), np.int64)
    for start in range(0, len(known), CHUNK):
        some = _flat(known[start : start + CHUNK])
        far = np.square(some).sum(1) - 2 * asked @ some.T
        best = far.argmin(1)
        value = far[np.arange(len(asked)), best]
        nearer = value < least
        least[nearer], places[nearer] = value[nearer], start + best[nearer]
    return places


def _flat(pictures: Pictures) -> NDArray[np.float32]:
    flat: NDArray[np.float32] = np.divide(pictures.reshape(len(pictures), -1), 255, dtype=np.float32)
    return flat
