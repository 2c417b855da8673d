"""Room: cli. What `recipe KIND --help` says: every knob of a kind, in the words of the docstrings of its classes."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator

from lib.commands.pictures import help_of
from lib.runs.recipe import KINDS, knobs

_ENTRY = re.compile(r"^    (\w+(?:, \w+)*): (.*(?:\n {5,}.*)*)", re.MULTILINE)
"""A line of "Attributes:" and those that go on below it."""
_ELSEWHERE = re.compile(r"^see `\w+`\.$|(?:, see|; and what else) `\w+`(?: has)?(?=\.)")
"""Words that lead from one docstring to another."""
_WIDTH = 100


def about(kind: str) -> str:
    """What a kind is, and a paragraph for each of its knobs."""
    documents = [inspect.getdoc(part) or "" for part in KINDS[kind].__mro__ if "Attributes:" in (part.__doc__ or "")]
    told = {name: words for document in reversed(documents) for name, words in _told(document)}
    names = knobs(kind)
    column = max(map(len, names)) + 6
    lines = [(inspect.getdoc(KINDS[kind]) or "").partition("\nAttributes:")[0].replace("``", "`")]
    for name in names:
        words = told.get(name) or f"{KINDS[kind].model_fields[name].description}."
        head = f"  --{name.replace('_', '-')}".ljust(column)
        lines.append(textwrap.fill(words, _WIDTH, initial_indent=head, subsequent_indent=" " * column))
    return "\n".join([*lines, *textwrap.wrap(help_of(kind), _WIDTH)])


def _told(document: str) -> Iterator[tuple[str, str]]:
    """The attributes in a docstring, each with its words on one line."""
    for names, words in _ENTRY.findall(document.partition("Attributes:")[2]):
        plain = _ELSEWHERE.sub("", " ".join(words.split())).replace("``", "`")
        yield from ((name, plain) for name in names.split(", ") if plain)
