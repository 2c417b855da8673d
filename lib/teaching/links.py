"""Room: teaching. An assignment inside a link: JSON, compressed, in letters that an address bar takes."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import TYPE_CHECKING, Final

from lib.models import foreign
from lib.models.errors import UserError

if TYPE_CHECKING:
    from lib.teaching.assignments import Assignment

PARAMETER: Final = "assignment"
VERSION: Final = "1"
MAX_LINK: Final = 7_000
"""Characters of a code that goes into a link: what proxies and mail programs let through."""
MAX_CODE: Final = 300_000
"""Characters of a code that is kept in a browser: as much as the largest file makes."""
MAX_VALUES: Final = 20_000
"""In an assignment or a report: tasks, questions, answers and their parts."""
_MAX_JSON = 400_000
"""Bytes that are unpacked, however much there is."""
_AGAIN = "ask your teacher for it once more."


def to_code(assignment: Assignment) -> str:
    """Letters, digits, "-", "_" and a version in front: "1.eNq…"."""
    from lib.teaching.assignments import (
        to_json,
    )  # here, since every page asks for `PARAMETER`, and few for an assignment

    packed = zlib.compress(to_json(assignment).encode(), 9)
    return f"{VERSION}.{base64.urlsafe_b64encode(packed).rstrip(b'=').decode()}"


def to_link(assignment: Assignment, base: str) -> str:
    """An address that opens it.

    Args:
        assignment: what to open.
        base: of the page that opens assignments, "http://localhost:8501/assignment".

    Raises:
        UserError: for one that is too long for a link.
    """
    code = to_code(assignment)
    if len(code) > MAX_LINK:
        raise UserError(
            f"This assignment is too long for a link ({len(code)} characters; {MAX_LINK} travel safely): "
            "hand out the file instead."
        )
    return f"{base}?{PARAMETER}={code}"


def from_link(text: str) -> Assignment:
    """Read a link, or the code alone.

    Raises:
        UserError: one sentence, for anything else.
    """
    found = re.search(rf"[?&]{PARAMETER}=([^&#\s]*)", text[: 2 * MAX_LINK])
    return from_code(found[1] if found else text.strip(), MAX_LINK)


def from_code(code: str, most: int = MAX_CODE) -> Assignment:
    """Read what `to_code` wrote.

    Args:
        code: the letters.
        most: how many there can be.

    Raises:
        UserError: for a code that is too long, cut short, changed, of another version, or holds no assignment.
    """
    if len(code) > most:
        raise UserError(f"This link is longer than {most} characters, so it holds no assignment: {_AGAIN}")
    version, dot, letters = code.partition(".")
    if not dot or not re.fullmatch(r"\d{1,4}", version, re.ASCII):
        raise UserError(f"This link holds no assignment: {_AGAIN}")
    if version != VERSION:
        raise UserError(
            f"This link is of version {version} and this program reads version {VERSION}: open it with the program "
            "that made it, or load the file."
        )
    return _checked(_unpacked(letters))


def _unpacked(letters: str) -> bytes:
    """The JSON, of which no more is unpacked than an assignment can have."""
    try:
        packed = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        found = unpacker.decompress(packed, _MAX_JSON)
    except (binascii.Error, ValueError, zlib.error):
        raise UserError(f"This link was changed on its way, or cut short: {_AGAIN}") from None
    if unpacker.unconsumed_tail or (len(found) >= _MAX_JSON and not unpacker.eof):
        raise UserError(f"This link unpacks to more than any assignment: {_AGAIN}")
    if not unpacker.eof or unpacker.unused_data:
        raise UserError(f"This link was cut short, or something was added to it: {_AGAIN}")
    return found


def _checked(found: bytes) -> Assignment:
    from pydantic import ValidationError

    from lib.teaching.assignments import Assignment

    try:
        return Assignment.model_validate(foreign.loads(found, MAX_VALUES))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ").rstrip(".")
        raise UserError(f"This link holds no assignment for this copy of the app ({place}: {said}); {_AGAIN}") from None
    except UserError as error:
        raise UserError(f"This link holds no assignment: {error}") from None
    except (ValueError, RecursionError):
        raise UserError(f"This link holds something else than an assignment: {_AGAIN}") from None
