"""Room: runs. The views of a recipe, by name, for pictures of any side. torch is imported inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from lib.diffusion.views import View

TILES = 4
"""Along a side of the jigsaw."""


def view_of(name: str, side: int) -> View:
    """A view of square pictures.

    Args:
        name: one of `illusions.VIEWS`.
        side: of the picture, in pixels.
    """
    import torch

    from lib.diffusion import views

    simple = {v.name: v for v in (views.IDENTITY, views.FLIP, views.MIRROR, views.NEGATE)}
    if name in simple:
        return simple[name]
    if name.startswith("rotate"):
        return views.rotation(int(name.removeprefix("rotate")) // 90)
    if name == "scale":
        return views.scaling(2.0)
    if name == "blur":
        return views.smearing(side)
    return views.permutation(name, torch.from_numpy(order_of(name, side)))


def order_of(name: str, side: int) -> NDArray[np.int64]:
    """The pixels of a rearrangement: seen pixel i is pixel order[i]; (side * side,), a permutation.

    "jigsaw" shuffles 4 x 4 tiles, "rows" shuffles rows, "circle" turns the inner disc by 180 degrees, "skew" slides
    each column by its own number, so that a square becomes a parallelogram that is wrapped around.
    """
    index = np.arange(side * side).reshape(side, side)
    rng = np.random.default_rng(0)
    if name == "rows":
        return index[rng.permutation(side)].ravel()
    if name == "skew":
        return np.stack([np.roll(index[:, x], x) for x in range(side)], axis=1).ravel()
    if name == "circle":
        y, x = np.mgrid[:side, :side] - (side - 1) / 2
        return np.where(y**2 + x**2 < (0.36 * side) ** 2, index[::-1, ::-1], index).ravel()
    tile = side // TILES  # what a side that isn't a multiple of 4 leaves over stays where it is
    inner = index[: tile * TILES, : tile * TILES]
    tiles = inner.reshape(TILES, tile, TILES, tile).swapaxes(1, 2).reshape(TILES**2, tile, tile)
    shuffled = tiles[rng.permutation(TILES**2)].reshape(TILES, TILES, tile, tile).swapaxes(1, 2)
    found = index.copy()
    found[: tile * TILES, : tile * TILES] = shuffled.reshape(inner.shape)
    return found.ravel()
