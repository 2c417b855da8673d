"""Room: cli. What each command does: takes the parsed arguments, returns what is to be printed. No torch up here."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.models.errors import UserError
from lib.models.registry import CASCADE, CASCADES

if TYPE_CHECKING:
    from lib.runs.progress import Progress
    from lib.runs.recipe import Recipe


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


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest entry."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)


def recipe(options: argparse.Namespace) -> str:
    """A recipe as JSON, or the knobs of a kind."""
    from lib.runs.recipe import KINDS, knobs, make, to_json

    if options.kind in KINDS and {"-h", "--help"} & set(options.knobs):
        return f"{options.kind}: {' '.join(f'--{name}' for name in knobs(options.kind))}\n{KINDS[options.kind].__doc__}"
    return to_json(make(options.kind, **_pairs(options.knobs)))


def _pairs(words: Sequence[str]) -> dict[str, str]:
    """`--per-label 3 --steps=50` -> {"per_label": "3", "steps": "50"}; the recipe knows which of them make sense."""
    found: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--") or len(word) == 2:
            raise UserError(f"{word[:40]!r} is not a knob: write --knob value, as in --steps 50.")
        name, equals, value = word[2:].partition("=")
        if not equals and not waiting:
            raise UserError(f"The knob --{name[:40]} has no value: write --{name[:40]} value.")
        found[name.replace("-", "_")] = value if equals else waiting.pop(0)
    return found


def recipe_in(name: str) -> Recipe:
    """From a recipe file, an exported film or picture (the first of several), or stdin."""
    return recipes_in(name)[0]


def recipes_in(name: str) -> list[Recipe]:
    """All recipes of a file, or of stdin."""
    from lib.draw.reading import read_recipes
    from lib.runs.recipe import from_json

    try:
        blob = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UserError(f"Can't read {name} ({error.strerror}): give the path of a recipe, or - for stdin.") from None
    return [from_json(text) for text in read_recipes(blob)] or [from_json(blob)]


def target(name: str, suffixes: Sequence[str]) -> Path:
    """Where to write, looked at before anything is computed: hours of work must not end in a typo."""
    path = Path(name)
    if path.suffix.lower() not in suffixes:
        raise UserError(f"Can't write {name!r}: the name must end in {' or '.join(suffixes)}.")
    folder = path.absolute().parent
    if path.is_dir() or not folder.is_dir():
        raise UserError(
            f"Can't write {name!r}: {'it is a folder' if path.is_dir() else f'there is no folder {folder}'}."
        )
    if not os.access(folder, os.W_OK):
        raise UserError(f"Can't write {name!r}: the folder {folder} is read-only; choose another one.")
    return path


def train(options: argparse.Namespace) -> str:
    """Train a model; returns the ids of its snapshots."""
    if options.until is not None and options.until < 1:
        raise UserError(f"--until must be an epoch, 1 or later, not {options.until}.")
    from lib.training import loop

    ids = loop.train(
        options.model,
        options.data,
        epochs=options.epochs,
        device=options.device,
        resume=options.resume,
        until=options.until,
    )
    return "\n".join(ids)


def evaluate(options: argparse.Namespace) -> str:
    """What a judge says of a model, as JSON."""
    if options.model == CASCADE:
        return _evaluate_pictures(options)
    if options.anagram is not None:
        return _evaluate_anagrams(options)
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
    from lib.training.evaluate_pictures import evaluate

    place = None if options.sheet is None else target(options.sheet, (".png",))
    asked = {k: v for k in ("steps", "seed", "count") if (v := getattr(options, k)) is not None}
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


def bench(options: argparse.Namespace) -> str:
    """What this machine measures, as JSON."""
    results: dict[str, Any] = {}
    if options.what in ("all", "gif"):
        from lib.bench.gif import bench_gif

        results["gif"] = bench_gif()
    if options.what in ("all", "export"):
        from lib.bench.export import bench_export

        results["export"] = bench_export()
    if options.what in ("all", "loop"):
        from lib.bench.loop import bench_loop

        results["loop"] = bench_loop()
    if options.what in ("all", "cascade"):
        from lib.bench.cascade import bench_cascade
        from lib.models.registry import models_dir

        folder = models_dir() / CASCADE / "stage1"
        results["cascade"] = bench_cascade(folder if folder.is_dir() else None)
    if options.what == "upsampling" or (options.what == "all" and _is_here(f"{CASCADE}-4x")):
        from lib.bench.upsampling import bench_upsampling

        results["upsampling"] = bench_upsampling()
    if options.what in ("all", "repeat"):
        from lib.bench.repeat import bench_repeat

        results["repeat"] = bench_repeat()
    return json.dumps(results, indent=2)


def _is_here(model: str) -> bool:
    from lib.models.registry import find

    try:
        return bool(find(model))
    except UserError:
        return False


def precompute(options: argparse.Namespace) -> str:
    """Write the trajectories that ship; a line for each."""
    from lib.runs import precompute as shipping
    from lib.teaching.scenes import to_ship

    named = {key: recipe for name in options.recipes for key, recipe in _asked(name)} or to_ship()
    with Bar() as bar:
        lines = list(shipping.precompute(named, options.force, bar))
    return "\n".join([*lines, *(shipping.prune(named) if options.prune else ())])


def report(options: argparse.Namespace) -> str:
    """Who answered what in the reports of an assignment, as a table or CSV; and the recipes inside, as files."""
    from lib.models.files import replace_all
    from lib.runs.recipe import to_json
    from lib.teaching import assignments, marking

    own = _bytes(options.assignment, 1_000_000) if options.assignment else None
    key = assignments.read(own, options.assignment) if own is not None else None
    found, recipes = [], {}
    for name in options.files:
        read = marking.read(_bytes(name, marking.MAX_BYTES), name)
        found += marking.rows(read, Path(name).name, key)
        for run in read.runs:
            recipes[f"{Path(name).stem}-task-{run.task + 1}.json"] = to_json(run.read()).encode()
    if options.recipes:
        folder = Path(options.recipes)
        if not folder.is_dir():
            raise UserError(f"There is no folder {options.recipes}: make it, or name another one.")
        replace_all({folder / name: blob for name, blob in recipes.items()})
    return marking.as_csv(found).rstrip("\n") if options.csv else table(marking.as_table(found))


def _bytes(name: str, most: int) -> bytes:
    """A file, of which no more is read than it can have."""
    try:
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise UserError(f"Can't read {name} ({error.strerror}): give the path of a file that is there.") from None


def _asked(name: str) -> list[tuple[str, Recipe]]:
    """The recipe in a file, or all recipes of a scene list, by name."""
    if not name.lower().endswith((".yaml", ".yml")):
        return [(name, recipe_in(name))]
    from lib.teaching.scenes import read

    try:
        text = Path(name).read_bytes()
    except OSError as error:
        raise UserError(f"Can't read {name} ({error.strerror}): give the path of a scene list.") from None
    return [(f"{name}, run {i}", recipe) for i, recipe in enumerate(read(text, name).recipes(), start=1)]


def doctor(options: argparse.Namespace) -> str:
    """What works here and what to do about the rest; the exit code is 1 where something needed is missing."""
    from lib.doctor import examine

    findings = examine()
    options.code = 0 if all(f.fine or not f.needed for f in findings) else 1
    if options.json:
        return json.dumps([vars(f) for f in findings], indent=2)
    return "\n".join(str(f) for f in findings)


class Bar:
    """Progress on stderr: an `on_step` that draws a bar once there is something to draw."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._total = 0

    def __enter__(self) -> Bar:
        return self

    def __call__(self, progress: Progress) -> None:
        """One call of the model is done."""
        from tqdm import tqdm

        if self._bar is None or progress.total != self._total or progress.done < self._bar.n:
            self.__exit__()
            self._total = progress.total
            self._bar = tqdm(total=progress.total, unit="call", file=sys.stderr, disable=None)
        self._bar.update(progress.done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
