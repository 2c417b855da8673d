"""Pairs for a reflow: made once, with a bar or without."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from lib.training import source, specs
from tests.tiny import write_zoo


@pytest.mark.parametrize("quiet", [True, False])
def test_pairs_are_made_once_and_without_a_bar_where_nobody_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], quiet: bool
) -> None:
    """A training that is quiet is quiet while its pairs are made, too."""
    made: list[int] = []

    def chunk(plan: object, index: int, device: object) -> source.Batch:
        made.append(index)
        pictures = torch.full((source.CHUNK, 1, 2, 2), index, dtype=torch.float16)
        return pictures, torch.zeros(source.CHUNK, dtype=torch.int64), pictures

    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    monkeypatch.setattr(source, "_chunk", chunk)
    write_zoo(tmp_path)
    plan = dataclasses.replace(specs.SPECS["digits-reflow-1"], pairs=2 * source.CHUNK)
    for _ in range(2):
        assert len(source.load_source(plan, None, torch.device("cpu"), quiet)) == 2 * source.CHUNK
    assert made == [0, 1]
    assert ("pairs for digits-reflow-1" in capfd.readouterr().err) is not quiet
