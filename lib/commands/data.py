"""Room: cli. `python -m lib data`: the tables of pictures to train on, built from what others publish."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lib.commands.files import target
from lib.models.files import replace_all


def arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made.add_argument("what", choices=("emoji",), help="the table that emoji-if is trained on")
    made.add_argument("--fluent", required=True, help="folder: a copy of microsoft/fluentui-emoji")
    made.add_argument("--noto", required=True, help="folder: a copy of googlefonts/noto-emoji")
    made.add_argument("--twemoji", required=True, help="folder: a copy of twitter/twemoji or jdecked/twemoji")
    made.add_argument("--emojibase", required=True, help="file: en/data.json of emojibase-data")
    made.add_argument("-o", "--output", default="emoji128.parquet", help="the .parquet to write")


def data(options: argparse.Namespace) -> str:
    """Build the table, write it whole or not at all, and say what is in it."""
    place = target(options.output, (".parquet",))
    from tqdm import tqdm

    from lib.training.build import build
    from lib.training.originals import Sources

    sources = Sources(*(Path(getattr(options, name)) for name in ("fluent", "noto", "twemoji", "emojibase")))
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
