"""Room: models. What a text-to-image model was trained to draw, and in which ways. No torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A thing that the model has seen.

    Attributes:
        name: what it is called first, with its article: "a rocket".
        others: its other names.
    """

    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """A way of drawing that the model has seen.

    Attributes:
        name: short, for a menu.
        phrases: what names it in a prompt, the usual one first: "an oil painting of".
    """

    name: str
    phrases: tuple[str, ...]
