"""Room: draw. What is written over and under a run in an exported file: its label, step, time, guidance and prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lib.draw import fonts
from lib.draw.studio.options import DRAWN, Export
from lib.runs.illusions import Bands
from lib.runs.recipe import Recipe
from lib.runs.trajectory import Trajectory

_BANDS = ("low", "middle", "high")
_PROMPTS = ("prompt", "upright", "turned", *_BANDS)
_NAMES = {
    "per_label": "each",
    "noise_level": "noise level",
    "i_start": "start",
    "prompt": "",
    "model": "",
    "labels": "digits",
}


def facts(trajectory: Trajectory, k: int, wanted: Sequence[str]) -> str:
    """One line on the k-th kept level: its step, time and guidance, as far as they are wanted and there are any."""
    said = {"step": _step(trajectory, k), "t": f"t = {short(float(trajectory.t[k]))}"}
    guidance = getattr(trajectory.recipe, "guidance", None)
    if guidance is not None:
        said["guidance"] = f"γ = {guidance:g}"
    return "   ".join(said[name] for name in ("step", "t", "guidance") if name in wanted and name in said)


def _step(trajectory: Trajectory, k: int) -> str:
    """As the player counts: steps of the sampler where there are any, else kept levels."""
    steps = trajectory.steps
    return f"step {steps[k]} of {steps[-1]}" if steps else f"picture {k + 1} of {len(trajectory.t)}"


def short(t: float) -> str:
    """A time as learners know it: a step of a schedule as an integer, a time of a path with two digits."""
    return f"{t:.0f}" if t > 1 or t == round(t) else f"{t:.2f}"


def prompt(recipe: Recipe) -> str:
    """The text that a run was told, or "": of an anagram or a hybrid all, of an enlargement that of its picture."""
    inner = getattr(recipe, "of", None)
    if inner is not None:
        return prompt(inner)
    return " | ".join(told for name in _PROMPTS if (told := _told(getattr(recipe, name, ""))))


def _told(value: str | Bands) -> str:
    """A prompt; or those of a blend, as one part of an anagram."""
    if isinstance(value, str):
        return value
    return " + ".join(told for name in _BANDS if (told := getattr(value, name)))


def undrawn(trajectories: Sequence[Trajectory], options: Export) -> str:
    """A sentence that names the letters which no font has, of all that will be written; "" where there are none."""
    if options.format not in DRAWN:
        return ""
    prompts = [prompt(run.recipe) for run in trajectories] if "prompt" in options.captions else []
    return fonts.sentence((*options.labels, *prompts))


def labels(recipes: Sequence[Recipe]) -> tuple[str, ...]:
    """A few words that tell runs apart: what differs between them."""
    if len({recipe.kind for recipe in recipes}) > 1:
        return tuple(recipe.kind for recipe in recipes)
    differ = [
        name
        for name in type(recipes[0]).model_fields
        if name not in ("kind", "version", "frames") and len({repr(getattr(r, name, None)) for r in recipes}) > 1
    ]
    return tuple(", ".join(_said(recipe, name) for name in differ[:3])[:80] for recipe in recipes)


def _said(recipe: Recipe, name: str) -> str:
    value: Any = getattr(recipe, name, None)
    if isinstance(value, tuple):
        value = ",".join(str(v) for v in value[:6]) + ("…" if len(value) > 6 else "")
    elif isinstance(value, float):
        value = f"{value:g}"
    elif not isinstance(value, int | str):
        value = "model's own" if value is None else getattr(value, "kind", "another")
    word = "γ" if name == "guidance" else _NAMES.get(name, name.replace("_", " "))
    return f"{word} {value}".strip()
