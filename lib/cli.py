"""Room: cli. The command line, `python -m lib …`: reads arguments, lets `commands` do the work, and prints. No torch.

A UserError becomes one sentence on stderr and exit code 2. Files are written whole or not at all. Progress goes to
stderr, so that stdout can be piped.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from lib import commands, data_command, render_command, samples, script_command
from lib.models.errors import UserError

Handler = Callable[[argparse.Namespace], str | None]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit: 0 done, 1 doctor found something missing, 2 bad input, 130 stopped by Ctrl-C."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = _say("Stopped; what was finished before is whole.", 130)
    except UserError as error:
        code = _say(str(error), 2)
    except MemoryError:
        code = _say("There isn't enough memory: ask for fewer pictures.", 2)
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    options = parser().parse_args(arguments)
    handler: Handler = options.handler
    text = handler(options)
    if text is not None:
        print(text)
    return int(getattr(options, "code", 0))


def _say(sentence: str, code: int) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return code


class Parser(argparse.ArgumentParser):
    """Argparse whose errors are sentences as well."""

    def error(self, message: str) -> NoReturn:
        """Bad arguments are bad input."""
        raise UserError(f"{message[:1].upper()}{message[1:].rstrip('.')}; `{self.prog} --help` tells more.")


def parser() -> argparse.ArgumentParser:
    """All commands."""
    top = Parser(prog="python -m lib", description="Diffusion, step by step: models, samples, recipes and films.")
    sub = top.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)

    def command(name: str, help_: str, handler: Handler) -> argparse.ArgumentParser:
        made = sub.add_parser(name, help=help_, description=help_)
        made.set_defaults(handler=handler)
        return made

    models = command("models", "the zoo: every checkpoint with its size and checksum", commands.models)
    models.add_argument("--json", action="store_true", help="everything that the cards say, as JSON")
    drawing = "draw digits into an .npz: images (N, 28, 28) uint8, labels (N,); or pictures of a prompt: (N, 32, 32, 3)"
    _sample_arguments(command("sample", drawing, samples.sample))
    recipe = command("recipe", "print a recipe as JSON; knobs that aren't given keep their defaults", commands.recipe)
    recipe.add_argument("kind", help="digits, denoise, plane, field, picture or upsample")
    recipe.add_argument("knobs", nargs=argparse.REMAINDER, metavar="--knob value", help="e.g. --labels 0-9 --steps 50")
    render = command("render", "compute recipes and write them as a film, a picture or numbers", render_command.render)
    render_command.arguments(render)
    written = command(
        "script", "a run as a Python file that stands alone, on torch and diffusers", script_command.script
    )
    script_command.arguments(written)
    _train_arguments(command("train", "train a model of the zoo", commands.train))
    _eval_arguments(
        command("eval", "measure a model: judge accuracy, Fréchet distance, straightness; JSON", commands.evaluate)
    )
    fetch = command("get", "download a model of the Hub, such as DeepFloyd/IF-I-M-v1.0", commands.get)
    fetch.add_argument("model", nargs="?", help="owner/name")
    fetch.add_argument(
        "--embeddings", metavar="FILE", help="a course's prompt_embeds_dict.pth, to do without the text encoder"
    )
    fetch.add_argument("--device", default="auto", help="what it shall run on: auto, cpu, cuda or mps")
    words = command("vocabulary", "the things that a text-to-image model knows, one a line", commands.vocabulary)
    words.add_argument("model", nargs="?", default="emoji-if")
    data = command("data", "build the table of pictures that emoji-if is trained on", data_command.data)
    data_command.arguments(data)
    bench = command("bench", "measure loops, repeatability, GIFs and exports on this machine; JSON", commands.bench)
    bench.add_argument(
        "what", nargs="?", choices=("all", "gif", "export", "loop", "cascade", "upsampling", "repeat"), default="all"
    )
    pre = command("precompute", "compute the trajectories that ship with the project", commands.precompute)
    pre.add_argument("recipes", nargs="*", help="recipe files and scene lists; without any, all that ships")
    pre.add_argument("--force", action="store_true", help="also those that are there already")
    pre.add_argument("--prune", action="store_true", help="then delete the shipped ones that were not named")
    report = command("report", "reports of an assignment: who answered what", commands.report)
    report.add_argument("files", nargs="+", metavar="FILE.html")
    report.add_argument("--csv", action="store_true", help="for a spreadsheet")
    report.add_argument("--assignment", metavar="FILE.yaml", help="your own copy, whose right answers then count")
    report.add_argument("--recipes", metavar="FOLDER", help="write the recipes of the runs there, for render")
    doctor = command("doctor", "what works on this machine, what doesn't, and what to do", commands.doctor)
    doctor.add_argument("--json", action="store_true")
    return top


def _sample_arguments(made: argparse.ArgumentParser) -> None:
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


def _train_arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument("model")
    made.add_argument("--data", default=None, help="folder that holds MNIST/raw; downloaded where it isn't found")
    made.add_argument("--epochs", type=int, default=None)
    made.add_argument("--until", type=int, default=None, help="stop after this epoch; go on later with --resume")
    made.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    made.add_argument("--resume", action="store_true", help="go on from the last save")


def _eval_arguments(made: argparse.ArgumentParser) -> None:
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
