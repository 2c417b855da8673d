"""Room: ui. How an exported file looks, as values of the studio's controls: names over the runs, size, and all else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lib.draw.studio.options import DRAWN, FORMATS, Export
from lib.draw.studio.words import labels
from lib.ui.studio.look import HOLDS, LABEL, LONGEST, PAGE, SHOWN, SIZES

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe


def chosen(look: Export | None, recipes: Sequence[Recipe]) -> dict[str, Any]:
    """By key, what the studio's controls say; nothing where a file doesn't tell.

    Args:
        look: of the file.
        recipes: of its runs, as many as there is room for: two at least.
    """
    if look is None:
        return {}
    kind = FORMATS[look.format]
    found: dict[str, Any] = {"format": kind.name, "named": bool(look.labels), **_names(look, recipes)}
    if look.format in DRAWN:
        found["size"] = min(SIZES, key=lambda size: abs(size - look.size))
        found["show"] = next((words for words, shown in SHOWN.items() if shown == look.show), "both")
        found["ground" if kind.clear else "paper"] = look.ground
        found["captions"] = list(look.captions)
        found["across"] = "auto" if look.across is None else str(min(look.across, len(recipes)))
    if kind.moves:
        found |= {"bounce": look.bounce, "hold": min(HOLDS, key=lambda hold: abs(hold - look.hold))}
    return {f"{PAGE}_{name}": value for name, value in found.items() if value != []}


def _names(look: Export, recipes: Sequence[Recipe]) -> dict[str, str]:
    """The names that somebody wrote; those that the studio finds by itself need no word."""
    pairs = zip(look.labels, labels(recipes), strict=False)
    return {LABEL.format(i): name[:LONGEST] for i, (name, own) in enumerate(pairs, start=1) if name != own}


def in_address(value: Any) -> str | list[str]:
    """A value as an address says it."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
