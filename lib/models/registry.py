"""Room: models. Which checkpoints there are, where they lie, and whether they are whole. No torch up here.

Two files each in `cache/models`: the weights `<id>.safetensors` and the card `<id>.json`, to be read by people.
An id is `name@epoch` ("digits-class-ddpm@20"), or the name alone where only the end of a training is kept.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lib.models.errors import UserError
from lib.models.files import replace_all
from lib.models.places import shipped_dir

if TYPE_CHECKING:
    from torch import Tensor

EPOCHS: dict[str, tuple[int, ...]] = {
    "digits-denoiser": (1, 5),
    "digits-denoiser-noise": (),
    "digits-time-ddpm": (1, 5, 10, 20),
    "digits-class-ddpm": (1, 5, 10, 20),
    "digits-flow": (1, 5, 10, 20),
    "digits-reflow-1": (),
    "digits-reflow-2": (),
    "digits-reflow-3": (),
    "digits-judge": (),
    "plane-flow": (),
    "plane-reflow-1": (),
    "plane-reflow-2": (),
    "plane-reflow-3": (),
    "emoji-if-text": (),
    "emoji-if-stage1": (),
    "emoji-if-stage2": (),
    "emoji-judge": (),
}
"""Every model that the project knows, shipped or not, with the epochs of its lesson; () for the last one only."""

CASCADE = "emoji-if"
CASCADES: dict[str, tuple[str, ...]] = {
    CASCADE: (f"{CASCADE}-text", f"{CASCADE}-stage1"),
    f"{CASCADE}-4x": (f"{CASCADE}-text", f"{CASCADE}-stage2"),
}
"""Models that are made of several parts, each with weights and a card of its own."""

_FILE = re.compile(r"([a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9@_-]*\.safetensors")
"""A card names a file in its own folder or below, never one elsewhere."""
_ID = re.compile(r"(?P<name>[a-z][a-z0-9-]{0,63})(@(?P<epoch>[0-9]{1,6}))?")


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
    epochs_planned: int | None = None
    losses: list[list[float]] = field(default_factory=list, hash=False, repr=False)
    figures: dict[str, Any] = field(default_factory=dict, hash=False)
    note: str = ""


def models_dir() -> Path:
    """The folder of the weights and cards."""
    return shipped_dir() / "models"


def write(
    checkpoint_fields: Mapping[str, Any],
    tensors: Mapping[str, Tensor],
    folder: Path | None = None,
    beside: Mapping[str, bytes] = MappingProxyType({}),
) -> Checkpoint:
    """Store a network and its card, both or neither; what was there before stays whole until both are on the disk.

    Args:
        checkpoint_fields: fields of Checkpoint; `name` is needed, `id` defaults to name or name@epoch, file to
            id.safetensors; sha256, bytes (and parameters, unless given) are found here.
        tensors: a state_dict. Kernels and matrices are stored in half precision, vectors (biases, BatchNorm) as is.
        folder: where; `cache/models` if not given.
        beside: other files that belong to it (configs), by path in the same folder.

    Returns:
        The checkpoint as it is on the disk.

    Raises:
        UserError: where the disk is full or can't be written.
        TypeError: for a field that a Checkpoint does not have.
    """
    from safetensors.torch import save

    given = dict(checkpoint_fields)
    epoch = given.get("epoch")
    id_ = given.setdefault("id", given["name"] if epoch is None else f"{given['name']}@{epoch}")
    blob = save({key: _compact(tensor) for key, tensor in tensors.items()}, metadata={"id": id_})
    given.setdefault("epoch", None)
    given.setdefault("parameters", sum(t.numel() for k, t in tensors.items() if not _is_statistic(k)))
    given.setdefault("file", f"{id_}.safetensors")
    given |= {"sha256": sha256(blob).hexdigest(), "bytes": len(blob)}
    checkpoint = Checkpoint(**given)
    folder = folder or models_dir()
    files = {checkpoint.file: blob, **beside, f"{id_}.json": _card(checkpoint).encode()}
    replace_all({folder / name: content for name, content in files.items()})
    return checkpoint


def annotate(checkpoint: Checkpoint, figures: Mapping[str, Any], folder: Path | None = None) -> Checkpoint:
    """Add measured figures to the card of a checkpoint; the weights stay as they are.

    Raises:
        UserError: where the disk is full or can't be written.
    """
    richer = replace(checkpoint, figures={**checkpoint.figures, **figures})
    replace_all({(folder or models_dir()) / f"{checkpoint.id}.json": _card(richer).encode()})
    return richer


def checkpoints(folder: Path | None = None) -> dict[str, Checkpoint]:
    """Every checkpoint with a readable card, by id: the order of the lessons, then epochs rising."""
    found = []
    for path in (folder or models_dir()).glob("*.json"):
        try:
            found.append(_read(path))
        except UserError:
            continue  # find() says what is wrong with it, once somebody asks for this very one
    names = list(EPOCHS)
    found.sort(key=lambda c: (names.index(c.name) if c.name in EPOCHS else len(names), c.name, c.epoch or 0, c.id))
    return {checkpoint.id: checkpoint for checkpoint in found}


def find(model_id: str, folder: Path | None = None) -> Checkpoint:
    """The checkpoint of an id; a bare name means its latest epoch, a cascade's name all of its parts as one.

    owner/name is a model of the Hub: its checksum is the commit of its revision, and it has no file of ours.

    Raises:
        UserError: for a name nobody knows (with near ones), an epoch or a model that is not here (and how to get it), a
            card that can't be read.
    """
    if isinstance(model_id, str) and model_id.count("/") == 1:
        from lib.models import hub

        return hub.card(model_id)
    if isinstance(model_id, str) and model_id in CASCADES:
        return _together(model_id, [find(part, folder) for part in CASCADES[model_id]])
    there = checkpoints(folder)
    if isinstance(model_id, str) and model_id in there:
        return there[model_id]
    match = _ID.fullmatch(model_id) if isinstance(model_id, str) else None
    if match is None:
        raise UserError(
            f"{model_id!r:.80} is not the name of a model: write name or name@epoch, as in digits-class-ddpm@20."
        )
    card = (folder or models_dir()) / f"{model_id}.json"
    if card.exists():
        return _read(card)  # it isn't among the readable ones, so this says why
    name = match["name"]
    own = [checkpoint for checkpoint in there.values() if checkpoint.name == name]
    if own and match["epoch"] is None:
        return own[-1]
    raise UserError(_absent(name, match["epoch"], own, there))


def _together(name: str, parts: Sequence[Checkpoint]) -> Checkpoint:
    """One card for several: other weights in any part, another checksum. It has no file of its own."""
    return replace(
        parts[-1],
        id=name,
        name=name,
        file="",
        sha256=sha256("".join(part.sha256 for part in parts).encode()).hexdigest(),
        bytes=sum(part.bytes for part in parts),
        parameters=sum(part.parameters for part in parts),
    )


def path_of(checkpoint: Checkpoint, folder: Path | None = None) -> Path:
    """Where the weights of a checkpoint lie."""
    return (folder or models_dir()) / checkpoint.file


def read(checkpoint: Checkpoint, folder: Path | None = None) -> bytes:
    """The weights file of a checkpoint, verified: what is returned is what was checked.

    Raises:
        UserError: one sentence, for a file that is missing, cut short, too long, altered or unreadable.
    """
    path = path_of(checkpoint, folder)
    repair = (
        f"get it back with `git checkout cache/models/{checkpoint.file}`, or train it: `{_train(checkpoint.name)}`."
    )
    try:
        blob = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"The weights of {checkpoint.id} are missing ({path}): {repair}") from None
    except OSError as error:
        raise UserError(f"The weights of {checkpoint.id} can't be read ({path}: {error.strerror}): {repair}") from None
    if len(blob) != checkpoint.bytes:
        what = "are cut short" if len(blob) < checkpoint.bytes else "are too long"
        raise UserError(f"The weights of {checkpoint.id} {what} ({len(blob)} of {checkpoint.bytes} bytes): {repair}")
    if sha256(blob).hexdigest() != checkpoint.sha256:
        raise UserError(f"The weights of {checkpoint.id} were altered (their checksum is another one): {repair}")
    return blob


def verify(checkpoint: Checkpoint, folder: Path | None = None) -> None:
    """Check size and sha256 of a weights file; raises UserError as `read` does."""
    read(checkpoint, folder)


def _absent(name: str, epoch: str | None, own: list[Checkpoint], there: Mapping[str, Checkpoint]) -> str:
    if own:
        epochs = [str(checkpoint.epoch) for checkpoint in own if checkpoint.epoch is not None]
        here = (
            f"there {'are' if len(epochs) > 1 else 'is'} {', '.join(epochs)}"
            if epochs
            else f"there is only {own[-1].id}"
        )
        return f"{name} has no epoch {epoch}: {here}; to train another: `{_train(name, epoch)}`."
    if name in EPOCHS:
        return f"{name} is not trained on this machine yet: run `{_train(name, epoch)}`."
    near = difflib.get_close_matches(
        name, {*EPOCHS, *CASCADES, *(checkpoint.name for checkpoint in there.values())}, 3, 0.6
    )
    hint = f"did you mean {' or '.join(sorted(near))}?" if near else "`python -m lib models` lists them all."
    return f"There is no model called {name}: {hint}"


def _train(name: str, epoch: str | None = None) -> str:
    """The command that makes an epoch: one of the plan on the way to its end, any other by a plan of its own."""
    command = f"python -m lib train {name}{' --data DIR' if name.startswith(('digits', 'emoji')) else ''}"
    if epoch is None or int(epoch) < 1:
        return command
    return f"{command} {'--until' if int(epoch) in EPOCHS.get(name, ()) else '--epochs'} {int(epoch)}"


def _compact(tensor: Tensor) -> Tensor:
    tensor = tensor.detach().cpu().contiguous()
    half = tensor.half() if tensor.is_floating_point() and tensor.ndim > 1 else tensor
    return half if bool(half.isfinite().all()) else tensor


def _is_statistic(key: str) -> bool:
    return key.endswith(("running_mean", "running_var", "num_batches_tracked"))


def _card(checkpoint: Checkpoint) -> str:
    """JSON with sorted keys, one field a line."""
    values = {f.name: getattr(checkpoint, f.name) for f in fields(Checkpoint)}
    lines = [f"  {json.dumps(key)}: {json.dumps(values[key], sort_keys=True)}" for key in sorted(values)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _read(path: Path) -> Checkpoint:
    try:
        stat = path.stat()
        return _parse(path, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        repair = f"get it back with `git checkout cache/models/{path.name}`, or train the model again."
        raise UserError(f"The card {path} can't be read: {repair}") from None


@lru_cache(maxsize=256)
def _parse(path: Path, mtime_ns: int, size: int) -> Checkpoint:
    """Read a card; the last two arguments only tell one version of the file from another."""
    values = json.loads(path.read_text(encoding="utf-8"))
    checkpoint = Checkpoint(**values)
    if checkpoint.id != path.stem or not _FILE.fullmatch(checkpoint.file) or not isinstance(checkpoint.bytes, int):
        raise ValueError("The card belongs to another file.")
    return checkpoint
