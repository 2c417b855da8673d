"""Room: models. What comes from elsewhere (files, archives, JSON), read within bounds, whatever it says of itself.

Nothing in lib reads such things in another way: tests/models/test_foreign.py looks.
"""

from __future__ import annotations

import errno
import io
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from lib.models.errors import UserError

MOST_MEMBERS = 10_000
"""Files in an archive; we write two thousand pictures at most."""
_CHUNK = 2**20
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # Windows has no pipes among its files


def read(path: Path | str, most: int) -> bytes:
    """What is in a file. No more than one byte beyond `most` is ever read, from a device that never ends neither.

    Raises:
        OSError: as `open`; where there is more than that; for a pipe that nobody writes into.
    """
    with open(path, "rb", opener=_opened) as file:
        kind = os.fstat(file.fileno())
        if stat.S_ISREG(kind.st_mode):
            _check(kind.st_size, most)
        found = _within(file, most)
        if not found and stat.S_ISFIFO(kind.st_mode):
            raise OSError(errno.ENODATA, "it is a pipe, and nobody writes into it")
        return found


def read_text(path: Path | str, most: int) -> str:
    """The same of a text in UTF-8.

    Raises:
        OSError: as `read`.
        ValueError: for anything else than a text.
    """
    return read(path, most).decode("utf-8")


def from_stream(stream: BinaryIO, most: int) -> bytes:
    """What comes out of a stream, e.g. stdin.

    Raises:
        OSError: where there is more than `most` bytes.
    """
    return _within(stream, most)


def fitting(path: Path, most: int) -> Path:
    """The same path, if it is that of a plain file of `most` bytes at most: for whoever opens it by name.

    Raises:
        OSError: where it isn't.
    """
    kind = path.stat()
    if not stat.S_ISREG(kind.st_mode):
        raise OSError(errno.EINVAL, "it is no plain file")
    _check(kind.st_size, most)
    return path


def archive(blob: bytes) -> zipfile.ZipFile:
    """A ZIP file, to be read by `member`.

    Raises:
        zipfile.BadZipFile, and what else zipfile may say: for anything else, and for one of too many files.
    """
    if blob.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise zipfile.BadZipFile("It has too many files.")
    return zipfile.ZipFile(io.BytesIO(blob))


def member(source: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One file of an archive. No more than one byte beyond `most` is unpacked, whatever the headers say.

    Raises:
        OSError: where there is more.
        KeyError: where there is no such file.
        zipfile.BadZipFile, and what else zipfile may say: for a damaged one, or one that is packed in a way that can't
            be unpacked bit by bit.
    """
    entry = source.getinfo(name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("It is packed in another way than we do.")
    _check(entry.file_size, most)
    with source.open(entry) as file:
        return _within(file, most)


def loads(text: str | bytes, most: int | None = None) -> Any:
    """JSON, in which no name stands twice in one object.

    Args:
        text: of a bounded length.
        most: values that it may hold, where whoever checks them would say of each one what is wrong with it.

    Raises:
        UserError: where a name stands twice (which of the two was meant?); for more values.
        ValueError, RecursionError: for what isn't JSON.
    """
    found = json.loads(text, object_pairs_hook=_once)
    if most is not None and sum(1 for _ in islice(_values(found), most + 1)) > most:
        raise UserError(f"There are more than {most:,} values in it, and no such file needs as many.")
    return found


def _values(found: Any) -> Iterator[Any]:
    """All values in what was read, one after the other."""
    waiting = [iter([found])]
    while waiting:
        for value in waiting[-1]:
            yield value
            if isinstance(value, dict | list):
                waiting.append(iter(value.values() if isinstance(value, dict) else value))
                break
        else:
            waiting.pop()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise UserError(f"{name!r:.60} stands twice in one place: keep one of the two.")
        found[name] = value
    return found


def _opened(path: str, flags: int) -> int:
    """Open a file without waiting for whoever may write into it one day."""
    handle = os.open(path, flags | _AT_ONCE)
    if _AT_ONCE:
        os.set_blocking(handle, True)
    return handle


def _check(size: int, most: int) -> None:
    if size > most:
        bound = f"{most // 10**6:,} MB" if most >= 10**6 else f"{most / 1000:,.0f} kB" if most >= 1000 else "it can be"
        raise OSError(errno.EFBIG, f"it is larger than {bound}")


def _within(stream: Any, most: int) -> bytes:
    """All of a stream, chunk by chunk."""
    parts, left = [], most + 1
    while left and (part := stream.read(min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
    _check(most + 1 - left, most)
    return b"".join(parts)
