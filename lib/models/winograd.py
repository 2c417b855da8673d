"""Room: models. A 3 x 3 convolution with a fifth of the multiplications: Winograd's F(7 x 7, 3 x 3).

A tile of 9 x 9 pixels is evaluated at 9 x 9 points, where the convolution is a product of numbers, and interpolated
back to 7 x 7 pixels (Lavin and Gray 2016, section 4). 28 and 14 are multiples of 7, so no tile is cut. All stages are
matrix products, which every processor is best at. The points were chosen by search for the smallest rounding error:
about 1e-5 of the output's standard deviation in float32.
"""

from __future__ import annotations

import math
import threading

import torch
from torch import Tensor

TILE = 7
POINTS = (0.22, 0.675, 1.11, 2.2, -0.22, -0.675, -1.11, -2.2)
"""The finite points; infinity is the ninth."""
SIZE = TILE + 2


def matrices() -> tuple[Tensor, Tensor, Tensor]:
    """Output, kernel and input transform of F(7, 3) in one dimension: ``y = A ((G g) * (B d))``.

    Returns:
        A (7, 9), G (9, 3) and B (9, 9), float64; each point scaled so that A and B have columns and rows of norm 1.
    """
    points = torch.tensor(POINTS, dtype=torch.float64)
    a, g, b = torch.zeros(TILE, SIZE).double(), torch.zeros(SIZE, 3).double(), torch.zeros(SIZE, SIZE).double()
    for j, point in enumerate(POINTS):
        others = torch.cat([points[:j], points[j + 1 :]])
        a[:, j] = point ** torch.arange(TILE).double()
        g[j] = point ** torch.arange(3).double() / (point - others).prod()
        b[j, : SIZE - 1] = _polynomial(others)
    a[-1, -1] = g[-1, -1] = 1
    b[-1] = _polynomial(points)
    over_a, over_b = a.norm(dim=0), b.norm(dim=1)
    return a / over_a, g * (over_a * over_b)[:, None], b / over_b[:, None]


class Winograd:
    """A 3 x 3 convolution with padding 1 of pictures whose sides are a multiple of 7.

    Args:
        weight: (channels, channels, 3, 3).
        side: height and width of the pictures.
    """

    def __init__(self, weight: Tensor, side: int) -> None:
        a, g, b = matrices()
        tiles = side // TILE
        across = torch.zeros(SIZE, tiles, side + 2).double()
        for tile in range(tiles):
            across[:, tile, tile * TILE : tile * TILE + SIZE] = b
        self.tiles = tiles
        self.across = across[..., 1:-1].reshape(SIZE * tiles, side).to(weight)  # what is outside is zero: left out
        self.down, self.back = b.to(weight), a.to(weight)
        kernels = torch.einsum("pi,ocij,qj->pqco", g, weight.double(), g)
        self.kernels = kernels.reshape(SIZE**2, *kernels.shape[2:]).to(weight).contiguous()

    def __call__(self, x: Tensor) -> Tensor:
        """(N, side, side, channels) -> the same shape, contiguous; x is overwritten where it is contiguous."""
        n, h, _, c = x.shape
        k = self.tiles
        x = x.contiguous()
        one, two = (_scratch(i, n * c * (SIZE * k) ** 2, x) for i in range(2))
        rows = _view(one, k, n, SIZE, h * c)
        self._down(x.view(n, h, h * c), rows)
        v = _view(two, k * n * SIZE, SIZE * k, c)
        _times(self.across, rows.view(len(v), h, c), v)
        points = _view(one, SIZE, SIZE, n, k, k, c)
        points.copy_(v.view(k, n, SIZE, SIZE, k, c).permute(2, 3, 1, 0, 4, 5))
        products = _view(two, SIZE**2, n * k * k, c)
        torch.bmm(points.view(products.shape), self.kernels, out=products)
        v = _view(one, n, k, SIZE, k, SIZE, c)
        v.copy_(products.view(SIZE, SIZE, n, k, k, c).permute(2, 3, 0, 4, 1, 5))
        rows = _view(two, n * k, SIZE, h * c)
        _times(self.back, v.view(-1, SIZE, c), rows.view(-1, TILE, c))
        _times(self.back, rows, x.view(n * k, TILE, h * c))
        return x

    def _down(self, x: Tensor, rows: Tensor) -> None:
        """Evaluate each tile's rows (N, side, W) at the points -> (tiles, N, 9, W); rows outside are zero: left out."""
        for tile in range(self.tiles):
            top, bottom = tile * TILE - 1, tile * TILE - 1 + SIZE
            over = max(0, bottom - x.shape[1])
            matrix = self.down[:, 1 if tile == 0 else 0 : SIZE - over]
            _times(matrix, x[:, max(top, 0) : bottom - over], rows[tile])


def _times(matrix: Tensor, x: Tensor, out: Tensor) -> None:
    """One matrix times each of a batch."""
    torch.bmm(matrix.expand(len(x), -1, -1), x, out=out)


class _Scratch(threading.local):
    """Memory that a thread keeps: asking the system for megabytes at each layer costs more than the arithmetic."""

    def __init__(self) -> None:
        self.buffers: dict[tuple[int, torch.dtype], Tensor] = {}


_kept = _Scratch()


def _scratch(index: int, count: int, like: Tensor) -> Tensor:
    """At least ``count`` numbers of this thread's memory, with anything in it."""
    key = (index, like.dtype)
    if key not in _kept.buffers or _kept.buffers[key].numel() < count:
        with torch.inference_mode(False):  # a buffer born in inference mode could not be written outside of it
            _kept.buffers[key] = torch.empty(count, dtype=like.dtype)
    return _kept.buffers[key]


def _view(buffer: Tensor, *shape: int) -> Tensor:
    return buffer[: math.prod(shape)].view(shape)


def fits(weight: Tensor, side: int) -> bool:
    """Whether it is worth it: on the CPU, in float32, with as many channels out as in, and enough pixels."""
    exact = weight.device.type == "cpu" and weight.dtype == torch.float32
    return exact and len(weight) == weight.shape[1] and side % TILE == 0 and side > TILE


def _polynomial(roots: Tensor) -> Tensor:
    """Coefficients of ``prod (x - root)``, the constant first."""
    result = torch.ones(1, dtype=torch.float64)
    for root in roots:
        result = torch.cat([torch.zeros(1).double(), result]) - torch.cat([root * result, torch.zeros(1).double()])
    return result
