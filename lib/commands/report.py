"""Room: cli. `python -m lib report`: who answered what in the reports of an assignment."""

from __future__ import annotations

import argparse
from pathlib import Path

from lib.commands.files import read
from lib.commands.terminal import table
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

    own = read(options.assignment, _THERE, 1_000_000) if options.assignment else None
    key = assignments.read(own, options.assignment) if own is not None else None
    found, recipes = [], {}
    for name in options.files:
        handed = marking.read(read(name, _THERE, marking.MAX_BYTES), name)
        found += marking.rows(handed, Path(name).name, key)
        for run in handed.runs:
            recipes[f"{Path(name).stem}-task-{run.task + 1}.json"] = to_json(run.read()).encode()
    if options.recipes:
        folder = Path(options.recipes)
        if not folder.is_dir():
            raise UserError(f"There is no folder {options.recipes}: make it, or name another one.")
        replace_all({folder / name: blob for name, blob in recipes.items()})
    return marking.as_csv(found).rstrip("\n") if options.csv else table(marking.as_table(found))
