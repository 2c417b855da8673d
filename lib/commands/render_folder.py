"""Room: cli. A folder of recipes, rendered by several processes. Only this one writes files, and whole ones."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lib.commands.terminal import notes
from lib.models.errors import UserError
from lib.models.files import replace_all

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

    from lib.draw.studio.options import Export
    from lib.runs.progress import Progress

SUFFIXES = (".gif", ".mp4", ".webp", ".apng", ".png", ".zip", ".csv", ".npz")
"""Of what is written; all of it can be read again."""
MAX_JOBS = 64
_PATIENCE = 5.0
"""Seconds that processes have to stop by themselves."""


def render_folder(options: argparse.Namespace, look: Export) -> str:
    """Every file of a folder that ends like one that may hold a recipe; what is to be said of them comes at the end."""
    if len(options.recipes) != 1:
        raise UserError("Give one folder of recipes, or some recipe files, but not both.")
    if not 1 <= options.jobs <= MAX_JOBS:
        raise UserError(f"--jobs must lie between 1 and {MAX_JOBS}, not {options.jobs}.")
    files = _files(Path(options.recipes[0]))
    places = _places(files, Path(options.output), look.suffix)
    said: list[str] = []
    done = 0
    for file, made in _made(files, look, min(options.jobs, len(files))):
        written = made.written_to(places[file])
        done += written.data is not None
        said += (f"{file.name}: {' '.join(sentence.split())}\n" for sentence in written.said)
    sys.stderr.writelines(sorted(said))
    options.code = 0 if done == len(files) else 2
    return f"{done} of {len(files)} written to {options.output}"


class Made(NamedTuple):
    """What came of a file: the bytes of its export, and what is to be said of it; or none, and why."""

    data: bytes | None
    said: tuple[str, ...]

    def written_to(self, place: Path) -> Made:
        """The same, in its place; or why it can't be there."""
        if self.data is None:
            return self
        try:
            replace_all({place: self.data})
        except UserError as error:
            return Made(None, (str(error),))
        return self


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".json", *SUFFIXES))
    except OSError as error:
        raise UserError(f"Can't read the folder {folder} ({error.strerror}): give another one.") from None
    if not found:
        raise UserError(f"There is no recipe in {folder}: put files there that end in .json, or what render wrote.")
    return found


def _places(files: Sequence[Path], folder: Path, suffix: str) -> dict[Path, Path]:
    """Where each goes. Two that would have one name keep their old suffix in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"Can't make the folder {folder} ({error.strerror}): name another one after -o.") from None
    if not os.access(folder, os.W_OK):
        raise UserError(f"The folder {folder} is read-only: name another one after -o.")
    stems = [file.stem for file in files]
    return {f: folder / ((f.stem if stems.count(f.stem) == 1 else f.name.replace(".", "-")) + suffix) for f in files}


def _made(files: Sequence[Path], look: Export, jobs: int) -> Iterator[tuple[Path, Made]]:
    """Each file with what came of it; whoever is ready first."""
    from tqdm import tqdm

    with _processes(jobs) as pool, tqdm(total=len(files), unit="file", file=sys.stderr, disable=None) as bar:
        waiting = {pool.submit(_one, str(file), look.model_dump()): file for file in files}
        for future in as_completed(waiting):
            bar.update()
            yield waiting[future], _outcome(future)


def _outcome(future: Future[Made]) -> Made:
    try:
        return future.result()
    except BrokenProcessPool:
        why = "The process that worked on it was ended, perhaps for want of memory: use fewer --jobs."
        return Made(None, (why,))


@contextmanager
def _processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with this one, and stop when it is stopped."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(stop, _threads(jobs)))
    try:
        yield pool
    except BaseException:
        stop.set()
        workers = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.join(_PATIENCE)
            if worker.is_alive():
                worker.kill()
        raise
    pool.shutdown()


def _threads(jobs: int) -> int:
    named = os.environ.get("OMP_NUM_THREADS", "")
    return int(named) if named.isdecimal() and int(named) > 0 else max(1, (os.cpu_count() or 1) // jobs)


_STOP: list[Event] = []


def _begin(stop: Event, threads: int) -> None:
    """In each process: Ctrl-C is for the first one, which tells the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = str(threads)
    _STOP.append(stop)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _one(name: str, look: dict[str, Any]) -> Made:
    """What came of one file."""
    from lib.runs.progress import Cancelled

    try:
        return _exported(name, look)
    except (UserError, Cancelled) as error:
        why = str(error) or "It was stopped."
    except MemoryError:
        why = "There isn't enough memory for it: use fewer --jobs, or a smaller --size."
    except Exception as error:
        why = f"It failed ({type(error).__name__}: {str(error)[:150]}): please report it."
    return Made(None, (why,))


def _exported(name: str, look: dict[str, Any]) -> Made:
    from lib.commands.files import recipes_in
    from lib.draw.studio.making import export
    from lib.draw.studio.options import check_runs, options
    from lib.draw.studio.words import undrawn
    from lib.runs.engine import engine

    questions = recipes_in(name)
    check_runs(len(questions))
    answers = [engine().compute(question, _go_on) for question in questions]
    chosen = options(**look)
    return Made(export(answers, chosen, _go_on), notes(answers, undrawn(answers, chosen)))


def _go_on(_: Progress) -> None:
    from lib.runs.progress import Cancelled

    if _STOP and _STOP[0].is_set():
        raise Cancelled
