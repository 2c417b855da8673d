"""Room: training. From where a run with --resume goes on: the last save on this machine, or what ships of its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from lib.models import registry
from lib.models.cards import Checkpoint
from lib.models.errors import UserError
from lib.training import progress
from lib.training.spec import Spec

if TYPE_CHECKING:
    from lib.training.loop import State


def check(plan: Spec, last: int) -> None:
    """Whether there is something to go on to, before any data are looked at.

    Args:
        plan: what is trained.
        last: the epoch to stop after.

    Raises:
        UserError: where that epoch ships, and no save began after it; also for a save that can't be read.
    """
    ships = shipped(plan)
    if last not in ships or _is_younger(_read(plan), ships):
        return
    if last == plan.epochs:
        raise UserError(f"{plan.name} is whole: train without --resume to start anew.")
    raise UserError(f"{plan.name} has its epoch {last}: give a later --until, or train without --resume to start anew.")


def spare(plan: Spec) -> None:
    """Whether a plan that is shorter than the model's own would replace nothing that a longer one made.

    Raises:
        UserError: where it would: weights in the zoo, or the last save.
    """
    ids = {progress.id_of(plan, epoch) for epoch in (*plan.snapshots, plan.epochs) if epoch <= plan.epochs}
    longer = {id_: card.epochs_planned or 0 for id_, card in registry.checkpoints().items() if id_ in ids}
    if progress.place(plan.name).exists():
        longer["the last save"] = _planned(plan)
    for what, epochs in longer.items():
        if epochs > plan.epochs:
            raise UserError(
                f"{plan.epochs} epochs of {plan.name} would replace {what}, which is of a plan of {epochs}: add "
                "--force if that is wanted, or set DIFFUSION_CACHE and DIFFUSION_STATE to another folder."
            )


def _planned(plan: Spec) -> int:
    """The epochs of the plan that the last save is of; 0 for one that can't be read."""
    try:
        return int(progress.read_save(progress.place(plan.name))["plan"]["epochs"])
    except Exception:  # a broken file can raise anything while it is unpacked
        return 0


def go_on(plan: Spec, state: State, steps: int, last: int) -> None:
    """Fill a fresh state from the save, or from the latest epoch that ships where that is ahead; else leave it.

    Args:
        plan: what is trained; other hyper-parameters than those of a save or a card are another plan.
        state: it is changed.
        steps: of an epoch.
        last: the epoch to stop after.

    Raises:
        UserError: where the save is broken, belongs to another plan or is past the last epoch.
    """
    ships, save = shipped(plan), _read(plan)
    if save and _serves(plan, save, ships, steps, last):
        _restore(plan, state, save)
    elif early := [epoch for epoch in ships if epoch <= last]:
        _join(state, ships[max(early)], steps)


def shipped(plan: Spec) -> dict[int, Checkpoint]:
    """The epochs of a plan that ship."""
    own = [card for card in registry.checkpoints().values() if card.name == plan.name]
    return {card.epoch: card for card in own if card.epoch is not None and not differing(card.recipe, plan)}


def latest(plan: Spec) -> str:
    """The checksum of the latest epoch that ships: a run that starts anew beside it is younger than it."""
    ships = shipped(plan)
    return ships[max(ships)].sha256 if ships else ""


def differing(recipe: Mapping[str, Any], plan: Spec) -> list[str]:
    """The hyper-parameters that aren't those of a plan; whatever isn't named has the value that a Spec begins with.

    Which epochs are kept isn't one: it changes no weight.
    """
    usual = {field.name: field.default for field in fields(Spec)}
    own = progress.on_card(plan)
    names = sorted((recipe.keys() | own.keys()) - {"snapshots"})
    return [name for name in names if recipe.get(name, usual.get(name)) != own.get(name, usual.get(name))]


def _read(plan: Spec) -> dict[str, Any] | None:
    """The last save of a plan, on the CPU; None where there is none."""
    path = progress.place(plan.name)
    if not path.exists():
        return None
    try:
        save: dict[str, Any] = progress.read_save(path)
        own, kept, _ = progress.identity(plan), save["plan"], int(save["step"])
        other = [name for name in own if own[name] != kept.get(name)]
        other = other or ("card" in save and differing(save["card"], plan)) or []  # older saves have no card
    except Exception as error:  # a broken file can raise anything while it is unpacked
        raise UserError(_broken(plan, error)) from error
    if other:
        raise UserError(
            f"{path} was made by another plan (with another {', '.join(other)}): delete it, or train without --resume "
            "to start anew."
        )
    return save


def _is_younger(save: Mapping[str, Any] | None, ships: Mapping[int, Checkpoint]) -> bool:
    """Whether a save is of a run that started anew beside the latest epoch that ships."""
    return bool(save and ships) and save.get("over") == ships[max(ships)].sha256  # type: ignore[union-attr]


def _serves(plan: Spec, save: Mapping[str, Any], ships: Mapping[int, Checkpoint], steps: int, last: int) -> bool:
    """Whether a save is to be gone on from: no epoch on the way that ships is ahead of it."""
    step, younger = save["step"], _is_younger(save, ships)
    if step <= last * steps:
        return younger or step >= max((epoch for epoch in ships if epoch <= last), default=0) * steps
    if step <= max(ships, default=0) * steps and not younger:
        return False
    raise UserError(f"{plan.name} is past epoch {last}: give a later --until, or train without --resume to start anew.")


def _restore(plan: Spec, state: State, save: Mapping[str, Any]) -> None:
    try:
        state.net.load_state_dict(save["net"])
        state.ema.load_state_dict(save["ema"])
        state.optimizer.load_state_dict(save["optimizer"])
        state.step, state.losses = save["step"], save["losses"]
        state.note, state.over = save.get("note", ""), save.get("over", "")
    except Exception as error:  # tensors of another network, or none at all
        raise UserError(_broken(plan, error)) from error


def _broken(plan: Spec, error: Exception) -> str:
    return f"{progress.place(plan.name)} can't be read ({type(error).__name__}): delete it, or train without --resume."


def _join(state: State, card: Checkpoint, steps: int) -> None:
    """Go on from the weights of a card, with a fresh optimizer."""
    for net in (state.net, state.ema):
        net.load_state_dict(progress.weights_of(card.id))
    assert card.epoch is not None
    state.step = card.epoch * steps
    state.losses = [[step, loss, progress.LOG_EVERY] for step, loss in card.losses]
    state.note = f"{card.note} After epoch {card.epoch} it went on from the shipped weights, with a fresh optimizer."
