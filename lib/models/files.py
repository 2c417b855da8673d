"""Room: models. Files that are either whole or not there: written beside, then put in place; and room for new ones."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from lib.models.errors import UserError

_STALE = 3600.0
"""Seconds after which a file that isn't in its place yet was left behind by a process that was killed."""


def replace_all(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places first, then put one after the other in place.

    What was there before stays whole if anything fails while writing; two processes that write one file don't mix.

    Raises:
        UserError: where the disk is full or the folder can't be written.
    """
    waiting: list[tuple[str, Path]] = []
    try:
        for path, blob in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
            waiting.append((temporary, path))
            with os.fdopen(handle, "wb") as stream:
                stream.write(blob)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(temporary, 0o644)
        while waiting:
            os.replace(*waiting[0])
            waiting.pop(0)
    except OSError as error:
        place = next(iter(files)).parent
        raise UserError(
            f"Can't write to {place} ({error.strerror}): make room there, or choose a folder of your own."
        ) from None
    finally:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)


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
            if path.suffix == ".part" and time.time() - stat.st_mtime > _STALE:
                path.unlink(missing_ok=True)
            elif path.suffix == newest.suffix:
                files.append((path != newest, -stat.st_mtime_ns, stat.st_size, path))
    held = 0
    for kept, (_, _, size, path) in enumerate(sorted(files)):
        held += size
        if path != newest and (held > most_bytes or (most_files is not None and kept >= most_files)):
            with suppress(OSError):
                path.unlink(missing_ok=True)
