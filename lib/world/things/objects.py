"""Objects: they stand or lie on (0, 0) in a box of width and height 1."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lib.world.colours import shade_of
from lib.world.pen import Colour, Dice, Pen, Point, around, luminance, mix, rgb_of, tone
from lib.world.things.kinds import ALL_COLOURS, BRIGHT, INDOORS, thing
from lib.world.things.people import mirrored

GOLD = ("#e9b93a", "#f0c64c", "#d9a52e")
METAL = ("#b9bfc6", "#a4acb5", "#c8ccd0")
WOOD = ("#7a4a2a", "#9a643a", "#5f3c28")


def tube(pen: Pen, points: Sequence[Point], width: float, colour: Colour, *, smooth: bool = False) -> None:
    """A thick line with the outline that the style gives a shape: a handle, a leg, a frame."""
    edge = pen.treatment.outline / pen.scale
    if edge:
        pen.line(points, width + edge, pen.treatment.ink or tone(colour, 0.55), smooth=smooth, glow=True)
    pen.line(points, width, colour, smooth=smooth)


def shine(pen: Pen, colour: Colour, x: float, y: float, rx: float, ry: float) -> None:
    """The light that a smooth thing of this colour throws back."""
    pen.ellipse(x, y, rx, ry, tone(colour, 1.6), shade=0, outline=False, alpha=0.8)


@thing(
    "a rocket ship",
    "a rocket",
    "a spaceship",
    colours=BRIGHT,
    places=("space", "field", "desert", "sky", "hills"),
    scale=0.86,
    near=True,
)
def rocket(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A white body with a pointed nose, three fins and a fire below; nose and fins have the colour."""
    body = dice.pick(("#f1efe9", "#dcdfe4", "#cfd4da"))
    for size, fire in ((1.0, "#ff7a1e"), (0.6, "#ffd94a")):
        pen.polygon(
            [
                (-0.1 * size, -0.2),
                (0.1 * size, -0.2),
                (0.04 * size, -0.2 + 0.14 * size),
                (0, 0.0 if size == 1 else -0.08),
                (-0.04 * size, -0.2 + 0.14 * size),
            ],
            fire,
            glow=True,
            outline=False,
        )
    for side in (-1, 1):
        pen.polygon([(side * 0.14, -0.5), (side * 0.33, -0.26), (side * 0.33, -0.12), (side * 0.13, -0.22)], colour)
    pen.polygon(
        [(-0.17, -0.22), (-0.19, -0.5), (-0.12, -0.78), (0, -0.97), (0.12, -0.78), (0.19, -0.5), (0.17, -0.22)],
        body,
        smooth=True,
    )
    pen.polygon([(-0.13, -0.76), (-0.08, -0.88), (0, -1.0), (0.08, -0.88), (0.13, -0.76)], colour)
    pen.ellipse(0, -0.6, 0.085, None, tone(colour, 0.7))
    pen.ellipse(0, -0.6, 0.06, None, "#8fd0f0", glow=True)
    pen.rect(-0.13, -0.26, 0.13, -0.19, "#5b6068")


@thing("a pencil", "a large pencil", kind="lies", colours=BRIGHT, places=INDOORS, scale=0.86, near=True)
def pencil(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Its point down to the left, steep or flat, or it stands with the point up."""
    turn, long = dice.pick(((38, 1.12), (38, 1.12), (58, 1.06), (180, 1.0)))
    wide = dice.between(0.1, 0.125)
    angle = math.radians(turn)
    down = long * (0.5 * abs(math.cos(angle)) + (wide * math.sin(angle) if turn < 90 else 0))
    with pen.at(0, -min(down, 0.52), long, turn=turn + dice.between(-3, 3)):
        pen.rect(-wide, -0.5, wide, -0.38, dice.pick(("#ef8c96", "#e8a0a0", "#d86f7c")), radius=0.03)
        pen.rect(-wide, -0.41, wide, -0.33, dice.pick(METAL))
        pen.rect(-wide, -0.33, wide, 0.24, colour)
        pen.rect(wide * 0.35, -0.33, wide, 0.24, tone(colour, 0.68), shade=0, outline=False)
        pen.rect(-wide, -0.33, -wide * 0.45, 0.24, tone(colour, 1.35), shade=0, outline=False)
        pen.polygon([(-wide, 0.24), (wide, 0.24), (0, 0.5)], "#f0cf9c")
        pen.polygon([(-wide * 0.42, 0.39), (wide * 0.42, 0.39), (0, 0.5)], "#26242a", outline=False)


@thing("kitchenware", "pots and pans", kind="lies", colours=ALL_COLOURS, places=INDOORS, scale=0.8, near=True)
def kitchenware(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A pan (it hangs from a rail, or stands), a ladle, a jug, and a big pot that has the colour."""
    metal, iron, jug = (
        dice.pick(METAL),
        dice.pick(("#35363c", "#4a4448", "#8a4b2f")),
        dice.pick(("#d8c9ae", "#7fa3b8", "#c98a5a")),
    )
    hung = dice.chance(0.6)
    if hung:
        tube(pen, [(-0.5, -0.97), (0.5, -0.97)], 0.035, "#6b4a34")
    with pen.at(-0.27, -0.72 if hung else -0.66, 1.0, turn=0 if hung else dice.between(10, 25)):
        tube(pen, [(0, 0.05), (0, -0.24)], 0.06, iron)
        pen.ellipse(0, 0.1, 0.23, None, iron)
        pen.ellipse(0, 0.1, 0.17, None, tone(iron, 1.3), outline=False)
    tube(pen, [(0.32, -0.97 if hung else -0.9), (0.32, -0.6 if hung else -0.4)], 0.04, metal)
    pen.ellipse(0.32, -0.58 if hung else -0.9, 0.1, 0.085, metal)
    tube(pen, [(0.42, -0.32), (0.52, -0.28), (0.5, -0.12), (0.42, -0.1)], 0.045, tone(jug, 0.8), smooth=True)
    pen.polygon(
        [(0.2, -0.44), (0.42, -0.42), (0.39, -0.3), (0.45, -0.14), (0.4, 0), (0.22, 0), (0.17, -0.14), (0.23, -0.3)],
        jug,
    )
    for x in (-0.5, 0.16):
        pen.rect(x - 0.03, -0.3, x + 0.03, -0.22, tone(colour, 0.6), radius=0.02)
    pen.rect(-0.47, -0.38, 0.13, 0.0, colour, radius=0.06)
    pen.rect(-0.5, -0.43, 0.16, -0.35, tone(colour, 1.3), radius=0.03)
    pen.ellipse(-0.17, -0.46, 0.06, 0.04, "#2c2a2e")


@thing(
    "a computer screen",
    "a computer",
    "a computer with a camera lens on its screen",
    kind="lies",
    places=INDOORS,
    scale=0.78,
    near=True,
)
def computer(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A monitor on its foot, a big round lens on its screen."""
    case, screen = (
        dice.pick(("#2b2d33", "#e6e6e2", "#8d939b", "#4a4e57")),
        dice.pick(("#5fb0e0", "#8fd0d8", "#3f78b8", "#b8c8f0")),
    )
    pen.polygon([(-0.08, -0.24), (0.08, -0.24), (0.12, -0.03), (-0.12, -0.03)], tone(case, 0.8))
    pen.rect(-0.26, -0.06, 0.26, 0.0, case, radius=0.02)
    pen.rect(-0.5, -0.97, 0.5, -0.2, case, radius=0.04)
    pen.rect(-0.44, -0.91, 0.44, -0.29, screen, glow=True)
    for size, ring in (
        (0.26, "#1b1d24"),
        (0.215, dice.pick(METAL)),
        (0.18, "#20242e"),
        (0.125, dice.pick(("#3a4fa0", "#5b3a8a", "#256a78"))),
        (0.06, "#0a0c14"),
    ):
        pen.ellipse(0, -0.6, size, None, ring, outline=size > 0.25)
    pen.ellipse(-0.07, -0.68, 0.045, 0.035, "#ffffff", glow=True, shade=0, outline=False)
    pen.ellipse(0.38, -0.245, 0.015, None, "#5fe08a", glow=True, outline=False)


@thing("a teapot", kind="lies", colours=ALL_COLOURS, places=INDOORS, scale=0.66, near=True)
def teapot(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A round pot with a spout to the left, a handle to the right and a lid."""
    dark, high = tone(colour, 0.88), dice.between(0.36, 0.4)
    tube(pen, [(0.24, -0.6), (0.5, -0.68), (0.52, -0.2), (0.22, -0.18)], 0.07, dark, smooth=True)
    pen.polygon([(-0.2, -0.2), (-0.36, -0.3), (-0.5, -0.66), (-0.42, -0.7), (-0.3, -0.52), (-0.18, -0.5)], dark)
    pen.rect(-0.18, -0.07, 0.18, 0.0, dark, radius=0.02)
    pen.ellipse(0, -high, 0.35, high - 0.03, colour, shade=1.3)
    pen.ellipse(0, -high * 1.87, 0.17, 0.06, tone(colour, 1.25))
    pen.ellipse(0, -high * 1.87 - 0.1, 0.06, None, dark)
    shine(pen, colour, -0.15, -high * 1.35, 0.06, 0.1)
    if dice.chance(0.5):
        for k in range(5):
            pen.ellipse(-0.24 + 0.12 * k, -high + 0.05, 0.03, None, tone(colour, 1.7), shade=0, outline=False)


@thing(
    "a candle",
    "a burning candle",
    kind="lies",
    colours=("white", "red", "yellow", "green", "blue", "purple"),
    places=INDOORS,
    scale=0.74,
    near=True,
)
def candle(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A thick candle on a dish, with a flame that glows."""
    wide, metal = dice.between(0.15, 0.19), dice.pick((*GOLD, *METAL, "#8a4b2f"))
    pen.soft(0, -0.8, 0.5, 0.42, "#ffc860", 0.7)
    pen.line([(0.3, -0.06), (0.5, -0.06), (0.5, -0.22), (0.34, -0.18)], 0.035, metal, smooth=True)
    pen.polygon([(-0.4, -0.12), (0.4, -0.12), (0.28, 0.0), (-0.28, 0.0)], metal)
    pen.rect(-wide, -0.66, wide, -0.1, colour, glow=not pen.night, radius=0.02)
    pen.ellipse(0, -0.65, wide, 0.05, tone(colour, 1.4), glow=True)
    pen.rect(-wide, -0.65, -wide + 0.08, -dice.between(0.4, 0.5), tone(colour, 1.3), radius=0.03, outline=False)
    pen.line([(0, -0.66), (0, -0.74)], 0.02, "#2c2420")
    pen.polygon(
        [(0, -1.02), (0.12, -0.8), (0.07, -0.68), (-0.07, -0.68), (-0.12, -0.8)],
        "#ff9a2a",
        smooth=True,
        glow=True,
        outline=True,
    )
    pen.ellipse(0, -0.77, 0.04, 0.08, "#fff2a8", glow=True, shade=0, outline=False)


@thing("a lamp", "a table lamp", kind="lies", colours=BRIGHT, places=INDOORS, scale=0.78, near=True)
def lamp(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A wide shade that has the colour, on a stem and a foot; it shines in the dark."""
    stem, narrow = dice.pick((*GOLD, *METAL, *WOOD)), dice.between(0.16, 0.24)
    if pen.time != "day":
        pen.soft(0, -0.6, 0.75, 0.65, "#ffe09a", 0.65)
    pen.line([(0, -0.5), (0, -0.05)], 0.06, stem)
    if dice.chance(0.6):
        pen.ellipse(0, -0.24, 0.13, 0.16, stem, shade=1.3)
    pen.rect(-0.23, -0.07, 0.23, 0.0, tone(stem, 0.85), radius=0.025)
    pen.polygon([(-narrow, -1.0), (narrow, -1.0), (0.43, -0.46), (-0.43, -0.46)], colour, glow=pen.time != "day")
    pen.polygon(
        [(-0.42, -0.48), (0.42, -0.48), (0.44, -0.43), (-0.44, -0.43)], tone(colour, 1.5), glow=True, outline=False
    )


@thing("a clock", "an alarm clock", kind="lies", colours=ALL_COLOURS, places=INDOORS, scale=0.72, near=True)
def clock(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A round white face with marks and two hands, two bells above, two feet below."""
    metal = dice.pick((*GOLD, *METAL))
    for side in (-1, 1):
        pen.line([(side * 0.2, -0.2), (side * 0.32, -0.03)], 0.08, tone(colour, 0.6))
        with pen.at(side * 0.26, -0.86, 1.0, turn=side * 35):
            pen.polygon([(-0.17, 0.04), (-0.14, -0.1), (0.14, -0.1), (0.17, 0.04)], metal, smooth=True)
    pen.ellipse(0, -0.46, 0.43, None, colour)
    pen.ellipse(0, -0.46, 0.31, None, "#faf6ea", shade=0.4)
    for x, y in around(0, -0.46, 0.25, 0.25, 12):
        pen.ellipse(x, y, 0.018, None, "#3a3638", shade=0, outline=False)
    minute = math.radians(30 * dice.whole(0, 11))
    hour = math.radians(30 * dice.whole(0, 11) + 12)
    for angle, long, thick in ((minute, 0.22, 0.032), (hour, 0.15, 0.045)):
        pen.line([(0, -0.46), (long * math.sin(angle), -0.46 - long * math.cos(angle))], thick, "#201e22")
    pen.ellipse(0, -0.46, 0.035, None, "#c0392b", outline=False)


@thing(
    "a vase of flowers",
    "a vase",
    "a bunch of flowers in a vase",
    kind="lies",
    colours=ALL_COLOURS,
    places=INDOORS,
    scale=0.82,
    near=True,
)
def vase(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Five big flowers above a vase that has the colour."""
    spots = [(-0.33, -0.72), (0.33, -0.72), (-0.17, -0.88), (0.18, -0.87), (0.0, -0.7)]
    first = dice.pick(("red", "pink", "yellow", "white", "orange", "purple"))
    for x, y in spots:
        pen.line([(0, -0.4), (x * 0.5, y * 0.75), (x, y)], 0.03, "#3f7d3a", smooth=True)
    for side in (-1, 1):
        pen.polygon(
            [(0, -0.42), (side * 0.28, -0.46), (side * 0.42, -0.58), (side * 0.2, -0.6)], "#4f9a3c", smooth=True
        )
    for x, y in spots:
        petal = shade_of(dice.pick((first, first, "yellow", "pink")), dice)
        for px, py in around(x, y, 0.075, 0.075, 5, -90):
            pen.ellipse(px, py, 0.068, None, petal, shade=0.5)
        pen.ellipse(x, y, 0.05, None, dice.pick(("#f2c230", "#7a4a22", "#fff3b8")), shade=0, outline=False)
    belly = dice.between(0.28, 0.38)
    pen.polygon(
        mirrored([(0, -0.5), (0.15, -0.5), (0.1, -0.4), (belly, -0.26), (0.2, 0.0), (0, 0)]), colour, smooth=True
    )
    pen.rect(-0.17, -0.52, 0.17, -0.47, tone(colour, 1.3), radius=0.02)
    if dice.chance(0.6):
        pen.rect(-belly + 0.03, -0.28, belly - 0.03, -0.2, tone(colour, 1.5), outline=False)


@thing("a chair", "a wooden chair", colours=ALL_COLOURS, places=("room", "garden", "beach"), scale=0.78, near=True)
def chair(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Seen from the front and a little from the side: a back of slats, a seat, four legs."""
    dark = tone(colour, 0.62)
    for x, top in ((-0.2, -0.4), (0.38, -0.4)):
        tube(pen, [(x, top), (x, -0.1)], 0.06, dark)
    if dice.chance(0.5):
        for k in range(4):
            tube(pen, [(-0.2 + 0.18 * k, -0.94), (-0.22 + 0.18 * k, -0.48)], 0.07, colour)
        pen.rect(-0.27, -1.0, 0.42, -0.86, colour, radius=0.04)
    else:
        pen.rect(-0.27, -1.0, 0.42, -0.58, colour, radius=0.06)
        pen.rect(-0.16, -0.9, 0.31, -0.7, tone(colour, 1.3), radius=0.03, outline=False)
        for x in (-0.22, 0.37):
            tube(pen, [(x, -0.6), (x, -0.45)], 0.07, colour)
    pen.polygon([(-0.27, -0.5), (0.42, -0.5), (0.34, -0.34), (-0.42, -0.34)], dice.pick((tone(colour, 1.25), colour)))
    pen.rect(-0.42, -0.36, 0.34, -0.28, dark)
    for x in (-0.38, 0.3):
        tube(pen, [(x, -0.3), (x, -0.03)], 0.075, colour)


@thing(
    "a guitar",
    "an acoustic guitar",
    kind="lies",
    colours=("brown", "orange", "red", "yellow", "blue", "black"),
    places=("room", "garden", "beach"),
    scale=0.9,
    near=True,
)
def guitar(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Its round body below with a dark hole, its neck up to the right."""
    dark = dice.pick(("#3a2418", "#2b2022", "#4f3220"))
    with pen.at(-0.14, 0.0, 1.0, turn=dice.between(15, 22)):
        half = [(0, -0.58), (0.2, -0.6), (0.24, -0.42), (0.14, -0.34), (0.36, -0.2), (0.28, 0.05), (0, 0.02)]
        pen.polygon(mirrored(half), colour, smooth=True, shade=1.2)
        pen.ellipse(0, -0.36, 0.09, None, dark, outline=False)
        pen.rect(-0.045, -0.88, 0.045, -0.4, dark)
        pen.polygon(
            [(-0.06, -0.87), (0.06, -0.87), (0.09, -1.03), (-0.09, -1.03)], dice.pick((rgb_of(dark), tone(colour, 0.7)))
        )
        for side in (-1, 1):
            for y in (-0.9, -0.98):
                pen.ellipse(side * 0.1, y, 0.022, None, "#e8e2d2", outline=False)
        for x in (-0.02, 0.02):
            pen.line([(x, -0.88), (x, -0.13)], 0.01, "#efe6d0")
        pen.rect(-0.12, -0.16, 0.12, -0.1, dark, outline=False)


@thing(
    "an umbrella",
    "an open umbrella",
    colours=ALL_COLOURS,
    places=("street", "garden", "beach", "field"),
    scale=0.84,
    near=True,
)
def umbrella(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Open: a dome in sections with a scalloped edge, a stick with a hook."""
    handle = dice.pick((*WOOD, "#2a2a30"))
    tube(pen, [(0, -1.0), (0, -0.08)], 0.04, "#4a4650")
    tube(pen, [(0, -0.25), (0, -0.08), (0.08, 0.0), (0.17, -0.04), (0.17, -0.14)], 0.06, handle, smooth=True)
    dome = pen.oval(0, -0.44, 0.5, 0.51)
    second = dice.pick((tone(colour, 1.35), tone(colour, 0.72), rgb_of("#f6f2e8")))
    edge = [(-0.5, -0.44), (-0.44, -0.7), (-0.25, -0.89), (0, -0.96), (0.25, -0.89), (0.44, -0.7), (0.5, -0.44)]
    scallops = [(0.34, -0.52), (0.2, -0.44), (0, -0.52), (-0.2, -0.44), (-0.34, -0.52)]
    pen.polygon([*edge, *scallops], colour)
    with pen.inside(pen.closed([*edge, *scallops])), pen.inside(dome):
        pen.polygon([(0, -0.98), (0.2, -0.43), (-0.2, -0.43)], second, shade=0.5, outline=False)
        for side in (-1, 1):
            tube(pen, [(0, -0.96), (side * 0.2, -0.8), (side * 0.2, -0.44)], 0.014, tone(colour, 0.55), smooth=True)


@thing("a book", "an old book", kind="lies", colours=ALL_COLOURS, places=INDOORS, scale=0.68, near=True)
def book(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Closed and thick, it stands: a dark spine to the left, white pages to the right, gold on the cover."""
    gold, spine = dice.pick(GOLD), tone(colour, 0.6)
    pen.polygon([(0.24, -0.94), (0.46, -0.98), (0.46, -0.1), (0.24, -0.02)], spine)
    pen.polygon([(0.24, -0.9), (0.42, -0.94), (0.42, -0.13), (0.24, -0.06)], "#f6f0dc", shade=0.4)
    for k in range(3):
        x = 0.285 + 0.045 * k
        pen.line([(x, -0.9), (x, -0.1)], 0.01, "#b8ad90")
    pen.rect(-0.46, -0.95, 0.27, 0.0, colour, radius=0.02)
    pen.rect(-0.46, -0.95, -0.33, 0.0, spine, radius=0.02)
    for y in (-0.8, -0.2):
        pen.rect(-0.46, y, -0.33, y + 0.05, gold, outline=False)
    pen.line([(-0.25, -0.86), (0.19, -0.86), (0.19, -0.1), (-0.25, -0.1), (-0.25, -0.86)], 0.022, gold)
    if dice.chance(0.5):
        pen.ellipse(-0.03, -0.5, 0.12, None, gold)
    else:
        pen.polygon([(-0.03, -0.66), (0.09, -0.48), (-0.03, -0.3), (-0.15, -0.48)], gold)


@thing("a crown", "a golden crown", "a gold crown", kind="lies", places=INDOORS, scale=0.64, near=True)
def crown(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Five points with balls on them, a band with jewels."""
    gold, jewels = dice.pick(GOLD), [dice.pick(("#c8283c", "#2a5fc0", "#2f9a5a", "#8a3fb0")) for _ in range(2)]
    pen.ellipse(0, -0.32, 0.4, 0.12, dice.pick(("#8a2434", "#5a2a6a", "#7a5a1a")), outline=False)
    tips = [(-0.46, -0.76), (-0.25, -0.84), (0, -0.92), (0.25, -0.84), (0.46, -0.76)]
    dips = [(-0.33, -0.46), (-0.13, -0.44), (0.13, -0.44), (0.33, -0.46)]
    edge = [tips[0], *(point for pair in zip(dips, tips[1:], strict=True) for point in pair)]
    pen.polygon([*edge, (0.38, -0.06), (0, 0.0), (-0.38, -0.06)], gold, shade=1.3)
    for x, y in tips:
        pen.ellipse(x, y, 0.055, None, tone(gold, 1.3))
    pen.polygon([(-0.4, -0.22), (0, -0.16), (0.4, -0.22), (0.38, -0.04), (0, 0.02), (-0.38, -0.04)], tone(gold, 0.8))
    for k in range(5):
        x = -0.28 + 0.14 * k
        pen.ellipse(x, -0.09 - 0.04 * abs(k - 2) / 2, 0.045, 0.05, jewels[k % 2], outline=False)


@thing(
    "a ball",
    "a beach ball",
    kind="lies",
    colours=BRIGHT,
    places=("beach", "field", "garden", "room"),
    scale=0.56,
    near=True,
)
def ball(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A big round ball with curved stripes that meet at a knob."""
    second = "#f6f3ea" if luminance(rgb_of(colour)) < 0.85 else dice.pick(("#d8404a", "#3a6fc0"))
    pen.ellipse(0, -0.49, 0.49, None, colour, shade=1.4)
    with pen.inside(pen.oval(0, -0.49, 0.49)):
        for first, last in ((15, 55), (150, 195), (270, 310)):
            a, b = (around(-0.1, -0.64, 0.95, 0.95, 1, turn)[0] for turn in (first, last))
            c = around(-0.1, -0.64, 0.6, 0.6, 1, last + 25)[0]
            d = around(-0.1, -0.64, 0.4, 0.4, 1, first + 22)[0]
            pen.polygon([(-0.1, -0.64), d, a, b, c], second, outline=False, shade=0.6)
    pen.ellipse(-0.1, -0.64, 0.09, None, tone(colour, 0.75))
    pen.ellipse(-0.26, -0.76, 0.06, 0.05, "#ffffff", shade=0, outline=False, alpha=0.8)


@thing(
    "a gift", "a present", "a gift box", kind="lies", colours=BRIGHT, places=(*INDOORS, "snow"), scale=0.66, near=True
)
def gift(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A box with a lid, a ribbon around it and a bow on top."""
    ribbon = shade_of(dice.pick(("red", "yellow", "white", "green", "blue")), dice)
    if sum(abs(a - b) for a, b in zip(ribbon, rgb_of(colour), strict=True)) < 0.7:
        ribbon = (0.97, 0.95, 0.88) if luminance(rgb_of(colour)) < 0.7 else (0.8, 0.12, 0.2)
    pen.rect(-0.42, -0.56, 0.42, 0.0, colour)
    pen.rect(-0.47, -0.7, 0.47, -0.52, tone(colour, 1.18))
    pen.rect(-0.09, -0.7, 0.09, 0.0, ribbon)
    for side in (-1, 1):
        pen.polygon([(0, -0.72), (side * 0.2, -1.02), (side * 0.42, -0.96), (side * 0.36, -0.74)], ribbon, smooth=True)
        pen.ellipse(side * 0.2, -0.83, 0.055, 0.04, tone(ribbon, 0.55), shade=0, outline=False)
    pen.ellipse(0, -0.76, 0.075, 0.065, tone(ribbon, 0.85))


@thing(
    "a hot air balloon",
    "a balloon",
    kind="flies",
    colours=BRIGHT,
    places=("sky", "hills", "mountains", "field"),
    scale=0.76,
    near=True,
)
def balloon(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A big round balloon with stripes, a basket on ropes below it."""
    second = dice.pick((tone(colour, 1.4), mix(colour, "#ffffff", 0.8), tone(colour, 0.65), rgb_of("#f4d35e")))
    for side in (-1, 1):
        pen.line([(side * 0.14, -0.3), (side * 0.08, -0.12)], 0.02, "#4a3a30")
    half = [(0, -1.05), (0.34, -1.02), (0.54, -0.7), (0.36, -0.4), (0.12, -0.24), (0, -0.24)]
    envelope = pen.closed(mirrored(half), smooth=True)
    pen.fill(envelope, colour, shade=1.2)
    with pen.inside(envelope):
        for left, right in ((-0.36, -0.2), (-0.07, 0.07), (0.2, 0.36)):
            pen.polygon(
                [
                    (left * 0.4, -1.05),
                    (right * 0.4, -1.05),
                    (right * 1.1, -0.7),
                    (right * 0.45, -0.2),
                    (left * 0.45, -0.2),
                    (left * 1.1, -0.7),
                ],
                second,
                smooth=True,
                outline=False,
                shade=0.6,
            )
    pen.rect(-0.12, -0.15, 0.12, 0.0, dice.pick(WOOD), radius=0.02)
