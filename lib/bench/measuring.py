"""Room: bench. What all benches do: time several ways in turn, and say in JSON how close two results are."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from torch import Tensor

from lib.runs import measures


class Taken(NamedTuple):
    """Seconds of one call: by the clock, and of the processor (on a busy machine this is what counts)."""

    clock: float
    busy: float


def in_turn(ways: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, list[Taken]]:
    """Time each way once a round, one after the other, so that a slow minute of the machine meets all of them."""
    taken: dict[str, list[Taken]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start, busy = time.perf_counter(), time.process_time()
            way()
            taken[name].append(Taken(time.perf_counter() - start, time.process_time() - busy))
    return taken


def clocks(taken: Mapping[str, list[Taken]]) -> dict[str, list[float]]:
    """The seconds by the clock alone."""
    return {name: [one.clock for one in times] for name, times in taken.items()}


def psnr(a: Tensor, b: Tensor) -> float:
    """Peak signal-to-noise ratio of two sets of pictures in [0, 1], in dB; infinite where they are equal."""
    return measures.psnr(a.numpy(), b.numpy())


def finite(decibels: float) -> float | None:
    """A figure for JSON, which knows no infinity: null there."""
    return decibels if math.isfinite(decibels) else None
