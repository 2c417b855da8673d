"""Room: cli. `python -m lib world`: pictures of the small world, with what they show."""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.commands.files import short, target
from lib.models.errors import UserError

if TYPE_CHECKING:
    from lib.world import Scene

MOST = 100_000
"""Pictures that one call draws."""
MOST_PIXELS = 2**30
"""Of all pictures of one call together, where they go into one file."""


def arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made.add_argument("--seeds", default=None, metavar="A-B", help="which pictures: 7, or 0-999")
    made.add_argument("--side", type=int, default=64, help="pixels, 16 to 512")
    made.add_argument(
        "--caption", default=None, help="draw what is asked for, as in 'a photo of a red bell tower at night'"
    )
    made.add_argument("--list", action="store_true", help="print things, styles, colours, times, places")
    made.add_argument("-o", "--output", default=None, help="a .npz file, a .png file for one picture, or a folder")


def world(options: argparse.Namespace) -> str:
    """Draw pictures of the world, or say what there is in it."""
    from lib.world import captions, read, scene

    if options.list:
        return captions.listing()
    if options.output is None:
        raise UserError("Say where to write: -o w.npz, or -o FOLDER for PNG files.")
    seeds = _seeds(options.seeds or "0")
    _check(options, seeds)
    scenes = [scene(k) if options.caption is None else read(options.caption, k) for k in seeds]
    if options.output.lower().endswith(".npz"):
        return _file(target(options.output, (".npz",)), scenes, options.side)
    if options.output.lower().endswith(".png"):
        if len(scenes) > 1:
            raise UserError("One .png file holds one picture: give one seed, or a folder.")
        return _write({target(options.output, (".png",)): scenes[0]}, options.side)
    return _folder(Path(options.output), scenes, options.side)


def _seeds(text: str) -> list[int]:
    first, dash, last = text.partition("-")
    if (
        not (first.isascii() and first.isdigit() and (not dash or (last.isascii() and last.isdigit())))
        or len(text) > 40
    ):
        raise UserError(f"--seeds {short(text)} isn't one: write a number, as in 7, or two, as in 0-999.")
    start, end = int(first), int(last or first)
    if not 0 <= end - start < MOST:
        raise UserError(f"--seeds must rise and name {MOST} pictures at most, not {end - start + 1}.")
    return list(range(start, end + 1))


def _check(options: argparse.Namespace, seeds: list[int]) -> None:
    from lib.world.drawing import check_side
    from lib.world.scene import check_seed

    check_side(options.side)
    check_seed(seeds[-1])
    if options.output.lower().endswith(".npz") and len(seeds) * options.side**2 > MOST_PIXELS:
        raise UserError(
            f"{len(seeds)} pictures of {options.side} px are too much for one file: take fewer, or a folder."
        )


def _file(place: Path, scenes: list[Scene], side: int) -> str:
    import numpy as np

    from lib.models.files import replace_all
    from lib.world import caption, picture

    arrays: dict[str, Any] = {
        "images": np.stack([picture(scene, side) for scene in scenes]),
        "captions": np.array([caption(scene, 0) for scene in scenes]),
        "seeds": np.array([scene.seed for scene in scenes]),
        "held_out": np.array([scene.held_out for scene in scenes]),
    }
    for name in ("thing", "style", "colour", "time", "weather", "place", "second"):
        arrays[name] = np.array([getattr(scene, name) for scene in scenes])
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    replace_all({place: stream.getvalue()})
    return f"{place}: {len(scenes)} pictures"


def _folder(folder: Path, scenes: list[Scene], side: int) -> str:
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{short(folder)} is a file: name a folder, a .npz or a .png file.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{short(folder)} can't be made ({error.strerror}): name another folder.") from None
    return _write({folder / f"{scene.seed:06d}.png": scene for scene in scenes}, side)


def _write(wanted: dict[Path, Scene], side: int) -> str:
    from PIL import Image

    from lib.models.files import replace_all
    from lib.world import caption, picture

    lines = []
    for place, scene in wanted.items():
        stream = io.BytesIO()
        Image.fromarray(picture(scene, side)).save(stream, "PNG")
        replace_all({place: stream.getvalue()})
        lines.append(f"{place}: {caption(scene, 0)}")
    return "\n".join(lines)
