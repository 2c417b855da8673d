"""Room: training. Ctrl-C, heard at the end of a step: what is saved is never half of one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def stopping() -> Iterator[list[bool]]:
    """Ctrl-C waits for the end of a step: it fills the list that is given, and is raised when all is done.

    Only the main thread hears it; where it was ignored, it still is.
    """
    asked: list[bool] = []
    before = signal.getsignal(signal.SIGINT)
    hears = callable(before) and threading.current_thread() is threading.main_thread()
    if hears:
        signal.signal(signal.SIGINT, lambda *_: asked.append(True))
    try:
        yield asked
    finally:
        if hears:
            signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt
