"""Room: ui. Controls that say more than one knob, or one in several words: a mask, a view, a small picture."""

from __future__ import annotations

from typing import Any, Final

from lib.runs import editing, images, masks
from lib.runs.enlargements import enlarger_of
from lib.runs.recipe import change, make
from lib.ui import anagrams, masking, upsampling
from lib.ui.restoring.rules import Query, control, prompt

QUARTERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
HUNDREDTHS: Final = tuple(i / 100 for i in range(round(100 * masks.MAX_FEATHER) + 1))


def mask(recipe: Any, opening: Any) -> Query | None:
    """A preset, or a painted one; the other way round; with a soft edge."""
    found: Query = {} if recipe.mask == opening.mask else {"a8_mask": recipe.mask}
    if images.is_digest(recipe.mask):
        found = {"a8_mask": masking.DRAWN, "a8_painted": recipe.mask}
    elif recipe.mask not in masks.PRESETS:
        return None
    edge = control("feather", "a8_feather", HUNDREDTHS).say(recipe, opening)
    return None if edge is None else found | edge | ({"a8_invert": "true"} if recipe.inverted == "yes" else {})


def way(recipe: Any, _: Any) -> Query | None:
    """What is put back, and how often RePaint walks each step."""
    if recipe.resample == 1:
        return {} if recipe.paste == "noised" else {"a8_way": editing.CLEAN}
    if recipe.paste != "noised" or recipe.resample not in (2, 3, 5, 10):
        return None
    again = {} if recipe.resample == editing.AGAIN else {"a8_resample": str(recipe.resample)}
    return {"a8_way": editing.REPAINT, **again}


def view(recipe: Any, opening: Any) -> Query | None:
    """A view; where its pieces are drawn by lot, their seed."""
    name, _, pieces = recipe.view.partition("-")
    words = next((words for words, known in anagrams.VIEWS.items() if known == name), None)
    if words is None:
        return None
    return ({} if recipe.view == opening.view else {"a9_view": words}) | ({"a9_pieces": pieces} if pieces else {})


def middle(recipe: Any, opening: Any) -> Query | None:
    """A third prompt; where there is one, its band ends at half the sigma."""
    if not recipe.middle:
        return {} if recipe.fine == opening.fine else None
    typed = prompt("middle", "a10_middle_prompt").say(recipe, opening)
    return None if typed is None or recipe.fine != recipe.sigma / 2 else {"a10_three": "true", **typed}


def small(recipe: Any, _: Any) -> Query | None:
    """The picture that is enlarged: one that stage 1 drew, told the same, or a given one."""
    of = recipe.of
    if recipe.model != enlarger_of(of.model):
        return None
    if of == make("forward", image=getattr(of, "image", "tower")):
        typed = prompt("told", "a11_told_prompt").say(recipe, make("upsample", prompt=upsampling.TOLD))
        return None if typed is None else {"a11_source": upsampling.GIVEN, "a11_image": of.image, **typed}
    opening = make("picture", count=1, frames=2)
    if change(opening, prompt=of.told, seed=getattr(of, "seed", 0)) != of or recipe.told != of.told or of.seed > 9:
        return None
    typed = prompt("prompt", "a11_prompt").say(of, opening)
    return None if typed is None else typed | ({"a11_picture": str(of.seed)} if of.seed else {})


def held(recipe: Any, opening: Any) -> Query | None:
    """How firmly an enlargement is held to the small picture; what its model is used with is spelled out."""
    return control("held", "a11_hold", QUARTERS).say(recipe, opening)


def source(recipe: Any, _: Any) -> Query | None:
    """Clean digits come from where the page takes them on this machine."""
    from lib.runs.clean import resolve

    auto: Any = change(recipe, source="auto")
    return {} if recipe.source in ("auto", resolve(auto).source) else None
