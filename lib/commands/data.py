"""Room: cli. `python -m lib data`: MNIST, downloaded, and the table of drawings, built from what others publish."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lib.commands.files import target
from lib.models.errors import UserError
from lib.models.files import replace_all

SOURCES = {
    "fluent": "folder: a copy of microsoft/fluentui-emoji",
    "noto": "folder: a copy of googlefonts/noto-emoji",
    "twemoji": "folder: a copy of twitter/twemoji or jdecked/twemoji",
    "emojibase": "file: en/data.json of emojibase-data",
}


def arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes."""
    what = "mnist is downloaded, once, to where the app looks for it; emoji is the table that emoji-if is trained on"
    made.add_argument("what", choices=("emoji", "mnist"), help=what)
    for name, told in SOURCES.items():
        made.add_argument(f"--{name}", help=f"for emoji; {told}")
    made.add_argument("-o", "--output", default="emoji128.parquet", help="for emoji; the .parquet to write")
    made.add_argument("--data", default=None, help="for mnist; another folder to put it in")


def data(options: argparse.Namespace) -> str:
    """Get what was asked for, and say where it is."""
    return _mnist(options.data) if options.what == "mnist" else _emoji(options)


def _mnist(folder: str | None) -> str:
    """Download MNIST where it isn't there yet; nothing is trained."""
    from lib.training.data import find_mnist, mnist

    sizes = [len(mnist(folder, train=train, download=True)) for train in (True, False)]
    return f"{find_mnist(folder)}: MNIST, {sizes[0]:,} digits to train on, {sizes[1]:,} to test with"


def _emoji(options: argparse.Namespace) -> str:
    """Build the table, write it whole or not at all, and say what is in it."""
    lacking = [f"--{name}" for name in SOURCES if getattr(options, name) is None]
    if lacking:
        raise UserError(f"The table of emoji is built from four sources: give {', '.join(lacking)} as well.")
    place = target(options.output, (".parquet",))
    from tqdm import tqdm

    from lib.training.build import build
    from lib.training.originals import Sources

    sources = Sources(*(Path(getattr(options, name)) for name in SOURCES))
    with tqdm(unit="picture", file=sys.stderr, disable=None) as bar:

        def advance(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        built = build(sources, advance)
    replace_all({place: built.parquet})
    lines = [f"{place}: {built.things:,} things, {sum(built.styles.values()):,} pictures"]
    lines += [f"  {style:<12}{count:>6,}" for style, count in built.styles.items()]
    if built.skipped:
        lines += [f"{len(built.skipped):,} files can't be read and are left out:", *(f"  {s}" for s in built.skipped)]
    if built.missing:
        lines.append(f"The training also asks for {', '.join(built.missing)}, not drawn in every style here.")
    return "\n".join(lines)
