"""Room: training. Work in progress on disk, written whole or not at all, and the snapshots that go into the zoo."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from lib.models import foreign, registry
from lib.models.errors import UserError
from lib.models.files import replace_all
from lib.models.places import state_dir
from lib.training.spec import Part, Spec

if TYPE_CHECKING:
    from lib.training.loop import State

MAX_SAVE = 4 * 2**30
"""Bytes of work in progress: networks, averages and what the optimizer remembers."""
_DRAWINGS = (
    "drawings in five styles, {side} px: Fluent Emoji (Microsoft, MIT), Noto Emoji (Google, Apache 2.0), Twemoji "
    "(Twitter and contributors, CC BY 4.0), named by emojibase (MIT)"
)
DATA = {
    "digits": "MNIST, 60,000 training pictures (Y. LeCun, C. Cortes, C. Burges)",
    "pairs": "noise and what {before} makes of it, {pairs} fixed pairs",
    "plane": "points drawn from a distribution in two dimensions, by our own code",
    "captions": f"{_DRAWINGS}, with captions of our own grammar",
    "enlargements": f"{_DRAWINGS}, crops of 64 px, with captions of our own grammar",
    "drawings": _DRAWINGS,
}


LOG_EVERY = 20
"""Steps whose mean loss makes one point of the loss curve."""


def folder() -> Path:
    """Where work in progress is kept: outside the repository."""
    return state_dir() / "training"


def place(name: str) -> Path:
    """The last save of a model's training."""
    return folder() / f"{name}.pt"


def write_whole(path: Path, content: Any) -> None:
    """torch.save, whole or not at all: what was there stays until the new file is on the disk.

    Raises:
        UserError: where the disk is full or can't be written.
    """
    buffer = io.BytesIO()
    torch.save(content, buffer)
    replace_all({path: buffer.getvalue()})


def read_save(path: Path) -> Any:
    """What `write_whole` wrote, on the CPU.

    Raises:
        OSError: where it is missing, larger than any save, or no plain file; and whatever a broken file brings about.
    """
    return torch.load(foreign.fitting(path, MAX_SAVE), map_location="cpu", weights_only=True)


def save(plan: Spec, state: State) -> None:
    """Keep all that --resume needs."""
    content = {
        "plan": identity(plan),
        "card": on_card(plan),
        "net": state.net.state_dict(),
        "ema": state.ema.state_dict(),
        "optimizer": state.optimizer.state_dict(),
        "step": state.step,
        "losses": state.losses,
        "note": state.note,
        "over": state.over,
    }
    write_whole(place(plan.name), content)


def on_card(plan: Spec) -> dict[str, Any]:
    """The hyper-parameters of a plan as a card that was read back has them: a tuple is a list there."""
    values: dict[str, Any] = json.loads(json.dumps(plan.card()))
    return values


def identity(plan: Spec) -> dict[str, Any]:
    """What tells a save of one plan from those of others, for older saves: newer ones keep the whole card."""
    return {"name": plan.name, "batch": plan.batch, "epochs": plan.epochs, "lr": plan.lr, "seed": plan.seed}


def id_of(plan: Spec, epoch: int) -> str:
    """What the weights of an epoch are called in the zoo."""
    return f"{plan.name}@{epoch}" if len(plan.snapshots) > 1 else plan.name


def snapshot(plan: Spec, state: State, epoch: int) -> str:
    """Put the average weights of an epoch into the zoo, with their card."""
    net, losses = state.ema, state.losses
    model_id = id_of(plan, epoch)
    part = plan.ship(net) if plan.ship else Part(net.state_dict())
    tensors: dict[str, Tensor] = {k: v.detach().cpu() for k, v in part.tensors.items()}
    fields = {
        "id": model_id,
        "name": plan.name,
        "epoch": epoch,
        "parameters": sum(p.numel() for p in tensors.values() if p.is_floating_point())
        if plan.ship
        else sum(p.numel() for p in net.parameters()),
        "licence": "MIT",
        "data": DATA[plan.source].format(before=plan.before, pairs=plan.pairs, side=plan.side),
        "recipe": plan.card(),
        "bits": plan.bits,
        "epochs_planned": plan.epochs,
        "note": state.note.strip(),
        "losses": [[int(step), round(loss, 6)] for step, loss, _ in losses],
        "figures": {"loss": round(sum(loss for _, loss, _ in losses[-20:]) / max(len(losses[-20:]), 1), 6)},
    }
    registry.write(fields | ({"file": part.file} if part.file else {}), tensors, beside=part.beside)
    return model_id


def kept(name: str) -> dict[str, Tensor]:
    """The running average in the last save of a training: for a training that goes on from another's work.

    Raises:
        UserError: where there is none, or it is broken.
    """
    path = place(name)
    if not path.exists():
        raise UserError(f"{name} was not trained on this machine ({path} is missing): train it first.")
    try:
        return dict(read_save(path)["ema"])
    except Exception as error:  # a broken file can raise anything while it is unpacked
        raise UserError(f"{path} can't be read ({type(error).__name__}): train {name} again.") from error


def weights_of(name: str) -> dict[str, Tensor]:
    """The shipped weights of a model, to start another from.

    Raises:
        UserError: where that model isn't there yet.
    """
    return registry.tensors(registry.find(name))
