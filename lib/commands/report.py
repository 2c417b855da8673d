"""Room: cli. `python -m lib report`: who answered what in the reports of an assignment."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from lib.commands.files import read, short
from lib.commands.terminal import table
from lib.models import foreign
from lib.models.errors import UserError

_THERE = "the path of a file that is there"


def arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made.add_argument("files", nargs="+", metavar="FILE.html")
    made.add_argument("--csv", action="store_true", help="for a spreadsheet")
    made.add_argument("--assignment", metavar="FILE.yaml", help="your own copy, whose right answers then count")
    made.add_argument("--recipes", metavar="FOLDER", help="write the recipes of the runs there, for render")


def report(options: argparse.Namespace) -> str:
    """Who answered what in the reports of an assignment, as a table or CSV; and the recipes inside, as files."""
    from lib.models.files import replace_all
    from lib.runs.recipe import to_json
    from lib.teaching import assignments, marking
    from lib.teaching.files import MAX_BYTES

    own = read(options.assignment, _THERE, MAX_BYTES) if options.assignment else None
    key = assignments.read(own, options.assignment) if own is not None else None
    found, recipes = [], {}
    for name, own_name in zip(options.files, _names(options.files), strict=True):
        handed = marking.read(read(name, _THERE, marking.MAX_BYTES), name)
        found += marking.rows(handed, Path(name).name, key)
        for run in handed.runs:
            recipes[f"{own_name}-task-{run.task + 1}.json"] = to_json(run.read()).encode()
    if options.recipes:
        replace_all(_new(Path(options.recipes), recipes))
    return marking.as_csv(found).rstrip("\n") if options.csv else table(marking.as_table(found))


def _names(files: Sequence[str]) -> list[str]:
    """What the recipes of each file are called by: its name; where two are alike its folder's before it; or a number.

    Capitals don't tell names apart: on some disks they are one.
    """
    stems = [Path(name).stem for name in files]
    count = Counter(stem.casefold() for stem in stems)
    names: list[str] = []
    for name, stem in zip(files, stems, strict=True):
        folder = Path(name).absolute().parent.name
        base = f"{folder}-{stem}" if folder and count[stem.casefold()] > 1 else stem
        tried = chain([base], (f"{base}-{n}" for n in range(2, len(files) + 2)))
        taken = {other.casefold() for other in names}
        names.append(next(one for one in tried if one.casefold() not in taken))
    return names


def _new(folder: Path, recipes: Mapping[str, bytes]) -> dict[Path, bytes]:
    """Where the recipes go; what lies there already and says something else stays.

    Raises:
        UserError: where there is no folder, or such a file in it.
    """
    if not os.path.isdir(folder):
        raise UserError(f"There is no folder {short(folder)}: make it, or name another one.")
    for name, blob in recipes.items():
        if os.path.lexists(folder / name) and not _holds(folder / name, blob):
            raise UserError(f"{folder} holds another {name} already: name an empty folder.")
    return {folder / name: blob for name, blob in recipes.items()}


def _holds(path: Path, blob: bytes) -> bool:
    try:
        return foreign.read(path, len(blob)) == blob
    except OSError:  # it is larger, or no file
        return False
