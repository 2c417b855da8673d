"""Room: draw. In which order the parts of a line stand where some of it reads from right to left."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

_STRONG: Final = {"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "N"}
"""Classes of letters and digits (Unicode Annex 9), as left, right and number; all others go with their neighbours."""


def levels(text: str) -> list[int]:
    """The level of each character: even ones read from left to right, odd ones from right to left.

    The rules of Unicode Annex 9 for a line without marks of embedding: the first letter says where the line begins;
    numbers read from left to right, also among letters that don't; what is neither goes with both its neighbours
    where they agree, and else with the line.

    Args:
        text: one line.
    """
    classes = _joined([unicodedata.bidirectional(c) for c in text])
    line = next((c for c in classes if c in ("L", "R")), "L")
    return [_level(c, line) for c in _sided(_counted(classes, line), line)]


def _joined(classes: list[str]) -> list[str]:
    """The classes as left, right, number or none: a point within a number and a sign at one belong to it."""
    last = ""
    for i, c in enumerate(classes):
        last = c if c in ("L", "R", "AL") else last
        if c == "EN" and last == "AL":
            classes[i] = "AN"  # Arabic puts its signs elsewhere
    for i in range(1, len(classes) - 1):
        before, c, after = classes[i - 1 : i + 2]
        if before == after and (c, after) in (("CS", "EN"), ("CS", "AN"), ("ES", "EN")):
            classes[i] = after
    for steps, back in ((range(1, len(classes)), 1), (range(len(classes) - 2, -1, -1), -1)):
        for i in steps:
            if classes[i] == "ET" and classes[i - back] == "EN":
                classes[i] = "EN"
    return [_STRONG.get(c, "") for c in classes]


def _counted(classes: Sequence[str], line: str) -> list[str]:
    """A number behind a letter that reads from the left is a part of its word."""
    last, found = line, []
    for c in classes:
        last = c if c in ("L", "R") else last
        found.append("L" if c == "N" and last == "L" else c)
    return found


def _sided(classes: Sequence[str], line: str) -> list[str]:
    """What has no side takes that of both neighbours, or that of the line."""
    before, found, open_ = line, [], 0
    for c in [*classes, line]:
        if not c:
            open_ += 1
            continue
        side = "R" if c == "N" else c
        found += [side if side == before else line] * open_ + [c]
        before, open_ = side, 0
    return found[:-1]


def _level(side: str, line: str) -> int:
    if side == "N":
        return 2
    return (0 if side == "L" else 1) if line == "L" else (2 if side == "L" else 1)


def visual(levels: Sequence[int]) -> list[int]:
    """The order from left to right in which parts with these levels stand, as their numbers."""
    order = list(range(len(levels)))
    for least in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= least:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = end + 1
    return order
