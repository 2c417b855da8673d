"""Room: cli. `python -m lib render`: recipes as films, pictures and numbers; one, several side by side, or a folder."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

from lib.commands.files import recipes_in, target
from lib.commands.render_folder import SUFFIXES, render_folder
from lib.commands.terminal import Bar, say_notes
from lib.models.errors import UserError

if TYPE_CHECKING:
    from lib.draw.studio.options import Export
    from lib.runs.trajectory import Trajectory

_KNOBS = ("size", "show", "captions", "ground", "columns", "across", "frames", "fps", "seconds", "hold", "loops")


def arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made.add_argument(
        "recipes",
        nargs="+",
        metavar="RECIPE",
        help="a recipe, or any file that holds one (.json, or what render wrote); - for stdin; up to six stand side by "
        "side. Or a folder: each file in it that holds a recipe is written to the folder that -o names",
    )
    made.add_argument("-o", "--output", required=True, help=f"what to write: {', '.join(SUFFIXES)}; or a folder")
    made.add_argument("--format", help="for a folder: gif, mp4, webp, apng, png, zip, csv or npz")
    made.add_argument("--jobs", type=int, default=1, metavar="N", help="for a folder: so many processes at once")
    made.add_argument("--size", "--height", help="pixels of the longer side, at most; pixels of digits stay square")
    made.add_argument("--show", help="x_t, x_0 or both with a comma")
    made.add_argument("--captions", help="what to write under a run: step,t,guidance,prompt or some of them")
    made.add_argument("--label", action="append", default=[], help="a line over a run; once for each run, in order")
    made.add_argument("--ground", help="dark, paper or transparent (webp, apng, png, zip)")
    made.add_argument("--picture", type=int, metavar="N", help="only the N-th picture of each run, drawn alone")
    made.add_argument("--columns", help="pictures in a row within a run")
    made.add_argument("--across", help="runs in a row")
    made.add_argument("--frames", help="at most so many frames, evenly spread; 12 on a contact sheet")
    made.add_argument("--fps", help="frames a second; about five seconds in all if not given")
    made.add_argument("--seconds", help="or how long it plays once")
    made.add_argument("--hold", help="seconds that the last frame stays longer")
    made.add_argument("--bounce", action="store_true", help="back to the noise again")
    made.add_argument("--loops", help="how often it plays; 0 for ever")


def render(options: argparse.Namespace) -> str | None:
    """Recipes as a file; the answers are kept for the next time."""
    if any(os.path.isdir(name) for name in options.recipes if name != "-"):
        if options.picture is not None:
            raise UserError("--picture is for recipes that are named one by one, not for a folder of them.")
        return render_folder(options, chosen(options, (options.format or "gif").lower().lstrip(".")))
    from lib.draw.studio.making import export
    from lib.draw.studio.options import check_runs
    from lib.draw.studio.words import undrawn
    from lib.models.files import replace_all
    from lib.runs.alone import alone
    from lib.runs.engine import engine

    if options.jobs != 1 or options.format:
        raise UserError("--jobs and --format are for a folder of recipes: give one, and a folder after -o.")
    place = target(options.output, SUFFIXES)
    look = chosen(options, place.suffix.lower()[1:])
    questions = [recipe for name in options.recipes for recipe in recipes_in(name)]
    if options.picture is not None:
        questions = [alone(recipe, options.picture - 1) for recipe in questions]
    check_runs(len(questions))
    answers: list[Trajectory] = []
    with Bar() as bar:
        for question in questions:
            answers.append(engine().compute(question, bar))
    replace_all({place: export(answers, look)})
    say_notes(answers, undrawn(answers, look))
    return None


def chosen(options: argparse.Namespace, format_: str) -> Export:
    """How the file shall be, of what was given on the command line."""
    from lib.draw.studio.options import options as checked

    given: dict[str, Any] = {name: value for name in _KNOBS if (value := getattr(options, name)) is not None}
    return checked(format=format_, labels=tuple(options.label), bounce=options.bounce, **given)
