"""Room: models. Files that are either whole or not there: written beside, then put in place; and room for new ones.

.steps-????????.part       what isn't in its place yet; `sweep` removes what killed processes left
.steps-????????.pending    what belongs together and is whole, but not all in its place yet; `finish` goes on
"""

from __future__ import annotations

import errno
import json
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from lib.models import foreign
from lib.models.errors import UserError

_OURS, _PART, _PENDING = ".steps-", ".part", ".pending"
_STALE = 3600.0
"""Seconds after which a file that isn't in its place yet was left behind by a process that was killed."""
_MAX_PENDING = 10**6

Waiting = Sequence[tuple[Path, Path]]
"""Files that are written, and where each belongs."""


def replace_all(files: Mapping[Path, bytes], together: bool = False) -> None:
    """Write all files beside their places first, then put one after the other in place.

    What was there before stays whole if anything fails while writing; two processes that write one file don't mix. A
    link stays a link: what it points to is replaced.

    Args:
        files: what belongs where.
        together: if this process is killed when some are in place and some aren't, `finish` in the folder of the first
            one puts the others there. All must lie in that folder or below.

    Raises:
        UserError: where the disk is full or the folder can't be written.
    """
    try:
        place_all(files, together)
    except OSError as error:
        place = next(iter(files)).parent
        raise UserError(
            f"Can't write to {place} ({error.strerror}): make room there, or choose a folder of your own."
        ) from None


def place_all(files: Mapping[Path, bytes], together: bool = False, durable: bool = True) -> None:
    """The same, for who has a sentence of his own.

    Args:
        files: as for `replace_all`.
        together: likewise.
        durable: wait until they are on the disk, so that they survive a power cut.

    Raises:
        OSError: where the disk is full or the folder can't be written.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, blob in files.items():
            real = _real(path)
            real.parent.mkdir(parents=True, exist_ok=True)
            beside = waiting[0][0].parent if together and waiting else real.parent
            if beside not in {temporary.parent for temporary, _ in waiting}:
                sweep(beside)
            waiting.append((_written(beside, blob, durable), real))
        if together:
            folder = _announced(waiting)
            waiting.clear()
            finish(folder)
        while waiting:
            os.replace(*waiting[0])
            waiting.pop(0)
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)


def finish(folder: Path) -> bool:
    """Put in place what was written together and isn't all there, since its writer was killed.

    A writer that lives isn't disturbed: one of the two puts each file in place.

    Returns:
        Whether there was anything.
    """
    found = False
    for pending in sorted(folder.glob(f"{_OURS}*{_PENDING}")):
        for name, place in _listed(pending):
            with suppress(FileNotFoundError):
                os.replace(folder / name, folder / place)
        pending.unlink(missing_ok=True)
        found = True
    return found


def sweep(folder: Path) -> None:
    """Remove what processes that were killed left in a folder, an hour ago or earlier; nothing else."""
    with suppress(OSError):
        needed = {name for pending in folder.glob(f"{_OURS}*{_PENDING}") for name, _ in _listed(pending)}
        for path in folder.glob(f"{_OURS}*{_PART}"):
            if path.name not in needed and time.time() - path.lstat().st_mtime > _STALE:
                path.unlink()


def sweep_below(folder: Path) -> None:
    """The same in a folder of ours and all that are in it; what was written together is put in place first."""
    for place, _, _ in os.walk(folder):
        with suppress(OSError):
            finish(Path(place))
        sweep(Path(place))


def make_room(newest: Path, most_bytes: int, most_files: int | None = None) -> None:
    """Delete the longest unused files of a folder until it is within its bounds; other processes may do so too.

    Args:
        newest: a file that stays; all that end like it are counted.
        most_bytes: of all of them together.
        most_files: how many of them there may be.
    """
    files = []
    for path in newest.parent.iterdir():
        with suppress(OSError):
            stat = path.stat()
            if path.suffix == _PART and time.time() - stat.st_mtime > _STALE:
                path.unlink(missing_ok=True)  # of an older version
            elif path.suffix == newest.suffix:
                files.append((path != newest, -stat.st_mtime_ns, stat.st_size, path))
    held = 0
    for kept, (_, _, size, path) in enumerate(sorted(files)):
        held += size
        if path != newest and (held > most_bytes or (most_files is not None and kept >= most_files)):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _real(path: Path) -> Path:
    """Where a file lies that may be a link.

    Raises:
        OSError: for a folder, a device, a pipe, or a link that leads to itself.
    """
    real = Path(os.path.realpath(path))
    if os.path.lexists(real) and not real.is_file():
        raise OSError(errno.EINVAL, f"{path.name} is no plain file")
    return real


def _written(folder: Path, blob: bytes, durable: bool = True) -> Path:
    """A new file in a folder, not in its place yet."""
    handle, name = tempfile.mkstemp(prefix=_OURS, suffix=_PART, dir=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(blob)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        os.chmod(name, 0o644)
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def _announced(waiting: Waiting) -> Path:
    """Write down what belongs together; from here on all of it counts. Returns the folder of the list."""
    folder = waiting[0][0].parent
    lines = [(temporary.name, os.path.relpath(path, folder)) for temporary, path in waiting]
    made = _written(folder, json.dumps(lines).encode())
    try:
        os.replace(made, made.with_suffix(_PENDING))
    finally:
        made.unlink(missing_ok=True)
    return folder


def _listed(pending: Path) -> list[tuple[str, str]]:
    """What a list says; nothing where it can't be read, names a file that isn't ours or leads out of its folder."""
    try:
        lines = [(str(name), str(place)) for name, place in foreign.loads(foreign.read(pending, _MAX_PENDING))]
    except (OSError, ValueError, TypeError):
        return []
    ours = all(name.startswith(_OURS) and Path(name).name == name for name, _ in lines)
    inside = all(not Path(place).is_absolute() and ".." not in Path(place).parts for _, place in lines)
    return lines if ours and inside else []
