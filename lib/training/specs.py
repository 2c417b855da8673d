"""Room: training. What is trained: one Spec a model, with the course's numbers as defaults."""

from __future__ import annotations

import difflib
from functools import partial
from importlib import import_module
from typing import Any

from torch import nn

from lib.models.errors import UserError
from lib.models.judges import Judge
from lib.models.registry import CASCADE, EPOCHS
from lib.models.unet import CLASSES, UNet
from lib.training import objectives
from lib.training.spec import Spec


def _reflow(k: int) -> Spec:
    """Reflow k: pairs from the model before, at the guidance that served it best; later ones have it baked in."""
    return Spec(
        name=f"digits-reflow-{k}",
        network=lambda: UNet(64, time=True, classes=CLASSES),
        objective=objectives.straight_pairs_by_ends,
        source="pairs",
        before="digits-flow" if k == 1 else f"digits-reflow-{k - 1}",
        epochs=4,  # it starts from the weights of the model before
        pairs=30_000,
        pair_steps=(12, 8, 6)[k - 1],  # the straighter the model before, the fewer steps reach the same end
        bits=8,
        pair_guidance=2.0 if k == 1 else 1.0,  # the least at which the judge reads every digit of the flow right
    )


def _plane_network() -> nn.Module:
    from lib.models.plane import PlaneFlow

    return PlaneFlow()


def _plane(k: int) -> Spec:
    """The same in two dimensions, where the paths can be drawn."""
    name = f"plane-reflow-{k}" if k else "plane-flow"
    before = None if k == 0 else "plane-flow" if k == 1 else f"plane-reflow-{k - 1}"
    return Spec(
        name=name,
        network=_plane_network,
        objective=objectives.straight_pairs if k else objectives.flow_plane,
        source="pairs" if k else "plane",
        batch=512,
        epochs=40,
        lr=4e-3,
        decay=0.01,
        before=before,
        pairs=30_000 if k else 0,
        pair_steps=50 if k else 0,
    )


def _lazily(module: str, function: str, *args: Any) -> Any:
    """Call a function of a module that takes seconds to import, or imports this one."""
    return getattr(import_module(module), function)(*args)


_PAINTERS = "lib.training.painters"


def _cascade(stage: str, network: partial[nn.Module], side: int, epochs: int, before: str | None = None) -> Spec:
    """A part of the miniature cascade; diffusers is imported only when it is trained."""
    return Spec(
        name=f"{CASCADE}-{stage}",
        network=network,
        objective=objectives.text_to_image,
        source="enlargements" if side == 128 else "captions",
        side=side,
        batch=32,
        epochs=epochs,
        lr=5e-4,
        decay=1.0,
        warmup=200,
        cooldown=0.4,
        weight_decay=0.01,
        before=before,
        begin=partial(_lazily, _PAINTERS, f"begin_{stage}") if before else None,
        ship=partial(_lazily, _PAINTERS, f"ship_{stage}"),
    )


_SPECS = (
    Spec(name="digits-judge", network=Judge, objective=objectives.classify, epochs=5, decay=0.01),
    Spec(
        name="digits-denoiser",
        network=lambda: UNet(128),
        objective=objectives.denoise,
        batch=256,
        epochs=5,
        lr=1e-4,
        decay=1.0,
        snapshots=EPOCHS["digits-denoiser"],
        bits=8,
    ),
    Spec(name="digits-denoiser-noise", network=lambda: UNet(16), objective=objectives.denoise_nothing, epochs=2),
    Spec(
        name="digits-time-ddpm",
        network=lambda: UNet(64, time=True),
        objective=objectives.ddpm,
        snapshots=EPOCHS["digits-time-ddpm"],
        bits=8,
    ),
    Spec(
        name="digits-class-ddpm",
        network=lambda: UNet(64, time=True, classes=CLASSES),
        objective=objectives.ddpm_of_class,
        snapshots=EPOCHS["digits-class-ddpm"],
        bits=8,
    ),
    Spec(
        name="digits-flow",
        network=lambda: UNet(64, time=True, classes=CLASSES),
        objective=objectives.flow_of_class,
        snapshots=EPOCHS["digits-flow"],
        bits=8,
    ),
    *(_reflow(k) for k in (1, 2, 3)),
    *(_plane(k) for k in (0, 1, 2, 3)),
    Spec(
        name="emoji-judge",
        network=partial(_lazily, _PAINTERS, "new_judge"),
        objective=objectives.classify_drawing,
        source="drawings",
        side=32,
        batch=64,
        epochs=200,
        decay=0.01,
    ),
    _cascade("text", partial(_lazily, _PAINTERS, "Painter", 16), 16, epochs=100),
    _cascade("stage1", partial(_lazily, _PAINTERS, "Painter", 32), 32, epochs=130, before=f"{CASCADE}-text"),
    _cascade("stage2", partial(_lazily, _PAINTERS, "Enlarger"), 128, epochs=40, before=f"{CASCADE}-text"),
)
SPECS = {spec.name: spec for spec in _SPECS}


def spec(name: str) -> Spec:
    """The Spec of a model.

    Raises:
        UserError: for a name that isn't one, with those that are near.
    """
    if name in SPECS:
        return SPECS[name]
    near = difflib.get_close_matches(name, SPECS, n=3) or list(SPECS)
    raise UserError(f"There is no model {name!r} to train. Did you mean {', '.join(near)}?")
