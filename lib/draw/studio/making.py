"""Room: draw. From runs and options to the bytes of a file, with progress and a way to stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lib.draw.studio import numbers
from lib.draw.studio.encoders import ENCODERS
from lib.draw.studio.film import Film
from lib.draw.studio.note import note
from lib.draw.studio.options import DRAWN, Export, check_runs
from lib.draw.studio.timing import timing
from lib.runs.progress import Progress
from lib.runs.trajectory import Trajectory

OnProgress = Callable[[Progress], None]


def export(trajectories: Sequence[Trajectory], options: Export, on_progress: OnProgress | None = None) -> bytes:
    """One file of one run, or of several side by side; their recipes are inside (`lib.draw.reading.read_recipes`).

    Args:
        trajectories: one to six runs.
        options: what file, and how it looks and moves.
        on_progress: is told after each picture how many are done; to stop, it raises `lib.runs.progress.Cancelled`.

    Raises:
        UserError: for too many runs, too many or too large pictures, or a speed that the format can't keep.
    """
    check_runs(len(trajectories))
    said = note([trajectory.recipe for trajectory in trajectories], options)
    if options.format == "csv":
        return numbers.to_csv(trajectories, said, options.labels)
    if options.format == "npz":
        return numbers.to_npz(trajectories, said)
    film = Film(trajectories, options)
    when = timing(len(film), options)
    done = _Counter(len(film) if options.format == "png" else len(when.order), on_progress)
    return ENCODERS[options.format](film, when, said, done)


class _Counter:
    """Says how many of all pictures are done."""

    def __init__(self, total: int, on_progress: OnProgress | None) -> None:
        self._done, self._total, self._tell = 0, total, on_progress
        self._say()

    def __call__(self) -> None:
        self._done += 1
        self._say()

    def _say(self) -> None:
        if self._tell is not None:
            self._tell(Progress(self._done, self._total))


def picture_size(trajectories: Sequence[Trajectory], options: Export) -> tuple[int, int] | None:
    """Width and height of the finished picture; None for numbers."""
    if options.format not in DRAWN:
        return None
    film = Film(trajectories, options)
    if options.format != "png":
        return film.layout.width, film.layout.height
    across = film.sheet_columns()
    down, gap = -(-len(film) // across), film.sheet_gap
    return across * (film.layout.width + gap) + gap, down * (film.layout.height + gap) + gap
