"""Room: teaching. A script that asks what could be under the noise: a network's one answer, and the exact one."""

from __future__ import annotations

from lib.runs.kinds import Digits
from lib.runs.plausible import DRAWN, Plausible
from lib.runs.posterior import known_set
from lib.teaching.scripts import frame, networks
from lib.teaching.scripts.digits import digits
from lib.teaching.scripts.facts import facts_of
from lib.teaching.scripts.parts import Script


def plausible(recipe: Plausible) -> Script:
    """A digit of a known set under noise, and what it could be."""
    set_ = known_set()
    assert isinstance(set_, Digits)
    facts, flow = facts_of(recipe.model), facts_of(set_.model)
    s = Script("What could be under the noise: a network's answer, and the exact posterior over a known set.")
    drawn = digits(set_, [facts])
    drawn.about = ""
    s.take(drawn, {"unet": "flow", "ask": "ask_flow", "WEIGHTS": "WEIGHTS", "SHAPE": "SHAPE"}, "SET_")
    s.let("DIGIT", recipe.digit, "which digit is noised; the seed picks which of the set")
    s.let("TIMES", list(recipe.times), "of 300 timesteps")
    s.let("SEED", recipe.seed)
    _set(s)
    networks.load(s, facts, [flow])
    networks.ask(s, facts, 1)
    frame.abar(s, facts)
    _levels(s, "ask(x, t, nothing)" if facts.classes else "ask(x, t)")
    count = len(recipe.times) * (3 + DRAWN)
    frame.save(
        s, 28, count, 3 + DRAWN, 0, "{len(TIMES)} levels: x_t, the network, the mean, three draws", "torch.cat(rows)"
    )
    return s


def _set(s: Script) -> None:
    s.add(
        "The known set: these digits, each also moved by a pixel in eight directions",
        f"""
        digits = x.half().float().clamp(0, 1)  # half precision, as in the project
        ways = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1) if (down, across) != (0, 0)]
        points = torch.cat([digits.roll(way, (-2, -1)) for way in [(0, 0), *ways]])
        luck = np.random.default_rng(SEED)
        own = np.arange(DIGIT * SET_PER_DIGIT, (DIGIT + 1) * SET_PER_DIGIT)
        clean = points[int(luck.choice(own))][None]
        luck = torch.from_numpy(luck.random({DRAWN})).to(device)
        """,
        *("import numpy as np", "import torch"),
    )


def _levels(s: Script, asked: str) -> None:
    s.add(
        "Each level",
        f"""
        flat = points.flatten(1).double()
        eps = randn(generators(SEED, [0]), SHAPE)  # the same at every level
        rows, cleaned = [], []
        for t in TIMES:
            a, s = math.sqrt(abar[t]), math.sqrt(1 - abar[t])
            x = a * clean + s * eps  # Ho et al. 2020, eq. 4
            answer = (x - s * {asked}) / a  # the network's, in one call
            # p(x_0 = point | x_t) is a softmax of -|x_t - a point|^2 / (2 s^2) (Karras et al. 2022, eq. 57)
            far = a * flat @ x.flatten().double() - a**2 / 2 * flat.square().sum(1)
            plausible = torch.softmax(far / s**2, 0)
            mean = (plausible @ flat).float().view(1, *SHAPE)
            drawn = torch.searchsorted(plausible.cumsum(0), luck).clamp(max=len(points) - 1)
            cleaned.append(torch.cat([answer, mean, points[drawn]]))
            rows.append(torch.cat([x, cleaned[-1]]))
        x = torch.stack(cleaned)
        """,
        *("import math", "import torch"),
    )
