"""Plants and the like, a skull, a snowman: they stand on (0, 0) in a box of width and height 1."""

from __future__ import annotations

import math

from lib.world.pen import Colour, Dice, Pen, around, luminance, mix, rgb_of, tone
from lib.world.things.kinds import ALL_COLOURS, INDOORS, thing
from lib.world.things.people import mirrored

GREENS = ("#3f8a45", "#4f9a3c", "#2f7a55")
FLOWERS = ("red", "pink", "white", "yellow", "orange", "purple")
BEDS = ("garden", "field", "hills", "river")


def stem(pen: Pen, dice: Dice, top: float, *, wide: float = 0.045, leaf: float = 0.3) -> None:
    """A stem up to y = top with a leaf on either side."""
    green, bend = dice.pick(GREENS), dice.between(-0.03, 0.03)
    pen.line([(0, 0), (bend, top / 2), (0, top)], wide, green, smooth=True)
    for side, y in ((-1, top * dice.between(0.12, 0.3)), (1, top * dice.between(0.3, 0.5))):
        pen.polygon(
            [
                (0, y + 0.03),
                (side * leaf * 0.5, y + 0.01),
                (side * leaf * 1.2, y - 0.16),
                (side * leaf * 0.4, y - 0.14),
            ],
            tone(green, 1.12),
            smooth=True,
        )


@thing("a houseplant", "a potted plant", colours=ALL_COLOURS, places=INDOORS, scale=0.75, near=True)
def houseplant(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Long leaves out of a pot; the colour is that of the pot."""
    green = dice.pick(GREENS)
    for k in range(9):
        across, high = (k - 4) / 4 * 0.42, dice.between(0.75, 0.98) - abs(k - 4) * 0.07
        leaf = tone(green, dice.between(0.8, 1.2))
        pen.polygon(
            [
                (0.03, -0.32),
                (across * 0.6 + 0.1, -high * 0.75),
                (across, -high),
                (across * 0.5 - 0.08, -high * 0.6),
                (-0.03, -0.32),
            ],
            leaf,
            smooth=True,
        )
    pen.polygon([(-0.25, -0.36), (0.25, -0.36), (0.18, 0.0), (-0.18, 0.0)], colour)
    pen.rect(-0.28, -0.42, 0.28, -0.33, tone(colour, 1.15), radius=0.02)


@thing(
    "a tree",
    colours=("green", "orange", "red", "yellow", "pink"),
    places=(*BEDS, "forest", "mountains", "snow"),
    scale=0.88,
    near=True,
)
def tree(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A trunk with branches, a broad round crown."""
    bark = dice.pick(("#6b4a2f", "#5a4030", "#7a5a40"))
    pen.polygon([(-0.06, -0.5), (0.06, -0.5), (0.07, -0.08), (0.13, 0.0), (-0.13, 0.0), (-0.07, -0.08)], bark)
    for side in (-1, 1):
        pen.line([(0, -0.24), (side * 0.22, -0.42)], 0.05, bark)
    crown = [
        (-0.3, -0.5, 0.19),
        (0.3, -0.5, 0.19),
        (-0.2, -0.7, 0.21),
        (0.2, -0.7, 0.21),
        (0, -0.56, 0.24),
        (0, -0.8, 0.21),
    ]
    crown = [(x, y, r * dice.between(0.9, 1.08)) for x, y, r in crown]
    for edge in (True, False):
        for x, y, r in crown:
            pen.ellipse(x, y, r, r * 0.92, tone(colour, 0.92 - y * 0.15 - 0.1), outline=edge)
    for _ in range(8):
        x, y = dice.between(-0.32, 0.32), dice.between(-0.88, -0.48)
        pen.ellipse(x, y, 0.07, 0.05, tone(colour, dice.pick((0.72, 1.25))), shade=0, outline=False)


@thing("a palm tree", "a palm", places=("beach", "desert", "street", "garden"), scale=0.88, near=True)
def palm(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A thin bent trunk, leaves that hang from its top on all sides, coconuts."""
    green, foot = dice.pick(GREENS), dice.between(-0.2, -0.08)
    trunk = [(foot - 0.06, 0.0), (-0.06, -0.35), (-0.02, -0.7), (0.05, -0.7), (0.03, -0.35), (foot + 0.07, 0.0)]
    pen.polygon(trunk, "#8a6540")
    for k in range(5):
        y = -0.1 - 0.12 * k
        x = foot * (1 + y / 0.7) ** 2 - 0.005
        pen.line([(x - 0.04, y), (x + 0.05, y - 0.015)], 0.014, "#5f4228")
    for across, low in (
        (-0.5, -0.5),
        (0.5, -0.5),
        (-0.32, -0.4),
        (0.34, -0.4),
        (-0.5, -0.78),
        (0.5, -0.78),
        (-0.22, -1.0),
        (0.26, -1.0),
    ):
        low += dice.between(-0.04, 0.04)
        up = min(-0.78, low) - 0.14 if low > -0.9 else -0.86
        tip, leaf = (across, low), tone(green, dice.between(0.8, 1.2))
        pen.polygon(
            [(0.0, -0.76), (across * 0.5, up - 0.03), tip, tip, (across * 0.62, up + 0.26), (0.02, -0.62)],
            leaf,
            smooth=True,
        )
    for x, y in ((-0.05, -0.66), (0.06, -0.66), (0.01, -0.62)):
        pen.ellipse(x, y, 0.05, None, "#5a3a20")


@thing("a sunflower", places=BEDS, scale=0.88, near=True)
def sunflower(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A big yellow flower with a dark middle, on a stem with leaves."""
    stem(pen, dice, -0.6, wide=0.06, leaf=0.38)
    petal, turn = dice.pick(("#f9c51e", "#fbd02f", "#f5b516")), dice.between(0, 24)
    for ring, length in ((0, 0.35), (1, 0.31)):
        for k in range(10):
            with pen.at(0, -0.65, turn=turn + 36 * k + 18 * ring):
                pen.polygon(
                    [(0.1, -0.05), (length * 0.75, -0.09), (length, 0), (length * 0.75, 0.09), (0.1, 0.05)],
                    tone(petal, 0.88 + 0.16 * ring),
                )
    size = dice.between(0.15, 0.18)
    pen.ellipse(0, -0.65, size, None, "#5a3416")
    pen.ellipse(0, -0.65, size * 0.55, None, "#38200e", outline=False)


@thing("a rose", colours=FLOWERS, places=BEDS, scale=0.85, near=True)
def rose(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Petals folded around each other, a stem with leaves and thorns."""
    stem(pen, dice, -0.5, leaf=0.34)
    for side, y in ((1, -0.14), (-1, -0.36)):
        pen.polygon([(0, y - 0.03), (side * 0.06, y - 0.03), (0, y + 0.03)], "#3a6a35")
    for side in (-1, 1):
        pen.polygon([(0, -0.42), (side * 0.26, -0.44), (side * 0.14, -0.54)], "#3f8a45")
    for x, y, rx, ry, shade in (
        (-0.2, -0.68, 0.18, 0.2, 0.85),
        (0.2, -0.68, 0.18, 0.2, 0.8),
        (0, -0.8, 0.24, 0.18, 0.95),
        (0, -0.6, 0.27, 0.17, 0.9),
        (0, -0.72, 0.22, 0.2, 1.0),
    ):
        pen.ellipse(x, y, rx * dice.between(0.92, 1.06), ry, tone(colour, shade))
    line = tone(colour, 0.58)
    spiral = [
        (0.2 * (1 - k / 15) * math.cos(k * 0.85), -0.74 + 0.16 * (1 - k / 15) * math.sin(k * 0.85)) for k in range(14)
    ]
    pen.line(spiral, 0.022, line, smooth=True)
    for side in (-1, 1):
        pen.line([(side * 0.3, -0.72), (side * 0.2, -0.56), (0, -0.5)], 0.018, line, smooth=True)


@thing("a tulip", colours=FLOWERS, places=BEDS, scale=0.85, near=True)
def tulip(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A cup of pointed petals on a straight stem between two long leaves."""
    green, wide = dice.pick(GREENS), dice.between(0.25, 0.31)
    pen.line([(0, 0), (0, -0.55)], 0.055, green)
    for side in (-1, 1):
        high = dice.between(0.42, 0.6)
        pen.polygon(
            [
                (0, 0.02),
                (side * 0.16, -0.1),
                (side * 0.44, -high),
                (side * 0.44, -high),
                (side * 0.1, -0.3),
                (0, -0.06),
            ],
            tone(green, 1.1),
            smooth=True,
        )
    for side in (-1, 1):
        pen.polygon(
            [
                (0, -0.48),
                (side * wide * 1.05, -0.5),
                (side * wide * 1.2, -0.75),
                (side * wide, -1.02),
                (side * wide, -1.02),
                (0, -0.76),
            ],
            tone(colour, 0.85),
            smooth=True,
        )
    pen.polygon(
        [(-0.12, -0.45), (0.12, -0.45), (wide * 0.85, -0.66), (0.04, -1.0), (-0.04, -1.0), (-wide * 0.85, -0.66)],
        colour,
        smooth=True,
    )


@thing(
    "a mushroom",
    "a toadstool",
    colours=("red", "brown", "orange", "white", "yellow", "purple"),
    places=("forest", "field", "garden", "table"),
    scale=0.75,
    near=True,
)
def mushroom(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A round cap with pale spots on a white stalk."""
    low, pale = dice.between(-0.5, -0.42), "#f6efe0"
    pen.polygon([(-0.11, low), (0.11, low), (0.13, -0.15), (0.19, 0.0), (-0.19, 0.0), (-0.13, -0.15)], pale)
    pen.ellipse(0, low, 0.44, 0.09, tone(pale, 0.8))
    pen.polygon([(-0.14, low + 0.06), (0.14, low + 0.06), (0.18, low + 0.16), (-0.18, low + 0.16)], tone(pale, 0.92))
    cap = pen.closed(
        [
            (-0.4, low + 0.05),
            (0, low - 0.06),
            (0.4, low + 0.05),
            (0.56, low),
            (0.42, -0.92),
            (0, -1.04),
            (-0.42, -0.92),
            (-0.56, low),
        ],
        smooth=True,
    )
    pen.fill(cap, colour, shade=1.3)
    spot = mix(colour, "#8a7a60", 0.5) if luminance(rgb_of(colour)) > 0.88 else pale
    for x, y, r in (
        (-0.25, -0.62, 0.075),
        (0.02, -0.84, 0.08),
        (0.27, -0.66, 0.075),
        (0.02, -0.6, 0.06),
        (-0.2, -0.83, 0.045),
        (0.22, -0.85, 0.045),
    ):
        pen.ellipse(x + dice.between(-0.03, 0.03), y, r, r * 0.85, spot, shade=0, outline=False)


@thing("a cactus", places=("desert", "garden", "hills"), scale=0.85, near=True)
def cactus(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A thick column with two arms that bend upwards, ribs, sometimes a flower."""
    green = dice.pick(("#3f8a4a", "#4c9550", "#2f7a50"))
    rib = tone(green, 0.62)
    for side in (-1, 1):
        low, high = dice.between(-0.45, -0.28), dice.between(-0.82, -0.62)
        with pen.at(0, 0, flip=side < 0):
            arm = pen.closed(
                [
                    (0, low - 0.08),
                    (0.2, low - 0.08),
                    (0.24, low - 0.12),
                    (0.24, high),
                    (0.32, high - 0.06),
                    (0.41, high),
                    (0.41, low),
                    (0.33, low + 0.08),
                    (0, low + 0.08),
                ]
            )
            pen.fill(arm, tone(green, 0.93))
            pen.line([(0.325, high + 0.04), (0.325, low - 0.02)], 0.02, rib)
    pen.rect(-0.15, -0.97, 0.15, 0.02, green, radius=0.15)
    for x in (-0.07, 0, 0.07):
        pen.line([(x, -0.87), (x, -0.03)], 0.018, rib)
    for _ in range(10):
        x, y = dice.pick((-0.11, -0.035, 0.035, 0.11)), dice.between(-0.85, -0.05)
        pen.line([(x - 0.015, y), (x + 0.015, y - 0.015)], 0.011, "#eef2d0")
    if dice.chance(0.5):
        for x, y in around(0, -0.97, 0.06, 0.035, 5):
            pen.ellipse(x, y, 0.045, None, "#e85a9a", shade=0)


@thing("a pumpkin", kind="lies", places=("table", "room", "field", "garden", "forest"), scale=0.68, near=True)
def pumpkin(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Orange, broad, with ribs from top to bottom and a green stalk."""
    orange, high = dice.pick(("#ee7f1b", "#f08a24", "#e56f12")), dice.between(0.33, 0.39)
    for x, wide, shade in (
        (-0.31, 0.19, 0.78),
        (0.31, 0.19, 0.78),
        (-0.18, 0.2, 0.9),
        (0.18, 0.2, 0.9),
        (0, 0.17, 1.05),
    ):
        pen.ellipse(x, -high, wide, high * (1.02 - abs(x) * 0.3), tone(orange, shade))
    for x in (-0.26, -0.11, 0.11, 0.26):
        pen.line(
            [(x * 0.7, -high * 1.8), (x * 1.35, -high), (x * 0.7, -high * 0.2)], 0.018, tone(orange, 0.6), smooth=True
        )
    tip = dice.between(0.04, 0.12)
    pen.polygon(
        [
            (-0.07, -high * 1.9),
            (-0.03, -high * 2.1),
            (tip - 0.05, -high * 2 - 0.2),
            (tip + 0.05, -high * 2 - 0.17),
            (0.05, -high * 2.1),
            (0.08, -high * 1.9),
        ],
        "#5a7a32",
    )
    if dice.chance(0.6):
        pen.polygon(
            [(0.04, -high * 2), (0.2, -high * 2.35), (0.36, -high * 2.05), (0.2, -high * 1.8)], "#4f9a3c", smooth=True
        )


@thing("a skull", "a human skull", places=("table", "room", "desert", "forest"), scale=0.8, near=True)
def skull(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the front: a round vault, dark sockets, a hole for a nose, two rows of teeth."""
    bone, hole = dice.pick(("#efe8d6", "#e6dcc2", "#f3f0e6")), "#241c18"
    pen.polygon(mirrored([(0.3, -0.36), (0.25, -0.02), (0.14, 0.0)]), tone(bone, 0.9))
    pen.ellipse(0, -0.6, dice.between(0.43, 0.48), 0.4, bone, shade=1.3)
    pen.polygon(mirrored([(0.36, -0.42), (0.32, -0.3), (0.24, -0.16)]), bone, outline=False)
    size = dice.between(0.125, 0.145)
    for side in (-1, 1):
        pen.ellipse(side * 0.19, -0.53, size, size * 1.05, hole, shade=0, outline=False)
        pen.line([(side * 0.38, -0.4), (side * 0.31, -0.27), (side * 0.25, -0.2)], 0.02, tone(bone, 0.6))
    pen.polygon([(0, -0.44), (0.075, -0.29), (0, -0.31), (-0.075, -0.29)], hole, shade=0, outline=False)
    pen.rect(-0.22, -0.22, 0.22, -0.06, "#fbf8ee", radius=0.03, shade=0)
    pen.line([(-0.22, -0.14), (0.22, -0.14)], 0.028, hole)
    for k in range(6):
        pen.line([(-0.175 + 0.07 * k, -0.22), (-0.175 + 0.07 * k, -0.06)], 0.016, hole)


@thing("a snowman", places=("snow", "field", "forest", "garden"), scale=0.88, near=True)
def snowman(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Three balls of snow, a carrot for a nose, a hat, a scarf, twigs for arms."""
    snow, scarf = "#f4f8fc", dice.pick(("#d2303a", "#2f7a4a", "#2f62b8", "#e08a1e"))
    rise = dice.between(0.48, 0.62)
    for side in (-1, 1):
        pen.line([(side * 0.18, -0.46), (side * 0.46, -rise)], 0.028, "#5a3b22")
        pen.line([(side * 0.38, -rise + 0.05), (side * 0.4, -rise - 0.07)], 0.022, "#5a3b22")
    for y, r in ((-0.22, 0.3), (-0.5, 0.225), (-0.72, 0.17)):
        pen.ellipse(0, y, r + 0.012, None, "#a9bccd", outline=False)
        pen.ellipse(0, y, r, r * 0.97, snow, shade=1.5)
    for y in (-0.52, -0.42, -0.28):
        pen.ellipse(0, y, 0.03, None, "#20242c", shade=0)
    pen.rect(-0.17, -0.62, 0.17, -0.55, scarf, radius=0.03)
    pen.rect(0.05, -0.6, 0.14, -0.38, tone(scarf, 0.85), radius=0.02)
    for side in (-1, 1):
        pen.ellipse(side * 0.065, -0.76, 0.026, None, "#20242c", shade=0)
    pen.polygon([(0, -0.73), (0.22, -0.69), (0, -0.67)], "#f07a1e")
    hat = dice.pick(("#23252b", "#3a2a4a", "#4a2f1c"))
    pen.rect(-0.22, -0.88, 0.22, -0.83, hat, radius=0.02)
    pen.rect(-0.14, -1.0, 0.14, -0.85, hat)
    pen.rect(-0.14, -0.91, 0.14, -0.87, scarf, outline=False)
