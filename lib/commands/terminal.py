"""Room: cli. What a terminal shows: tables, and progress on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lib.runs.progress import Progress
    from lib.runs.trajectory import Trajectory


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest entry."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)


def notes(answers: Iterable[Trajectory], *more: str) -> tuple[str, ...]:
    """What is to be read beside the pictures of some runs, and more that is to be said; each sentence once."""
    said = [*(note for answer in answers for note in answer.notes), *filter(None, more)]
    return tuple(dict.fromkeys(" ".join(note.split()) for note in said))


def say_notes(answers: Iterable[Trajectory], *more: str) -> None:
    """The notes on stderr, a line each."""
    sys.stderr.writelines(f"{note}\n" for note in notes(answers, *more))


class Bar:
    """Progress on stderr: an `on_step` that draws a bar once there is something to draw."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._total = 0

    def __enter__(self) -> Bar:
        return self

    def __call__(self, progress: Progress) -> None:
        """One call of the model is done."""
        from tqdm import tqdm

        if self._bar is None or progress.total != self._total or progress.done < self._bar.n:
            self.__exit__()
            self._total = progress.total
            self._bar = tqdm(total=progress.total, unit="call", file=sys.stderr, disable=None)
        self._bar.update(progress.done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
