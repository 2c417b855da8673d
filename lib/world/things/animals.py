"""Animals: they stand on (0, 0) in a box of width and height 1."""

from __future__ import annotations

from collections.abc import Sequence

from lib.world.pen import Colour, Dice, Pen, Point, around, mix, tone
from lib.world.things.kinds import WILD, thing
from lib.world.things.people import mirrored

PETS = ("field", "garden", "room", "street", "beach", "snow")
FARM = ("field", "hills", "garden", "snow")
FURS = ("orange", "black", "white", "grey", "brown")
DARK = "#1d1614"


def eyes(pen: Pen, x: float, y: float, size: float, colour: Colour = "#2a1c12") -> None:
    """Two eyes at -x and x, each with a light in it."""
    for side in (-1, 1):
        pen.ellipse(side * x, y, size, size * 1.1, colour, shade=0, outline=False)
        pen.ellipse(side * x - size * 0.3, y - size * 0.35, size * 0.32, None, "#ffffff", shade=0, outline=False)


def pair(pen: Pen, x: float, y: float, rx: float, ry: float, colour: Colour, *, outline: bool = True) -> None:
    """Two ellipses, around -x and x: ears, feet, spots around the eyes."""
    for side in (-1, 1):
        pen.ellipse(side * x, y, rx, ry, colour, outline=outline)


def both(pen: Pen, points: Sequence[Point], colour: Colour, *, smooth: bool = False, outline: bool = True) -> None:
    """A shape on the right, and the same on the left."""
    for side in (-1, 1):
        pen.polygon([(side * x, y) for x, y in points], colour, smooth=smooth, outline=outline)


def muzzle(pen: Pen, y: float, wide: float, pale: Colour, nose: Colour = DARK) -> None:
    """A pale muzzle around y with a nose on it and a mouth."""
    pen.ellipse(0, y, wide, wide * 0.75, pale, outline=False)
    pen.polygon(
        [(-wide * 0.42, y - wide * 0.6), (wide * 0.42, y - wide * 0.6), (0, y - wide * 0.05)], nose, smooth=True
    )
    pen.line([(0, y - wide * 0.1), (0, y + wide * 0.2)], 0.016, DARK)
    smile = [(-wide * 0.55, y + wide * 0.15), (0, y + wide * 0.55), (wide * 0.55, y + wide * 0.15)]
    pen.line(smile, 0.02, DARK, smooth=True)


def seated(pen: Pen, dice: Dice, colour: Colour, belly: Colour, paws: Colour, *, wide: float = 0.3) -> None:
    """The body of an animal that sits and looks at us, up to y = -0.46."""
    wide *= dice.between(0.94, 1.06)
    pen.ellipse(0, -0.24, wide, 0.25, colour)
    pen.ellipse(0, -0.22, wide * 0.52, 0.19, belly, outline=False)
    pair(pen, wide * 0.78, -0.07, 0.13, 0.075, paws)
    pair(pen, 0.09, -0.05, 0.08, 0.055, paws)


def legs(pen: Pen, xs: Sequence[float], top: float, wide: float, colour: Colour, hoof: Colour) -> None:
    """Legs from y = top down to the ground, with hooves; those named first are the far ones, darker."""
    for k, x in enumerate(xs):
        own = tone(colour, 0.78) if 2 * k < len(xs) else colour
        pen.rect(x - wide / 2, top, x + wide / 2, 0, own, radius=wide * 0.25)
        pen.rect(x - wide / 2, -0.07, x + wide / 2, 0, hoof, radius=0.01, outline=False)


def spots(pen: Pen, dice: Dice, x: float, y: float, rx: float, ry: float, colour: Colour, count: int) -> None:
    """Patches by chance in an ellipse of coat."""
    with pen.inside(pen.oval(x, y, rx, ry)):
        for k in range(count):
            across = x + rx * (2 * (k + 0.5) / count - 1) + dice.between(-0.04, 0.04)
            size = dice.between(0.28, 0.42) * ry
            pen.ellipse(across, y + dice.between(-0.6, 0.5) * ry, size, size * 1.1, colour, shade=0, outline=False)


def blink(pen: Pen, x: float, y: float, size: float = 0.03) -> None:
    """The one eye of a side view."""
    pen.ellipse(x, y, size, size * 1.1, DARK, shade=0, outline=False)
    pen.ellipse(x + size * 0.3, y - size * 0.35, size * 0.35, None, "#ffffff", shade=0, outline=False)


@thing("a dog", "a puppy", colours=("brown", "white", "black", "grey", "orange"), places=PETS, scale=0.82, near=True)
def dog(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits and looks at us: hanging ears, a pale muzzle, its tongue out."""
    pale, ear = tone(colour, 1.55), tone(colour, 0.6)
    pen.line([(0.3, -0.1), (0.45, -0.2), (0.42, -0.36)], 0.07, colour, smooth=True)
    pen.ellipse(0, -0.2, 0.3, 0.26, colour)
    pen.ellipse(0, -0.18, 0.14, 0.19, pale, outline=False)
    for side in (-1, 1):
        pen.ellipse(side * 0.2, -0.05, 0.13, 0.07, colour)
        pen.ellipse(side * 0.1, -0.04, 0.08, 0.05, pale)
    pen.ellipse(0, -0.64, 0.3, 0.29, colour, shade=1.2)
    both(pen, [(0.2, -0.9), (0.36, -0.84), (0.46, -0.52), (0.34, -0.42), (0.26, -0.62)], ear, smooth=True)
    pen.ellipse(0, -0.53, 0.16, 0.14, pale, outline=False)
    eyes(pen, 0.12, -0.7, 0.05)
    pen.ellipse(0, -0.6, 0.065, 0.045, "#1d1614", outline=False)
    pen.line([(0, -0.57), (0, -0.5)], 0.016, "#3a2a24")
    pen.ellipse(0, -0.45, 0.05, 0.07, "#e56a78")


@thing("a cat", "a kitten", colours=FURS, places=PETS, scale=0.8, near=True)
def cat(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits and looks at us: pointed ears, slit eyes, whiskers, a long tail beside it."""
    pale, dark = tone(colour, 1.5), tone(colour, 0.62)
    pen.line([(0.2, -0.06), (0.5, -0.04), (0.44, -0.3), (0.36, -0.46)], 0.08, dark, smooth=True)
    seated(pen, dice, colour, pale, colour, wide=0.27)
    both(pen, [(0.06, -0.84), (0.31, -1.0), (0.34, -0.66)], colour)
    both(pen, [(0.15, -0.84), (0.27, -0.93), (0.29, -0.72)], "#e8a3a0", outline=False)
    pen.ellipse(0, -0.64, 0.34, 0.26, colour, shade=1.2)
    if dice.chance(0.5):  # a tabby
        for x in (-0.08, 0, 0.08):
            pen.line([(x, -0.88), (x * 0.8, -0.78)], 0.03, dark)
    iris = dice.pick(("#b8d84a", "#e8c23a", "#7fc4e0"))
    for side in (-1, 1):
        pen.ellipse(side * 0.14, -0.67, 0.075, 0.065, iris, shade=0)
        pen.ellipse(side * 0.14, -0.67, 0.025, 0.06, DARK, shade=0, outline=False)
    muzzle(pen, -0.52, 0.11, pale, "#d9737c")
    whisker = "#f4f0ea" if sum(tone(colour, 1)) < 1.6 else "#5a5048"
    for side in (-1, 1):
        for y in (-0.56, -0.46):
            pen.line([(side * 0.13, -0.52), (side * 0.42, y)], 0.013, whisker)


@thing("a tiger", "a sitting tiger", places=("forest", "field", "river", "snow"), scale=0.88)
def tiger(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits and looks at us: orange with black stripes, white cheeks and belly."""
    coat, white = dice.pick(("#ea8a2a", "#e2771e", "#f09a3a")), "#fbf3e2"
    pen.line([(0.25, -0.06), (0.5, -0.06), (0.44, -0.36)], 0.085, coat, smooth=True)
    seated(pen, dice, coat, white, coat, wide=0.34)
    for side in (-1, 1):
        for y in (-0.16, -0.25, -0.34):
            pen.line([(side * 0.33, y - 0.02), (side * 0.19, y + 0.02)], 0.04, DARK)
    pair(pen, 0.25, -0.88, 0.11, 0.1, coat)
    pair(pen, 0.25, -0.88, 0.055, 0.05, DARK, outline=False)
    pen.ellipse(0, -0.66, 0.36, 0.28, coat, shade=1.2)
    pair(pen, 0.17, -0.53, 0.16, 0.12, white, outline=False)
    for side in (-1, 1):
        pen.line([(side * 0.1, -0.92), (side * 0.07, -0.8)], 0.04, DARK)
        for y in (-0.72, -0.62, -0.52):
            pen.line([(side * 0.35, y), (side * 0.23, y + 0.025)], 0.04, DARK)
    pen.line([(0, -0.93), (0, -0.78)], 0.045, DARK)
    eyes(pen, 0.14, -0.69, 0.05, "#3a2a08")
    muzzle(pen, -0.53, 0.15, white, "#d0626a")


@thing("a lion", places=("field", "desert", "hills"), scale=0.86)
def lion(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits and looks at us: a great dark mane around the face, a tuft at the tail."""
    coat, mane = dice.pick(("#e0b060", "#d8a552", "#e8be74")), dice.pick(("#8a4f1e", "#73401c", "#a05f24"))
    pen.line([(0.2, -0.06), (0.46, -0.06), (0.44, -0.28)], 0.05, coat, smooth=True)
    pen.ellipse(0.44, -0.3, 0.06, 0.08, mane)
    seated(pen, dice, coat, tone(coat, 1.4), coat, wide=0.3)
    for x, y in around(0, -0.62, 0.33, 0.29, 14):
        pen.ellipse(x, y, 0.12, 0.11, mane)
    pen.ellipse(0, -0.62, 0.36, 0.32, mane, outline=False)
    pair(pen, 0.2, -0.82, 0.08, 0.075, coat)
    pen.ellipse(0, -0.61, 0.25, 0.25, coat, shade=1.2)
    eyes(pen, 0.11, -0.67, 0.042)
    muzzle(pen, -0.51, 0.13, tone(coat, 1.6))


@thing(
    "a bear",
    "a cartoon bear",
    colours=("brown", "black", "white"),
    places=("forest", "mountains", "river", "snow"),
    scale=0.88,
    near=True,
)
def bear(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits and looks at us: round ears, a pale muzzle, arms at its sides."""
    pale = mix(colour, "#e8c79a", 0.6)
    sitting_bear(pen, dice, colour, pale, colour, colour)
    pair(pen, 0.25, -0.92, 0.055, 0.05, pale, outline=False)
    eyes(pen, 0.13, -0.72, 0.045, "#120c08")
    muzzle(pen, -0.58, 0.16, pale)


def sitting_bear(pen: Pen, dice: Dice, coat: Colour, belly: Colour, limbs: Colour, ears: Colour) -> None:
    """A bear or panda without its face: its head lies around (0, -0.69)."""
    wide = dice.between(0.32, 0.36)
    pen.ellipse(0, -0.27, wide, 0.27, coat)
    pen.ellipse(0, -0.22, wide * 0.6, 0.2, belly, outline=False)
    both(pen, [(0.22, -0.5), (0.38, -0.42), (0.43, -0.2), (0.33, -0.14), (0.26, -0.28)], limbs, smooth=True)
    pair(pen, 0.29, -0.1, 0.14, 0.11, limbs)
    pair(pen, 0.29, -0.09, 0.075, 0.06, tone(limbs, 1.35), outline=False)
    pair(pen, 0.25, -0.91, 0.11, 0.1, ears)
    pen.ellipse(0, -0.69, 0.34, 0.28, coat, shade=1.2)


@thing("a panda", "a giant panda", places=("forest", "field", "mountains", "snow"), scale=0.88, near=True)
def panda(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits and looks at us: white with black ears, limbs and spots around the eyes; often some bamboo."""
    white = dice.pick(("#fbf9f4", "#f3efe6"))
    sitting_bear(pen, dice, white, white, "#211f22", "#211f22")
    both(pen, [(0.05, -0.72), (0.16, -0.82), (0.26, -0.68), (0.17, -0.58), (0.08, -0.62)], "#211f22", smooth=True)
    pair(pen, 0.145, -0.7, 0.03, 0.033, "#ffffff", outline=False)
    pair(pen, 0.14, -0.7, 0.017, 0.02, "#000000", outline=False)
    muzzle(pen, -0.56, 0.11, white)
    if dice.chance(0.5):
        pen.line([(-0.12, -0.1), (-0.36, -0.52)], 0.045, "#6fae3e")
        for x, y in ((-0.46, -0.58), (-0.3, -0.64)):
            pen.line([(-0.35, -0.5), (x, y)], 0.05, "#4f9a3c")


@thing("a red panda", places=("forest", "mountains", "snow"), scale=0.82, near=True)
def red_panda(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits and looks at us: russet, dark limbs, a white face with tear marks, a thick ringed tail."""
    coat, white, dark = dice.pick(("#b8502a", "#a9461f", "#c45c30")), "#fdf4e6", "#3a1d14"
    points = [(0.16, -0.07), (0.3, -0.07), (0.4, -0.13), (0.43, -0.24), (0.42, -0.36), (0.38, -0.46)]
    for k, (x, y) in enumerate(points):
        pen.ellipse(x, y, 0.09, 0.08, ("#e8a86a", coat)[k % 2])
    seated(pen, dice, coat, dark, dark, wide=0.27)
    both(pen, [(0.1, -0.86), (0.38, -1.0), (0.38, -0.68)], white, smooth=True)
    both(pen, [(0.18, -0.84), (0.32, -0.92), (0.32, -0.74)], dark, smooth=True, outline=False)
    pen.ellipse(0, -0.65, 0.35, 0.26, coat, shade=1.2)
    pair(pen, 0.25, -0.58, 0.1, 0.1, white, outline=False)
    pair(pen, 0.14, -0.79, 0.06, 0.04, white, outline=False)
    both(pen, [(0.1, -0.68), (0.17, -0.68), (0.21, -0.47), (0.12, -0.45)], tone(coat, 0.75), outline=False)
    eyes(pen, 0.13, -0.68, 0.05, "#120c08")
    muzzle(pen, -0.53, 0.12, white)


@thing("a fox", places=(*WILD, "snow"), scale=0.82, near=True)
def fox(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits and looks at us: orange, pointed face with white cheeks, a bushy tail with a white tip."""
    coat, white = dice.pick(("#e2702a", "#d65f1e", "#ea8136")), "#fdf6ea"
    tail = pen.closed([(0.1, -0.02), (0.36, 0.0), (0.52, -0.2), (0.46, -0.62), (0.32, -0.4), (0.2, -0.18)], smooth=True)
    pen.fill(tail, coat)
    with pen.inside(tail):
        pen.ellipse(0.44, -0.5, 0.14, 0.13, white, outline=False)
    seated(pen, dice, coat, white, "#3a221a", wide=0.25)
    both(pen, [(0.05, -0.84), (0.31, -1.02), (0.34, -0.68)], coat)
    both(pen, [(0.17, -0.84), (0.28, -0.95), (0.3, -0.76)], "#2c1a14", outline=False)
    pen.polygon(mirrored([(0.0, -0.88), (0.24, -0.84), (0.4, -0.58), (0.18, -0.46), (0.0, -0.38)]), coat, smooth=True)
    both(pen, [(0.04, -0.6), (0.17, -0.64), (0.36, -0.58), (0.18, -0.48), (0.0, -0.41)], white, outline=False)
    eyes(pen, 0.13, -0.68, 0.042, "#1a0f08")
    pen.ellipse(0, -0.43, 0.06, 0.05, DARK, outline=False)


@thing("a rabbit", "a bunny", colours=("white", "brown", "grey", "black"), places=PETS, scale=0.78, near=True)
def rabbit(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits and looks at us: two long upright ears, pink within."""
    pale, lean = tone(colour, 1.5), dice.between(0.02, 0.08)
    pen.ellipse(0.27, -0.12, 0.09, 0.08, pale)
    seated(pen, dice, colour, pale, tone(colour, 1.25), wide=0.27)
    for side in (-1, 1):
        with pen.at(side * 0.13, -0.6, turn=side * 100 * lean):
            pen.ellipse(0, -0.22, 0.085, 0.23, colour)
            pen.ellipse(0, -0.21, 0.045, 0.17, "#eeaaa8", outline=False)
    pen.ellipse(0, -0.52, 0.25, 0.21, colour, shade=1.2)
    eyes(pen, 0.13, -0.55, 0.042)
    muzzle(pen, -0.44, 0.1, pale, "#d9737c")
    pen.rect(-0.03, -0.4, 0.03, -0.35, "#ffffff", radius=0.005, shade=0, outline=False)


@thing(
    "an owl", colours=("brown", "grey", "white"), places=("forest", "garden", "snow", "hills"), scale=0.82, near=True
)
def owl(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Sits on a stump and looks at us: great round eyes, tufts, folded wings."""
    pale, dark = mix(colour, "#f6e6c8", 0.6), tone(colour, 0.62)
    pen.polygon([(-0.3, -0.14), (0.3, -0.14), (0.36, 0), (-0.36, 0)], "#6b4a2f")
    pen.ellipse(0, -0.14, 0.3, 0.045, "#c79a66")
    pen.polygon(mirrored([(0.0, -0.9), (0.3, -0.88), (0.38, -0.5), (0.26, -0.12), (0.0, -0.1)]), colour, smooth=True)
    both(pen, [(0.04, -0.86), (0.3, -1.0), (0.32, -0.74)], colour)
    pen.ellipse(0, -0.35, 0.2, 0.22, pale, outline=False)
    for k in range(3):
        for x in (-0.1, 0, 0.1):
            pen.ellipse(x, -0.46 + 0.1 * k, 0.026, 0.032, dark, shade=0, outline=False)
    both(pen, [(0.24, -0.66), (0.4, -0.52), (0.36, -0.22), (0.24, -0.12), (0.2, -0.4)], dark, smooth=True)
    pair(pen, 0.145, -0.71, 0.155, 0.15, pale)
    pair(pen, 0.135, -0.71, 0.1, 0.1, dice.pick(("#f2b01e", "#f6cf3a", "#ea8a1e")))
    eyes(pen, 0.135, -0.71, 0.055, "#0c0a08")
    pen.polygon([(-0.055, -0.66), (0.055, -0.66), (0, -0.53)], "#e0a030")
    pair(pen, 0.1, -0.13, 0.06, 0.035, "#e0a030")


@thing("a horse", colours=("brown", "black", "white", "grey", "orange"), places=(*FARM, "beach"), scale=0.82, near=True)
def horse(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: long legs, a high neck with a mane, a long face, a hanging tail."""
    mane: Colour = "#55463a"
    if sum(tone(colour, 1)) > 0.9:  # not black
        mane = tone(colour, 0.45) if dice.chance(0.5) else "#2a1c14"
    pen.line([(-0.36, -0.52), (-0.48, -0.44), (-0.45, -0.14)], 0.09, mane, smooth=True)
    legs(pen, (-0.2, 0.2, -0.31, 0.12), -0.4, 0.085, colour, "#2c2420")
    pen.ellipse(-0.08, -0.48, 0.31, 0.16, colour)
    pen.polygon([(0.06, -0.56), (0.24, -0.94), (0.38, -0.9), (0.3, -0.66), (0.22, -0.36), (0.08, -0.36)], colour)
    pen.line([(0.28, -0.96), (0.16, -0.84), (0.06, -0.6)], 0.1, mane, smooth=True)
    pen.polygon([(0.26, -0.98), (0.28, -1.0), (0.34, -0.9), (0.26, -0.88)], colour)
    pen.polygon([(0.24, -0.94), (0.36, -0.92), (0.49, -0.72), (0.47, -0.65), (0.4, -0.64), (0.26, -0.74)], colour)
    pen.ellipse(0.45, -0.69, 0.055, 0.055, tone(colour, 0.7), outline=False)
    blink(pen, 0.33, -0.84, 0.026)


@thing("a cow", colours=("white", "brown", "black"), places=FARM, scale=0.74, near=True)
def cow(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: a heavy body with patches, horns, a pink muzzle, an udder."""
    patch = dice.pick(("#221d1c", "#7a4526")) if sum(tone(colour, 1)) > 2 else "#f4efe6"
    pen.line([(-0.44, -0.62), (-0.49, -0.5), (-0.47, -0.26)], 0.03, tone(colour, 0.7), smooth=True)
    pen.ellipse(-0.47, -0.22, 0.035, 0.06, DARK)
    legs(pen, (-0.24, 0.16, -0.36, 0.06), -0.36, 0.1, colour, "#2c2420")
    pen.ellipse(-0.19, -0.26, 0.08, 0.07, "#eeaaa8")
    pen.rect(-0.45, -0.72, 0.24, -0.28, colour, radius=0.14)
    spots(pen, dice, -0.1, -0.5, 0.33, 0.21, patch, 3)
    pen.line([(0.2, -0.8), (0.16, -0.94)], 0.035, "#e8dcc0")
    pen.line([(0.38, -0.8), (0.43, -0.93)], 0.035, "#e8dcc0")
    for x in (0.13, 0.46):
        pen.ellipse(x, -0.74, 0.08, 0.045, tone(colour, 0.75))
    pen.polygon([(0.18, -0.86), (0.41, -0.86), (0.4, -0.5), (0.2, -0.5)], colour)
    pen.ellipse(0.3, -0.49, 0.14, 0.09, "#eeaaa8")
    for x in (0.25, 0.35):
        pen.ellipse(x, -0.49, 0.022, 0.03, "#7a4040", shade=0, outline=False)
        blink(pen, x - 0.01 if x < 0.3 else x + 0.01, -0.7, 0.03)


@thing("a sheep", "a lamb", colours=("white", "black", "grey"), places=FARM, scale=0.7, near=True)
def sheep(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: a cloud of wool on thin legs, a bare face."""
    face = dice.pick(("#3a302c", "#4a3a34")) if sum(tone(colour, 1)) > 1 else "#d8c0a8"
    legs(pen, (-0.16, 0.16, -0.26, 0.07), -0.34, 0.08, face, DARK)
    for edge in (True, False):
        for x, y in around(-0.06, -0.53, 0.31, 0.22, 10):
            pen.ellipse(x, y, 0.13 if edge else 0.12, None, colour, outline=edge)
    pen.ellipse(-0.06, -0.53, 0.33, 0.24, colour, outline=False)
    for _ in range(7):
        x, y = dice.between(-0.34, 0.2), dice.between(-0.7, -0.36)
        pen.line([(x - 0.04, y), (x, y + 0.035), (x + 0.04, y)], 0.016, tone(colour, 0.8), smooth=True)
    for x in (0.19, 0.48):
        pen.ellipse(x, -0.68, 0.08, 0.04, tone(face, 0.85))
    pen.ellipse(0.34, -0.6, 0.125, 0.18, face)
    pen.ellipse(0.33, -0.79, 0.14, 0.075, colour)
    for x in (0.29, 0.39):
        pen.ellipse(x, -0.65, 0.03, None, "#ffffff", shade=0, outline=False)
        pen.ellipse(x, -0.645, 0.016, None, "#000000", shade=0, outline=False)


@thing("an elephant", colours=("grey",), places=("field", "river", "desert", "forest"), scale=0.78, near=True)
def elephant(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: huge, a great ear, a long trunk, a tusk, legs like pillars."""
    dark = tone(colour, 0.75)
    pen.line([(-0.44, -0.6), (-0.49, -0.4), (-0.48, -0.3)], 0.03, dark, smooth=True)
    legs(pen, (-0.2, 0.14, -0.33, 0.02), -0.4, 0.16, colour, tone(colour, 1.5))
    pen.ellipse(-0.12, -0.57, 0.36, 0.29, colour)
    pen.line([(0.4, -0.6), (0.45, -0.4), (0.4, -0.08), (0.49, -0.06)], 0.13, dark, smooth=True)
    pen.line([(0.4, -0.62), (0.44, -0.4), (0.39, -0.09), (0.48, -0.07)], 0.1, colour, smooth=True)
    pen.line([(0.3, -0.46), (0.38, -0.36), (0.49, -0.4)], 0.05, "#fbf6e6", smooth=True)
    pen.ellipse(0.26, -0.68, 0.21, 0.23, colour)
    wide = dice.between(0.15, 0.19)
    pen.polygon(
        [(0.22, -0.9), (0.22 - wide * 1.5, -0.88), (-0.1, -0.6), (0.04, -0.38), (0.2, -0.52)], dark, smooth=True
    )
    pen.ellipse(0.07, -0.66, wide * 0.55, 0.13, mix(dark, "#e8a8a0", 0.45), outline=False)
    blink(pen, 0.33, -0.72, 0.03)


@thing("a pig", "a piglet", colours=("pink",), places=(*FARM, "street"), scale=0.7, near=True)
def pig(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: round and pink, a snout, a curled tail."""
    dark = mix(tone(colour, 0.8), "#c0506a", 0.3)
    pen.line([(-0.4, -0.52), (-0.5, -0.6), (-0.44, -0.68), (-0.38, -0.6), (-0.48, -0.54)], 0.03, dark, smooth=True)
    legs(pen, (-0.18, 0.14, -0.29, 0.05), -0.28, 0.11, colour, "#6a4048")
    pen.ellipse(-0.08, -0.46, 0.35, 0.27, colour)
    pen.ellipse(0.22, -0.56, 0.21, 0.21, colour, shade=1.2)
    pen.polygon([(0.06, -0.7), (0.04, -0.9), (0.2, -0.76)], dark)
    pen.polygon([(0.24, -0.76), (0.36, -0.9), (0.36, -0.68)], dark)
    pen.ellipse(0.36, -0.5, 0.11, 0.1, mix(colour, "#e0607a", 0.4))
    for x in (0.33, 0.4):
        pen.ellipse(x, -0.5, 0.02, 0.03, "#6a2a3a", shade=0, outline=False)
    blink(pen, 0.17, -0.6, 0.032)
    blink(pen, 0.31, -0.64, 0.032)


@thing(
    "a snake", colours=("green", "brown", "yellow", "red", "black"), places=("desert", "field", "forest"), scale=0.72
)
def snake(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Coiled, its head raised, its forked tongue out."""
    band, edge = dice.pick((tone(colour, 0.5), mix(colour, "#f6e08a", 0.75))), tone(colour, 0.5)
    pen.line([(-0.3, -0.08), (-0.46, -0.06), (-0.49, -0.16)], 0.06, colour, smooth=True)
    for y, wide in ((-0.1, 0.42), (-0.24, 0.33), (-0.37, 0.24)):
        coil = pen.oval(0, y, wide, 0.105)
        pen.fill(coil, colour)
        with pen.inside(coil):
            for k in range(-3, 4):
                pen.ellipse(k * 0.14, y + 0.01, 0.035, 0.06, band, shade=0, outline=False)
            pen.line([(-wide, y + 0.03), (0, y + 0.17), (wide, y + 0.03)], 0.03, edge, smooth=True)
    neck = [(-0.05, -0.38), (-0.24, -0.56), (0.02, -0.68), (0.06, -0.84)]
    pen.line(neck, 0.17, edge, smooth=True)
    pen.line(neck, 0.14, colour, smooth=True)
    pen.line([(0.3, -0.84), (0.4, -0.82), (0.49, -0.86)], 0.022, "#d8203a")
    pen.line([(0.4, -0.82), (0.48, -0.77)], 0.022, "#d8203a")
    pen.polygon(
        [(-0.08, -0.9), (0.1, -1.0), (0.34, -0.88), (0.34, -0.8), (0.1, -0.74), (-0.06, -0.78)], colour, smooth=True
    )
    pen.ellipse(0.12, -0.9, 0.045, None, "#fff6c0", shade=0)
    pen.ellipse(0.13, -0.9, 0.018, 0.038, "#000000", shade=0, outline=False)


@thing(
    "a frog",
    "a toad",
    colours=("green", "brown", "blue", "yellow"),
    places=("river", "garden", "forest"),
    scale=0.68,
    near=True,
)
def frog(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Squats and looks at us: eyes on top of the head, a wide mouth, bent legs."""
    pale, dark = mix(colour, "#f6f2c0", 0.65), tone(colour, 0.7)
    pair(pen, 0.35, -0.2, 0.14, 0.2, colour)
    pair(pen, 0.37, -0.04, 0.13, 0.045, dark)
    pen.ellipse(0, -0.3, 0.33, 0.28, colour)
    pen.ellipse(0, -0.24, 0.22, 0.2, pale, outline=False)
    both(pen, [(0.12, -0.3), (0.2, -0.3), (0.22, -0.02), (0.1, -0.02)], colour)
    pair(pen, 0.17, -0.035, 0.1, 0.04, dark)
    pair(pen, 0.22, -0.78, 0.14, 0.14, colour)
    pen.ellipse(0, -0.57, 0.4, 0.22, colour, shade=1.2)
    pair(pen, 0.22, -0.8, 0.095, 0.095, "#fbf7d8")
    eyes(pen, 0.22, -0.8, 0.055, "#0c0a08")
    pen.line([(-0.32, -0.56), (-0.15, -0.46), (0.15, -0.46), (0.32, -0.56)], 0.03, tone(colour, 0.4), smooth=True)
    pair(pen, 0.04, -0.62, 0.015, 0.015, dark, outline=False)


@thing(
    "a duck",
    "a duckling",
    colours=("yellow", "white", "brown"),
    places=("river", "sea", "garden", "field"),
    scale=0.72,
    near=True,
)
def duck(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: a flat orange bill, a round head, an upturned tail, a folded wing."""
    orange = dice.pick(("#f08a1e", "#e8781a"))
    for x in (-0.1, 0.06):
        pen.line([(x, -0.2), (x, -0.03), (x + 0.1, -0.02)], 0.05, orange)
    body = [(-0.5, -0.62), (-0.3, -0.5), (0.1, -0.52), (0.36, -0.5), (0.34, -0.2), (0.05, -0.1), (-0.32, -0.14)]
    pen.polygon(body, colour, smooth=True)
    pen.polygon([(0.02, -0.74), (0.28, -0.74), (0.34, -0.36), (-0.06, -0.4)], colour, smooth=True, outline=False)
    pen.polygon([(0.28, -0.84), (0.38, -0.82), (0.52, -0.74), (0.4, -0.66), (0.28, -0.68)], orange, smooth=True)
    pen.ellipse(0.16, -0.78, 0.19, 0.185, colour, shade=1.2)
    pen.polygon(
        [(-0.36, -0.42), (-0.05, -0.48), (0.16, -0.38), (0.02, -0.2), (-0.2, -0.2)], tone(colour, 0.78), smooth=True
    )
    blink(pen, 0.21, -0.82, 0.036)


@thing("a penguin", places=("snow", "beach", "mountains"), scale=0.84, near=True)
def penguin(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Stands upright and looks at us: black with a white belly, orange bill and feet."""
    black, orange = dice.pick(("#1c1e26", "#24303f", "#16161a")), dice.pick(("#f2a01e", "#ee7f1e"))
    pair(pen, 0.15, -0.04, 0.14, 0.05, orange)
    out = dice.between(0.42, 0.5)
    both(pen, [(0.22, -0.62), (0.36, -0.56), (out, -0.24), (0.38, -0.22), (0.26, -0.36)], black, smooth=True)
    pen.polygon(
        mirrored([(0.0, -1.02), (0.24, -0.98), (0.31, -0.6), (0.36, -0.2), (0.2, -0.03), (0.0, -0.03)]),
        black,
        smooth=True,
    )
    pen.ellipse(0, -0.34, 0.235, 0.29, "#fbfaf5")
    pair(pen, 0.09, -0.77, 0.11, 0.12, "#fbfaf5", outline=False)
    if dice.chance(0.5):
        pen.ellipse(0, -0.56, 0.18, 0.05, "#f6cf4a", outline=False)
    eyes(pen, 0.1, -0.79, 0.042, "#0c0a08")
    pen.polygon([(-0.08, -0.74), (0.08, -0.74), (0, -0.63)], orange)


@thing(
    "a turtle",
    "a tortoise",
    colours=("green", "brown"),
    places=("beach", "river", "garden", "underwater"),
    scale=0.66,
    near=True,
)
def turtle(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: a high domed shell with plates, a small raised head, stumpy legs."""
    skin, line = mix(tone(colour, 1.2), "#c8c060", 0.5), tone(colour, 0.5)
    for x in (-0.27, 0.17):
        pen.rect(x - 0.085, -0.26, x + 0.085, 0, skin, radius=0.06)
    pen.polygon([(-0.38, -0.24), (-0.5, -0.1), (-0.3, -0.16)], skin)
    pen.line([(0.22, -0.22), (0.34, -0.26), (0.39, -0.42)], 0.12, skin, smooth=True)
    pen.ellipse(0.39, -0.48, 0.115, 0.1, skin)
    dome = pen.closed([(-0.46, -0.16), (-0.42, -0.6), (-0.06, -0.86), (0.28, -0.6), (0.34, -0.16)], smooth=True)
    pen.fill(dome, colour)
    with pen.inside(dome):
        plates = around(-0.06, -0.42, 0.13, 0.15, 6)
        for (x, y), (far, low) in zip(plates, around(-0.06, -0.42, 0.5, 0.55, 6), strict=True):
            pen.line([(x, y), (far, low)], 0.025, line)
        pen.polygon(plates, tone(colour, 1.3))
        pen.line([*plates, plates[0]], 0.025, line)
    pen.rect(-0.43, -0.26, 0.31, -0.17, mix(skin, "#f0e0a0", 0.5), radius=0.045)
    blink(pen, 0.42, -0.51, 0.028)
    pen.line([(0.43, -0.43), (0.49, -0.44)], 0.016, line)


@thing(
    "a fish",
    kind="flies",
    colours=("orange", "red", "yellow", "blue", "purple", "green", "pink"),
    places=("underwater",),
    scale=0.6,
    near=True,
)
def fish(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: an oval body, a forked tail, fins, often with bands."""
    fin = dice.pick((tone(colour, 0.7), mix(colour, "#ffe070", 0.5)))
    y, high = -0.5, dice.between(0.22, 0.28)
    pen.polygon([(-0.2, y), (-0.5, y - 0.26), (-0.42, y), (-0.5, y + 0.26)], fin)
    pen.polygon([(-0.16, y - high * 0.7), (-0.06, y - high - 0.16), (0.2, y - high * 0.8)], fin)
    pen.polygon([(-0.1, y + high * 0.7), (-0.08, y + high + 0.12), (0.12, y + high * 0.8)], fin)
    body = pen.closed(
        [(-0.3, y), (-0.06, y - high * 1.2), (0.34, y - high), (0.56, y), (0.34, y + high), (-0.06, y + high * 1.2)],
        smooth=True,
    )
    pen.fill(body, colour, shade=1.2)
    if dice.chance(0.6):
        with pen.inside(body):
            for x in (-0.1, 0.12):
                pen.rect(x - 0.035, y - 0.3, x + 0.035, y + 0.3, "#fbf7ee", shade=0, outline=False)
    pen.polygon([(0.1, y + 0.02), (-0.08, y + 0.02), (-0.04, y + 0.14)], fin, smooth=True)
    pen.ellipse(0.32, y - 0.07, 0.065, None, "#ffffff", shade=0)
    pen.ellipse(0.335, y - 0.07, 0.036, None, "#000000", shade=0, outline=False)
    pen.line([(0.47, y + 0.06), (0.39, y + 0.09)], 0.02, tone(colour, 0.4))


@thing("a whale", colours=("blue", "grey", "black"), places=("sea", "underwater"), scale=0.76)
def whale(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: a huge rounded head, a pale grooved belly, the tail up, a spout."""
    pale = mix(colour, "#f2f6fa", 0.8)
    pen.line([(-0.28, -0.36), (-0.42, -0.44), (-0.4, -0.64)], 0.12, colour, smooth=True)
    flukes = [(-0.4, -0.6), (-0.52, -0.82), (-0.4, -0.76), (-0.24, -0.84), (-0.34, -0.62)]
    pen.polygon(flukes, colour)
    body = pen.closed(
        [(-0.46, -0.42), (-0.2, -0.56), (0.2, -0.72), (0.54, -0.56), (0.54, -0.1), (0.2, 0.02), (-0.24, -0.04)],
        smooth=True,
    )
    pen.fill(body, colour)
    with pen.inside(body):
        pen.ellipse(0.24, 0.02, 0.5, 0.25, pale, outline=False)
        for k in range(4):
            pen.line([(0.02 + 0.13 * k, -0.16), (-0.04 + 0.13 * k, 0)], 0.018, tone(pale, 0.72))
    pen.polygon([(0.04, -0.24), (0.16, -0.22), (0.06, -0.02), (-0.08, 0.02)], tone(colour, 0.75), smooth=True)
    for side in (-1, 1):
        pen.line(
            [(0.2, -0.66), (0.2 + side * 0.03, -0.9), (0.2 + side * 0.15, -0.98), (0.2 + side * 0.2, -0.84)],
            0.04,
            "#e6f4fc",
            smooth=True,
        )
    pen.ellipse(0.3, -0.34, 0.042, None, "#ffffff", shade=0)
    pen.ellipse(0.305, -0.34, 0.025, None, "#000000", shade=0, outline=False)


@thing(
    "a bird",
    kind="flies",
    colours=("blue", "red", "yellow", "white", "black", "green", "grey"),
    places=("sky",),
    scale=0.66,
    near=True,
)
def bird(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Flies, from the side: both wings raised, a fanned tail, a pointed bill."""
    dark, pale = tone(colour, 0.68), mix(colour, "#fff4e0", 0.6)
    up = dice.between(-0.98, -0.88)
    pen.polygon([(0.2, -0.46), (0.42, up + 0.06), (0.26, up + 0.04), (0.08, up + 0.16), (-0.04, -0.46)], dark)
    pen.polygon([(-0.18, -0.44), (-0.52, -0.5), (-0.5, -0.36), (-0.46, -0.24), (-0.14, -0.34)], dark)
    body = pen.closed(
        [(-0.28, -0.4), (0.0, -0.54), (0.3, -0.62), (0.42, -0.48), (0.24, -0.26), (-0.06, -0.24)], smooth=True
    )
    pen.fill(body, colour)
    with pen.inside(body):
        pen.ellipse(0.1, -0.24, 0.26, 0.12, pale, outline=False)
    pen.polygon([(0.38, -0.6), (0.52, -0.51), (0.37, -0.47)], "#f0a020")
    pen.ellipse(0.28, -0.54, 0.14, 0.13, colour, shade=1.2)
    pen.polygon(
        [
            (0.16, -0.42),
            (0.1, -0.64),
            (-0.12, up),
            (-0.28, up + 0.06),
            (-0.36, up + 0.2),
            (-0.34, up + 0.34),
            (-0.18, -0.38),
        ],
        tone(colour, 0.85),
    )
    blink(pen, 0.32, -0.57, 0.034)


@thing(
    "a butterfly",
    kind="flies",
    colours=("orange", "blue", "yellow", "purple", "red", "pink", "white"),
    places=("garden", "field", "sky"),
    scale=0.6,
    near=True,
)
def butterfly(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From above: four great wings with a dark edge and spots, a thin body, feelers."""
    edge: Colour = DARK if dice.chance(0.5) else tone(colour, 0.35)
    dot = dice.pick(("#ffffff", "#ffe890", "#fbd3d8"))
    high = dice.between(0.92, 1.0)
    for grow, own in ((1.0, edge), (0.84, colour)):
        low = [(0.03, -0.46), (0.32, -0.46), (0.42, -0.26), (0.28, -0.02), (0.1, -0.12)]
        both(
            pen,
            [(0.22 + (x - 0.22) * grow, -0.26 + (y + 0.26) * grow) for x, y in low],
            own,
            smooth=True,
            outline=False,
        )
    for grow, own in ((1.0, edge), (0.84, colour)):
        top = [(0.0, -0.42), (0.06, -0.66), (0.36, -high - 0.04), (0.58, -high + 0.06), (0.46, -0.46), (0.2, -0.38)]
        both(
            pen,
            [(0.28 + (x - 0.28) * grow, -0.66 + (y + 0.66) * grow) for x, y in top],
            own,
            smooth=True,
            outline=False,
        )
    pair(pen, 0.36, -0.75, 0.06, 0.06, dot, outline=False)
    pair(pen, 0.26, -0.22, 0.05, 0.05, dot, outline=False)
    for side in (-1, 1):
        pen.line([(0, -0.74), (side * 0.04, -0.88), (side * 0.13, -0.94)], 0.02, DARK, smooth=True)
    pen.ellipse(0, -0.48, 0.045, 0.27, DARK)
