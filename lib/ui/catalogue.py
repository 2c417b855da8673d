"""Room: ui. Which pages there are: found by glob, each described by the first line of its own docstring."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lib.models.errors import UserError

PAGES = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True, order=True)
class Head:
    """What a page says about itself: ``\"\"\"B3 · Title | Section | order\"\"\"`` on its first line, a summary below.

    Attributes:
        order: its place among all pages; the smallest is the one that opens first.
        title: as in the menu, "B3 · Class-conditional DDPM".
        section: the heading it stands under, or empty.
        summary: the paragraph below the first line: one sentence for the map of lessons.
        path: the file.
    """

    order: int
    title: str
    section: str
    summary: str
    path: Path

    @property
    def number(self) -> str:
        """The part of the title before the dot: "B3", or empty."""
        return self.title.partition(" · ")[0] if " · " in self.title else ""

    @property
    def name(self) -> str:
        """The title without its number."""
        return self.title.rpartition(" · ")[2]


def heads(folder: Path = PAGES) -> list[Head]:
    """All pages in order."""
    return sorted(head_of(path) for path in folder.glob("*.py") if not path.name.startswith("_"))


def head_of(path: str | Path) -> Head:
    """The head of one page.

    Raises:
        UserError: where the first line is not ``title | section | order``.
    """
    path = Path(path).resolve()
    return _parse(path, path.stat().st_mtime_ns)


def sections(pages: list[Head]) -> dict[str, list[Head]]:
    """Pages by section, both in order."""
    found: dict[str, list[Head]] = {}
    for head in pages:
        found.setdefault(head.section, []).append(head)
    return found


def neighbours(path: str | Path) -> tuple[Head | None, Head | None]:
    """The pages before and after one."""
    here, pages = head_of(path), heads()
    if here not in pages:
        return None, None
    i = pages.index(here)
    return (pages[i - 1] if i else None), (pages[i + 1] if i + 1 < len(pages) else None)


@lru_cache(maxsize=128)
def _parse(path: Path, mtime_ns: int) -> Head:
    """Read a head; the time only tells one version of the file from another."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first, _, rest = doc.partition("\n")
    parts = [part.strip() for part in first.split("|")]
    if len(parts) != 3 or not parts[0] or not parts[2].isdecimal():
        raise UserError(f'{path.name} must begin with """title | section | order""": its first line is {first!r}.')
    return Head(int(parts[2]), parts[0], parts[1], " ".join(rest.split()), path)
