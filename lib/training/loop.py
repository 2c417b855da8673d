"""Room: training. The one training loop: any Spec, resumable, interruptible, with snapshots that go into the zoo."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Generator, Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from tqdm import tqdm

from lib.models import registry
from lib.models.device import autocast, pick_device
from lib.models.errors import UserError
from lib.training import progress, resuming
from lib.training.source import Source, load_source
from lib.training.spec import Spec
from lib.training.specs import spec
from lib.training.stopping import stopping

SAVE_EVERY = 120.0
"""Seconds between two saves of the work in progress."""


@dataclass
class State:
    """Everything that a training run needs to go on: it is saved, and read back by --resume."""

    net: nn.Module
    ema: nn.Module
    optimizer: torch.optim.Optimizer
    step: int
    losses: list[list[float]]
    note: str = ""
    """What a reader of the card should know of this run."""
    over: str = ""
    """The checksum of the latest epoch that shipped when it started anew beside it; "" for any other run."""


def train(
    name: str,
    data: str | Path | None = None,
    *,
    epochs: int | None = None,
    device: str = "auto",
    resume: bool = False,
    until: int | None = None,
    force: bool = False,
    quiet: bool = False,
) -> list[str]:
    """Train a model and put its snapshots into the zoo.

    Args:
        name: a model of `SPECS`.
        data: folder that holds MNIST; None looks where the app keeps it, and downloads it there.
        epochs: another number of epochs than the model's own; the step size is spread over it.
        device: "auto", "cpu", "cuda", "mps".
        resume: go on from the last save; where there is none, or what ships of the same plan is ahead of it, from the
            latest epoch that ships, with a fresh optimizer; without that, start anew.
        until: stop after this epoch of the plan; a later run with resume goes on.
        force: replace what a longer plan made, if `epochs` makes a shorter one.
        quiet: no progress bar.

    Returns:
        The ids of the snapshots that were written.

    Raises:
        UserError: unknown model, no data, a save that doesn't fit, no disk; to resume a model that is whole; for a
            plan that is shorter than what it would replace.
        KeyboardInterrupt: after Ctrl-C, once a step is done and saved.
    """
    plan = _plan(spec(name), epochs)
    if plan.epochs < spec(name).epochs and not force:
        resuming.spare(plan)
    on = pick_device(device)
    last = min(until or plan.epochs, plan.epochs)
    if resume:
        resuming.check(plan, last)
    source = load_source(plan, data, on, quiet)
    steps = -(-len(source) // plan.batch)
    state = _start(plan, on)
    if resume:
        resuming.go_on(plan, state, steps, last)
    else:
        state.over = resuming.latest(plan)
    total, written, saved = steps * last, _owed(plan, state, steps), time.monotonic()
    bar = tqdm(total=total, initial=state.step, desc=name, unit="step", disable=quiet, mininterval=1.0)
    with bar, stopping() as asked:
        while state.step < total:
            _log(state, _turn(plan, state, source, steps, on), bar)
            bar.update()
            written += _snapshot(plan, state, steps)
            stop = bool(asked)
            if stop or state.step % steps == 0 or time.monotonic() - saved > SAVE_EVERY:
                progress.save(plan, state)
                saved = time.monotonic()
            if stop:
                break
    return written


def _plan(plan: Spec, epochs: int | None) -> Spec:
    if epochs is None:
        return plan
    if not 1 <= epochs <= 10_000:
        raise UserError("The number of epochs must lie between 1 and 10000.")
    return replace(plan, epochs=epochs)


def _start(plan: Spec, device: torch.device) -> State:
    torch.manual_seed(plan.seed)
    net = plan.network()
    if plan.before is not None:
        (plan.begin or _with_weights_of)(net, plan.before)
    net = net.to(device)
    learning = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learning, plan.lr, weight_decay=plan.weight_decay, fused=True)  # no decay: Adam
    note = f"It began with the weights of {registry.find(plan.before).id}." if plan.before else ""
    return State(net, copy.deepcopy(net), optimizer, 0, [], note)


def _with_weights_of(net: nn.Module, before: str) -> None:
    net.load_state_dict(progress.weights_of(before))


def _turn(plan: Spec, state: State, source: Source, steps: int, device: torch.device) -> float:
    """One optimiser step, its randomness from the seed and its number alone: a resumed run is the same run."""
    epoch, index = divmod(state.step, steps)
    seed = plan.seed * 1_000_003 + state.step
    torch.manual_seed(seed)  # Dropout draws from it
    generator = Generator(device).manual_seed(seed)
    for group in state.optimizer.param_groups:
        group["lr"] = plan.step_size(state.step, steps)
    chosen = _order(len(source), plan.seed, epoch)[index * plan.batch : (index + 1) * plan.batch]
    batch = source.batch(chosen, seed)
    state.net.train()
    with autocast(device), _attention(device):
        loss = plan.objective(state.net, batch, generator).mean()
    state.optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    state.optimizer.step()
    state.step += 1
    _average(state.ema, state.net, min(plan.ema, (1 + state.step) / (10 + state.step)))
    return float(loss.detach())


def _snapshot(plan: Spec, state: State, steps: int) -> list[str]:
    """At the end of an epoch that is shown, its weights go into the zoo; the ids of what was written."""
    epoch, rest = divmod(state.step, steps)
    if rest or epoch not in (*plan.snapshots, plan.epochs):
        return []
    if epoch == plan.epochs:
        state.over = ""
    return [progress.snapshot(plan, state, epoch)]


def _owed(plan: Spec, state: State, steps: int) -> list[str]:
    """The snapshot of the epoch that a run goes on from, where it isn't in the zoo (any more)."""
    return [] if state.step // steps in resuming.shipped(plan) else _snapshot(plan, state, steps)


def _attention(device: torch.device) -> AbstractContextManager[None]:
    """On processors the plain products: the flash kernel takes five times as long backwards at these sizes."""
    return sdpa_kernel(SDPBackend.MATH) if device.type == "cpu" else nullcontext()


_orders: dict[tuple[int, int, int], Tensor] = {}


def _order(count: int, seed: int, epoch: int) -> Tensor:
    """The order of the pictures in an epoch, from the seed alone."""
    key = (count, seed, epoch)
    if key not in _orders:
        _orders.clear()
        _orders[key] = torch.randperm(count, generator=Generator().manual_seed(seed * 7919 + epoch))
    return _orders[key]


@torch.no_grad()
def _average(ema: nn.Module, net: nn.Module, decay: float) -> None:
    """Move the running average of weights and BatchNorm statistics towards the network."""
    for kept, new in zip(_tensors(ema), _tensors(net), strict=True):
        if kept.is_floating_point():
            kept.lerp_(new, 1 - decay)
        else:
            kept.copy_(new)


def _tensors(net: nn.Module) -> Iterator[Tensor]:
    yield from net.parameters()
    yield from net.buffers()


def _log(state: State, loss: float, bar: Any) -> None:
    """Gather the loss curve: one point for progress.LOG_EVERY steps, their mean."""
    if not state.losses or state.losses[-1][2] == progress.LOG_EVERY:
        state.losses.append([state.step, 0.0, 0])
    last = state.losses[-1]
    last[0], last[1], last[2] = state.step, (last[1] * last[2] + loss) / (last[2] + 1), last[2] + 1
    bar.set_postfix(loss=f"{last[1]:.4f}", refresh=False)
