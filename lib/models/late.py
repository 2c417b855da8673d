"""Room: models. Late imports that are safe when many readers come in the same second. No torch up here.

Large packages are imported when they are first needed, and that may be in several threads at once. A plain import waits
until another thread has ended it; but two things don't wait, and find a package that is half there. Packages that load
their parts on demand (diffusers, transformers): two threads, each with one part, ask for the other's. And packages that
look whether another is there already (plotly looks for pandas). So those are imported by one thread at a time, and
pandas is whole before plotly draws.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

ALONE: Final = ("diffusers", "transformers", "torchvision")
"""Packages that are imported below `alone` only; a test keeps that."""
FIGURES: Final = ("pandas", "plotly.graph_objects")
"""What a figure needs, in this order."""
_NETWORKS, _FIGURES = threading.RLock(), threading.RLock()  # two: a figure need not wait the seconds that torch takes


@contextmanager
def alone() -> Iterator[None]:
    """No other thread imports any of `ALONE` meanwhile. Nothing of this project may be imported inside."""
    with _NETWORKS:
        yield


def torch() -> None:
    """Have torch in memory."""
    with _NETWORKS:
        importlib.import_module("torch")


def figures() -> None:
    """Have in memory what draws figures, before anything draws one, or any table is shown."""
    with _FIGURES:
        for name in FIGURES:
            importlib.import_module(name)
