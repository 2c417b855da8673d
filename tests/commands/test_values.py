"""Whatever is typed after any command, option or knob ends in a file, or in one sentence and exit code 2."""

import argparse
import os
import shutil

import pytest

from lib import cli
from lib.runs.recipe import KINDS, knobs, make, to_json

LONG = "x" * 5000
VALUES = {
    "dashes": "--", "nothing": "", "blank": " ", "dash": "-", "minus": "-1", "zero": "0", "nan": "nan", "inf": "inf",
    "float": "1e400", "trillion": "1000000000000", "number": "9" * 400, "long number": "9" * 5000, "hex": "0x10",
    "long": LONG, "long npz": f"{LONG}.npz", "deep": "a/" * 3000 + "x.gif", "up": "../../../../etc/passwd",
    "null": "/dev/null", "endless": "/dev/zero", "full": "/dev/full", "folder": "folder", "gif folder": "folder.gif",
    "pipe": "pipe", "pipe gif": "pipe.gif", "huge": "huge.json", "loop": "loop.gif", "link": "null.gif",
    "markup": "<b>*x*</b>", "lines": "a\nb", "json": '{"a": 1, "a": 2}', "list": "1,,2", "letters": "δ 数 \u202e",
    "no letters": "\udcff\udc80", "digits": "٣", "percent": "%s%n{}", "home": "~",
}  # fmt: skip
BASES = {
    "models": "",
    "sample": "--model digits-flow --labels 0 --per-label 1 --steps 1 -o s.npz",
    "recipe": "digits",
    "render": "recipe.json -o out.gif --size 64",
    "script": "recipe.json",
    "train": "digits-judge --data nowhere",
    "eval": "digits-flow --data nowhere --steps 1",
    "get": "--embeddings nowhere.pth",
    "vocabulary": "",
    "world": "--seeds 0 --side 16 -o w.png",
    "data": "emoji --fluent x --noto x --twemoji x --emojibase x -o x.parquet",
    "bench": "nothing",
    "precompute": "nowhere.json",
    "report": "nowhere.html",
    "doctor": "--jsn",
}
"""A line of each command to which one entry is added; what would take long or ask the network is wrong elsewhere."""
AFTER = [("eval", "digits-flow --anagram 69 --count 1 --steps 1"), ("eval", "emoji-if --data nowhere")]
"""Lines on which other options have an effect."""


def commands() -> dict[str, argparse.ArgumentParser]:
    (sub,) = (action for action in cli.parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(sub.choices)


def entries() -> list[tuple[str, str, str]]:
    """Command, base and entry; "" for what stands there without a name."""
    lines = [*BASES.items(), *AFTER]
    named = [(command, base, _name(action)) for command, base in lines for action in commands()[command]._actions]
    return [*dict.fromkeys(entry for entry in named if entry[2] != "--help")]


def _name(action: argparse.Action) -> str:
    return max(action.option_strings, key=len, default="")


@pytest.fixture
def room(here, shared_zoo, monkeypatch):
    """A folder with a thing of every sort in it, a zoo that may be written to, and no network."""
    shutil.copytree(shared_zoo, here / "cache")
    monkeypatch.setenv("DIFFUSION_CACHE", str(here / "cache"))
    monkeypatch.setattr("torchvision.datasets.MNIST.mirrors", ["http://127.0.0.1:9/"])
    (here / "recipe.json").write_text(to_json(make("plane", points=2, steps=1, frames=2)))
    (here / "folder").mkdir()
    (here / "folder.gif").mkdir()
    os.mkfifo(here / "pipe")
    os.mkfifo(here / "pipe.gif")
    (here / "huge.json").touch()
    os.truncate(here / "huge.json", 6 * 2**30)
    (here / "loop.gif").symlink_to("loop.gif")
    (here / "null.gif").symlink_to("/dev/null")
    return here


def told(lib, words):
    """What a command came to: 0 or one sentence."""
    code, out, err = lib(words)
    assert code in (0, 2), (words, err)
    assert "Traceback" not in err
    if code == 2:
        lines = [line for line in err.splitlines() if line]
        assert len(lines) == 1, err
        assert len(err) < 1200, err
        assert out == ""
    return code


def test_every_command_is_here():
    assert BASES.keys() == commands().keys()


@pytest.mark.parametrize(("command", "base", "entry"), entries(), ids=lambda value: value or "(none)")
def test_any_value_of_any_entry(room, lib, command, base, entry):
    before = os.stat("/dev/null")
    for value in VALUES.values():
        if command == "get" and not entry and value.count("/") == 1:
            continue  # the id of a model, which is looked up
        told(lib, [command, *base.split(), *([f"{entry}={value}"] if entry else [value])])
    assert os.stat("/dev/null").st_ino == before.st_ino
    assert (room / "pipe.gif").is_fifo()
    assert not list(room.glob(".steps-*"))


@pytest.mark.parametrize("kind", KINDS)
def test_any_value_of_any_knob(room, lib, kind):
    for knob in knobs(kind):
        for value in VALUES.values():
            told(lib, ["recipe", kind, f"--{knob.replace('_', '-')}={value}"])
            told(lib, ["recipe", kind, f"--{knob}", value])


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_any_word_in_the_place_of_a_command(room, lib, value):
    assert told(lib, [value]) == 2
