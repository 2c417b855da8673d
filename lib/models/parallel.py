"""Room: models. Independent pieces of work on several cores: a thread for each piece, and each computes alone.

Threads that share one small operation wait for each other at every layer; with pictures of their own they don't.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

import torch

Result = TypeVar("Result")


def side_by_side(pieces: Sequence[Callable[[], Result]]) -> list[Result]:
    """The results of all pieces, in order, on as many cores as torch may use in the calling thread."""
    threads = min(torch.get_num_threads(), len(pieces))
    if threads < 2:
        return [piece() for piece in pieces]
    inference = torch.is_inference_mode_enabled()  # modes belong to a thread: the others take over the caller's

    def one(piece: Callable[[], Result]) -> Result:
        with torch.inference_mode(inference), torch.no_grad():
            return piece()

    return list(_pool(threads).map(one, pieces))


@lru_cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, "pictures", initializer=torch.set_num_threads, initargs=(1,))
