"""Room: teaching. Scripts of a picture under noise: as it is, and cleaned in one call."""

from __future__ import annotations

from lib.runs.edits import Forward, OneStep
from lib.teaching.scripts import drawn, frame, texts
from lib.teaching.scripts.estimates import Asking
from lib.teaching.scripts.facts import facts_of
from lib.teaching.scripts.parts import Script, indented
from lib.teaching.scripts.pictures import picture_of
from lib.teaching.scripts.steps import Stepping

_MATH, _TORCH = "import math", "import torch"
_LEVEL = "a, s = math.sqrt(abar[t]), math.sqrt(1 - abar[t])"
_NOISE = "noise = randn(generators(SEED, [0]), SHAPE)  # the same at every level"


def forward(recipe: Forward) -> Script:
    """A picture under noise."""
    facts = facts_of(recipe.model)
    s = Script("A picture under more and more noise: the forward process (Ho et al. 2020, eq. 4).")
    s.let("TIMES", list(recipe.times), "of 1000 timesteps, 0 is nearly data")
    s.let("SEED", recipe.seed)
    frame.device(s)
    frame.noise(s, facts.shape)
    frame.abar(s, facts, recipe.schedule == "linear")
    frame.picture(s, picture_of(recipe, facts.shape), scale=True)
    scaled = recipe.scaling == "on"
    s.add(
        "Noise put on",
        f"""
        {_NOISE}
        noisy = []
        for t in TIMES:
            {_LEVEL if scaled else "s = math.sqrt(1 - abar[t])"}
            noisy.append({"a * " if scaled else ""}picture + s * noise)
        x = torch.cat(noisy)
        """,
        *(_MATH, _TORCH),
    )
    count = len(recipe.times)
    frame.save(s, facts.shape[-1], count, min(count, 20), -1, "{len(x)} levels of noise")
    return s


def one_step(recipe: OneStep) -> Script:
    """A picture under noise, cleaned in one call."""
    facts = facts_of(recipe.model)
    s = Script("A picture under noise, cleaned in one call of the model at each level.")
    asking = Asking(recipe.guidance, False, False)
    if recipe.guidance != 0:
        s.let("PROMPT", recipe.prompt)
    if recipe.guidance != 1:
        s.let("NEGATIVE", recipe.negative, "what guidance leads away from; nothing is the null prompt")
    if asking.both():
        s.let("GUIDANCE", recipe.guidance, "0 is the null condition, 1 the prompt, more than 1 extrapolates")
    s.let("TIMES", list(recipe.times), "of 1000 timesteps, 0 is nearly data")
    s.let("SEED", recipe.seed)
    frame.begin(s, facts)
    drawn.model(s, facts, asking, {"told": "PROMPT"} if recipe.guidance != 0 else {}, 1)
    frame.noise(s, facts.shape)
    texts.limits(s, facts)
    frame.abar(s, facts)
    if recipe.image:
        frame.picture(s, picture_of(recipe, facts.shape), scale=True)
    _calls(s, asking, bool(recipe.image))
    if facts.family == "hub":
        texts.safe(s)
    count = len(recipe.times)
    frame.save(s, facts.shape[-1], 2 * count, min(count, 20), -1, "{len(x)} levels cleaned", "torch.cat([*noisy, x])")
    return s


def _calls(s: Script, asking: Asking, pictured: bool) -> None:
    seen = "a * picture + s * noise  # Ho et al. 2020, eq. 4"
    body = [
        _LEVEL,
        f"x = {seen if pictured else 'noise  # and nothing else, whatever the model is told'}",
        *asking.lines(),
        *[line for line in Stepping(False, 0, "none", limits=True).x_0() if not line.startswith("eps")],
        "noisy.append(x)",
        "cleaned.append(x_0)",
    ]
    lines = [_NOISE, "noisy, cleaned = [], []", "for t in TIMES:", indented(body), "x = torch.cat(cleaned)"]
    s.add("One call a level", "\n".join(lines), _MATH, _TORCH)
