"""Room: models. A 3 x 3 convolution with a fifth of the multiplications: Winograd's F(7 x 7, 3 x 3).

A tile of 9 x 9 pixels is evaluated at 9 x 9 points, where the convolution is a product of numbers, and interpolated
back to 7 x 7 pixels (Lavin and Gray 2016, section 4). 28 and 14 are multiples of 7, so no tile is cut. All stages are
matrix products, which every processor is best at. The points were chosen by search for the smallest rounding error:
about 1e-5 of the output's standard deviation in float32.
"""

from __future__ import annotations

import math

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
        weight: (channels_out, channels_in, 3, 3).
        side: height and width of the pictures.
    """

    def __init__(self, weight: Tensor, side: int) -> None:
        a, g, b = matrices()
        tiles = side // TILE
        forward, back = torch.zeros(SIZE, tiles, side + 2).double(), torch.zeros(side, SIZE, tiles).double()
        for tile in range(tiles):
            forward[:, tile, tile * TILE : tile * TILE + SIZE] = b
            back[tile * TILE : (tile + 1) * TILE, :, tile] = a
        self.side, self.tiles = side, tiles
        self.forward = forward[..., 1:-1].reshape(SIZE * tiles, side).to(weight)  # what is outside is zero: not there
        self.back = back.reshape(side, SIZE * tiles).to(weight)
        kernels = torch.einsum("pi,ocij,qj->pqco", g, weight.double(), g)
        self.kernels = kernels.reshape(SIZE**2, *kernels.shape[2:]).to(weight).contiguous()

    def __call__(self, x: Tensor) -> Tensor:
        """(N, side, side, channels_in) -> (N, side, side, channels_out), both contiguous."""
        n, h, _, c = x.shape
        k, d = self.tiles, self.kernels.shape[-1]
        v = torch.matmul(self.forward, x.reshape(n, h, h * c)).view(n * SIZE * k, h, c)
        v = torch.matmul(self.forward, v).view(n, SIZE, k, SIZE, k, c)
        v = v.permute(1, 3, 0, 2, 4, 5).reshape(SIZE**2, n * k * k, c)
        v = torch.bmm(v, self.kernels).view(SIZE, SIZE, n, k, k, d)
        v = v.permute(2, 0, 3, 1, 4, 5).reshape(n * SIZE * k, SIZE * k, d)
        v = torch.matmul(self.back, v).view(n, SIZE * k, h * d)
        return torch.matmul(self.back, v).view(n, h, h, d)


def fits(weight: Tensor, side: int) -> bool:
    """Whether it is worth it: on the CPU, with enough pixels and channels for its overhead."""
    return weight.device.type == "cpu" and side % TILE == 0 and side > TILE and math.prod(weight.shape[:2]) >= 1024


def _polynomial(roots: Tensor) -> Tensor:
    """Coefficients of ``prod (x - root)``, the constant first."""
    result = torch.ones(1, dtype=torch.float64)
    for root in roots:
        result = torch.cat([torch.zeros(1).double(), result]) - torch.cat([root * result, torch.zeros(1).double()])
    return result
