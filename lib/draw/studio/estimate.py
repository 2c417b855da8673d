"""Room: draw. How large a file will be, before it is made: a few short clips of it are made instead."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final, NamedTuple

from lib.draw.studio.encoders import ENCODERS
from lib.draw.studio.film import Film
from lib.draw.studio.making import export, picture_size
from lib.draw.studio.note import note
from lib.draw.studio.options import DRAWN, Export, check_runs
from lib.draw.studio.timing import Timing, timing
from lib.runs.trajectory import Trajectory

CLIP: Final = 4
"""Pictures of a clip. The first is whole, as at the beginning of a film; the others are what changes."""
CLIPS: Final = 4
BUDGET: Final = 6_000_000
"""Pixels that are drawn for an estimate, about: then it takes a few tenths of a second."""
_SOME: Final = 250_000
"""Numbers of an array that are packed to see how well they pack."""


class Estimate(NamedTuple):
    """What a file will be: bytes (about), width and height (None for numbers), pictures played, seconds of one turn."""

    bytes: int
    width: int | None
    height: int | None
    pictures: int
    seconds: float


def estimate(trajectories: Sequence[Trajectory], options: Export) -> Estimate:
    """The size of a file, within a factor of two.

    Raises:
        UserError: as `lib.draw.studio.making.export`, at once.
    """
    check_runs(len(trajectories))
    if options.format not in DRAWN:
        return Estimate(_numbers(trajectories, options), None, None, sum(len(t.t) for t in trajectories), 0.0)
    film = Film(trajectories, options)
    width, height = picture_size(trajectories, options) or (None, None)
    when = timing(len(film), options)
    words = len(note([t.recipe for t in trajectories], options))
    if options.format == "png":
        about = _sheet(film, when)
        return Estimate(about + words, width, height, len(film), 0.0)
    return Estimate(words + _film(film, when, options), width, height, len(when.order), when.seconds)


def _film(film: Film, when: Timing, options: Export) -> int:
    """Whole where that is cheap; else clips, evenly spread, whose changes stand for all changes."""
    encode, count = ENCODERS[options.format], len(when.order)
    clips = max(1, min(CLIPS, BUDGET // (film.shape[1] * film.shape[2] * (CLIP + 1))))
    if count <= (CLIP + 1) * clips:
        return len(encode(film, when, None, _nothing))
    starts = (
        [round(i * (count - CLIP) / max(1, clips - 1)) for i in range(clips)] if clips > 1 else [(count - CLIP) // 2]
    )
    wholes, changes = [], []
    for start in starts:
        whole = len(encode(film, _part(when, start, 1), None, _nothing))
        clip = len(encode(film, _part(when, start, CLIP), None, _nothing))
        wholes.append(whole)
        changes.append(max(0, clip - whole) / (CLIP - 1))
    return round(wholes[0] + (count - 1) * sum(changes) / len(changes))


def _part(when: Timing, start: int, length: int) -> Timing:
    end = start + length
    stays = tuple(min(stay, 1 / when.fps) for stay in when.stays[start:end])
    return Timing(when.order[start:end], stays, when.fps, when.loops)


def _sheet(film: Film, when: Timing) -> int:
    """The sheet itself where it is small, else as many pictures as PNGs."""
    if len(film) * film.shape[1] * film.shape[2] <= BUDGET:
        return len(ENCODERS["png"](film, when, None, _nothing))
    some = range(0, len(film), max(1, len(film) // 4))
    order = tuple(some)
    part = Timing(order, when.stays[: len(order)], when.fps, 0)
    return round(len(ENCODERS["zip"](film, part, None, _nothing)) * len(film) / len(order))


def _numbers(trajectories: Sequence[Trajectory], options: Export) -> int:
    if options.format == "csv":
        return len(export(trajectories, options))
    about = 2000.0
    for array in (getattr(run, name) for run in trajectories for name in ("x_t", "x_0")):
        flat = array.reshape(-1)
        start = max(0, (flat.size - _SOME) // 2)
        some = flat[start : start + _SOME].tobytes()
        about += array.nbytes * len(zlib.compress(some, 6)) / len(some)
    return round(about)


def _nothing() -> None:
    """Nobody waits to hear how far an estimate is."""
