"""Room: cli. `python -m lib eval`: what judges say of a model."""

from __future__ import annotations

import argparse
import json

from lib.commands.files import target
from lib.commands.terminal import Bar
from lib.models.errors import UserError
from lib.models.registry import CASCADE, CASCADES


def arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made.add_argument("model")
    made.add_argument("--data", default=None, help="folder that holds MNIST/raw")
    made.add_argument("--guidance", type=float, nargs="+", default=None, help="one or several scales")
    made.add_argument("--write", action="store_true", help="keep the figures in the model's card, for the lessons")
    made.add_argument("--count", type=int, default=None, help="prompts, for a text-to-image model; or anagrams")
    made.add_argument("--anagram", default=None, metavar="69", help="two digits: how often the judge reads both")
    made.add_argument("--view", default=None, help="of the anagram; rotate180 where not given")
    made.add_argument("--sheet", default=None, help="a .png to write the pictures to, for a text-to-image model")
    for knob in ("steps", "per-label", "seed"):
        made.add_argument(f"--{knob}", type=int, default=None)


def evaluate(options: argparse.Namespace) -> str:
    """What a judge says of a model, as JSON."""
    if options.model == CASCADE:
        _refuse(options, "anagram", "view", "per_label")
        return _evaluate_pictures(options)
    if options.anagram is not None:
        _refuse(options, "write", "sheet", "per_label")
        return _evaluate_anagrams(options)
    _refuse(options, "count", "view", "sheet")
    from lib.runs.recipe import Digits, make

    asked = {k: v for k in ("steps", "per_label", "seed") if (v := getattr(options, k)) is not None}
    if options.model.partition("@")[0] in Digits.models():
        for scale in options.guidance or (1.0,):  # the bounds of a recipe hold here as well
            make("digits", model=options.model, guidance=scale, frames=2, **asked)
    from lib.training import evaluate as evaluation

    scales = {} if options.guidance is None else {"guidances": options.guidance}
    measure = evaluation.record if options.write else evaluation.evaluate
    measured = measure(options.model, options.data, **scales, **asked)
    return json.dumps(measured, indent=2)


def _refuse(options: argparse.Namespace, *names: str) -> None:
    """Raises UserError for an option that would be without effect."""
    for name in names:
        if getattr(options, name) not in (None, False):
            option = f"--{name.replace('_', '-')}"
            raise UserError(f"This evaluation of {options.model:.60} takes no {option}: leave it out.")


def _evaluate_anagrams(options: argparse.Namespace) -> str:
    """How often a judge reads two digits in one picture, upright and through a view: a row for each guidance."""
    from lib.runs.anagrams import measure

    asked = {k: v for k in ("steps", "seed", "count", "view") if (v := getattr(options, k)) is not None}
    scales = [{}] if options.guidance is None else [{"guidance": scale} for scale in options.guidance]
    with Bar() as bar:
        rows = [measure(options.model, options.anagram, bar, **asked, **scale) for scale in scales]
    return json.dumps(rows, indent=2)


def _evaluate_pictures(options: argparse.Namespace) -> str:
    """How well pictures follow their prompts; `--sheet` shows them."""
    from lib.models.files import replace_all
    from lib.models.registry import annotate, find
    from lib.runs.recipe import make
    from lib.training.evaluate_pictures import evaluate

    place = None if options.sheet is None else target(options.sheet, (".png",))
    asked = {k: v for k in ("steps", "seed", "count") if (v := getattr(options, k)) is not None}
    bounded = {k: v for k, v in asked.items() if k != "count"}
    for scale in options.guidance or (4.0,):  # the bounds of a recipe hold here as well
        make("picture", model=options.model, guidance=scale, frames=2, **bounded)
    scales = {} if options.guidance is None else {"guidances": options.guidance}
    figures, pictures = evaluate(options.model, options.data, **scales, **asked)
    if place is not None:
        from lib.draw.export import to_sheet
        from lib.draw.frames import tile, upscale

        pixels = ((pictures + 1) * 127.5).round().clamp(0, 255).byte().numpy()
        replace_all({place: to_sheet(upscale(tile(pixels[None], 20), 2))})
    if options.write:
        annotate(find(CASCADES[CASCADE][-1]), {"evaluation": figures})
    return json.dumps(figures, indent=2)
