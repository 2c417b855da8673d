"""Room: teaching. The loop of a script, from noise to data, and the knobs of its sampler."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lib.teaching.scripts.estimates import Asking
from lib.teaching.scripts.facts import DDPM_STEPS, Facts
from lib.teaching.scripts.parts import Script, indented
from lib.teaching.scripts.steps import Stepping, Variance

_USED = {
    "pairwise(": "from itertools import pairwise",
    "math.": "import math",
    "torch.": "import torch",
    "F.": "from torch.nn import functional as F",
}
"""What a loop imports, by what is written in it."""
START = "x = randn(noise, SHAPE)"


def settings(s: Script, recipe: Any, facts: Facts, asking: Asking) -> Stepping:
    """The knobs of the sampler as constants, those that matter; and what a step is with them."""
    if asking.guidance != 1 and recipe.kind != "digits":
        s.let("NEGATIVE", recipe.negative, "what guidance leads away from; nothing is the null prompt")
    if asking.both():
        s.let("GUIDANCE", recipe.guidance, "0 is the null condition, 1 the prompt, more than 1 extrapolates")
    s.let("STEPS", recipe.steps, "from noise to data")
    eta = float(facts.eta if recipe.eta is None else recipe.eta)
    if 0 < eta < 1:
        s.let("ETA", eta, "1 is DDPM, 0 is DDIM or Euler")
    s.let("SEED", recipe.seed)
    stepping = Stepping(facts.flow, eta, _variance(recipe, facts), facts.pixels)
    z = getattr(recipe, "z", 0)
    if z <= 0 or not stepping.draws:
        return stepping
    s.let("STREAM", z, "which stream of fresh noise is put back at the steps")
    return Stepping(facts.flow, eta, stepping.variance, facts.pixels, fresh="fresh")


def numbered(s: Script, recipe: Any, count: str) -> str:
    """The numbers of the pictures of a run, as its script says them.

    Args:
        s: the script.
        recipe: the question.
        count: how many there are, as the script says it.
    """
    if not recipe.first:
        return f"range({count})"
    s.let("FIRST", recipe.first, "how many pictures of the seed are passed over")
    return f"range(FIRST, FIRST + {count})"


def _variance(recipe: Any, facts: Facts) -> Variance:
    """Of the fresh noise, as the model chooses it for the length of its path."""
    if getattr(recipe, "z", 0) < 0:
        return "none"
    if facts.pixels:
        return "learned"
    return "beta" if recipe.steps - getattr(recipe, "i_start", 0) >= DDPM_STEPS else "beta_tilde"


def loop(
    s: Script,
    stepping: Stepping,
    lines: Sequence[str],
    who: str,
    start: str = START,
    after: Sequence[str] = (),
    again: int = 1,
) -> None:
    """From noise to data.

    Args:
        s: the script.
        stepping: how a step is made.
        lines: the estimate.
        who: the numbers of the pictures, as the script says it.
        start: what makes the first x.
        after: what is done to x after a step.
        again: how often each step is walked.
    """
    before = [f"noise = generators(SEED, {who})"]
    if stepping.fresh == "fresh":
        before.append(f"fresh = generators(SEED + STREAM * 2**32, {who})")
    if stepping.euler and not after:
        head = "for t, t_next in pairwise(times):"
        body = [*lines, "x = x + (t_next - t) * velocity  # an Euler step (Liu et al. 2023)"]
    else:
        head = "for (t, a, s), (_, a_next, s_next) in pairwise(levels):"
        body = [*lines, *stepping.lines(), *after]
    if again > 1:
        body = ["for turn in range(RESAMPLE):", *indented([*body, *_up(after)]).split("\n")]
    text = "\n".join([*before, start, head, indented(body)])
    s.add("From noise to data", text, *(line for sign, line in _USED.items() if sign in text))


def _up(after: Sequence[str]) -> list[str]:
    """Noise put back, up to the level that the step began at; the last step is walked once."""
    return [
        "if turn + 1 == RESAMPLE or s_next == 0:",
        "    break",
        "ratio = a / a_next  # noise put back (Lugmayr et al. 2022, algorithm 1, line 9)",
        "x = ratio * x + math.sqrt(s**2 - (ratio * s_next) ** 2) * randn(noise, SHAPE)",
        *(line.replace("a_next", "a").replace("s_next", "s") for line in after),
    ]
