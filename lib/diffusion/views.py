"""Room: diffusion. Views: ways to look at a picture. Orthogonal ones keep N(0, I), which a Denoiser relies on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class View:
    """A linear way to look at a picture (..., H, W), and the way back.

    Attributes:
        name: how the view is called in a recipe.
        forward: picture -> what is seen.
        inverse: what is seen -> picture.
        orthogonal: whether it keeps N(0, I); a view that doesn't shows a Denoiser noise that it was never trained on.
    """

    name: str
    forward: Callable[[Tensor], Tensor]
    inverse: Callable[[Tensor], Tensor]
    orthogonal: bool = True


IDENTITY = View("identity", lambda x: x, lambda x: x)
FLIP = View("flip", lambda x: x.flip(-2), lambda x: x.flip(-2))
MIRROR = View("mirror", lambda x: x.flip(-1), lambda x: x.flip(-1))
NEGATE = View("negate", lambda x: -x, lambda x: -x)


def rotation(quarter_turns: int) -> View:
    """A turn by multiples of 90 degrees, anticlockwise; the picture must be square."""
    return View(
        f"rotate{90 * (quarter_turns % 4)}",
        lambda x: torch.rot90(x, quarter_turns, (-2, -1)),
        lambda x: torch.rot90(x, -quarter_turns, (-2, -1)),
    )


def permutation(name: str, order: Tensor) -> View:
    """Any rearrangement of pixels; ``order`` is a permutation of H * W indices: seen pixel i is pixel order[i]."""
    back = torch.argsort(order)
    return View(name, lambda x: _gather(x, order), lambda x: _gather(x, back))


def scaling(factor: float) -> View:
    """Brighter or darker: linear and invertible, but not orthogonal. A view that must fail."""
    return View(f"scale{factor:g}", lambda x: x * factor, lambda x: x / factor, orthogonal=False)


def smearing(side: int, shares: float = 0.5) -> View:
    """Every pixel mixed with its neighbour to the right: invertible, but not orthogonal. Another one that must fail.

    Noise that is mixed with its neighbour is smoother than N(0, I), and what undoes it makes noise rougher.

    Args:
        side: of the picture.
        shares: how much of the neighbour is mixed in, in [0, 1).
    """
    mix = torch.eye(side) * (1 - shares / 2) + torch.eye(side).roll(1, 1) * shares / 2
    back = torch.linalg.inv(mix)
    return View("blur", lambda x: x @ mix.T.to(x), lambda x: x @ back.T.to(x), orthogonal=False)


def _gather(x: Tensor, order: Tensor) -> Tensor:
    return x.flatten(-2)[..., order.to(x.device)].reshape(x.shape)
