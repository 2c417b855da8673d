"""Room: cli. `python -m lib sample`: pictures as arrays, for whoever wants to compute with them."""

from __future__ import annotations

import argparse
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.commands.files import read, target
from lib.commands.terminal import Bar, notes, say_notes
from lib.models.errors import UserError
from lib.models.registry import CASCADE

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

MAX_PROMPTS = 10_000
MAX_PROMPTS_FILE = 10**7
"""Bytes: so many prompts, as long as they can be."""


def arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made.add_argument("--model", required=True, help="name or name@epoch, see `python -m lib models`")
    for knob in ("labels", "per-label", "guidance", "steps", "seed", "eta"):
        made.add_argument(f"--{knob}")
    made.add_argument("--prompt", help="for models that draw from text")
    made.add_argument("--prompts-file", help="a text file, one prompt a line; --count pictures of each")
    made.add_argument("--negative", help="what guidance leads away from")
    made.add_argument("--count", help="pictures of each prompt")
    made.add_argument("--upsample", action="store_true", help="enlarge them four times with the second stage")
    made.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    made.add_argument("-o", "--output", required=True, help="the .npz to write")


def sample(options: argparse.Namespace) -> None:
    """Draw, and write one .npz.

    Digits: images (N, 28, 28) uint8, labels (N,) (-1 for a model without classes), recipe (JSON). Pictures out of text:
    images (N, H, W, 3) uint8, prompts (N,) as they were given, recipe (JSON, of the first; the k-th has seed + k).
    With --upsample the second stage enlarges them four times. What the model hears of the prompts otherwise than they
    were written is said, and stands in notes (M,), with all else that is to be read beside the pictures.
    """
    place = target(options.output, (".npz",))
    prompts = _prompts(options) if _draws_from_text(options.model) else []
    questions = _pictures(options, prompts) if prompts else [_digits(options)]
    heard = _heard(options, prompts)
    say_notes((), *heard)
    with Bar() as bar:
        answers = [_run(question, bar, options.device) for question in questions]
    _write(place, prompts, answers, notes(answers, *heard))
    say_notes(answers)


def _heard(options: argparse.Namespace, prompts: Sequence[str]) -> tuple[str, ...]:
    """What the model hears of the prompts otherwise than they were written."""
    from lib.runs.prompts import remarks_on

    return remarks_on(options.model, *prompts, options.negative or "")


def _draws_from_text(model: str) -> bool:
    return model == CASCADE or "/" in model


def _digits(options: argparse.Namespace) -> Recipe:
    from lib.runs.recipe import make

    for name in ("prompt", "prompts_file", "negative", "count"):
        if getattr(options, name) is not None:
            raise UserError(f"{options.model} doesn't read text: leave --{name.replace('_', '-')} away.")
    if options.upsample:
        raise UserError(f"{options.model} has no second stage: leave --upsample away.")
    return make("digits", model=options.model, frames=2, **_given(options, "labels", "per_label"))


def _pictures(options: argparse.Namespace, prompts: Sequence[str]) -> list[Recipe]:
    from lib.runs.prompts import understood
    from lib.runs.recipe import change, make

    given = _given(options, "negative", "count")
    if given.get("negative"):
        given["negative"] = understood(options.model, given["negative"])
    first = make("picture", model=options.model, frames=2, **given)
    assert first.kind == "picture"
    read = [understood(options.model, prompt) for prompt in prompts]
    small = [change(first, prompt=prompt, seed=(first.seed + k) % 2**32) for k, prompt in enumerate(read)]
    return [_enlarged(recipe) for recipe in small] if options.upsample else small


def _enlarged(small: Recipe) -> Recipe:
    from lib.runs.enlargements import enlarger_of
    from lib.runs.recipe import make

    return make("upsample", model=enlarger_of(small.model), of=small, seed=getattr(small, "seed", 0), frames=2)


def _given(options: argparse.Namespace, *names: str) -> dict[str, Any]:
    """The knobs that were named on the command line."""
    named = {name: getattr(options, name) for name in (*names, "guidance", "steps", "seed", "eta")}
    return {name: value for name, value in named.items() if value is not None}


def _prompts(options: argparse.Namespace) -> list[str]:
    for name in ("labels", "per_label"):
        if getattr(options, name) is not None:
            asked = name.replace("_", "-")
            raise UserError(f"{options.model} draws from text: say what with --prompt instead of --{asked}.")
    if (options.prompt is None) == (options.prompts_file is None):
        raise UserError("Say what to draw: --prompt 'a photo of a dog', or --prompts-file FILE with one prompt a line.")
    if options.prompt is not None:
        return [options.prompt]
    try:
        lines = read(options.prompts_file, "a text file", MAX_PROMPTS_FILE).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UserError(f"{options.prompts_file} is no text: write one prompt a line, in UTF-8.") from None
    prompts = [line.strip() for line in lines if line.strip()]
    if not 1 <= len(prompts) <= MAX_PROMPTS:
        raise UserError(f"{options.prompts_file} holds {len(prompts)} prompts: write 1 to {MAX_PROMPTS}, one a line.")
    return prompts


def _run(question: Recipe, bar: Bar, device: str) -> Trajectory:
    from lib.runs.run import run

    return run(question, bar, device)


def _write(place: Path, prompts: Sequence[str], answers: Sequence[Trajectory], told: Sequence[str]) -> None:
    import numpy as np

    from lib.models.files import replace_all
    from lib.runs.recipe import to_json

    images = np.concatenate([answer.images for answer in answers])
    arrays: dict[str, Any] = {"images": images, "recipe": np.array(to_json(answers[0].recipe))}
    if prompts:
        arrays["prompts"] = np.repeat(prompts, answers[0].recipe.pictures)
    else:
        labels = answers[0].labels
        arrays["labels"] = labels if len(labels) else np.full(len(images), -1)
    if told:
        arrays["notes"] = np.array(told)
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    replace_all({place: stream.getvalue()})
