"""Room: ui. What a file of unknown origin holds: the recipes of its runs and, where there are several, how it looks."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lib.models.errors import UserError
from lib.runs.limits import LARGEST
from lib.runs.recipe import Recipe, from_json
from lib.ui.opening import KINDS

if TYPE_CHECKING:
    from lib.draw.studio.options import Export

_BLANK: Final = b"\xef\xbb\xbf \t\r\n"


class Contents(NamedTuple):
    """What is in a file.

    Attributes:
        recipes: of its runs, from left to right; one at least.
        look: how it looks and moves; None where it says nothing of it, as files of one run.
    """

    recipes: tuple[Recipe, ...]
    look: Export | None = None


def contents(data: bytes) -> Contents:
    """What is in a file.

    Raises:
        UserError: one sentence, for a file that is too large, holds no recipe, or one that makes no sense.
    """
    if len(data) > LARGEST * 10**6:
        raise UserError(f"This file is larger than {LARGEST} MB, so it wasn't read: open a smaller one.")
    if data.lstrip(_BLANK)[:1] in (b"{", b"[") and b'"recipes"' not in data[: 10**6]:
        return Contents((from_json(data),))
    recipes, look = _inside(data)
    if not recipes:
        raise UserError(f"There is no recipe in this file: open {KINDS}.")
    return Contents(tuple(map(from_json, recipes)), _look(look) if len(recipes) > 1 else None)


def _inside(data: bytes) -> tuple[list[str], dict[str, Any]]:
    from lib.draw.reading import read_note, split

    if data.lstrip(_BLANK)[:1] == b"{":  # what lies beside the frames of a ZIP
        return split(data.decode(errors="replace").lstrip("\ufeff"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture of a billion pixels is only warned of
            return read_note(data)
    except UserError:
        raise
    except Exception as error:  # whatever a decoder may say of a file that was made to trouble it
        raise UserError(f"This file is damaged, or isn't what it claims to be: open {KINDS}.") from error


def _look(chosen: dict[str, Any]) -> Export | None:
    """How a file looks; a note of another version may say what there isn't: then the runs alone come back."""
    from lib.draw.studio.options import options

    try:
        return options(**{str(name): value for name, value in chosen.items()})
    except UserError:
        return None
