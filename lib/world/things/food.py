"""Things to eat and drink: they stand on (0, 0) in a box of width and height 1."""

from __future__ import annotations

from lib.world.pen import Colour, Dice, Pen, around, tone
from lib.world.things.kinds import ALL_COLOURS, INDOORS, thing
from lib.world.things.objects import tube
from lib.world.things.people import mirrored


@thing(
    "an apple",
    kind="lies",
    colours=("red", "green", "yellow"),
    places=(*INDOORS, "field", "garden"),
    scale=0.55,
    near=True,
)
def apple(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A round apple with a dent, a stalk and a leaf."""
    wide = dice.between(0.42, 0.48)
    pen.polygon(
        [
            (0, -0.76),
            (wide * 0.75, -0.86),
            (wide * 1.1, -0.5),
            (wide * 0.75, -0.02),
            (0, -0.04),
            (-wide * 0.75, -0.02),
            (-wide * 1.1, -0.5),
            (-wide * 0.75, -0.86),
        ],
        colour,
        smooth=True,
        shade=1.3,
    )
    pen.line([(0, -0.74), (0.03, -0.86), (0.06, -0.95)], 0.04, "#5b3a22", smooth=True)
    pen.polygon([(0.05, -0.86), (0.18, -0.99), (0.33, -0.93), (0.2, -0.83)], "#4f9a3c", smooth=True)
    pen.ellipse(-wide * 0.42, -0.6, 0.06, 0.1, tone(colour, 1.6), shade=0, outline=False, alpha=0.8)


def plate(pen: Pen, dice: Dice, wide: float = 0.49) -> None:
    """A flat dish on the table."""
    dish = dice.pick(("#f4f1ea", "#cfe0ea", "#efe2c8", "#d8d2e4"))
    pen.ellipse(0, -0.06, wide, 0.06, tone(dish, 0.85))
    pen.ellipse(0, -0.075, wide * 0.94, 0.045, dish, outline=False)


@thing("a banana", kind="lies", places=(*INDOORS, "beach"), scale=0.62, near=True)
def banana(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A yellow crescent with brown ends, the ends up."""
    yellow, high = dice.pick(("#f6d63a", "#f2cb2e", "#e8d84a")), dice.between(0.7, 0.8)
    inner = [(0.38, -high), (0.26, -0.48), (0.02, -0.34), (-0.26, -0.38), (-0.42, -0.52)]
    outer = [(-0.5, -0.46), (-0.4, -0.16), (-0.06, 0.02), (0.3, -0.1), (0.52, -0.44), (0.48, -high)]
    pen.polygon([*inner, *outer], yellow, smooth=True, shade=1.2)
    pen.line([(-0.42, -0.34), (-0.1, -0.16), (0.24, -0.24), (0.41, -0.55)], 0.03, tone(yellow, 0.72), smooth=True)
    pen.polygon([(0.37, -high + 0.08), (0.4, -high - 0.12), (0.48, -high - 0.12), (0.48, -high + 0.06)], "#7a5a22")
    pen.ellipse(-0.45, -0.45, 0.05, 0.045, "#5b4020", outline=False)


@thing("a pear", kind="lies", colours=("green", "yellow", "red"), places=(*INDOORS, "garden"), scale=0.62, near=True)
def pear(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Narrow above, wide below, a stalk and a leaf."""
    wide, neck = dice.between(0.37, 0.42), dice.between(0.16, 0.2)
    pen.line([(0, -0.84), (0.02, -0.92), (0.07, -1.0)], 0.045, "#5b3a22", smooth=True)
    half = [(0, -0.9), (neck, -0.9), (neck, -0.56), (wide, -0.46), (wide, -0.02), (0.12, 0.01), (0, 0.0)]
    pen.polygon(mirrored(half), colour, smooth=True, shade=1.3)
    if dice.chance(0.7):
        pen.polygon([(0.03, -0.9), (0.16, -1.0), (0.36, -0.92), (0.18, -0.84)], "#4f9a3c", smooth=True)
    pen.ellipse(-wide * 0.42, -0.38, 0.06, 0.11, tone(colour, 1.6), shade=0, outline=False, alpha=0.8)


@thing("a cup of coffee", "a coffee", "a cup", kind="lies", colours=ALL_COLOURS, places=INDOORS, scale=0.64, near=True)
def coffee(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A cup with a handle on a saucer, coffee in it, steam above it."""
    for k in (-1, 0, 1):
        x = 0.15 * k - 0.05
        steam = [(x, -0.7), (x + 0.07, -0.78), (x - 0.07, -0.88), (x + 0.02, -1.0)]
        pen.line(steam, 0.035, "#ffffff", smooth=True, glow=True, alpha=0.8)
    pen.ellipse(0, -0.06, 0.49, 0.06, tone(colour, 0.8))
    tube(pen, [(0.26, -0.5), (0.5, -0.54), (0.5, -0.22), (0.2, -0.2)], 0.07, tone(colour, 0.8), smooth=True)
    pen.polygon([(-0.38, -0.58), (0.32, -0.58), (0.26, -0.22), (0.12, -0.06), (-0.18, -0.06), (-0.32, -0.22)], colour)
    pen.ellipse(-0.03, -0.58, 0.35, 0.09, tone(colour, 1.35))
    pen.ellipse(-0.03, -0.575, 0.29, 0.065, dice.pick(("#4a2a18", "#5b3520", "#8a5a36")), outline=False)


@thing(
    "a cake",
    "a birthday cake",
    kind="lies",
    colours=("pink", "white", "brown", "yellow", "blue"),
    places=INDOORS,
    scale=0.7,
    near=True,
)
def cake(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Two tiers with icing that drips, three burning candles on top."""
    icing, stick = tone(colour, 1.5 if dice.chance(0.5) else 0.62), dice.pick(("#d8404a", "#3f78c0", "#f0c030"))
    plate(pen, dice)
    for wide, top, low in ((0.42, -0.4, -0.07), (0.29, -0.72, -0.4)):
        pen.rect(-wide, top, wide, low, colour, radius=0.02)
        for k in range(6):
            x = wide * (k / 2.5 - 1) * 0.86
            pen.ellipse(x, top + 0.06, wide * 0.17, dice.between(0.06, 0.11), icing, shade=0.3, outline=False)
        pen.rect(-wide, top - 0.02, wide, top + 0.06, icing, radius=0.03, shade=0.3)
    for x in (-0.18, 0, 0.18):
        pen.line([(x, -0.74), (x, -0.86)], 0.045, stick)
        pen.ellipse(x, -0.94, 0.035, 0.06, "#ffb52e", glow=True, shade=0, outline=False)


@thing("a pizza", kind="lies", places=INDOORS, scale=0.68, near=True)
def pizza(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Seen from above: a brown crust, yellow cheese, red slices; a piece is cut out."""
    pen.ellipse(0, -0.5, 0.5, None, dice.pick(("#b87433", "#a8642c", "#c98a44")), shade=1.2)
    pen.ellipse(0, -0.5, 0.43, None, "#c8402a", outline=False, shade=0.4)
    pen.ellipse(0, -0.5, 0.41, None, dice.pick(("#f4cf5e", "#f0c04a", "#f6dc84")), outline=False, shade=0.4)
    turn = dice.between(0, 72)
    for x, y in [*around(0, -0.5, 0.27, 0.27, 6, turn), (0.02, -0.5)]:
        pen.ellipse(x, y, 0.085, None, dice.pick(("#b8302a", "#c83c30")), shade=0.5)
    for x, y in [*around(0, -0.5, 0.34, 0.34, 6, turn + 30), *around(0, -0.5, 0.15, 0.15, 4, turn + 20)]:
        pen.ellipse(x, y, 0.04, 0.025, dice.pick(("#3f8a3a", "#2c2a28", "#4f9a3c")), shade=0, outline=False)
    for degrees in (-90, -45, 0, 45):
        a, b = around(0, -0.5, 0.5, 0.5, 2, degrees)
        pen.line([a, b], 0.014, "#8a4f22")


@thing(
    "an ice cream",
    "an ice cream cone",
    kind="lies",
    colours=("pink", "white", "brown", "green", "yellow"),
    places=("table", "beach", "street", "garden"),
    scale=0.8,
    near=True,
)
def ice_cream(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Big scoops in a pointed waffle cone."""
    waffle, second = dice.pick(("#d9a55a", "#c98f46", "#e2b56e")), tone(colour, dice.pick((1.0, 1.35, 0.72)))
    cone = [(-0.25, -0.5), (0.25, -0.5), (0, 0.0)]
    pen.polygon(cone, waffle)
    with pen.inside(pen.closed(cone)):
        for k in range(5):
            for side in (-1, 1):
                pen.line([(side * (0.4 - 0.14 * k), -0.5), (side * (0.02 - 0.14 * k), 0)], 0.018, tone(waffle, 0.7))
    pen.ellipse(-0.16, -0.6, 0.2, 0.18, colour, shade=1.2)
    pen.ellipse(0.16, -0.6, 0.2, 0.18, second, shade=1.2)
    pen.ellipse(0, -0.78, 0.22, 0.2, colour, shade=1.3)
    pen.rect(-0.3, -0.53, 0.3, -0.46, tone(waffle, 0.85), radius=0.03)
    if dice.chance(0.6):
        pen.ellipse(0.02, -0.96, 0.055, None, "#c8243a")
    pen.ellipse(-0.09, -0.85, 0.05, 0.04, tone(colour, 1.6), shade=0, outline=False)


@thing("a carrot", kind="lies", places=(*INDOORS, "garden", "field"), scale=0.72, near=True)
def carrot(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Its point down to the left, its green leaves up to the right."""
    orange, green = dice.pick(("#f0802a", "#e8701e", "#f59038")), dice.pick(("#3f8a3a", "#55a040"))
    with pen.at(-0.44, 0.0, 1.0, turn=dice.between(40, 48)):
        for lean, long in ((-0.17, 1.18), (0.17, 1.18), (-0.07, 1.3), (0.07, 1.3)):
            leaf = [(-0.03, -0.82), (lean - 0.07, -1.0), (lean, -long), (lean + 0.07, -1.0), (0.03, -0.82)]
            pen.polygon(leaf, tone(green, dice.between(0.85, 1.2)), smooth=True)
        half = [(0, -0.9), (0.17, -0.92), (0.2, -0.72), (0.1, -0.35), (0.015, -0.02), (0, 0.0)]
        pen.polygon(mirrored(half), orange, smooth=True, shade=1.2)
        for y, side in ((-0.7, -1), (-0.58, 1), (-0.44, -1), (-0.32, 1)):
            pen.line([(side * -y * 0.2, y), (side * -y * 0.06, y + 0.01)], 0.022, tone(orange, 0.68))


@thing(
    "cherries", "two cherries", "a pair of cherries", kind="lies", places=(*INDOORS, "garden"), scale=0.62, near=True
)
def cherries(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Two red cherries on stalks that meet at a leaf."""
    red, size = dice.pick(("#c81e34", "#a8142c", "#dc2c3a")), dice.between(0.23, 0.25)
    for x, low in ((-0.25, -size), (0.24, -size - 0.02)):
        pen.line([(x, low - size * 0.8), (x * 0.7, -0.75), (0.08, -0.95)], 0.04, "#5f7a2e", smooth=True)
    pen.polygon([(0.06, -0.93), (0.24, -1.02), (0.5, -0.86), (0.26, -0.78)], "#4f9a3c", smooth=True)
    for x, low in ((-0.25, -size), (0.24, -size - 0.02)):
        pen.ellipse(x, low, size, size * 0.97, red, shade=1.4)
        pen.ellipse(x - 0.08, low - 0.1, 0.055, 0.045, "#ffd8d8", shade=0, outline=False, alpha=0.9)
