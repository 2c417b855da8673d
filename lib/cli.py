"""Room: cli. The command line, `python -m lib …`: reads arguments, lets `lib.commands` work, and prints. No torch.

A UserError becomes one sentence on stderr and exit code 2, and so does whatever a disk or a pipe may say. Files are
written whole or not at all. Progress goes to stderr, so that stdout can be piped.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from lib.commands import bench, data, evaluate, recipe, render, report, sample, script, train, world, zoo
from lib.commands.files import short
from lib.models.errors import UserError

Handler = Callable[[argparse.Namespace], str | None]
_LONGEST = 300
"""Letters of what argparse says, which quotes whatever it was given."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit: 0 done, 1 doctor found something missing, 2 bad input, 130 stopped by Ctrl-C."""
    _open_streams()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads our output has seen enough
        code = _silenced(0)
    except KeyboardInterrupt:
        code = _say("Stopped; what was finished before is whole.", 130)
    except UserError as error:
        code = _say(str(error), 2)
    except MemoryError:
        code = _say("There isn't enough memory: ask for fewer pictures.", 2)
    except OSError as error:
        code = _silenced(_say(_about(error), 2))
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options = parser().parse_args(arguments)
    except SystemExit as asked:  # --help was printed
        return int(asked.code or 0)
    handler: Handler = options.handler
    text = handler(options)
    if text is not None:
        print(text)
    return int(getattr(options, "code", 0))


def _open_streams() -> None:
    """Those that are closed lead nowhere, and none stumbles over a letter that it doesn't have."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _silenced(code: int) -> int:
    """What still waits to be written goes nowhere: Python would try again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _about(error: OSError) -> str:
    why = error.strerror or str(error)[:200]
    if error.filename is not None:
        return f"{short(str(error.filename))} can't be used ({why}): name another one."
    return f"Something can't be read or written ({why}): make room there, or choose another place."


def _say(sentence: str, code: int) -> int:
    """One line on stderr, which may quote anything."""
    print(" ".join(map(short, sentence.split())), file=sys.stderr)
    return code


class Parser(argparse.ArgumentParser):
    """Argparse whose errors are sentences as well.

    Attributes:
        more: what --help says at its end, found when somebody asks.
    """

    more: Callable[[], str] | None = None

    def format_help(self) -> str:
        """The help, its end included."""
        if self.more is not None:
            self.epilog = self.more()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Bad arguments are bad input."""
        if len(message) > _LONGEST:
            message = f"{message[:_LONGEST]}…"
        raise UserError(f"{message[:1].upper()}{message[1:].rstrip('.')}; `{self.prog} --help` tells more.")

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """Argparse takes `--` after `=` for no value at all, and says nothing."""
        if action.option_strings and arg_strings == ["--"]:
            self.error(f"argument {'/'.join(action.option_strings)}: -- is no value")
        return super()._get_values(action, arg_strings)  # type: ignore[misc]


def parser() -> argparse.ArgumentParser:
    """All commands."""
    top = Parser(prog="python -m lib", description="Diffusion, step by step: models, samples, recipes and films.")
    sub = top.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)

    def command(name: str, help_: str, handler: Handler) -> Parser:
        made = sub.add_parser(name, help=help_, description=help_)
        made.set_defaults(handler=handler)
        return made

    models = command("models", "the zoo: every checkpoint with its size and checksum", zoo.models)
    models.add_argument("--json", action="store_true", help="everything that the cards say, as JSON")
    drawing = "draw digits into an .npz: images (N, 28, 28) uint8, labels (N,); or pictures of a prompt: (N, 32, 32, 3)"
    sample.arguments(command("sample", drawing, sample.sample))
    asked = command("recipe", "print a recipe as JSON; knobs that aren't given keep their defaults", recipe.recipe)
    asked.more = recipe.kinds
    asked.add_argument("kind", metavar="KIND", help="what is asked; see below")
    asked.add_argument("knobs", nargs=argparse.REMAINDER, metavar="--knob value", help="e.g. --labels 0-9 --steps 50")
    render.arguments(command("render", "compute recipes and write them as a film, a picture or numbers", render.render))
    alone = "a run as a Python file that stands alone, on torch and diffusers"
    script.arguments(command("script", alone, script.script))
    train.arguments(command("train", "train a model of the zoo", train.train))
    measured = "measure a model: judge accuracy, Fréchet distance, straightness; JSON"
    evaluate.arguments(command("eval", measured, evaluate.evaluate))
    fetch = command("get", "download a model of the Hub, such as DeepFloyd/IF-I-M-v1.0", zoo.get)
    fetch.add_argument("model", nargs="?", help="owner/name")
    states = "a course's prompt_embeds_dict.pth, to do without the text encoder"
    fetch.add_argument("--embeddings", metavar="FILE", help=states)
    fetch.add_argument("--device", default="auto", help="what it shall run on: auto, cpu, cuda or mps")
    words = command("vocabulary", "the things that a text-to-image model knows, one a line", zoo.vocabulary)
    words.add_argument("model", nargs="?", default="emoji-if")
    data.arguments(command("data", "get what models are trained on: MNIST, or the table of drawings", data.data))
    drawn = "pictures of the small world that code draws, with what they show: .npz, .png or a folder"
    world.arguments(command("world", drawn, world.world))
    timed = command("bench", "measure loops, repeatability, GIFs and exports on this machine; JSON", bench.bench)
    timed.add_argument("what", nargs="?", choices=bench.WHAT, default="all")
    pre = command("precompute", "compute the trajectories that ship with the project", recipe.precompute)
    pre.add_argument("recipes", nargs="*", help="recipe files and scene lists; without any, all that ships")
    pre.add_argument("--force", action="store_true", help="also those that are there already")
    pre.add_argument("--prune", action="store_true", help="then delete the shipped ones that were not named")
    report.arguments(command("report", "reports of an assignment: who answered what", report.report))
    doctor = command("doctor", "what works on this machine, what doesn't, and what to do", zoo.doctor)
    doctor.add_argument("--json", action="store_true")
    return top
