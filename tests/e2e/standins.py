"""A cache for the browser to look at: all that ships, and small untrained networks where a training isn't done yet."""

import shutil
from pathlib import Path

import pytest
import torch

from lib.models import emoji_if, places, registry
from lib.models.digits import KINDS
from lib.models.judges import DrawingJudge, Judge
from lib.models.plane import PlaneFlow
from lib.models.unet import UNet
from lib.runs.precompute import precompute
from lib.runs.recipe import Recipe
from lib.teaching.scene_lists import to_ship
from lib.training import painters

SMALL = {16: (16, 16, 16), 32: (16, 16, 16, 16), 128: (8, 8, 8, 16, 16)}
"""Channels of the cascade's networks here: a sixteenth of the work."""
LOUD = 40.0
"""Times that the weights are larger through which a stand-in for digits hears its class and speaks."""
CASCADE = {
    emoji_if.TEXT: lambda: painters.ship_text(painters.Painter(16)),
    emoji_if.STAGE_1: lambda: painters.ship_stage1(painters.Painter(32)),
    emoji_if.STAGE_2: lambda: painters.ship_stage2(painters.Enlarger()),
}


def complete(folder: Path) -> list[str]:
    """Copy what ships to a folder and add what is missing there; the ids of the stand-ins.

    The pictures that pages open with are computed for stand-ins only: what ships has to bring its own.
    """
    if places.shipped_dir().is_dir():
        shutil.copytree(places.shipped_dir(), folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIFFUSION_CACHE", str(folder))
        patch.setattr(emoji_if, "CHANNELS", SMALL)
        there = registry.checkpoints()
        made = [
            _write(name, epoch)
            for name, epochs in registry.EPOCHS.items()
            for epoch in epochs or (None,)
            if (name if epoch is None else f"{name}@{epoch}") not in there
        ]
        mine = {name: recipe for name, recipe in to_ship().items() if _asked(recipe) & set(made)}
        lines = list(precompute(mine))
        assert len(lines) == len(mine)
    return made


def _write(name: str, epoch: int | None) -> str:
    fields = {"name": name, "epoch": epoch, "note": "A stand-in: not trained."}
    torch.manual_seed(0)  # the same one, whichever others are missing
    if name in CASCADE:
        part = CASCADE[name]()
        return registry.write({**fields, "file": part.file}, part.tensors, beside=part.beside).id
    return registry.write(fields, _network(name)).id


def _asked(recipe: Recipe) -> set[str]:
    """The ids of all weights that answer a recipe."""
    names = {recipe.model} | ({recipe.of.model} if recipe.kind == "upsample" else set())
    return {registry.find(part).id for name in names for part in registry.CASCADES.get(name, (name,))}


def _network(name: str) -> dict[str, torch.Tensor]:
    if name == "digits-judge":
        return Judge(2).state_dict()
    if name == "emoji-judge":
        return DrawingJudge(2, 2).state_dict()
    if name.startswith("plane-"):
        return PlaneFlow(8).state_dict()
    return _audible(UNet(4, KINDS[name].time, KINDS[name].classes)).state_dict()


def _audible(network: UNet) -> UNet:
    """What it is told shows in its pictures; an untrained network hardly listens, and no guidance would change them."""
    with torch.no_grad():
        network.out[-1].weight *= LOUD
        if network.classes:
            network.class2[-1].weight *= LOUD
    return network
