"""Room: ui. The source of a function by its name, read from the file and not imported: showing code costs no torch."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lib.models.errors import UserError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """Some lines of the project.

    Attributes:
        file: relative to the project.
        line: of the first one.
        text: the lines.
    """

    file: str
    line: int
    text: str


def source_of(function: str | Callable[..., Any]) -> Source:
    """The lines of a function or class.

    Args:
        function: itself, or its name as "lib.diffusion.sampling:sample" ("...:Class.method" too).

    Raises:
        UserError: for a name that isn't there.
    """
    if not isinstance(function, str):
        lines, start = inspect.getsourcelines(function)
        file = Path(inspect.getsourcefile(function) or "")
        return Source(_relative(file), start, inspect.cleandoc("\n" + "".join(lines)))
    module, _, name = function.partition(":")
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    if not path.is_file():
        raise UserError(f"There is no module {module} to show code of.")
    return _segment(path, path.stat().st_mtime_ns, name)


@lru_cache(maxsize=64)
def _segment(path: Path, mtime_ns: int, name: str) -> Source:
    text = path.read_text(encoding="utf-8")
    node: Any = ast.parse(text)
    for part in name.split("."):
        node = next((child for child in node.body if getattr(child, "name", None) == part), None)
        if node is None:
            raise UserError(f"There is no {name} in {_relative(path)}.")
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    lines = text.splitlines()[first - 1 : node.end_lineno]
    return Source(_relative(path), first, inspect.cleandoc("\n" + "\n".join(lines)))


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
