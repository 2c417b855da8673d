"""What a thing is, and the list of all: every module of this folder adds its own with `@thing(...)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from lib.world.pen import Colour, Dice, Pen

Draw = Callable[[Pen, Dice, Colour], None]
Kind = Literal["stands", "lies", "portrait", "flies", "scenery"]

ALL_COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "grey")
BRIGHT = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "white")
WILD = ("field", "forest", "hills", "mountains", "river")
TOWN = ("field", "hills", "street", "garden")
INDOORS = ("table", "room")


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something that the world can show.

    Attributes:
        name: its first name with its article: "a bell tower".
        others: its other names: "a clock tower".
        draw: draws it. For "scenery": in the whole frame, (0, 0) to (1, 1), with its own sky. For "portrait": head and
            shoulders from y = -1 (top of the head) to y = 0 (lower edge of the picture), x around 0. Else it stands on
            (0, 0), fits in a box 1 wide and 1 high, from x = -0.5 to 0.5 and y = -1 to 0, and fills it one way or the
            other.
        kind: "stands" on the ground, "lies" on a table or the floor (small things), "portrait", "flies" (its middle is
            at (0, -0.5)), "scenery".
        colours: words that may colour it; () where its colour is its own.
        wears: how a caption says the colour of a portrait's clothes: "in".
        places: names of `places.PLACES` where it may be; () for scenery.
        times: of "day", "sunset", "night", those that it can be shown at.
        scale: how high the box is, in heights of the frame, at its usual size.
        near: whether it may be "next to" another thing, or behind one.
        indoors: whether there is no weather in it, for scenery.
    """

    name: str
    others: tuple[str, ...] = ()
    draw: Draw
    kind: Kind = "stands"
    colours: tuple[str, ...] = ()
    wears: str = ""
    places: tuple[str, ...] = ()
    times: tuple[str, ...] = ("day", "sunset", "night")
    scale: float = 0.7
    near: bool = False
    indoors: bool = False


THINGS: dict[str, Thing] = {}
"""All things by their first name, in the order of the modules."""


def thing(
    name: str,
    *others: str,
    kind: Kind = "stands",
    colours: tuple[str, ...] = (),
    wears: str = "",
    places: tuple[str, ...] = (),
    times: tuple[str, ...] = ("day", "sunset", "night"),
    scale: float = 0.7,
    near: bool = False,
    indoors: bool = False,
) -> Callable[[Draw], Draw]:
    """Add the function below to the list of things; see `Thing` for the arguments."""

    def add(draw: Draw) -> Draw:
        THINGS[name] = Thing(
            name=name,
            others=others,
            draw=draw,
            kind=kind,
            colours=colours,
            wears=wears,
            places=places,
            times=times,
            scale=scale,
            near=near,
            indoors=indoors,
        )
        return draw

    return add
