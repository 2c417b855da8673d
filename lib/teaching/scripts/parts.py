"""Room: teaching. What a script is put together from: constants, and parts of text that say what they import."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

WIDTH = 96
"""Characters of a line at most."""
_STANDARD = frozenset(("argparse", "base64", "io", "itertools", "math", "pathlib", "sys", "time"))


@dataclass(frozen=True)
class Part:
    """Some lines of a script.

    Attributes:
        title: what stands above them as a comment; "" for nothing.
        code: the lines.
        imports: what they need, as they are written: "import torch".
    """

    title: str
    code: str
    imports: tuple[str, ...] = ()


@dataclass(frozen=True)
class Constant:
    """A number or text that a reader may change.

    Attributes:
        name: in capitals.
        value: of a type that Python writes as it reads it.
        about: a comment; "" for none.
    """

    name: str
    value: Any
    about: str = ""


@dataclass
class Script:
    """A script in the making; a part that is there already isn't added again.

    Attributes:
        about: the first line: what it draws.
        constants: in the order in which they stand.
        parts: likewise.
        end: the last part: it writes a file.
    """

    about: str
    constants: list[Constant] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    end: Part | None = None

    def let(self, name: str, value: Any, about: str = "") -> None:
        """A constant; one that is there already stays as it is."""
        if all(constant.name != name for constant in self.constants):
            self.constants.append(Constant(name, value, about))

    def add(self, title: str, code: str, *imports: str) -> None:
        """A part; its code may be as far to the right as where it was written."""
        part = Part(title, textwrap.dedent(code).strip(), imports)
        if part not in self.parts:
            self.parts.append(part)

    def finish(self, title: str, code: str, *imports: str) -> None:
        """The last part."""
        self.end = Part(title, textwrap.dedent(code).strip(), imports)

    def take(self, other: Script, names: Mapping[str, str] | None = None, prefix: str = "") -> None:
        """All that another script says but its end, under names that don't get in the way.

        Args:
            other: its constants come after those that are here, and so do its parts.
            names: what its constants, functions and variables are to be called.
            prefix: of its constants that aren't among the names.
        """
        known = {c.name: prefix + c.name for c in other.constants} | dict(names or {})
        rename = _renamed(known)
        for constant in other.constants:
            self.let(known[constant.name], constant.value, constant.about)
        for part in other.parts:
            changed = replace(part, code=rename(part.code))
            if changed not in self.parts:
                self.parts.append(changed)

    def text(self, head: str) -> str:
        """The whole file.

        Args:
            head: what its docstring says after the first line.
        """
        parts = [*self.parts, *([self.end] if self.end else [])]
        imports = {line for part in parts for line in part.imports}
        blocks = [f'"""{self.about}\n\n{head}\n"""', _sorted(imports), "\n".join(map(_constant, self.constants))]
        blocks += [f"# {part.title}\n\n{part.code}" if part.title else part.code for part in parts]
        return _spaced(block for block in blocks if block)


def literal(value: Any, before: int = 0) -> str:
    """A value as Python reads it, broken into lines where it is long; text stays text, whatever is in it.

    Args:
        value: text, numbers, or a list or tuple of numbers.
        before: characters that stand before it on its line.
    """
    text = _quoted(value) if isinstance(value, str) else repr(value)
    if len(text) + before <= WIDTH:
        return text
    if isinstance(value, str):
        return "(\n" + "\n".join(f"    {piece}" for piece in _pieces(value)) + "\n)"
    opened, closed = text[0], text[-1]
    return f"{opened}\n{textwrap.fill(text[1:-1], WIDTH, initial_indent='    ', subsequent_indent='    ')}\n{closed}"


def indented(lines: Sequence[str], levels: int = 1) -> str:
    """Lines as the body of a loop or function."""
    return textwrap.indent("\n".join(lines), "    " * levels)


def _quoted(text: str) -> str:
    """A literal, in double quotes where nothing in it needs care."""
    safe = repr(text)
    return f'"{text}"' if safe == f"'{text}'" and '"' not in text else safe


def _pieces(value: str) -> list[str]:
    """A long text as short literals that stand one below the other; none is wider than a line, escapes included."""
    found, start, size = [], 0, 80
    while start < len(value):
        while len(_quoted(value[start : start + size])) > WIDTH - 4:
            size -= 4
        found.append(_quoted(value[start : start + size]))
        start, size = start + size, 80
    return found


def _constant(constant: Constant) -> str:
    """With its comment beside it, or above where that would be too wide."""
    text = f"{constant.name} = {literal(constant.value, len(constant.name) + 3)}"
    if not constant.about:
        return text
    beside = f"{text}  # {constant.about}"
    if "\n" not in text and len(beside) <= WIDTH:
        return beside
    return "\n".join([*textwrap.wrap(f"# {constant.about}", WIDTH, subsequent_indent="# "), text])


def _renamed(names: Mapping[str, str]) -> Callable[[str], str]:
    different = {old: new for old, new in names.items() if old != new}
    if not different:
        return lambda code: code
    names_ = "|".join(map(re.escape, different))
    found = re.compile(rf"(?<![\w\"./-])({names_})(?![\w\"/-])")  # not in a text, nor in a path
    return lambda code: found.sub(lambda match: different[match[1]], code)


def _sorted(imports: set[str]) -> str:
    """Those of Python first; names out of one module on one line."""
    plain = {line for line in imports if line.startswith("import ")}
    named: dict[str, set[str]] = {}
    for line in imports - plain:
        _, module, _, name = line.split(maxsplit=3)
        named.setdefault(module, set()).add(name)
    lines = sorted(plain) + [f"from {module} import {', '.join(sorted(named[module]))}" for module in sorted(named)]
    own = [line for line in lines if line.split()[1].partition(".")[0] in _STANDARD]
    return "\n".join([*own, *([""] if own else []), *(line for line in lines if line not in own)])


def _spaced(blocks: Any) -> str:
    """The blocks below each other: two empty lines around functions and classes, one elsewhere."""
    lines: list[str] = []
    inside = False
    for line in "\n\n".join(blocks).split("\n"):
        top = bool(line) and line[0] not in " )"
        starts = top and line.startswith(("def ", "class "))
        if top and (starts or inside):
            while lines and not lines[-1]:
                lines.pop()
            lines += ["", ""]
        inside = starts if top else inside
        lines.append(line)
    return "\n".join(lines) + "\n"
