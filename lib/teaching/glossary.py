"""Room: teaching. The words and symbols of the lessons, how other papers write them, and who said it first."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from lib.teaching.files import read
from lib.teaching.questions import Line, Plain

FILE = Path(__file__).with_suffix(".yaml")
LONGEST = 100
"""Characters that are searched for; nobody means more."""


class Paper(Plain):
    """Where a word comes from."""

    authors: Line
    year: int = Field(ge=1900, le=2100)
    title: Line


class Term(Plain):
    """A word.

    Attributes:
        term: as it stands in the list.
        also: other names of it.
        unlike: opposites and near words, which lead here too and mean something else; in the file they are called
            ``not``.
        says: what it means, in Markdown.
        lessons: where it is met, by number ("A6"); in the file they are called ``in``.
        source: key of a paper, or empty; in the file it is called ``from``.
    """

    term: Line
    also: tuple[Line, ...] = ()
    unlike: tuple[Line, ...] = Field((), alias="not")
    says: Line
    lessons: tuple[str, ...] = Field((), alias="in")
    source: str = Field("", alias="from")


class Symbol(Plain):
    """A symbol of the equations, as Markdown with LaTeX."""

    symbol: Line
    name: Line
    says: Line


class Elsewhere(Plain):
    """What other papers and code write for something."""

    what: Line
    here: Line
    there: Line


class Glossary(Plain):
    """All of it; the terms are in order of the alphabet."""

    terms: tuple[Term, ...]
    symbols: tuple[Symbol, ...]
    elsewhere: tuple[Elsewhere, ...]
    papers: dict[str, Paper]

    @model_validator(mode="after")
    def _known(self) -> Glossary:
        for term in self.terms:
            if term.source and term.source not in self.papers:
                raise ValueError(f"{term.term!r} comes from {term.source!r}, which is not among the papers")
        return self

    def paper(self, term: Term) -> Paper | None:
        """The paper of a term, if it has one."""
        return self.papers.get(term.source)


def glossary() -> Glossary:
    """What is in the file.

    Raises:
        UserError: for an error in it; it names the line.
    """
    return _read(FILE.stat().st_mtime_ns)


def search(text: str) -> tuple[Term, ...]:
    """Terms that hold all words of a text: first those that are called so, then those that speak of it.

    Args:
        text: as typed; case and accents don't count. Nothing finds everything.
    """
    words = folded(text[:LONGEST]).split()
    found: list[tuple[int, Term]] = []
    for term in glossary().terms:
        names = [folded(name) for name in (term.term, *term.also, *term.unlike)]
        everything = " ".join([*names, folded(term.says)])
        if all(word in everything for word in words):
            called = " ".join(words) in names
            named = any(all(word in name for word in words) for name in names)
            found.append((0 if called else 1 if named else 2, term))
    return tuple(term for _, term in sorted(found, key=lambda pair: pair[0]))


def folded(text: str) -> str:
    """Without accents, in one case, for comparing."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().strip()


@lru_cache(maxsize=1)
def _read(mtime_ns: int) -> Glossary:
    return read(FILE.read_bytes(), Glossary, FILE.name)
