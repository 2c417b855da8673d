"""What is measured of enlargements, with enlargements that nobody drew."""

from __future__ import annotations

import numpy as np
import pytest

from lib.bench import upsampling
from lib.bench.upsampling import bench_upsampling
from lib.runs.trajectory import Trajectory


class Engine:
    def compute(self, recipe):
        return answer(recipe, np.linspace(-1, 1, 32))


def answer(recipe, row):
    x = np.broadcast_to(row, (2, 1, 3, len(row), len(row))).copy()
    return Trajectory(recipe, [990, 0], [0.1, 1], [0.99, 0], x, x)


def enlarged(recipe):
    """Held, it has the right means; alone, it is darker by a tenth of the way from white to black."""
    return answer(recipe, np.linspace(-1, 1, 32).repeat(4) - 0.2 * (1 - recipe.held))


def test_it_measures_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upsampling, "find", lambda name: None)
    monkeypatch.setattr("lib.runs.engine.engine", Engine)
    monkeypatch.setattr("lib.runs.run.run", enlarged)
    seen = []
    found = bench_upsampling(["a dog", "a cat"], see=lambda *what: seen.append(what[:2]))
    assert list(found) == ["0", "1"]
    assert found["0"]["mean_decibels"] == pytest.approx(20.1, abs=0.3)
    assert found["1"]["least_decibels"] > 60
    assert list(found["1"]["decibels"]) == ["a dog", "a cat"]
    assert found["1"]["detail"] == pytest.approx(0, abs=1e-3)
    assert found["1"]["seams"] > 100
    assert seen == [("a dog", 0.0), ("a cat", 0.0), ("a dog", 1.0), ("a cat", 1.0)]
