"""Room: diffusion. A large picture that agrees with a small one: the part that the small one fixes, and the rest.

    x_0 = U D x_0  +  (x_0 - U D x_0)        D makes small, U makes large again, D U = 1
          fixed       free

D is linear and has endlessly many x_0 for one small picture y. Replacing U D x_0 by U y takes the nearest of them, as
far as U goes, and leaves the other part as it was drawn (the range and the null space of D: Wang et al. 2023, DDNM,
eq. 4 and 13; Choi et al. 2021, ILVR, do the same to x_t).
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor

from lib.diffusion.denoiser import Denoiser, Limited


def consistent(denoiser: Denoiser, small: Tensor, strength: float = 1.0) -> Denoiser:
    """A Denoiser whose data estimate, made small, is a small picture: ``x_0 + strength * U(small - D x_0)``.

    Its noise estimate follows, so that the law holds. It belongs around the limits, for a limit would undo it.

    Args:
        denoiser: what estimates a large picture, (B, C, H, W).
        small: (B, C, h, w), or one for all; H and W are multiples of h and w.
        strength: 0 leaves the estimate as it is, bit for bit; with 1 it agrees.

    Raises:
        ValueError: for a strength outside [0, 1].
    """
    if not 0 <= strength <= 1:
        raise ValueError(f"The strength must lie between 0 and 1: {strength}.")
    if strength == 0:
        return denoiser

    def agreeing(x_0: Tensor) -> Tensor:
        missing = small.to(x_0) - smaller(x_0, *small.shape[2:])
        return x_0 + strength * larger(missing, *x_0.shape[2:])

    return Limited(denoiser, agreeing)


def smaller(x: Tensor, height: int, width: int) -> Tensor:
    """D: (B, C, H, W) -> (B, C, height, width), the means of squares, as training pictures are made small.

    Raises:
        ValueError: where the sides are no multiples of the new ones.
    """
    down = [_means(new, old).to(x) for new, old in zip((height, width), x.shape[2:], strict=True)]
    return down[0] @ x @ down[1].T


def larger(x: Tensor, height: int, width: int) -> Tensor:
    """U: (B, C, h, w) -> (B, C, height, width), the smoothest picture with these means: D U = 1.

    Raises:
        ValueError: where the new sides are no multiples of the old ones.
    """
    up = [_smoothest(old, new).to(x) for new, old in zip((height, width), x.shape[2:], strict=True)]
    return up[0] @ x @ up[1].T


@lru_cache(maxsize=8)
def _means(small: int, large: int) -> Tensor:
    """(small, large) float64: each row the mean of as many neighbours."""
    if large % small:
        raise ValueError(f"A side of {large} is no multiple of {small}.")
    return torch.eye(small, dtype=torch.float64).repeat_interleave(large // small, 1) * (small / large)


@lru_cache(maxsize=8)
def _smoothest(small: int, large: int) -> Tensor:
    """(large, small) float64: of all lines with the given means the one that bends least, by its second differences.

    The transpose of D, scaled, is another inverse. It makes each small pixel a square, with edges around it.
    """
    bends = torch.eye(large, dtype=torch.float64).diff(n=2, dim=0)  # (large - 2, large)
    down = _means(small, large)
    if small == 1:  # a ramp of any slope would do
        return torch.ones(large, 1, dtype=torch.float64)
    least = torch.cat([torch.cat([bends.T @ bends, down.T], 1), torch.cat([down, torch.zeros(small, small)], 1)])
    given = torch.cat([torch.zeros(large, small), torch.eye(small)]).double()
    lines: Tensor = torch.linalg.solve(least, given)
    return lines[:large]
