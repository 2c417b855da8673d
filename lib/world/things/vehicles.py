"""Vehicles: they stand on (0, 0) in a box of width and height 1."""

from __future__ import annotations

import skia

from lib.world.pen import Colour, Dice, Pen, around, rgb_of, tone
from lib.world.things.kinds import ALL_COLOURS, BRIGHT, thing
from lib.world.things.objects import tube

ROADS = ("street", "field", "hills")


@thing("a sailboat", "a sailing boat", "a yacht", colours=BRIGHT, places=("sea",), scale=0.72, near=True)
def sailboat(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A hull, a mast and two sails; the colour is that of the sails."""
    hull = dice.pick(("#8a4b2f", "#f0ece2", "#3b5570", "#6b3a34"))
    pen.line([(0, -0.14), (0, -0.98)], 0.025, "#5d4630")
    pen.polygon([(0.03, -0.95), (0.4, -0.24), (0.03, -0.22)], colour)
    pen.polygon([(-0.03, -0.82), (-0.03, -0.22), (-0.3, -0.24)], tone(colour, 1.25))
    pen.polygon([(-0.44, -0.18), (0.46, -0.18), (0.3, 0.0), (-0.3, 0.0)], hull)
    pen.line([(-0.42, -0.13), (0.42, -0.13)], 0.02, tone(hull, 1.4))
    pen.line([(-0.5, 0.01), (0.5, 0.01)], 0.025, "#ffffff", alpha=0.6)


def wheel(pen: Pen, x: float, size: float, hub: Colour = "#b9bfc6") -> None:
    """A dark wheel that stands on the ground at x."""
    pen.ellipse(x, -size, size, None, "#24242a")
    pen.ellipse(x, -size, size * 0.5, None, hub, outline=False)


def pane(pen: Pen, left: float, top: float, right: float, bottom: float, radius: float = 0.02) -> None:
    """A window; it is lit by night."""
    glass = "#ffd978" if pen.night else "#a9d4e6"
    pen.rect(left, top, right, bottom, glass, radius=radius, glow=pen.night, shade=0.5)


@thing("a car", "a small car", colours=ALL_COLOURS, places=ROADS, scale=0.66, near=True)
def car(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side, its front to the right: a rounded roof, two windows, two wheels."""
    roof = dice.between(0.62, 0.7)
    cabin = [(-0.36, -0.36), (-0.24, -roof), (0.12, -roof), (0.28, -0.36)]
    pen.polygon(cabin, colour)
    glass = "#ffd978" if pen.night else "#a9d4e6"
    pen.polygon([(-0.29, -0.38), (-0.21, -roof + 0.05), (-0.07, -roof + 0.05), (-0.07, -0.38)], glass, glow=pen.night)
    pen.polygon([(-0.03, -0.38), (-0.03, -roof + 0.05), (0.1, -roof + 0.05), (0.21, -0.38)], glass, glow=pen.night)
    pen.polygon([(-0.5, -0.34), (-0.47, -0.41), (0.3, -0.41), (0.5, -0.33), (0.5, -0.12), (-0.5, -0.12)], colour)
    pen.rect(-0.5, -0.16, 0.5, -0.1, tone(colour, 0.55), outline=False)
    pen.ellipse(0.45, -0.29, 0.045, 0.04, "#fff3b0", glow=True, outline=False)
    pen.rect(-0.5, -0.33, -0.45, -0.25, "#c8302a", glow=True, outline=False)
    for x in (-0.28, 0.28):
        wheel(pen, x, 0.135)


@thing("a bus", colours=("red", "yellow", "blue", "green", "orange", "white"), places=ROADS, scale=0.74, near=True)
def bus(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A long high box with a row of windows, a door at the front."""
    top = dice.between(0.74, 0.82)
    pen.rect(-0.5, -top, 0.5, -0.1, colour, radius=0.06)
    for k in range(4):
        pane(pen, -0.46 + 0.185 * k, -top + 0.1, -0.31 + 0.185 * k, -0.44)
    pane(pen, 0.29, -top + 0.1, 0.47, -0.14)
    pen.line([(0.38, -top + 0.1), (0.38, -0.14)], 0.02, tone(colour, 0.5))
    pen.rect(-0.5, -0.36, 0.27, -0.29, tone(colour, dice.pick((0.6, 1.6))), outline=False, shade=0.3)
    pen.ellipse(0.48, -0.2, 0.03, 0.04, "#fff3b0", glow=True, outline=False)
    for x in (-0.28, 0.18):
        wheel(pen, x, 0.13)


@thing(
    "a train",
    "a locomotive",
    "a steam train",
    colours=("red", "green", "blue", "black", "brown"),
    places=("field", "hills", "mountains", "desert"),
    scale=0.76,
    near=True,
)
def train(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A steam locomotive from the side, its front to the right: cab, boiler, chimney with smoke, wheels on a rail."""
    dark, brass = tone(colour, 0.6), dice.pick(("#e0b040", "#c8ccd0", "#c87a3a"))
    for k in range(4):
        pen.ellipse(
            0.26 - 0.13 * k, -0.86 - 0.02 * k, 0.075 + 0.015 * k, 0.06 + 0.012 * k, "#e4e2e0", outline=False, alpha=0.9
        )
    pen.rect(-0.5, -0.02, 0.5, 0.01, "#5a5048", outline=False)
    pen.polygon([(0.26, -0.54), (0.36, -0.54), (0.4, -0.78), (0.22, -0.78)], "#2a2a30")
    pen.ellipse(0.02, -0.56, 0.09, 0.11, brass)
    pen.rect(-0.2, -0.56, 0.46, -0.24, colour, radius=0.05, shade=1.2)
    for x in (-0.05, 0.2):
        pen.rect(x, -0.56, x + 0.035, -0.24, brass, outline=False)
    pen.rect(-0.46, -0.74, -0.14, -0.2, colour)
    pane(pen, -0.4, -0.66, -0.21, -0.46)
    pen.rect(-0.5, -0.8, -0.1, -0.73, dark, radius=0.02)
    pen.rect(-0.48, -0.26, 0.48, -0.17, dark)
    pen.polygon([(0.36, -0.2), (0.46, -0.2), (0.52, -0.03), (0.38, -0.03)], "#c0392b")
    for x, size in ((-0.34, 0.14), (-0.04, 0.14), (0.2, 0.09), (0.36, 0.085)):
        wheel(pen, x, size, brass)
    pen.line([(-0.34, -0.14), (-0.04, -0.14), (0.2, -0.1)], 0.03, "#c8ccd0")


@thing("an airplane", "a plane", "an aeroplane", kind="flies", colours=BRIGHT, places=("sky",), scale=0.82, near=True)
def airplane(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side, its nose up to the right: a long body, swept wings, a tail fin."""
    wing = dice.pick((tone(colour, 0.62), rgb_of("#d4dae0"), rgb_of("#aab4c0")))
    with pen.at(0, -0.5, 1.0, turn=dice.between(-16, -8)):
        pen.polygon([(0.1, -0.04), (-0.04, -0.05), (-0.2, -0.36), (-0.1, -0.36)], tone(wing, 0.85))
        pen.polygon([(-0.5, -0.34), (-0.38, -0.34), (-0.22, -0.06), (-0.42, -0.04)], wing)
        body = [(-0.52, -0.1), (-0.2, -0.13), (0.34, -0.12), (0.56, 0.02), (0.34, 0.12), (-0.1, 0.12), (-0.42, 0.0)]
        pen.polygon(body, colour, smooth=True, shade=1.2)
        for k in range(6):
            pen.ellipse(
                -0.22 + 0.085 * k,
                -0.035,
                0.022,
                None,
                "#ffd978" if pen.night else "#2f4a66",
                glow=pen.night,
                shade=0,
                outline=False,
            )
        pen.polygon([(0.33, -0.085), (0.4, -0.06), (0.45, -0.015), (0.33, -0.015)], "#2f4a66", outline=False)
        pen.polygon([(0.16, 0.04), (-0.06, 0.04), (-0.34, 0.42), (-0.2, 0.42)], wing)
        pen.ellipse(0.02, 0.22, 0.09, 0.05, "#5b6470")
        pen.polygon([(-0.34, 0.0), (-0.46, 0.0), (-0.54, 0.14), (-0.46, 0.14)], wing)


@thing("a truck", "a lorry", colours=ALL_COLOURS, places=(*ROADS, "desert"), scale=0.72, near=True)
def truck(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A big box behind, a cab to the right; the box has the colour."""
    cab, top = dice.pick(("#f0ede4", "#c8302a", "#2f62a8", "#e0b040", "#3f7a4a")), dice.between(0.76, 0.84)
    pen.rect(-0.48, -0.2, 0.48, -0.12, "#3a3c42")
    pen.rect(-0.5, -top, 0.17, -0.18, colour)
    pen.line([(-0.46, -0.26), (0.13, -0.26)], 0.03, tone(colour, 0.6))
    pen.polygon([(0.2, -0.64), (0.38, -0.64), (0.45, -0.4), (0.5, -0.36), (0.5, -0.12), (0.2, -0.12)], cab)
    glass = "#ffd978" if pen.night else "#a9d4e6"
    pen.polygon([(0.25, -0.59), (0.36, -0.59), (0.42, -0.39), (0.25, -0.39)], glass, glow=pen.night)
    pen.ellipse(0.48, -0.22, 0.03, 0.04, "#fff3b0", glow=True, outline=False)
    for x in (-0.36, -0.1, 0.34):
        wheel(pen, x, 0.125)


@thing(
    "a bicycle",
    "a bike",
    colours=("red", "blue", "green", "yellow", "orange", "pink", "black"),
    places=ROADS,
    times=("day", "sunset"),
    scale=0.76,
    near=True,
)
def bicycle(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: two big wheels, a frame that has the colour, a saddle, handlebars."""
    size, dark = 0.235, "#222228"
    back, front, pedal, seat, head = (-0.265, -size), (0.265, -size), (-0.03, -0.22), (-0.12, -0.6), (0.18, -0.62)
    for x, y in (back, front):
        ring = pen.oval(x, y, size - 0.02)
        ring.addPath(pen.oval(x, y, size - 0.065))
        ring.setFillType(skia.PathFillType.kEvenOdd)
        pen.fill(ring, dark, outline=False, shade=0)
        for a, b in zip(around(x, y, 0.18, 0.18, 8), around(x, y, 0.02, 0.02, 8), strict=True):
            pen.line([a, b], 0.008, "#9aa0a8")
    for path in ([back, seat, pedal, back], [seat, head, pedal], [head, front]):
        tube(pen, path, 0.06, colour)
    pen.line([seat, (-0.14, -0.7)], 0.04, "#6a6e76")
    pen.line([(-0.23, -0.72), (-0.06, -0.71)], 0.07, dark)
    pen.line([head, (0.16, -0.76), (0.3, -0.8), (0.33, -0.7)], 0.045, dark, smooth=True)
    pen.ellipse(*pedal, 0.065, None, "#7a7f88")
    if dice.chance(0.35):
        pen.rect(0.2, -0.72, 0.42, -0.54, "#b98a4e", radius=0.03)


@thing(
    "a ship",
    "a steamship",
    "a large ship",
    colours=("red", "blue", "black", "white", "green", "grey"),
    places=("sea",),
    scale=0.78,
    near=True,
)
def ship(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A long hull that has the colour, white decks with windows, funnels with smoke."""
    funnel, deck = dice.pick(("#d0452e", "#e0a030", "#2f4a78")), dice.pick(("#f4f1e8", "#e6e2d4"))
    places = dice.pick(((-0.12, 0.1), (-0.02,), (-0.2, 0.0, 0.18)))
    for k in range(3):
        pen.ellipse(
            places[0] - 0.04 - 0.1 * k, -0.9 - 0.03 * k, 0.07 + 0.02 * k, 0.05, "#b8b6b6", outline=False, alpha=0.85
        )
    for x in places:
        pen.polygon([(x - 0.06, -0.55), (x + 0.06, -0.55), (x + 0.05, -0.86), (x - 0.07, -0.86)], funnel)
        pen.rect(x - 0.068, -0.86, x + 0.052, -0.8, "#26262c", outline=False)
    pen.rect(-0.28, -0.58, 0.26, -0.42, deck)
    pen.rect(-0.38, -0.44, 0.34, -0.3, deck)
    for k in range(6):
        pane(pen, -0.33 + 0.11 * k, -0.41, -0.27 + 0.11 * k, -0.34, 0.0)
        if k < 4:
            pane(pen, -0.22 + 0.12 * k, -0.54, -0.15 + 0.12 * k, -0.47, 0.0)
    pen.polygon([(-0.48, -0.32), (0.5, -0.36), (0.4, 0.0), (-0.4, 0.0)], colour, shade=1.1)
    pen.polygon(
        [(-0.425, -0.08), (0.422, -0.08), (0.4, 0.0), (-0.4, 0.0)],
        dice.pick(("#8a2f2a", "#2c3038", "#c8c4ba")),
        outline=False,
    )
    pen.line([(-0.5, 0.01), (0.5, 0.01)], 0.03, "#ffffff", alpha=0.7)


@thing(
    "a tractor",
    colours=("red", "green", "blue", "yellow", "orange"),
    places=("field", "hills", "garden"),
    scale=0.76,
    near=True,
)
def tractor(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A huge wheel behind, a small one before, a cab with a roof, a bonnet with a pipe."""
    hub = dice.pick(("#f0c030", "#e8e4da", "#c8302a"))
    pen.line([(0.3, -0.5), (0.3, -0.82)], 0.05, "#3a3a40")
    pen.polygon([(-0.3, -0.5), (-0.26, -0.92), (0.02, -0.92), (0.08, -0.5)], tone(colour, 0.7))
    pen.polygon(
        [(-0.24, -0.54), (-0.21, -0.86), (-0.02, -0.86), (0.03, -0.54)],
        "#ffd978" if pen.night else "#bfe0ee",
        glow=pen.night,
    )
    pen.rect(-0.36, -1.0, 0.1, -0.91, colour, radius=0.03)
    pen.rect(-0.36, -0.58, 0.46, -0.22, colour, radius=0.05)
    pen.rect(0.37, -0.52, 0.46, -0.26, "#3a3a40", outline=False)
    pen.line([(0.12, -0.42), (0.34, -0.42)], 0.03, tone(colour, 0.55))
    wheel(pen, -0.2, 0.3, hub)
    wheel(pen, 0.34, 0.17, hub)
    pen.ellipse(-0.2, -0.3, 0.06, None, "#3a3a40", outline=False)
