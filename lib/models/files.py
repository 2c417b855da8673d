"""Room: models. Files that are either whole or not there: written beside, then put in place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lib.models.errors import UserError


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
