"""A tiny untrained cascade in diffusers' format, as DeepFloyd IF lies on the disk, and its pipelines."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from lib.models.miniature import build, schedule


@pytest.fixture(scope="session")
def cascade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """folder/stage1 (8 px) and folder/stage2 (16 px); nobody may change it."""
    return build(
        tmp_path_factory.mktemp("cascade"),
        channels=(8, 16),
        side=8,
        upsampled=16,
        channels2=(8, 16),
        text=32,
        layers=1,
        groups=4,
    )


def stage1(folder: Path, **changes: Any) -> Any:
    """IFPipeline, with another scheduler where something is changed."""
    from diffusers import IFPipeline

    return _quiet(IFPipeline.from_pretrained(folder / "stage1", local_files_only=True), changes)


def stage2(folder: Path, **changes: Any) -> Any:
    """IFSuperResolutionPipeline, loaded as DeepFloyd's is."""
    from diffusers import IFSuperResolutionPipeline

    return _quiet(IFSuperResolutionPipeline.from_pretrained(folder / "stage2", text_encoder=None), changes)


def _quiet(pipeline: Any, changes: dict[str, Any]) -> Any:
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    pipeline.set_progress_bar_config(disable=True)
    if changes:
        pipeline.scheduler = schedule(**{"thresholding": True, **changes})
    return pipeline


def difference(a: Tensor, b: Tensor) -> float:
    assert a.shape == b.shape
    assert bool(torch.isfinite(a).all())
    return float((a - b).abs().max())
