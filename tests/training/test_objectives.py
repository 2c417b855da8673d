"""What is asked of a network, and how often where."""

import math

import torch

from lib.training import objectives


def test_pairs_are_straightened_more_often_near_both_ends():
    asked = []

    def net(x_t, t, c):
        asked.append(t)
        return torch.zeros_like(x_t)

    eps = torch.randn(50_000, 1, 1, 1, generator=torch.Generator().manual_seed(1))
    batch = (torch.zeros_like(eps), torch.zeros(len(eps), dtype=torch.int64), eps)
    loss = objectives.straight_pairs_by_ends(net, batch, torch.Generator().manual_seed(0))
    torch.testing.assert_close(loss, eps.flatten().square())  # |0 - (eps - x_0)|^2
    (t,) = asked
    assert 0 <= t.min() <= t.max() <= 1
    of_ends = (math.expm1(0.4) + math.exp(4) - math.exp(3.6)) / math.expm1(4)  # the integral of p over both
    assert abs(float(((t < 0.1) | (t > 0.9)).float().mean()) - of_ends) < 0.01
