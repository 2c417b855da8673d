"""Small models with known behaviour, and the two kinds of path, for the tests of lib.diffusion."""

import torch

from lib.diffusion import (
    Conditioned,
    ddpm_path,
    from_eps,
    from_v,
    from_velocity,
    linear_alphas_cumprod,
    straight_path,
    strided,
)
from lib.diffusion.levels import Level

SHAPE = (2, 3, 8, 8)
PATHS = {
    "ddpm": ddpm_path(linear_alphas_cumprod(300), strided(300, 12)),
    "straight": straight_path(12),
}


class Toy:
    """A fixed random network: convolution, tanh, and a shift by condition. Counts how often it is called."""

    def __init__(self, velocity: bool = False, v: bool = False, variance: bool = False, dtype=torch.float64) -> None:
        generator = torch.Generator().manual_seed(7)
        self.kernel = torch.randn(3, 3, 3, 3, generator=generator, dtype=dtype) * 0.3
        self.velocity, self.v, self.variance, self.calls, self.pictures = velocity, v, variance, 0, 0

    def on(self, condition=None):
        return Conditioned(self, condition)

    def answer(self, queries, level: Level):
        self.calls += 1
        self.pictures += sum(len(query.x_t) for query in queries)
        return [self.one(query.x_t, query.condition, level) for query in queries]

    def one(self, x_t, condition, level):
        shift = 0.0 if condition is None else 0.1 * (condition + 1)
        seen = torch.tanh(torch.nn.functional.conv2d(x_t, self.kernel, padding=1) + shift + 0.1 * level.sigma)
        if self.velocity:
            return from_velocity(x_t, level, seen)
        prediction = from_v(x_t, level, seen) if self.v else from_eps(x_t, level, seen)
        return prediction.with_variance(torch.sin(3 * seen) if self.variance else None)


def toy_for(kind: str, **options) -> Toy:
    return Toy(velocity=kind == "straight", **options)


def picture(seed: int = 0, shape=SHAPE, dtype=torch.float64):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def seeded(seed: int = 0):
    return torch.Generator().manual_seed(seed)


def lowpass(x):
    """A linear blur that keeps the size."""
    kernel = torch.tensor([0.25, 0.5, 0.25], dtype=x.dtype)
    kernel = (kernel[:, None] * kernel).expand(x.shape[1], 1, 3, 3)
    return torch.nn.functional.conv2d(x, kernel, padding=1, groups=x.shape[1])


def walk(denoise, path, x, **options):
    """All steps of a run, and where it ended."""
    from lib.diffusion import sample

    steps = list(sample(denoise, path, x, **options))
    return steps, steps[-1].x_next if steps else x
