"""Room: teaching. Which lesson pages there are and which controls each has: their text is read, nothing is run."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "pages"
_NAMED = ("controls.number", "controls.choice", "controls.pick", "controls.toggle")
"""Calls whose second argument is the name of the control."""
_CALLS = {
    "controls.steps": ("steps",),
    "controls.guidance": ("guidance",),
    "controls.epoch": ("epoch",),
    "controls.seed": ("seed",),
    "models.pick": ("model",),
    "prompts.prompt": ("prompt",),
    "inputs.image": ("image",),
    "inputs.digit": ("image",),
    "inputs.mask": ("mask", "invert", "feather"),
    "guidance.arrow": ("t",),
    "noising.desk": ("schedule", "scaling", "seed"),
    "smoothing.desk": ("t", "kernel", "sigma"),
    "inpainting.picture": ("way",),
    "flow_figures.field": ("t",),
    "anagrams.desk": ("view", "pieces", "count", "steps", "guidance", "seed"),
    "denoised.desk": ("digit", "seed"),
    "reflows.desk": ("k", "steps", "seed"),
    "hybrids.cut": ("sigma",),
    "hybrids.middle": ("three", "middle_prompt"),
    "iterative.step": ("at",),
    "editing.scale": ("i_start",),
    "editing.digit_model": ("digits",),
    "anagrams.turning": ("which",),
    "training_figures.loss": ("loss",),
    "training_figures.schedule": ("T",),
}
"""Other calls, and the controls that each of them shows."""
_BOXES = {"a9": ("upright_prompt", "turned_prompt"), "a10": ("low_prompt", "high_prompt")}
"""Prompts of pages that have two of them."""


@cache
def title(stem: str) -> str:
    """The title of a page as its head gives it, "A6 · Guidance"; its file's stem where there is no such page."""
    found = _tree(stem)
    head = (ast.get_docstring(found) or "") if found else ""
    return head.partition("\n")[0].partition("|")[0].strip() or stem


@cache
def lessons() -> tuple[str, ...]:
    """Stems of the pages that a task can be about: those with controls, in the order of their names."""
    return tuple(sorted(path.stem for path in PAGES.glob("*.py") if controls(path.stem)))


@cache
def controls(stem: str) -> tuple[str, ...]:
    """Names of a page's controls, without the page's prefix, in the order of the page."""
    found = _tree(stem)
    calls = [node for node in ast.walk(found) if isinstance(node, ast.Call)] if found else []
    names: dict[str, None] = {}
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        names |= dict.fromkeys(_of(call, prefix(stem)))
    return tuple(names)


def prefix(stem: str) -> str:
    """What the keys of a page's controls begin with: "a6" of "a6_guidance"."""
    return stem.partition("_")[0]


def _of(call: ast.Call, page: str) -> list[str]:
    """The controls that one call shows; a call under "a7_digit" adds "digit_" to their names."""
    what = ast.unparse(call.func)
    key = _key(call)
    if key is None:
        return []
    inside = "" if key == page else f"{key.removeprefix(f'{page}_')}_"
    if what in _NAMED and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
        return [f"{inside}{call.args[1].value!s}"]
    if what == "pairs.prompted":
        return list(_BOXES.get(page, ()))
    return [f"{inside}{name}" for name in _CALLS.get(what, ())]


def _key(call: ast.Call) -> str | None:
    """What the keys of a call's controls begin with: the first text that it is given, or its `key`."""
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "key")]
    return next((one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)), None)


def _tree(stem: str) -> ast.Module | None:
    path = PAGES / f"{stem}.py"
    return ast.parse(path.read_text(encoding="utf-8")) if stem.isidentifier() and path.is_file() else None
