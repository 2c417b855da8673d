"""Room: runs. Tasks in threads, one at a time, with a place in the queue, progress, and a way to stop; runs as such."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from lib.models import late
from lib.models.errors import UserError
from lib.runs.cost import seconds_of
from lib.runs.progress import Cancelled, OnStep, Progress
from lib.runs.queueing import Queue
from lib.runs.recipe import Recipe
from lib.runs.trajectory import Trajectory

Compute = Callable[[Recipe, OnStep], Trajectory]
Result = TypeVar("Result")

QUEUE = Queue()
"""All runs of this process: two at once only make both slower."""
EXPORTS = Queue()
"""All exports: they wait for each other, and no run waits for them."""


class Task(Generic[Result]):
    """Some work in a thread of its own. Read its attributes from any thread, as often as you like.

    Args:
        work: does it; what it is given, it calls after each part, which raises `Cancelled` where it shall stop.
        name: of the thread, and of what fails: "This export failed".
        queue: the tasks that wait for each other.
        owner: the session that it belongs to, which takes turns with others.
        seconds: that it will take, as far as one knows.

    Attributes:
        result: what came of it, once it is there.
        error: why it failed; its text is one sentence for the user.
        progress: the newest one; None until the first part is done.
        cancelled: whether it was stopped before the end.
    """

    def __init__(
        self,
        work: Callable[[OnStep], Result],
        name: str,
        queue: Queue,
        owner: object | None = None,
        seconds: float | None = None,
    ) -> None:
        self.result: Result | None = None
        self.error: UserError | None = None
        self.progress: Progress | None = None
        self.cancelled = False
        self._work_itself, self._name, self._queue = work, name, queue
        self._stop, self._finished = threading.Event(), threading.Event()
        queue.join(self, owner, seconds)
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether it has ended: then exactly one of result, error and cancelled is set."""
        return self._finished.is_set()

    @property
    def ahead(self) -> int:
        """How many jobs are before it, as it looks now: 0 while it runs and after."""
        return max(self._queue.place(self), 0)

    @property
    def preview(self) -> NDArray[np.uint8] | None:
        """(H, W) uint8: the newest estimates as one grid, or None where there are none yet."""
        return None if self.progress is None else self.progress.preview

    def cancel(self) -> None:
        """Ask it to stop: at the next model call, or at once while it waits."""
        self._stop.set()
        self._queue.give_up(self)

    def wait(self, timeout: float | None = None) -> bool:
        """Until it has ended; False where the time was up first."""
        return self._finished.wait(timeout)

    def _work(self) -> None:
        try:
            self._queue.wait(self, self._stop.is_set)
            if self._stop.is_set():
                raise Cancelled
            self.result = self._work_itself(self._step)
        except Cancelled:
            self.cancelled = True
        except UserError as error:
            self.error = error
        except MemoryError:
            self.error = UserError(
                f"There isn't enough memory for this {self._name}: ask for fewer pictures or frames."
            )
        except Exception as error:  # a thread has nobody above it: what is lost here is never seen
            what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            self.error = UserError(f"This {self._name} failed ({what}): please report it with its recipe.")
        finally:
            self._queue.leave(self)
            self._finished.set()

    def _step(self, progress: Progress) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.progress = progress
        self._queue.step_aside(self, progress.fraction, self._stop.is_set)
        if self._stop.is_set():
            raise Cancelled


class Job(Task[Trajectory]):
    """A run.

    Attributes:
        recipe: the question.
    """

    def __init__(
        self, recipe: Recipe, compute: Compute | None = None, queue: Queue = QUEUE, owner: object | None = None
    ) -> None:
        self.recipe = recipe

        def work(on_step: OnStep) -> Trajectory:
            _use_threads()
            return (compute or _compute)(recipe, on_step)

        super().__init__(work, "run", queue, owner, seconds_of(recipe))


def _compute(recipe: Recipe, on_step: OnStep) -> Trajectory:
    from lib.runs.engine import engine

    return engine().compute(recipe, on_step)


def threads() -> int:
    """How many threads a job computes with: OMP_NUM_THREADS, else half the processors that this process may use."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return int(named) if named.isdecimal() and int(named) > 0 else max(1, usable // 2)


def _use_threads() -> None:
    """The number of threads belongs to a thread: it has to be set in the one that computes."""
    late.torch()
    import torch

    torch.set_num_threads(threads())
