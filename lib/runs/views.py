"""Room: runs. The views of a recipe, by name, for pictures of any side. torch is imported inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from lib.diffusion.views import View

TILES = 4
"""Along a side of the jigsaw."""
SCALE, SMEAR = 2.0, 0.5
"""How much brighter "scale" is; twice the share of a neighbour in "blur"."""
NOISES = 100
"""Fields of noise that are looked at through a view, to say what it does to noise."""


class Noise(NamedTuple):
    """What N(0, I) is through a view: a view that keeps it has variance 1 and no correlation."""

    variance: float
    neighbours: float


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
        return views.scaling(SCALE)
    if name == "blur":
        return views.smearing(side, SMEAR)
    return views.permutation(name, torch.from_numpy(order_of(name, side)))


def seen(x: NDArray[Any], name: str) -> NDArray[Any]:
    """Arrays through a view: `view_of` without torch.

    Args:
        x: (..., side, side), data in which 0 is the middle.
        name: one of `illusions.VIEWS`.
    """
    if name.startswith("rotate"):
        return np.rot90(x, int(name.removeprefix("rotate")) // 90, (-2, -1))
    if name == "blur":
        return x * (1 - SMEAR / 2) + np.roll(x, -1, -1) * (SMEAR / 2)
    flips = {"identity": x, "flip": x[..., ::-1, :], "mirror": x[..., ::-1], "negate": -x, "scale": x * SCALE}
    if name in flips:
        return flips[name]
    found: NDArray[Any] = x.reshape(*x.shape[:-2], -1)[..., order_of(name, x.shape[-1])].reshape(x.shape)
    return found


def back(x: NDArray[Any], name: str) -> NDArray[Any]:
    """The way back, what is seen -> the picture: `view_of(name, side).inverse` without torch; (..., side, side)."""
    if name in ("rotate90", "rotate270"):
        return seen(x, "rotate270" if name == "rotate90" else "rotate90")
    if name in ("rotate180", "identity", "flip", "mirror", "negate"):
        return seen(x, name)
    if name == "scale":
        return x / SCALE
    side = x.shape[-1]
    if name == "blur":
        mixed: NDArray[Any] = x @ np.linalg.inv(seen(np.eye(side), name))
        return mixed
    found: NDArray[Any] = x.reshape(*x.shape[:-2], -1)[..., np.argsort(order_of(name, side))].reshape(x.shape)
    return found


def noise_through(name: str, side: int = 32, seed: int = 0) -> Noise:
    """What a model is shown through a view where there is nothing but noise, measured.

    Args:
        name: one of `illusions.VIEWS`.
        side: of the pictures.
        seed: of the noise.

    Returns:
        The variance of a pixel, and the correlation of a pixel with its neighbour to the right, in [-1, 1].
    """
    x = seen(np.random.default_rng(seed).standard_normal((NOISES, side, side)), name)
    return Noise(float(x.var()), float(np.corrcoef(x[..., :-1].ravel(), x[..., 1:].ravel())[0, 1]))


def order_of(name: str, side: int) -> NDArray[np.int64]:
    """The pixels of a rearrangement: seen pixel i is pixel order[i]; (side * side,), a permutation.

    "jigsaw" shuffles 4 x 4 tiles, "rows" shuffles rows; "jigsaw-7" and "rows-7" do so by the seed 7, not by 0. "circle"
    turns the inner disc by 180 degrees, "skew" slides each column by its own number, so that a square becomes a
    parallelogram that is wrapped around.
    """
    index = np.arange(side * side).reshape(side, side)
    name, _, seed = name.partition("-")
    rng = np.random.default_rng(int(seed or 0))
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
