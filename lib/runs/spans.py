"""Room: runs. Short ways to write rows of numbers in an address bar or a command line: `0-9`, `3,1,4`, `0,0.5,1`."""

from __future__ import annotations

import re

MAX_ITEMS = 1000


def parse_labels(text: str) -> tuple[int, ...]:
    """Read `0-9`, `3,1,4` or `0-3,7`; an empty text is no label at all.

    Raises:
        ValueError: one sentence, for anything else or for more than MAX_ITEMS numbers.
    """
    labels: list[int] = []
    for part in [p.strip() for p in text.split(",")] if text.strip() else []:
        match = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part, re.ASCII)
        if match is None:
            raise ValueError(f"{part[:40]!r} is no digit: write them like 0-9 or 3,1,4")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise ValueError(f"{part!r} runs backwards: write {last}-{first}, or each digit with a comma")
        labels.extend(range(first, last + 1))
        if len(labels) > MAX_ITEMS:
            raise ValueError(f"these are more than {MAX_ITEMS} digits: ask for fewer")
    return tuple(labels)


def parse_floats(text: str) -> tuple[float, ...]:
    """Read `0,0.2,1`.

    Raises:
        ValueError: one sentence, for anything that isn't a number.
    """
    parts = [p.strip() for p in text.split(",")] if text.strip() else []
    try:
        return tuple(float(part) for part in parts[: MAX_ITEMS + 1])
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no row of numbers: write them like 0,0.5,1") from None


def write_labels(labels: tuple[int, ...]) -> str:
    """The shortest text that `parse_labels` reads back: three or more neighbours become `first-last`."""
    runs: list[list[int]] = []
    for label in labels:
        if runs and label == runs[-1][-1] + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return ",".join(f"{r[0]}-{r[-1]}" if len(r) > 2 else ",".join(map(str, r)) for r in runs)


def write_floats(numbers: tuple[float, ...]) -> str:
    """Text that `parse_floats` reads back, bit for bit; whole numbers without their point."""
    return ",".join(write_float(number) for number in numbers)


def write_float(number: float) -> str:
    """5.0 as `5`, everything else as Python writes it."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
