"""A cache for the browser to look at: all that ships, and small untrained networks where a training isn't done yet."""

import shutil
from pathlib import Path

import pytest
import torch

from lib.models import places, registry
from lib.models.digits import KINDS
from lib.models.judges import Judge
from lib.models.plane import PlaneFlow
from lib.models.unet import UNet
from lib.runs.defaults import DEFAULTS
from lib.runs.precompute import precompute


def complete(folder: Path) -> list[str]:
    """Copy what ships to a folder and add what is missing there; the ids of the stand-ins.

    The pictures that pages open with are computed for stand-ins only: what ships has to bring its own.
    """
    if places.shipped_dir().is_dir():
        shutil.copytree(places.shipped_dir(), folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIFFUSION_CACHE", str(folder))
        torch.manual_seed(0)
        there = registry.checkpoints()
        made = [
            registry.write({"name": name, "epoch": epoch, "note": "A stand-in: not trained."}, _network(name)).id
            for name, epochs in registry.EPOCHS.items()
            for epoch in epochs or (None,)
            if (name if epoch is None else f"{name}@{epoch}") not in there
        ]
        mine = {name: recipe for name, recipe in DEFAULTS.items() if registry.find(recipe.model).id in made}
        lines = list(precompute(mine))
        assert len(lines) == len(mine)
    return made


def _network(name: str) -> dict[str, torch.Tensor]:
    if name == "digits-judge":
        return Judge(2).state_dict()
    if name.startswith("plane-"):
        return PlaneFlow(8).state_dict()
    return UNet(4, KINDS[name].time, KINDS[name].classes).state_dict()
