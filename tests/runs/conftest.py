"""A zoo of models that need no training: cards as the trainer writes them, answers in closed form."""

import sys
import types

import pytest
import torch

from lib.models import registry
from tests.runs.kit import Exact


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    torch.set_num_threads(1)


@pytest.fixture
def zoo(tmp_path, monkeypatch):
    """Folders of their own, some checkpoints with cards, and a loader whose models know ten pictures by heart."""
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("DIFFUSION_DATA", raising=False)
    for name, epoch in [("digits-class-ddpm", 1), ("digits-class-ddpm", 20), ("digits-time-ddpm", 20)]:
        registry.write({"name": name, "epoch": epoch}, {"w": torch.full((2, 2), float(epoch))})
    for name in ("digits-flow", "digits-reflow-1", "digits-denoiser", "plane-flow"):
        registry.write({"name": name}, {"w": torch.ones(2, 2)})
    fake = types.ModuleType("lib.models.loader")
    fake.load = lambda model_id, device="cpu": Exact(model_id)
    monkeypatch.setitem(sys.modules, "lib.models.loader", fake)
    return tmp_path
