"""Room: teaching. What a walk asks its model at a step, and how the answers become one estimate."""

from __future__ import annotations

from dataclasses import dataclass

from lib.runs.bands import kernel_of
from lib.runs.illusions import Anagram, Bands, Blend, Hybrid
from lib.teaching.scripts import views
from lib.teaching.scripts.facts import Facts
from lib.teaching.scripts.parts import Script

_TORCH, _F = "import torch", "from torch.nn import functional as F"
_GUIDANCE = "# classifier-free guidance (Ho and Salimans 2022)"


@dataclass(frozen=True)
class Asking:
    """How one prompt is asked.

    Attributes:
        guidance: 0 asks the null condition alone, 1 the prompt alone.
        learned: whether the answers hold a variance that is wanted.
        flow: whether the answer is a velocity.
        told: whether the model is told anything at all.
    """

    guidance: float
    learned: bool
    flow: bool
    told: bool = True

    @property
    def name(self) -> str:
        """Of the estimate."""
        return "velocity" if self.flow else "eps"

    def both(self) -> bool:
        """Whether two answers are put together."""
        return self.told and self.guidance not in (0, 1)

    def lines(self, told: str = "told") -> list[str]:
        """Of a walk that follows one prompt."""
        if self.both() and self.learned:
            return [
                f"c, v = ask(x, t, {told}).chunk(2, 1)  # v: the learned variance",
                "u, _ = ask(x, t, nothing).chunk(2, 1)",
                f"eps = u + GUIDANCE * (c - u)  {_GUIDANCE}",
            ]
        if self.both():
            return [
                f"c, u = ask(x, t, {told}), ask(x, t, nothing)",
                f"{self.name} = u + GUIDANCE * (c - u)  {_GUIDANCE}",
            ]
        condition = "" if not self.told else f", {told if self.guidance == 1 else 'nothing'}"
        if self.learned:
            return [f"eps, v = ask(x, t{condition}).chunk(2, 1)  # v: the learned variance"]
        return [f"{self.name} = ask(x, t{condition})"]

    def said(self, told: str, image: str = "x") -> str:
        """The answer under one of several prompts."""
        if self.guidance == 0:
            return f"ask({image}, t, nothing)"
        return f"{'guided' if self.both() else 'ask'}({image}, t, {told})"

    def function(self, s: Script) -> None:
        """``guided(x, t, told)``, where several prompts are asked and each is guided."""
        if not self.both():
            return
        code = """
            def guided(x, t, told):
                \"\"\"Classifier-free guidance (Ho and Salimans 2022).\"\"\"
                c, u = ask(x, t, told), ask(x, t, nothing)
                return u + GUIDANCE * (c - u)
            """
        if self.learned:
            code = """
            def guided(x, t, told):
                \"\"\"Classifier-free guidance (Ho and Salimans 2022); the variance is the prompt's.\"\"\"
                c, v = ask(x, t, told).chunk(2, 1)
                u, _ = ask(x, t, nothing).chunk(2, 1)
                return torch.cat([u + GUIDANCE * (c - u), v], 1)
            """
        s.add("", code, _TORCH)

    def out_of(self, out: str, about: str) -> list[str]:
        """The estimate out of what several answers came to."""
        if self.learned:
            return [f"out = {out}  # {about}", "eps, v = out.chunk(2, 1)  # v: the learned variance"]
        return [f"{self.name} = {out}  # {about}"]


def anagram(s: Script, recipe: Anagram, facts: Facts, asking: Asking) -> list[str]:
    """One thing upright and another through a view; also adds the functions that it needs."""
    asking.function(s)
    seen = recipe.view != "identity"
    if seen:
        views.add(s, recipe.view, asking.learned)
    lines: list[str] = []
    for name, part in (("upright", recipe.upright), ("turned", recipe.turned)):
        turned = seen and name == "turned"
        image = "view(x)" if turned else "x"
        if isinstance(part, Blend):
            made, said = _bands(s, part, facts, asking, name, "seen" if turned else "x")
            lines += ["seen = view(x)"] * turned + made
        else:
            said = asking.said(f"told_{name}", image)
        lines.append(f"{name} = {f'back({said})' if turned else said}")
    return [*lines, *asking.out_of("(upright + turned) / 2", "visual anagrams (Geng et al. 2024, eq. 4)")]


def hybrid(s: Script, recipe: Hybrid, facts: Facts, asking: Asking) -> list[str]:
    """One thing from afar and another from near."""
    asking.function(s)
    lines, said = _bands(s, recipe, facts, asking, "", "x")
    return [*lines, *asking.out_of(said, "a hybrid image")]


def prompts_of(recipe: Anagram | Hybrid) -> dict[str, str]:
    """All prompts, by the names of their variables without ``told_``."""
    if isinstance(recipe, Hybrid):
        return _prompts(recipe, "")
    found: dict[str, str] = {}
    for name, part in (("upright", recipe.upright), ("turned", recipe.turned)):
        found |= _prompts(part, f"{name}_") if isinstance(part, Blend) else {name: part}
    return found


def _prompts(bands: Bands, before: str) -> dict[str, str]:
    found = {"low": bands.low, "high": bands.high, "middle": bands.middle}
    return {before + name: text for name, text in found.items() if text or name != "middle"}


def _bands(s: Script, bands: Bands, facts: Facts, asking: Asking, part: str, image: str) -> tuple[list[str], str]:
    """Low and high, or three bands: the lines that ask, and what is made of the answers."""
    s.add(
        "",
        '''
        def blur(x, size, sigma):
            """A Gaussian of sigma pixels, mirrored at the edges."""
            places = torch.arange(size) - size // 2
            weights = torch.exp(-0.5 * (places / sigma) ** 2)
            weights = (weights / weights.sum()).to(x).expand(x.shape[1], 1, 1, -1)
            x = F.pad(x, [size // 2] * 4, mode="reflect")
            x = F.conv2d(x, weights, groups=x.shape[1])
            return F.conv2d(x, weights.mT, groups=x.shape[1])


        def joined(low, high, size, sigma):
            """What is coarse of one and fine of the other (Geng et al. 2024b, eq. 5)."""
            return blur(low, size, sigma) + high - blur(high, size, sigma)
        ''',
        *(_TORCH, _F),
    )
    before = f"{part}_" if part else ""
    names = [name for name in ("low", "middle", "high") if name != "middle" or bands.middle]
    lines = [f"{name} = {asking.said(f'told_{before}{name}', image)}" for name in names]

    size, sigma = _gaussian(s, bands.sigma, facts, f"{before}".upper(), "parts what is seen from afar from the rest")
    if bands.middle:
        fine = ", ".join(_gaussian(s, bands.fine, facts, f"{before}fine_".upper(), "ends the middle"))
        lines.append(f"high = joined(middle, high, {fine})")
    return lines, f"joined(low, high, {size}, {sigma})"


def _gaussian(s: Script, sigma: float, facts: Facts, before: str, about: str) -> tuple[str, str]:
    """The names of the constants of a Gaussian."""
    size, scaled = kernel_of(sigma, facts.shape[-1])
    s.let(f"{before}KERNEL", size, "pixels that the Gaussian covers")
    s.let(f"{before}SIGMA", scaled, f"of the Gaussian that {about}, in pixels")
    return f"{before}KERNEL", f"{before}SIGMA"
