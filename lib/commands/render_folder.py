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
from typing import TYPE_CHECKING, Any

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
    """Every file of a folder that ends like one that may hold a recipe; what is wrong with some is said at the end."""
    if len(options.recipes) != 1:
        raise UserError("Give one folder of recipes, or some recipe files, but not both.")
    if not 1 <= options.jobs <= MAX_JOBS:
        raise UserError(f"--jobs must lie between 1 and {MAX_JOBS}, not {options.jobs}.")
    files = _files(Path(options.recipes[0]))
    places = _places(files, Path(options.output), look.suffix)
    bad: list[str] = []
    done = 0
    for file, made in _made(files, look, min(options.jobs, len(files))):
        if isinstance(made, bytes):
            try:
                replace_all({places[file]: made})
                done += 1
                continue
            except UserError as error:
                made = str(error)
        bad.append(f"{file.name}: {made}")
    for sentence in sorted(bad):
        sys.stderr.write(" ".join(sentence.split()) + "\n")
    options.code = 2 if bad else 0
    return f"{done} of {len(files)} written to {options.output}"


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


def _made(files: Sequence[Path], look: Export, jobs: int) -> Iterator[tuple[Path, bytes | str]]:
    """Each file with the bytes of its export, or the sentence that says why there are none; whoever is ready first."""
    from tqdm import tqdm

    with _processes(jobs) as pool, tqdm(total=len(files), unit="file", file=sys.stderr, disable=None) as bar:
        waiting = {pool.submit(_one, str(file), look.model_dump()): file for file in files}
        for future in as_completed(waiting):
            bar.update()
            yield waiting[future], _outcome(future)


def _outcome(future: Future[bytes | str]) -> bytes | str:
    try:
        return future.result()
    except BrokenProcessPool:
        return "The process that worked on it was ended, perhaps for want of memory: use fewer --jobs."


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


def _one(name: str, look: dict[str, Any]) -> bytes | str:
    """The export of one file, or one sentence."""
    from lib.commands.files import recipes_in
    from lib.draw.studio.making import export
    from lib.draw.studio.options import options
    from lib.runs.engine import engine
    from lib.runs.progress import Cancelled

    try:
        answers = [engine().compute(recipe, _go_on) for recipe in recipes_in(name)]
        return export(answers, options(**look), _go_on)
    except (UserError, Cancelled) as error:
        return str(error) or "It was stopped."
    except MemoryError:
        return "There isn't enough memory for it: use fewer --jobs, or a smaller --size."
    except Exception as error:
        return f"It failed ({type(error).__name__}: {' '.join(str(error).split())[:150]}): please report it."


def _go_on(_: Progress) -> None:
    from lib.runs.progress import Cancelled

    if _STOP and _STOP[0].is_set():
        raise Cancelled
