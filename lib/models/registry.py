"""Room: models. Which checkpoints there are, where they lie, and whether they are whole. No torch up here.

Two files each in `cache/models`: the weights `<id>.safetensors` and the card `<id>.json`, to be read by people.
An id is `name@epoch` ("digits-class-ddpm@20"), or the name alone where only the end of a training is kept.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lib.models import foreign
from lib.models.cards import Checkpoint as Checkpoint
from lib.models.cards import read_card, text_of
from lib.models.errors import UserError
from lib.models.files import finish, replace_all
from lib.models.places import shipped_dir
from lib.models.zoo import CASCADE as CASCADE
from lib.models.zoo import CASCADES as CASCADES
from lib.models.zoo import EPOCHS as EPOCHS
from lib.models.zoo import absent, training

if TYPE_CHECKING:
    from torch import Tensor

_ID = re.compile(r"(?P<name>[a-z][a-z0-9-]{0,63})(@(?P<epoch>[0-9]{1,6}))?")


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

    The card comes first and the weights last: where a process is killed in between, the card names weights that aren't
    in their place yet, and `read` puts them there.

    Args:
        checkpoint_fields: fields of Checkpoint; `name` is needed, `id` defaults to name or name@epoch, file to
            id.safetensors; sha256, bytes (and parameters, unless given) are found here.
        tensors: a state_dict. Kernels and matrices are stored in as many bits as `bits` of the fields says, vectors
            (biases, BatchNorm) as is.
        folder: where; `cache/models` if not given.
        beside: other files that belong to it (configs), by path in the same folder.

    Returns:
        The checkpoint as it is on the disk.

    Raises:
        UserError: where the disk is full or can't be written.
        TypeError: for a field that a Checkpoint does not have.
    """
    from safetensors.torch import save

    from lib.models.packing import packed

    given = dict(checkpoint_fields)
    epoch = given.get("epoch")
    id_ = given.setdefault("id", given["name"] if epoch is None else f"{given['name']}@{epoch}")
    blob = save(packed(tensors, given.get("bits", 16)), metadata={"id": id_})
    given.setdefault("epoch", None)
    given.setdefault("parameters", sum(t.numel() for k, t in tensors.items() if not _is_statistic(k)))
    given.setdefault("file", f"{id_}.safetensors")
    given |= {"sha256": sha256(blob).hexdigest(), "bytes": len(blob)}
    checkpoint = Checkpoint(**given)
    folder = folder or models_dir()
    files = {f"{id_}.json": text_of(checkpoint).encode(), **beside, checkpoint.file: blob}
    replace_all({folder / name: content for name, content in files.items()}, together=True)
    return checkpoint


def annotate(checkpoint: Checkpoint, figures: Mapping[str, Any], folder: Path | None = None) -> Checkpoint:
    """Add measured figures to the card of a checkpoint; the weights stay as they are.

    Raises:
        UserError: where the disk is full or can't be written.
    """
    richer = replace(checkpoint, figures={**checkpoint.figures, **figures})
    replace_all({(folder or models_dir()) / f"{checkpoint.id}.json": text_of(richer).encode()})
    return richer


def checkpoints(folder: Path | None = None) -> dict[str, Checkpoint]:
    """Every checkpoint with a readable card, by id: the order of the lessons, then epochs rising."""
    found = []
    for path in (folder or models_dir()).glob("*.json"):
        try:
            found.append(read_card(path))
        except UserError:
            continue  # find() says what is wrong with it, once somebody asks for this very one
    names = list(EPOCHS)
    found.sort(key=lambda c: (names.index(c.name) if c.name in EPOCHS else len(names), c.name, c.epoch or 0, c.id))
    return {checkpoint.id: checkpoint for checkpoint in found}


def find(model_id: str, folder: Path | None = None) -> Checkpoint:
    """The checkpoint of an id; a bare name means its latest epoch, a cascade's name all of its parts as one.

    name@epoch is also found where that epoch has the bare name for an id. owner/name is a model of the Hub: its
    checksum is the commit of its revision, and it has no file of ours.

    Raises:
        UserError: for a name nobody knows (with near ones), an epoch or a model that is not here (and how to get it), a
            card that can't be read.
    """
    if isinstance(model_id, str) and model_id.count("/") == 1:
        from lib.models import hub

        return hub.card(model_id)
    if isinstance(model_id, str) and model_id in CASCADES:
        return _together(model_id, [find(part, folder) for part in CASCADES[model_id]])
    match = _ID.fullmatch(model_id) if isinstance(model_id, str) else None
    if match is None:
        raise UserError(
            f"{model_id!r:.80} is not the name of a model: write name or name@epoch, as in digits-class-ddpm@20."
        )
    card = (folder or models_dir()) / f"{model_id}.json"
    if card.exists():  # no need to look at all the others, many times for one page
        return read_card(card)
    if match["name"] in CASCADES:
        raise UserError(f"{match['name']} has no epochs: ask for {match['name']}.")
    return _latest(match["name"], match["epoch"], checkpoints(folder))


def _latest(name: str, epoch: str | None, there: Mapping[str, Checkpoint]) -> Checkpoint:
    """The last epoch of a name, or the card of the epoch that was asked for, whatever its id."""
    own = [checkpoint for checkpoint in there.values() if checkpoint.name == name]
    for checkpoint in reversed(own):
        if epoch is None or checkpoint.epoch == int(epoch):
            return checkpoint
    raise UserError(absent(name, epoch, own, there.values()))


def is_here(model_id: str) -> bool:
    """Whether `find` finds it."""
    try:
        find(model_id)
    except UserError:
        return False
    return True


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
    try:
        return _whole(checkpoint, path_of(checkpoint, folder))
    except UserError:
        with suppress(OSError):
            if not finish(folder or models_dir()):
                raise
    return _whole(checkpoint, path_of(checkpoint, folder))


def _whole(checkpoint: Checkpoint, path: Path) -> bytes:
    repair = (
        f"get it back with `git checkout cache/models/{checkpoint.file}`, or train it: `{training(checkpoint.name)}`."
    )
    try:
        size = path.stat().st_size
        blob = foreign.read(path, checkpoint.bytes)
    except FileNotFoundError:
        raise UserError(f"The weights of {checkpoint.id} are missing ({path}): {repair}") from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            what = f"are too long ({size} of {checkpoint.bytes} bytes)"
        else:
            what = f"can't be read ({path}: {error.strerror})"
        raise UserError(f"The weights of {checkpoint.id} {what}: {repair}") from None
    if len(blob) != checkpoint.bytes:
        raise UserError(
            f"The weights of {checkpoint.id} are cut short ({len(blob)} of {checkpoint.bytes} bytes): {repair}"
        )
    if sha256(blob).hexdigest() != checkpoint.sha256:
        raise UserError(f"The weights of {checkpoint.id} were altered (their checksum is another one): {repair}")
    return blob


def tensors(checkpoint: Checkpoint, folder: Path | None = None) -> dict[str, Tensor]:
    """The weights of a checkpoint as a state_dict in float32, verified.

    Raises:
        UserError: as `read`.
        SafetensorError: for a file that was this way when its card was written, and holds no tensors.
    """
    from safetensors.torch import load

    from lib.models.packing import unpacked

    return unpacked(load(read(checkpoint, folder)))


def verify(checkpoint: Checkpoint, folder: Path | None = None) -> None:
    """Check size and sha256 of a weights file; raises UserError as `read` does."""
    read(checkpoint, folder)


def _is_statistic(key: str) -> bool:
    return key.endswith(("running_mean", "running_var", "num_batches_tracked"))
