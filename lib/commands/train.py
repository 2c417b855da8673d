"""Room: cli. `python -m lib train`."""

from __future__ import annotations

import argparse

from lib.models.errors import UserError


def arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made.add_argument("model")
    made.add_argument("--data", default=None, help="folder that holds MNIST/raw; downloaded where it isn't found")
    made.add_argument("--epochs", type=int, default=None)
    made.add_argument("--until", type=int, default=None, help="stop after this epoch; go on later with --resume")
    made.add_argument("--force", action="store_true", help="replace what a plan of more epochs made")
    made.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    made.add_argument("--resume", action="store_true", help="go on from the last save")


def train(options: argparse.Namespace) -> str:
    """Train a model; returns the ids of its snapshots."""
    if options.until is not None and options.until < 1:
        raise UserError(f"--until must be an epoch, 1 or later, not {options.until}.")
    from lib.training import loop

    ids = loop.train(
        options.model,
        options.data,
        epochs=options.epochs,
        device=options.device,
        resume=options.resume,
        until=options.until,
        force=options.force,
    )
    return "\n".join(ids)
