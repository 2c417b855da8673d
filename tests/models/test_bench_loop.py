"""The benchmark compares the same pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lib.bench.loop import bench_loop
from lib.models.errors import UserError


def test_the_students_loop_and_ours_draw_the_same_pictures(zoo: Path) -> None:
    """After three steps pictures of an untrained network still lie within black and white; later all are cut off."""
    result = json.loads(json.dumps(bench_loop(steps=3, batch=2, repeats=1)))
    assert result["weights"] == "trained: digits-class-ddpm@20"
    assert 35 < result["psnr_db"] < 200
    assert set(result["seconds"]) == {"bare", "loop", "students"}


def test_it_says_that_the_weights_are_random(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    assert bench_loop(steps=1, batch=1, repeats=1)["weights"].startswith("random")
    with pytest.raises(UserError):
        bench_loop("digits-flow")
