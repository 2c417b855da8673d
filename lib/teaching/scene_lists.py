"""Room: teaching. Which scene lists there are: those that ship, in `lists/`, and those that a teacher loaded.

A loaded one is kept on this machine under a name made from its content, so that a reload and a link find it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from lib.models import foreign
from lib.models.errors import UserError
from lib.models.files import replace_all
from lib.models.places import state_dir
from lib.runs.defaults import DEFAULTS
from lib.runs.recipe import Recipe
from lib.teaching.files import MAX_BYTES
from lib.teaching.scenes import SceneList, read

MAX_KEPT = 200
"""Loaded lists that are kept on a machine; the oldest go first."""
_LISTS = Path(__file__).with_name("lists")
_OWN = re.compile(r"own-[0-9a-f]{16}")


def shipped() -> dict[str, SceneList]:
    """The lists that ship, by the names of their files."""
    return dict(_shipped())


@lru_cache(maxsize=1)
def _shipped() -> dict[str, SceneList]:
    return {path.stem: read(path.read_bytes(), path.name) for path in sorted(_LISTS.glob("*.yaml"))}


def shipped_for(lesson: str) -> str | None:
    """The name of the list that ships for a lesson, "a5_sampling"; None where there is none."""
    return lesson if (_LISTS / f"{lesson}.yaml").is_file() else None


def to_ship() -> dict[str, Recipe]:
    """All recipes whose answers ship, by name: the defaults of the pages, and what scenes show besides."""
    known = {recipe.key() for recipe in DEFAULTS.values()}
    return dict(DEFAULTS) | {name: recipe for name, recipe in _named() if recipe.key() not in known}


def _named() -> Iterator[tuple[str, Recipe]]:
    for name, scenes in _shipped().items():
        for i, recipe in enumerate(scenes.recipes()):
            yield f"{name}:{i}", recipe


def keep(text: bytes, name: str) -> str:
    """Keep a list that was loaded; returns the name under which `find` knows it.

    Raises:
        UserError: as `read`; or where nothing can be written.
    """
    read(text, name)
    known = f"own-{sha256(text).hexdigest()[:16]}"
    folder = state_dir() / "scenes"
    replace_all({folder / f"{known}.yaml": text})
    with suppress(OSError):  # another process may have made room already
        kept = sorted(folder.glob("own-*.yaml"), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[:-MAX_KEPT]:
            path.unlink(missing_ok=True)
    return known


def find(known: str) -> SceneList | None:
    """A list by its name: one that ships, or one that was loaded on this machine; None where there is none."""
    if known in _shipped():
        return _shipped()[known]
    if not _OWN.fullmatch(known):
        return None
    try:
        return _kept(known, foreign.read(state_dir() / "scenes" / f"{known}.yaml", MAX_BYTES))
    except (OSError, UserError):
        return None


@lru_cache(maxsize=32)
def _kept(known: str, text: bytes) -> SceneList:
    return read(text, known)
