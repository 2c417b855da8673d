"""Room: teaching. Scripts of walks that follow prompts, or digits: pictures, edits, inpaintings, illusions."""

from __future__ import annotations

from typing import Any

import numpy as np

from lib.runs import masks
from lib.runs.edits import Edit, Inpaint
from lib.runs.illusions import Anagram, Hybrid
from lib.teaching.scripts import estimates, frame, networks, texts
from lib.teaching.scripts.estimates import Asking
from lib.teaching.scripts.facts import Facts, facts_of
from lib.teaching.scripts.loop import START, loop, numbered, settings
from lib.teaching.scripts.parts import Script
from lib.teaching.scripts.pictures import picture_of
from lib.teaching.scripts.steps import Stepping

KNOWN = 40
"""A power of two: what is added to a seed for the noise on the known pixels of an inpainting."""
LET_GO = "text_encoder = None  # its memory is wanted for the UNet"
ABOUT = {
    "picture": "A picture out of noise that follows a text.",
    "edit": "A picture edited: noised, and walked back to data (SDEdit, Meng et al. 2022).",
    "inpaint": "A picture of which one part is made anew (RePaint, Lugmayr et al. 2022).",
    "anagram": "A picture that shows something else through a view (Geng et al. 2024).",
    "hybrid": "A picture that shows something else from afar (Geng et al. 2024b).",
}
"""What each kind of walk draws."""


def drawn(recipe: Any) -> Script:
    """A walk of a model that is told prompts, or digits.

    Args:
        recipe: of a kind in ABOUT.
    """
    facts = facts_of(recipe.model)
    s = Script(ABOUT[recipe.kind])
    told = _prompts(s, recipe)
    stepping = settings(s, recipe, facts, Asking(recipe.guidance, False, facts.flow))
    asking = Asking(recipe.guidance, stepping.learned, facts.flow)
    if isinstance(recipe, Edit):
        s.let("I_START", recipe.i_start, "which level the walk begins at: 0 is pure noise")
    if isinstance(recipe, Inpaint) and recipe.resample > 1:
        s.let("RESAMPLE", recipe.resample, "how often each step is walked")
    s.let("COUNT", recipe.count)
    frame.begin(s, facts)
    model(s, facts, asking, told, recipe.count)
    frame.noise(s, facts.shape)
    if facts.pixels:
        texts.limits(s, facts)
    triples = not stepping.euler or isinstance(recipe, Inpaint)
    frame.levels(s, facts, recipe.steps, isinstance(recipe, Edit), triples)
    _walk(s, recipe, facts, stepping, _lines(s, recipe, facts, asking))
    if facts.family == "hub":
        texts.safe(s)
    walked = "{STEPS - I_START}" if isinstance(recipe, Edit) else "{STEPS}"
    said = f"{{COUNT}} {'pictures' if recipe.count > 1 else 'picture'} in {walked} steps"
    low = -1 if facts.pixels else 0
    frame.save(s, facts.shape[-1], recipe.count, frame.square(recipe.count), low, said)
    return s


def _prompts(s: Script, recipe: Any) -> dict[str, str]:
    """The prompts as constants, those that matter; their names by the names of the conditions."""
    if recipe.guidance == 0:
        return {}
    prompts = estimates.prompts_of(recipe) if isinstance(recipe, Anagram | Hybrid) else {"": recipe.prompt}
    names = {f"told_{name}".strip("_"): f"{name}_prompt".strip("_").upper() for name in prompts}
    for name, text in zip(names.values(), prompts.values(), strict=True):
        s.let(name, text)
    return names


def model(s: Script, facts: Facts, asking: Asking, told: dict[str, str], count: int) -> None:
    """``ask``, and what it is told: conditions by variable, from the constants of their names."""
    read = "one_hot" if facts.family == "digits" else "encode"
    if facts.family == "digits":
        networks.unet(s, facts)
        networks.load(s, facts)
        networks.ask(s, facts, count)
        networks.one_hot(s)
    elif facts.family == "hub":
        texts.gate(s, facts)
    if facts.pixels:
        texts.encoder(s, facts)
    lines = [f"{name} = {read}({constant})" for name, constant in told.items()]
    s.add("", "\n".join([*lines, *([f"nothing = {read}(NEGATIVE)"] if asking.guidance != 1 else [])]))
    if facts.family == "hub":
        s.add("", LET_GO)
    if facts.pixels:
        texts.network(s, facts, asking.learned, split=4 if facts.family == "hub" and count > 4 else 0)


def _lines(s: Script, recipe: Any, facts: Facts, asking: Asking) -> list[str]:
    if isinstance(recipe, Anagram):
        return estimates.anagram(s, recipe, facts, asking)
    return estimates.hybrid(s, recipe, facts, asking) if isinstance(recipe, Hybrid) else asking.lines()


def _walk(s: Script, recipe: Any, facts: Facts, stepping: Stepping, lines: list[str]) -> None:
    if isinstance(recipe, Edit):
        frame.picture(s, picture_of(recipe, facts.shape), "picture", "The picture to begin with", facts.pixels)
        first = "a, s = 1 - times[0], times[0]" if stepping.euler else "_, a, s = levels[0]"
        start = f"{first}\nx = a * picture + s * randn(noise, SHAPE)  # Ho et al. 2020, eq. 4"
        loop(s, stepping, lines, numbered(s, recipe, "COUNT"), start)
    elif isinstance(recipe, Inpaint):
        loop(s, stepping, lines, numbered(s, recipe, "COUNT"), START, _put_back(s, recipe, facts), recipe.resample)
    else:
        loop(s, stepping, lines, numbered(s, recipe, "COUNT"))


def _put_back(s: Script, recipe: Inpaint, facts: Facts) -> list[str]:
    """The known pixels, after every step."""
    mask = masks.mask(recipe.mask, facts.shape[-1], recipe.feather, recipe.inverted == "yes")
    frame.picture(s, picture_of(recipe, facts.shape), "picture", "The picture that is known", facts.pixels)
    frame.picture(s, np.ascontiguousarray(mask)[None], "mask", "Its mask: white is made anew")
    if recipe.paste == "clean":
        return ["x = mask * x + (1 - mask) * picture  # clean: what one would try first, and wrong"]
    s.add("", f"known = generators(SEED + 2**{KNOWN}, {numbered(s, recipe, 'COUNT')})")
    return [
        "there = a_next * picture + s_next * randn(known, SHAPE)  # Lugmayr et al. 2022, eq. 8",
        "x = mask * x + (1 - mask) * there",
    ]
