"""Room: draw. In which order an export plays its pictures, and how long each stays."""

from __future__ import annotations

from typing import NamedTuple

from lib.draw.studio.options import FORMATS, MAX_FRAMES, Export
from lib.models.errors import UserError

_ABOUT, _SLOWEST, _FASTEST = 5.0, 4.0, 30.0
"""Seconds that a film takes where nobody says how long, and between which speeds it stays."""


class Timing(NamedTuple):
    """The pictures as they are played: which one, and for how many seconds; frames a second; times in all (0: ever)."""

    order: tuple[int, ...]
    stays: tuple[float, ...]
    fps: float
    loops: int

    @property
    def seconds(self) -> float:
        """How long it plays once."""
        return sum(self.stays)


def timing(count: int, options: Export) -> Timing:
    """Order and durations of `count` pictures.

    Raises:
        UserError: for a speed that the format can't keep, or a film without end.
    """
    order = list(range(count))
    if options.bounce:
        order += range(count - 2, 0, -1)
    fps = _speed(len(order), options)
    stays = [1 / fps] * len(order)
    stays[count - 1] += options.hold
    if options.format == "mp4":
        times = max(1, options.loops)
        order, stays = order * times, stays * times
        if sum(_repeats(stay, fps) for stay in stays) > 10 * MAX_FRAMES or len(order) > MAX_FRAMES:
            raise UserError(
                f"This film would play {len(order):,} frames; at most {MAX_FRAMES:,} fit: repeat it fewer times, or "
                "keep fewer frames."
            )
    return Timing(tuple(order), tuple(stays), fps, options.loops)


def repeats(made: Timing) -> list[int]:
    """For a format that has one speed only: how often each picture is shown."""
    return [_repeats(stay, made.fps) for stay in made.stays]


def _repeats(stay: float, fps: float) -> int:
    return max(1, round(stay * fps))


def _speed(count: int, options: Export) -> float:
    if options.fps is not None:
        return options.fps
    if options.seconds is None:
        return max(_SLOWEST, min(_FASTEST, count / _ABOUT))
    fps, fastest = count / options.seconds, 50 if options.format == "gif" else 60
    if fps > fastest and FORMATS[options.format].moves:
        raise UserError(
            f"{count} frames in {options.seconds:g} seconds are {fps:.0f} a second, and at most {fastest} are: take "
            f"{count / fastest:.1f} seconds or more, or fewer frames."
        )
    return max(0.1, fps)
