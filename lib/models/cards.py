"""Room: models. The card of a checkpoint: a JSON file beside its weights, to be read by people. No torch."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from lib.models import foreign
from lib.models.errors import UserError

_FILE = re.compile(r"([a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9@_-]*\.safetensors")
"""A card names a file in its own folder or below, never one elsewhere."""
MAX_CARD = 10**7
"""Bytes of a card; nearly all of it are losses."""


@dataclass(frozen=True)
class Checkpoint:
    """One trained network, as its card tells it.

    Attributes:
        id: "digits-class-ddpm@20", or the name alone.
        name: "digits-class-ddpm".
        epoch: how many epochs it has been trained for, or None where that means nothing.
        file: the weights file, as a path beside the card.
        sha256: of that file, hex.
        bytes: its size.
        parameters: how many numbers were learned.
        licence: of the weights.
        data: what it was trained on.
        recipe: hyper-parameters.
        bits: of a number in its kernels and matrices, on the disk: 16, or 8 with scales (`lib.models.packing`).
        epochs_planned: how long the training was meant to be.
        losses: [step, loss] pairs.
        figures: final numbers, by name.
        note: anything else that a reader should know.
    """

    id: str
    name: str
    epoch: int | None
    file: str
    sha256: str
    bytes: int
    parameters: int
    licence: str = ""
    data: str = ""
    recipe: dict[str, Any] = field(default_factory=dict, hash=False)
    bits: int = 16
    epochs_planned: int | None = None
    losses: list[list[float]] = field(default_factory=list, hash=False, repr=False)
    figures: dict[str, Any] = field(default_factory=dict, hash=False)
    note: str = ""


def text_of(checkpoint: Checkpoint) -> str:
    """JSON with sorted keys, one field a line."""
    values = {f.name: getattr(checkpoint, f.name) for f in fields(Checkpoint)}
    lines = [f"  {json.dumps(key)}: {json.dumps(values[key], sort_keys=True)}" for key in sorted(values)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_card(path: Path) -> Checkpoint:
    """The card in a file.

    Raises:
        UserError: where it can't be read.
    """
    try:
        stat = path.stat()
        return _parse(path, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        repair = f"get it back with `git checkout cache/models/{path.name}`, or train the model again."
        raise UserError(f"The card {path} can't be read: {repair}") from None


@lru_cache(maxsize=256)
def _parse(path: Path, mtime_ns: int, size: int) -> Checkpoint:
    """Read a card; the last two arguments only tell one version of the file from another."""
    values = foreign.loads(foreign.read_text(path, MAX_CARD))
    checkpoint = Checkpoint(**values)
    if checkpoint.id != path.stem or not _FILE.fullmatch(checkpoint.file) or not isinstance(checkpoint.bytes, int):
        raise ValueError("The card belongs to another file.")
    return checkpoint
