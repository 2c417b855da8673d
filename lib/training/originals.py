"""Room: training. Where the pictures of emoji lie in the folders that their makers publish. No torch.

A thing is named by its hexcode, as in emojibase but without the variation selector: ``1F408-200D-2B1B`` is a black cat.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.models import foreign
from lib.models.errors import UserError

GROUPS = (0, 1, 3, 4, 5, 6, 7)
"""Of emojibase: smileys, people, animals, food, travel, activities, objects; without components, symbols and flags."""
FLUENT = {
    "fluent_3d": ("3D", ".png"),
    "fluent_flat": ("Flat", ".svg"),
    "fluent_hc": ("High Contrast", ".svg"),
}
"""The folder and the ending of each of the three styles of microsoft/fluentui-emoji."""
STYLES = (*FLUENT, "noto", "twemoji")
_MAX_LIST, _MAX_NOTE = 10**8, 10**6


@dataclass(frozen=True, slots=True)
class Sources:
    """Local copies of what is public.

    Attributes:
        fluent: microsoft/fluentui-emoji, the folder that holds ``assets``.
        noto: googlefonts/noto-emoji, the folder that holds ``png/128``.
        twemoji: twitter/twemoji or a fork of it, the folder that holds ``assets/72x72`` or ``assets/svg``.
        emojibase: ``en/data.json`` of emojibase-data.
    """

    fluent: Path
    noto: Path
    twemoji: Path
    emojibase: Path


@dataclass(frozen=True, slots=True)
class Name:
    """What emojibase says of a thing."""

    hexcode: str
    label: str
    tags: list[str]
    group: int


@dataclass(frozen=True, slots=True)
class Found:
    """Where the pictures are.

    Attributes:
        places: style -> hexcode -> file.
        broken: what should have said which picture is which, and can't be read.
    """

    places: dict[str, dict[str, Path]]
    broken: list[Path] = field(default_factory=list)


def plain(hexcode: str) -> str:
    """``1f441 fe0f 200d 1f5e8 fe0f`` or ``1F441_200D_1F5E8`` as ``1F441-200D-1F5E8``."""
    parts = hexcode.upper().replace("_", "-").replace(" ", "-").split("-")
    return "-".join(part for part in parts if part not in ("", "FE0F"))


def names(path: Path) -> list[Name]:
    """The things of emojibase without flags, symbols and variants of skin colour, in the order of their hexcodes.

    Raises:
        UserError: where the file can't be read or is another one.
    """
    try:
        entries: Any = foreign.loads(foreign.read(path, _MAX_LIST))
        wanted = [entry for entry in entries if entry.get("group") in GROUPS]
        found = {plain(entry["hexcode"]): entry for entry in wanted}
        told = [Name(code, str(e["label"]), sorted(map(str, e["tags"])), e["group"]) for code, e in found.items()]
    except OSError as error:
        raise UserError(
            f"Can't read {path} ({error.strerror}): --emojibase must name the file en/data.json of emojibase-data."
        ) from None
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        told = []
    if not told:
        raise UserError(f"{path} isn't the list of emojibase: --emojibase must name en/data.json of emojibase-data.")
    return sorted(told, key=lambda name: name.hexcode)


def find(sources: Sources) -> Found:
    """Where every picture is; the files aren't opened yet.

    Raises:
        UserError: where a folder isn't what it should be, or can't be read.
    """
    try:
        found = _fluent(sources.fluent)
        found.places["noto"] = _listed(_in(sources.noto, "png/128", "emoji_u*.png"), "emoji_u")
        drawn = _listed(_in(sources.twemoji, "assets/svg", "*.svg"))
        found.places["twemoji"] = drawn | _listed(_in(sources.twemoji, "assets/72x72", "*.png"))
    except OSError as error:
        raise UserError(f"Can't read {error.filename} ({error.strerror}): give folders that may be read.") from None
    for style, folder, held in (
        ("fluent_3d", sources.fluent, "assets/*/metadata.json of microsoft/fluentui-emoji beside the pictures"),
        ("noto", sources.noto, "png/128/emoji_u*.png of googlefonts/noto-emoji"),
        ("twemoji", sources.twemoji, "assets/72x72/*.png or assets/svg/*.svg of twitter/twemoji"),
    ):
        if not found.places[style]:
            raise UserError(f"No pictures in {folder}: --{style.partition('_')[0]} must name a folder with {held}.")
    return found


def _fluent(root: Path) -> Found:
    """The three styles of Fluent: a folder a thing; where skins differ, ``Default`` is the yellow one."""
    found = Found({style: {} for style in FLUENT})
    for note in _in(root, "assets", "*/metadata.json"):
        try:
            code = plain(foreign.loads(foreign.read(note, _MAX_NOTE))["unicode"])
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            found.broken.append(note)
            continue
        for style, (folder, suffix) in FLUENT.items():
            pictures = [
                *_in(note.parent, folder, f"*{suffix}"),
                *_in(note.parent, f"Default/{folder}", f"*{suffix}"),
            ]
            if pictures:
                found.places[style].setdefault(code, pictures[0])
    return found


def _in(root: Path, folder: str, pattern: str) -> list[Path]:
    """The files of a folder in an order that is the same everywhere; an unreadable folder is an OSError."""
    place = root / folder
    if not place.is_dir():
        return []
    next(place.iterdir(), None)  # glob keeps silent about a folder that may not be read
    return sorted(path for path in place.glob(pattern) if path.is_file())


def _listed(files: list[Path], prefix: str = "") -> dict[str, Path]:
    """Files by hexcode; of two that differ in the variation selector only, the shorter name."""
    return dict(_by_hexcode(sorted(files, key=lambda path: (-len(path.name), path.name)), prefix))


def _by_hexcode(files: list[Path], prefix: str) -> Iterator[tuple[str, Path]]:
    for path in files:
        yield plain(path.stem.removeprefix(prefix)), path
