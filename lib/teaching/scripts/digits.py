"""Room: teaching. Scripts of digits: out of noise, and cleaned in one call."""

from __future__ import annotations

from collections.abc import Sequence

from lib.models.errors import UserError
from lib.runs.clean import GENERATOR, has_mnist
from lib.runs.kinds import Denoise, Digits
from lib.teaching.scripts import frame, networks
from lib.teaching.scripts.estimates import Asking
from lib.teaching.scripts.facts import Facts, facts_of
from lib.teaching.scripts.loop import loop, numbered, settings
from lib.teaching.scripts.parts import Script
from lib.teaching.scripts.pictures import mnist_of
from lib.teaching.scripts.steps import Stepping

_MOST = 100
"""Digits of MNIST that a script holds."""
_PLACES = (
    "# a digit keeps its picture and its noise, alone or among others\n"
    "places = [digit + 10 * ({}DIGITS[:i].count(digit)) for i, digit in enumerate(DIGITS)]"
)
_TORCH, _F = "import torch", "from torch.nn import functional as F"


def digits(recipe: Digits, others: Sequence[Facts] = ()) -> Script:
    """Digits out of noise.

    Args:
        recipe: the question.
        others: other models of digits that the same script asks.
    """
    facts, count = facts_of(recipe.model), recipe.pictures
    s = Script(f"Digits out of noise, by {'a rectified flow' if facts.flow else 'a DDPM'}.")
    asking = Asking(recipe.guidance, False, facts.flow, facts.classes)
    named = facts.classes and recipe.guidance != 0
    if named:
        s.let("DIGITS", list(recipe.labels))
        s.let("PER_DIGIT", recipe.per_label)
    else:
        s.let("COUNT", count)
    stepping = settings(s, recipe, facts, asking)
    frame.begin(s, facts)
    networks.unet(s, facts, *others)
    networks.load(s, facts, others)
    networks.ask(s, facts, count)
    if named:
        s.add("What is asked for", "digits = torch.tensor(DIGITS).repeat_interleave(PER_DIGIT)", _TORCH)
        s.add("", "told = F.one_hot(digits, 10).float().to(device)", _F)
    if facts.classes and recipe.guidance != 1:
        s.add("", "nothing = torch.zeros(1, 10, device=device)  # the null condition", _TORCH)
    frame.noise(s, facts.shape)
    frame.levels(s, facts, recipe.steps, triples=not stepping.euler)
    loop(s, stepping, asking.lines(), numbered(s, recipe, "len(told)" if named else "COUNT"))
    said = f"{{len(x)}} {'digits' if count > 1 else 'digit'} in {{STEPS}} steps"
    frame.save(s, 28, count, _columns(recipe), 0, said)
    return s


def _columns(recipe: Digits) -> int:
    """A row for each digit, or all in one row, or a square."""
    if len(recipe.labels) > 1 and recipe.per_label <= 20:
        return recipe.per_label if recipe.per_label > 1 else min(10, len(recipe.labels))
    return frame.square(recipe.pictures)


def denoise(recipe: Denoise) -> Script:
    """Digits under noise, cleaned in one call."""
    facts = facts_of(recipe.model)
    source = recipe.source if recipe.source != "auto" else "mnist" if has_mnist() else "generated"
    s = Script("Digits under noise, each cleaned in one call of a denoiser.")
    s.let("DIGITS", list(recipe.digits))
    s.let("SIGMAS", list(recipe.sigmas), "levels of noise")
    s.let("SEED", recipe.seed)
    frame.begin(s, facts)
    if source == "generated":
        _generated(s, recipe, facts)
    else:
        networks.unet(s, facts)
        frame.noise(s, facts.shape)
        s.add("", _places(s, recipe))
    if source == "mnist":
        _from_mnist(s, recipe)
    networks.load(s, facts, [facts_of(GENERATOR["model"])] if source == "generated" else [], "denoiser")
    _clean(s, len(recipe.digits), "sigma * eps  # and no digit" if source == "noise" else "clean + sigma * eps")
    columns = min(len(recipe.digits), 40) if len(recipe.digits) > 1 else min(len(recipe.sigmas), 20)
    count = 2 * len(recipe.sigmas) * len(recipe.digits)
    frame.save(s, 28, count, columns, 0, "{len(x)} digits cleaned", "torch.cat([*noisy, x])")
    return s


def _places(s: Script, recipe: Denoise) -> str:
    if not recipe.first:
        return _PLACES.replace("({}DIGITS[:i].count(digit))", "DIGITS[:i].count(digit)")
    s.let("FIRST", recipe.first, "how many pictures of each digit are passed over")
    return _PLACES.format("FIRST + ")


def _clean(s: Script, count: int, seen: str) -> None:
    """One call a level."""
    answer = "torch.cat([denoiser(part) for part in x.split(50)])" if count > 50 else "denoiser(x)"
    s.add(
        "One call a level",
        f"""
        eps = randn(generators(SEED, places), SHAPE)  # the same at every level
        noisy, cleaned = [], []
        for sigma in SIGMAS:
            x = {seen}
            noisy.append(x)
            cleaned.append({answer})
        x = torch.cat(cleaned)
        """,
        _TORCH,
    )


def _generated(s: Script, recipe: Denoise, facts: Facts) -> None:
    """Clean digits, drawn by our own flow; only those that are wanted."""
    flow = facts_of(GENERATOR["model"])
    guidance, steps = float(GENERATOR["guidance"]), GENERATOR["steps"]
    s.let("GUIDANCE", guidance, "of the flow that draws the digits")
    s.let("STEPS", steps, "of the flow")
    networks.unet(s, facts, flow)
    networks.load(s, flow, [facts], "flow")
    networks.ask(s, flow, len(recipe.digits), "flow")
    s.add("The digits to put noise on, drawn by a flow", _places(s, recipe))
    s.add(
        "",
        """
        told = F.one_hot(torch.tensor(DIGITS), 10).float().to(device)
        nothing = torch.zeros(1, 10, device=device)  # the null condition
        """,
        *(_TORCH, _F),
    )
    frame.noise(s, facts.shape)
    frame.levels(s, flow, steps, triples=False)
    loop(s, Stepping(True, 0, "none"), Asking(guidance, False, True).lines(), "places")
    s.add("", "clean = x.half().float().clamp(0, 1)  # half precision, as in the project")


def _from_mnist(s: Script, recipe: Denoise) -> None:
    if len(recipe.digits) > _MOST:
        raise UserError(f"A script can hold {_MOST} digits of MNIST, not {len(recipe.digits)}: ask for fewer digits.")
    frame.picture(s, mnist_of(recipe), "strip", "Digits of the MNIST test set, side by side")
    s.add("", "clean = torch.cat(strip.split(28, dim=-1))", _TORCH)
