"""Room: draw. A run as numbers: a table with a row for each level, and all arrays in one file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.draw.studio.note import on_one_line
from lib.draw.studio.words import prompt
from lib.runs.trajectory import Trajectory

COLUMNS: Final = (
    "run",
    "label",
    "frame",
    "t",
    "alpha",
    "sigma",
    "x_t_mean",
    "x_t_std",
    "x_0_mean",
    "x_0_std",
    "x_0_change",
    "x_0_to_last",
)
"""Of the table. Changes are root mean squares over the whole batch: since the level before, and to the last."""
_ARRAYS = ("t", "alpha", "sigma", "x_t", "x_0", "labels")


def rows(trajectories: Sequence[Trajectory], labels: Sequence[str] = ()) -> Iterator[tuple[str | int | float, ...]]:
    """The rows of the table, as `COLUMNS` names them."""
    for number, run in enumerate(trajectories, start=1):
        label = labels[number - 1] if number <= len(labels) else prompt(run.recipe)
        last, before = run.x_0[-1].astype(np.float64), run.x_0[0].astype(np.float64)
        for k in range(len(run.t)):
            x_t, x_0 = (getattr(run, name)[k].astype(np.float64) for name in ("x_t", "x_0"))
            seen = (run.t[k], run.alpha[k], run.sigma[k], x_t.mean(), x_t.std(), x_0.mean(), x_0.std())
            far = (_rms(x_0 - before), _rms(x_0 - last))
            yield (number, label, k, *(float(f"{value:.6g}") for value in (*seen, *far)))
            before = x_0


def _rms(difference: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(difference**2)))


def to_csv(trajectories: Sequence[Trajectory], note: str, labels: Sequence[str] = ()) -> bytes:
    """A first line with the recipe (`pandas.read_csv(..., skiprows=1)`), the names of the columns, the rows."""
    target = io.StringIO()
    target.write(f"# recipe: {on_one_line(note)}\n")
    table = csv.writer(target, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(tuple(_harmless(value) for value in row) for row in rows(trajectories, labels))
    return target.getvalue().encode()


def _harmless(value: str | int | float) -> str | int | float:
    """A spreadsheet takes text that begins like a formula for one."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def to_npz(trajectories: Sequence[Trajectory], note: str) -> bytes:
    """The trajectory as this project keeps it; several as run1_x_t, run2_x_t, … with the recipes in `head`."""
    if len(trajectories) == 1:
        return trajectories[0].to_npz()
    arrays = {f"run{i}_{name}": getattr(run, name) for i, run in enumerate(trajectories, 1) for name in _ARRAYS}
    target = io.BytesIO()
    np.savez_compressed(target, allow_pickle=False, head=np.array(json.dumps({"recipe": note})), **arrays)
    return target.getvalue()
