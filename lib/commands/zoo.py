"""Room: cli. What models are here, what they know, which can be had, and what works on this machine."""

from __future__ import annotations

import argparse
import json

from lib.commands.terminal import table
from lib.models.errors import UserError
from lib.models.registry import CASCADE


def models(options: argparse.Namespace) -> str:
    """The zoo as a table, or all cards as JSON."""
    from dataclasses import asdict

    from lib.models.registry import checkpoints

    zoo = checkpoints()
    if options.json:
        return json.dumps([asdict(c) for c in zoo.values()], indent=2)
    if not zoo:
        return "There is no model on this machine yet: `python -m lib train --help` tells how to make one."
    rows = [("id", "epoch", "parameters", "bytes", "sha256", "licence")]
    rows += [
        (c.id, "" if c.epoch is None else str(c.epoch), f"{c.parameters:,}", f"{c.bytes:,}", c.sha256[:16], c.licence)
        for c in zoo.values()
    ]
    return table(rows)


def get(options: argparse.Namespace) -> str:
    """Download a model of the Hub, if it can be had and would run here, its folder; and keep a course's text states."""
    from lib.models import course
    from lib.models.large import fetch

    if options.model and "/" not in options.model:
        raise UserError(
            f"{options.model!r:.60} is not an id of the Hub: write owner/name, as in DeepFloyd/IF-I-M-v1.0."
        )
    if not options.model and not options.embeddings:
        raise UserError("Say what to get: owner/name, or --embeddings prompt_embeds_dict.pth, or both.")
    lines = []
    if options.embeddings:
        prompts = course.keep(options.embeddings)
        lines.append(f"{len(prompts)} prompts are kept: {', '.join(repr(prompt) for prompt in prompts)}.")
    if options.model:
        lines.append(str(fetch(options.model, options.device)))
    return "\n".join(lines)


def vocabulary(options: argparse.Namespace) -> str:
    """The things that a text-to-image model knows, one a line."""
    from lib.models.registry import models_dir
    from lib.models.vocabulary import Vocabulary

    if options.model != CASCADE:
        raise UserError(f"{options.model} has no vocabulary of its own: ask for that of {CASCADE}.")
    return "\n".join(thing.name for thing in Vocabulary.read(models_dir() / CASCADE).things)


def doctor(options: argparse.Namespace) -> str:
    """What works here and what to do about the rest; the exit code is 1 where something needed is missing."""
    from lib.doctor import examine

    findings = examine()
    options.code = 0 if all(f.fine or not f.needed for f in findings) else 1
    if options.json:
        return json.dumps([vars(f) for f in findings], indent=2)
    return "\n".join(str(f) for f in findings)
