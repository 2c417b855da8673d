"""Every regular expression in lib, met with text that was made to trouble it: time grows with its length, not faster.

A regular expression holds the interpreter until it is done. One that takes the square of the length stops the server
for everybody, for as long as whoever sent a file likes.
"""

from __future__ import annotations

import ast
import re
import time
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
LENGTH = 40_000
SECONDS = 0.4
"""On a slow and busy machine; what is in proportion takes a hundredth, what goes with the square seconds."""


def used() -> list[tuple[str, str | bytes, int, str]]:
    """Module and line, pattern, flags, and how it is used, of every call of `re` in lib, pages and the start page."""
    files = [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "Home.py"]
    return [found for path in sorted(files) for found in _in(path)]


def _in(path: Path) -> list[tuple[str, str | bytes, int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    found = []
    for call in calls:
        assert isinstance(call.func, ast.Attribute)
        name = call.func.attr
        if not (isinstance(call.func.value, ast.Name) and call.func.value.id == "re") or name == "escape":
            continue
        flags = [node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute) and node.attr.isupper()]
        value = sum(int(getattr(re, flag, 0)) for flag in set(flags))
        methods = [name] if name in METHODS else _methods(tree, call) or ["search"]
        found += [(f"{path.stem}:{call.lineno}", _value(call.args[0], path), value, method) for method in methods]
    return found


def _methods(tree: ast.AST, call: ast.Call) -> list[str]:
    """What is called of a compiled expression that has a name in its module."""
    names = {
        ast.unparse(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is call
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    }
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    attributes = [func for func in calls if isinstance(func, ast.Attribute) and ast.unparse(func.value) in names]
    return sorted({func.attr for func in attributes if func.attr in METHODS})


def _value(node: ast.expr, path: Path) -> str | bytes:
    """The pattern; what a function puts into it is a word."""
    if isinstance(node, ast.Constant):
        return node.value
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    try:
        return eval(ast.unparse(node), vars(module))
    except NameError:
        assert isinstance(node, ast.JoinedStr), ast.unparse(node)
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "word" for part in node.values)


def pieces(pattern: str | bytes) -> list[str]:
    """Texts that the expression likes: what stands in it letter by letter, and signs of every sort."""
    literals: list[str] = [""]

    def walk(part: Any) -> None:
        for kind, inside in part:
            if str(kind) == "LITERAL":
                literals[-1] += chr(inside)
                continue
            literals.append("")
            for each in inside if isinstance(inside, tuple | list) else [inside]:
                for deeper in each if isinstance(each, list) else [each]:
                    if hasattr(deeper, "data"):
                        walk(deeper)
            literals.append("")

    walk(re._parser.parse(pattern))  # type: ignore[attr-defined]
    return [*dict.fromkeys(text for text in literals if text), *" a0_-/.:<[\\'\n"]


def hostile(pattern: str | bytes) -> list[str]:
    """One piece again and again, alone, after another one and before another one, with an end that fits nothing."""
    some = pieces(pattern)
    pumped = [part * (LENGTH // len(part)) + "\0" for part in some]
    pairs = [a + b for a, b in product(some[:8], some) if a != b]
    return [*pumped, *(first + text for first in some[:4] for text in pumped), *(p * (LENGTH // len(p)) for p in pairs)]


def longest(pattern: str | bytes, flags: int, method: str) -> tuple[float, str]:
    """Seconds that the worst text takes, and its beginning."""
    expression, worst = re.compile(pattern, flags), (0.0, "")
    for text in hostile(pattern):
        data: Any = text.encode("latin-1", "replace") if isinstance(pattern, bytes) else text
        extra = (b"" if isinstance(pattern, bytes) else "",) if method in ("sub", "subn") else ()
        start = time.process_time()
        found = getattr(expression, method)(*extra, data)
        if method == "finditer":
            list(found)
        worst = max(worst, (time.process_time() - start, text[:40]))
        if worst[0] > SECONDS:
            break
    return worst


@pytest.mark.parametrize(("place", "pattern", "flags", "method"), used(), ids=lambda value: str(value)[:40])
def test_no_text_takes_the_square_of_its_length(place: str, pattern: str | bytes, flags: int, method: str) -> None:
    seconds, text = longest(pattern, flags, method)
    assert seconds < SECONDS, f"{place}: {method} of {pattern!r} took {seconds:.2f} s for {text!r}..."


def test_it_notices_one_that_does() -> None:
    """The one that froze the server, and another of the kind."""
    assert longest("<steps:recipe>(.*?)</steps:recipe>", re.DOTALL, "search")[0] > SECONDS
    assert longest(r"([a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9@_-]*\.safetensors", 0, "search")[0] > SECONDS
