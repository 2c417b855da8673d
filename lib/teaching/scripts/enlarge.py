"""Room: teaching. A script that draws small pictures and then draws them again, four times as large."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lib.runs.edits import Forward
from lib.runs.enlargements import Upsample
from lib.teaching.scripts import frame, texts
from lib.teaching.scripts.drawn import LET_GO
from lib.teaching.scripts.estimates import Asking
from lib.teaching.scripts.facts import Facts, facts_of
from lib.teaching.scripts.loop import loop, numbered
from lib.teaching.scripts.parts import Script
from lib.teaching.scripts.pictures import picture_of
from lib.teaching.scripts.steps import Stepping

_NAMES = ("ask", "told", "nothing", "unet")
_HUB, _TEXT = ("scheduler", "threshold"), ("encode", "tokenizer", "text_encoder")
_FIRST = "DeepFloyd/IF-I-M-v1.0"
"""Whose text encoder the second stages of DeepFloyd read with."""


def upsample(recipe: Upsample, draw: Callable[[Any], Script]) -> Script:
    """Small pictures, and large ones of them.

    Args:
        recipe: the question.
        draw: the script of the small pictures.
    """
    s = Script("Small pictures, drawn again four times as large (Ho et al. 2022, cascaded diffusion).")
    facts, small = facts_of(recipe.model), facts_of(recipe.of.model)
    large = _large(recipe, facts, small)
    if isinstance(recipe.of, Forward):
        frame.begin(s, facts)
        frame.picture(s, picture_of(recipe.of, small.shape), "x", "The small picture", scale=True)
        s.take(large)
    else:
        before = draw(recipe.of)
        before.parts = [part for part in before.parts if part.code != LET_GO]
        same = ("WEIGHTS", "VARIANT", *(["PROMPT"] if recipe.told == recipe.of.told else []))
        s.take(before, {c.name: c.name for c in before.constants if c.name in same}, "SMALL_")
        names = _NAMES + (_HUB + _TEXT if facts.family == "hub" else ())
        names = tuple(name for name in names if small.family != "hub" or name not in _TEXT)
        limits = {"RATIO": "LARGE_RATIO", "MOST": "LARGE_MOST"}
        s.take(large, {name: f"{name}_large" for name in names} | limits)
    s.end = large.end
    return s


def _large(recipe: Upsample, facts: Facts, small: Facts) -> Script:
    """The second stage; ``x`` are the small pictures when it begins."""
    s = Script("")
    asking = Asking(recipe.guidance, True, False)
    if recipe.guidance != 0:
        s.let("PROMPT", recipe.told)
    if asking.both():
        s.let("GUIDANCE", recipe.guidance, "of the second stage")
    s.let("STEPS", recipe.steps, "from noise to data")
    s.let("NOISE_LEVEL", recipe.noise_level, "how much noise hides the small picture, a timestep")
    if recipe.held:
        s.let("HELD", recipe.held, "how firmly every step is held to the small picture")
    s.let("SEED", recipe.seed)
    frame.begin(s, facts)
    copies = f".repeat({recipe.count}, 1, 1, 1)" if recipe.count > 1 else ""
    s.add("", f"low = x.half().float().clamp(-1, 1){copies}  # half precision, as in the project")
    _told(s, asking, facts, small)
    split = (4 if facts.family == "hub" else 8) if recipe.pictures > 8 else 0
    texts.network(s, facts, True, second=True, split=split)
    frame.noise(s, facts.shape)
    texts.limits(s, facts)
    frame.levels(s, facts, recipe.steps)
    if recipe.held:
        _held(s, facts, small)
    stepping = Stepping(False, 1, "learned", limits=True, held=bool(recipe.held))
    loop(s, stepping, asking.lines(), numbered(s, recipe, "len(low)"), _start(s, facts))
    if facts.family == "hub":
        texts.safe(s)
    columns = min(recipe.pictures, 4) if recipe.pictures <= 8 else frame.square(recipe.pictures)
    frame.save(s, facts.shape[-1], recipe.pictures, columns, -1, "{len(x)} large in {STEPS} steps")
    return s


def _told(s: Script, asking: Asking, facts: Facts, small: Facts) -> None:
    if facts.family == "hub":
        texts.gate(s, facts)
        if small.family != "hub":  # else it is there already
            texts.encoder(s, facts_of(_FIRST), "TEXT_MODEL")
    else:
        texts.encoder(s, facts)
    lines = ["told = encode(PROMPT)"] if asking.guidance != 0 else []
    lines += ['nothing = encode("")'] if asking.guidance != 1 else []
    s.add("The large picture", "\n".join(lines))


def _start(s: Script, facts: Facts) -> str:
    """Noise, then the small picture, enlarged and hidden under noise of its own."""
    levels = "abar"
    if facts.family == "hub":
        levels = "noising"
        s.add(
            "",
            """
            noising = DDPMScheduler.from_pretrained(MODEL, subfolder="image_noising_scheduler")
            noising = noising.alphas_cumprod.double().tolist()
            """,
            "from diffusers import DDPMScheduler",
        )
    return "\n".join(
        (
            "x = randn(noise, SHAPE)",
            'hidden = F.interpolate(low, SHAPE[1:], mode="bilinear", align_corners=True)',
            f"left = {levels}[NOISE_LEVEL]  # of the small picture, under noise of its own",
            "hidden = math.sqrt(left) * hidden + math.sqrt(1 - left) * randn(noise, SHAPE)",
        )
    )


def _held(s: Script, facts: Facts, small: Facts) -> None:
    """``held(x_0)``, as `lib.diffusion.consistency` does it."""
    side, large = small.shape[-1], facts.shape[-1]
    s.add(
        "",
        f'''
        # D makes small (means of squares), U makes large: of all lines with given means the one that
        # bends least, by its second differences; so D U = 1
        means = torch.eye({side}).double().repeat_interleave({large // side}, 1) / {large // side}
        bends = torch.eye({large}).double().diff(n=2, dim=0)
        upper = torch.cat([bends.T @ bends, means.T], 1)
        least = torch.cat([upper, torch.cat([means, torch.zeros({side}, {side})], 1)])
        given = torch.cat([torch.zeros({large}, {side}), torch.eye({side})]).double()
        smooth = torch.linalg.solve(least, given)[:{large}].to(x)
        means = means.to(x)


        def held(x_0):
            """x_0 that, made small, is the small picture (Wang et al. 2023, DDNM, eq. 13)."""
            missing = low - means @ x_0 @ means.T
            return x_0 + HELD * (smooth @ missing @ smooth.T)
        ''',
        "import torch",
    )
