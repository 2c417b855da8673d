"""The benchmark of the cascade compares the same pictures, on weights that are there or on random ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lib.bench.cascade import bench_cascade
from lib.models.errors import UserError
from tests.models.tiny_cascade import cascade  # noqa: F401


@pytest.mark.parametrize("count", [1, 2])
def test_ours_and_ifpipeline_draw_the_same_pictures(cascade: Path, count: int) -> None:  # noqa: F811
    result = json.loads(json.dumps(bench_cascade(cascade / "stage1", steps=34, count=count, repeats=1)))
    assert result["max_difference"] <= 1e-3
    assert result["psnr_db"] > 60
    assert set(result["seconds"]) == {"ifpipeline", "bare", "ours"}
    assert result["speedup"] > 0
    assert result["side"] == 8


def test_without_a_folder_the_weights_are_random_and_it_says_so() -> None:
    result = bench_cascade(steps=2, repeats=1, channels=(16, 32))
    assert result["model"] == "random, channels 16/32"
    assert result["parameters"] > 10_000


def test_bad_input(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        bench_cascade(tmp_path)
    with pytest.raises(UserError, match="above 1"):
        bench_cascade(guidance=1)
