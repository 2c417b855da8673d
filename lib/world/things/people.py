"""People: head and shoulders from y = -1 (top of the head) to y = 0 (lower edge of the picture), x around 0."""

from __future__ import annotations

from collections.abc import Sequence

from lib.world.pen import Colour, Dice, Pen, Point, around, luminance, mix, rgb_of, tone
from lib.world.things.kinds import ALL_COLOURS, INDOORS, thing

SKIN = ("#f1c9a5", "#e3b48c", "#c8915f", "#9c6743", "#f5d5bb", "#865a3c")
HAIR = ("#2b1d14", "#3a2417", "#7a4a23", "#b07a3c", "#ecc868", "#a8431d")
OLD_HAIR = ("#f2f2f0", "#dfe2e4", "#c9cdd0")
LIP = "#a3453f"
ANYWHERE = (*INDOORS[1:], "field", "street", "beach", "mountains", "garden", "forest")


def skin_and_hair(dice: Dice) -> tuple[Colour, Colour]:
    """A skin, and a colour of hair that is seen against it."""
    skin = dice.pick(SKIN)
    bright = luminance(rgb_of(skin))
    fits = [hair for hair in HAIR if bright - luminance(rgb_of(hair)) > 0.22 or hair == HAIR[0]]
    return skin, dice.pick(fits)


def mirrored(half: Sequence[Point]) -> list[Point]:
    """A shape from its right half, named from top to bottom."""
    return [*half, *((-x, y) for x, y in reversed(half))]


def shoulders(pen: Pen, dice: Dice, colour: Colour, skin: Colour, *, wide: float = 0.5, cut: float = 0.17) -> None:
    """Clothes and neck; `cut` is how low the neckline reaches, above y = 0."""
    pen.polygon(mirrored([(0.12, -0.29), (wide * 0.86, -0.19), (wide, 0.05)]), colour)
    pen.polygon(mirrored([(0.1, -0.38), (0.12, -0.27), (0.0, -cut)]), tone(skin, 0.85), outline=False)


def collar(pen: Pen, dice: Dice, colour: Colour) -> None:
    """What a man wears at his neck: a shirt's collar with a tie or buttons, or nothing."""
    style = dice.pick(("tie", "buttons", "plain"))
    pale = tone(colour, 1.6)
    if style == "tie":
        pen.polygon([(-0.1, -0.28), (0.1, -0.28), (0, -0.02)], "#f4f2ec", outline=False)
        pen.polygon(
            [(-0.035, -0.23), (0.035, -0.23), (0.045, 0.05), (-0.045, 0.05)],
            dice.pick(("#8c2631", "#26324f", "#3c5a3c")),
        )
    if style != "plain":
        for side in (-1, 1):
            pen.polygon([(side * 0.1, -0.31), (side * 0.16, -0.22), (side * 0.06, -0.13), (side * 0.01, -0.19)], pale)
    if style == "buttons":
        for y in (-0.1, -0.02):
            pen.ellipse(0, y, 0.018, None, pale, shade=0)


def face(
    pen: Pen,
    dice: Dice,
    skin: Colour,
    *,
    y: float = -0.6,
    wide: float = 0.25,
    tall: float = 1.25,
    eye: float = 1.0,
    lips: Colour = LIP,
) -> None:
    """Ears, an oval, eyes, a nose and a mouth."""
    for side in (-1, 1):
        pen.ellipse(side * wide, y + 0.02, 0.04, 0.065, tone(skin, 0.9))
    pen.ellipse(0, y, wide, wide * tall, skin)
    iris = dice.pick(("#3b2a1c", "#2f5a7c", "#3d6337"))
    for side in (-1, 1):
        x = side * wide * 0.42
        pen.ellipse(x, y - 0.03, 0.052 * eye, 0.036 * eye, "#ffffff", shade=0, outline=False)
        pen.ellipse(x, y - 0.03, 0.029 * eye, None, iris, shade=0, outline=False)
    pen.line([(0, y - 0.01), (0.03, y + 0.075), (-0.01, y + 0.085)], 0.018, tone(skin, 0.7))
    smile = dice.between(0.005, 0.05)
    pen.line([(-0.085, y + 0.155), (0, y + 0.155 + smile), (0.085, y + 0.155)], 0.028, lips, smooth=True)


def brows(pen: Pen, colour: Colour, *, y: float = -0.6, wide: float = 0.25, thick: float = 0.024) -> None:
    """Two eyebrows."""
    for side in (-1, 1):
        x = side * wide * 0.42
        pen.line(
            [(x - side * 0.055, y - 0.098), (x + side * 0.015, y - 0.105), (x + side * 0.06, y - 0.08)], thick, colour
        )


def glasses(pen: Pen, dice: Dice, *, y: float = -0.63, x: float = 0.105) -> None:
    """Two round lenses' rims."""
    rim = dice.pick(("#2b2b30", "#5a3b22", "#8a6a2a"))
    for side in (-1, 1):
        ring = around(side * x, y, 0.082, 0.07, 10)
        pen.line([*ring, ring[0]], 0.018, rim)
    pen.line([(-0.025, y), (0.025, y)], 0.018, rim)


def wrinkles(pen: Pen, skin: Colour, *, y: float = -0.6) -> None:
    """Lines of age: on the forehead, and from the nose to the mouth."""
    for k in range(2):
        pen.line([(-0.1, y - 0.17 - 0.045 * k), (0.1, y - 0.17 - 0.045 * k)], 0.012, tone(skin, 0.72))
    for side in (-1, 1):
        pen.line([(side * 0.075, y + 0.07), (side * 0.12, y + 0.14)], 0.014, tone(skin, 0.72))


def short_hair(pen: Pen, dice: Dice, colour: Colour, *, y: float = -0.6, wide: float = 0.25) -> None:
    """Hair on top and down to the ears, parted somewhere."""
    part = dice.between(-0.12, 0.12)
    low = dice.between(-0.02, 0.02)
    edge = [
        (wide * 0.9, y - 0.02),
        (wide * 0.84, y - 0.17 + low),
        (part, y - 0.24 + low),
        (-wide * 0.84, y - 0.17 + low),
        (-wide * 0.9, y - 0.02),
    ]
    pen.polygon(
        [
            *edge,
            (-wide * 1.16, y - 0.06),
            (-wide * 1.2, y - 0.3),
            (-0.14, y - 0.43),
            (0.14, y - 0.43),
            (wide * 1.2, y - 0.3),
            (wide * 1.16, y - 0.06),
        ],
        colour,
        smooth=True,
    )


@thing("an old man", "a grandfather", kind="portrait", colours=ALL_COLOURS, wears="in", places=ANYWHERE)
def old_man(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Bald above, white hair at the sides, a white beard, wrinkles, often glasses."""
    skin, hair = dice.pick(SKIN), dice.pick(OLD_HAIR)
    shoulders(pen, dice, colour, skin)
    for side in (-1, 1):
        pen.ellipse(side * 0.25, -0.66, 0.075, 0.14, hair)
    face(pen, dice, skin)
    wrinkles(pen, skin)
    brows(pen, hair, thick=0.035)
    low = dice.between(-0.2, -0.06)
    pen.polygon(
        [(-0.26, -0.6), (-0.15, -0.48), (0, -0.53), (0.15, -0.48), (0.26, -0.6), (0.22, -0.3), (0, low), (-0.22, -0.3)],
        hair,
        smooth=True,
    )
    pen.line([(-0.07, -0.425), (0, -0.41), (0.07, -0.425)], 0.026, LIP, smooth=True)
    if dice.chance(0.5):
        glasses(pen, dice)


@thing(
    "an old woman", "a grandmother", "an old lady", kind="portrait", colours=ALL_COLOURS, wears="in", places=ANYWHERE
)
def old_woman(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Grey curls with a bun on top, wrinkles, glasses, pearls."""
    skin, hair = dice.pick(SKIN), dice.pick(OLD_HAIR)
    shoulders(pen, dice, colour, skin, wide=0.46)
    pen.ellipse(0, -0.92, 0.13, 0.1, tone(hair, 0.93))
    pen.ellipse(0, -0.63, 0.32, 0.28, hair)
    face(pen, dice, skin, wide=0.235, tall=1.22, lips="#b8434a")
    wrinkles(pen, skin)
    brows(pen, tone(hair, 0.8))
    size = dice.between(0.085, 0.1)
    for x, y in ((0.27, -0.56), (0.27, -0.7), (0.18, -0.82), (0.0, -0.85)):
        for side in (-1, 1) if x else (1,):
            pen.ellipse(side * x, y, size, size * 0.9, hair)
    if dice.chance(0.8):
        glasses(pen, dice)
    for k in range(-3, 4):
        pen.ellipse(k * 0.04, -0.19 - 0.009 * k * k, 0.022, None, "#fbf6ea", shade=0)


@thing("a man", "a gentleman", "a young man", kind="portrait", colours=ALL_COLOURS, wears="in", places=ANYWHERE)
def man(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Short hair, strong brows, sometimes a beard or a moustache."""
    skin, hair = skin_and_hair(dice)
    shoulders(pen, dice, colour, skin)
    collar(pen, dice, colour)
    beard = dice.pick(("", "", "full", "moustache"))
    face(pen, dice, skin, tall=1.28)
    if beard == "full":
        pen.polygon(
            [
                (-0.27, -0.62),
                (-0.17, -0.47),
                (0, -0.5),
                (0.17, -0.47),
                (0.27, -0.62),
                (0.22, -0.3),
                (0, -0.2),
                (-0.22, -0.3),
            ],
            hair,
            smooth=True,
        )
        pen.line([(-0.08, -0.43), (0, -0.41), (0.08, -0.43)], 0.03, "#c06a5e", smooth=True)
    elif beard:
        pen.polygon([(0, -0.51), (0.13, -0.45), (0.05, -0.46), (-0.05, -0.46), (-0.13, -0.45)], hair)
    brows(pen, hair, thick=0.035)
    short_hair(pen, dice, hair)


@thing("a young lady", "a woman", "a lady", "a girl", kind="portrait", colours=ALL_COLOURS, wears="in", places=ANYWHERE)
def young_lady(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Long hair to the shoulders, lashes, red lips."""
    skin, hair = skin_and_hair(dice)
    wide, low = dice.between(0.36, 0.43), dice.between(-0.2, -0.06)
    pen.polygon(
        mirrored([(0.13, -1.01), (0.31, -0.95), (wide * 0.92, -0.5), (wide, low), (0.1, low)]),
        tone(hair, 0.85),
        smooth=True,
    )
    shoulders(pen, dice, colour, skin, wide=0.44, cut=dice.between(0.08, 0.15))
    face(pen, dice, skin, wide=0.225, tall=1.32, eye=1.15, lips="#c92f45")
    pen.ellipse(0, -0.435, 0.055, 0.026, "#c92f45", shade=0, outline=False)
    for side in (-1, 1):
        x = side * 0.095
        pen.line(
            [(x - side * 0.06, -0.63), (x - side * 0.02, -0.695), (x + side * 0.08, -0.635)],
            0.022,
            "#1d1512",
            smooth=True,
        )
        pen.ellipse(side * 0.13, -0.52, 0.045, 0.032, "#e2705f", shade=0, outline=False, alpha=0.35)
    brows(pen, tone(hair, 0.8), y=-0.635, wide=0.225, thick=0.018)
    part = dice.between(-0.08, 0.08)
    for side in (-1, 1):
        pen.polygon(
            [
                (part, -0.97),
                (side * 0.24, -0.95),
                (side * 0.33, -0.6),
                (side * 0.3, low - 0.16),
                (side * 0.21, -0.42),
                (side * 0.23, -0.68),
                (part, -0.87),
            ],
            hair,
            smooth=True,
        )


@thing("a man wearing a hat", "a man with a hat", kind="portrait", colours=ALL_COLOURS, wears="in", places=ANYWHERE)
def man_with_hat(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A broad brim over his eyes, a crown with a ribbon; the colour is that of his clothes."""
    skin, hair = skin_and_hair(dice)
    shoulders(pen, dice, colour, skin)
    collar(pen, dice, colour)
    for side in (-1, 1):
        pen.ellipse(side * 0.235, -0.6, 0.045, 0.12, hair)
    face(pen, dice, skin, y=-0.55, tall=1.16)
    brows(pen, hair, y=-0.55, thick=0.032)
    if dice.chance(0.4):
        pen.polygon([(0, -0.46), (0.13, -0.4), (0.05, -0.41), (-0.05, -0.41), (-0.13, -0.4)], hair)
    hat, high = dice.pick(("#2a2724", "#3a2a1e", "#e3c47e", "#d8b267", "#33363d")), dice.between(0.95, 1.04)
    ribbon = dice.pick(("#7c2430", "#efe6d2")) if hat in ("#2a2724", "#3a2a1e", "#33363d") else "#5a3b22"
    wide = dice.between(0.4, 0.47)
    pen.polygon(
        [(-wide - 0.04, -0.68), (-0.2, -0.79), (0.2, -0.79), (wide + 0.04, -0.68), (0.2, -0.69), (-0.2, -0.69)],
        hat,
        smooth=True,
    )
    pen.ellipse(0, -0.735, wide, 0.052, tone(hat, 0.9))
    pen.polygon(
        [
            (-0.255, -0.74),
            (-0.2, -high),
            (-0.06, -high - 0.015),
            (0, -high + 0.02),
            (0.06, -high - 0.015),
            (0.2, -high),
            (0.255, -0.74),
        ],
        hat,
    )
    pen.polygon([(-0.255, -0.74), (-0.24, -0.81), (0.24, -0.81), (0.255, -0.74)], ribbon)


@thing("a boy", "a young boy", kind="portrait", colours=ALL_COLOURS, wears="in", places=ANYWHERE)
def boy(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A big round head with large eyes, tousled hair and freckles; small shoulders in a striped shirt."""
    skin, hair = skin_and_hair(dice)
    shoulders(pen, dice, colour, skin, wide=0.36, cut=0.2)
    if dice.chance(0.5):
        pen.line([(-0.33, -0.05), (0.33, -0.05)], 0.05, tone(colour, 1.6))
    face(pen, dice, skin, y=-0.55, wide=0.28, tall=1.04, eye=1.4, lips="#b8434a")
    brows(pen, hair, y=-0.57, wide=0.28)
    for side in (-1, 1):
        pen.ellipse(side * 0.18, -0.46, 0.05, 0.035, "#e2705f", shade=0, outline=False, alpha=0.4)
        for k in range(3):
            pen.ellipse(side * (0.13 + 0.04 * k), -0.48 + 0.025 * (k % 2), 0.009, None, tone(skin, 0.65), shade=0)
    tufts = [(x, -dice.between(0.63, 0.74)) for x in (0.24, 0.14, 0.04, -0.06, -0.16, -0.24)]
    top = [
        (-0.32, -0.56),
        (-0.34, -0.76),
        (-0.22, -0.9),
        (-0.1, -0.94),
        (0.02, -1.0),
        (0.06, -0.92),
        (0.22, -0.9),
        (0.34, -0.76),
        (0.32, -0.56),
    ]
    pen.polygon([*top, *tufts], hair)


@thing("an astronaut", "a spaceman", kind="portrait", places=("space", "snow", "desert", "field"))
def astronaut(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A white suit, a round helmet with a dark or golden visor, a box on the chest."""
    suit, trim = dice.pick(("#f2f3f5", "#e6e9ee")), dice.pick(("#d8552f", "#2f62b8", "#c43340"))
    pen.rect(-0.36, -0.62, 0.36, 0.05, tone(suit, 0.6), radius=0.08)
    pen.polygon(mirrored([(0.14, -0.3), (0.44, -0.22), (0.5, 0.05)]), suit)
    for side in (-1, 1):
        pen.line([(side * 0.38, -0.2), (side * 0.41, 0.04)], 0.045, trim)
    pen.rect(-0.16, -0.15, 0.16, 0.05, "#9aa3b0", radius=0.02)
    for k, light in enumerate(("#e0483e", "#4fb05a", "#f2c53d")):
        pen.ellipse(-0.09 + 0.09 * k, -0.08, 0.028, None, light, shade=0, glow=True)
    pen.ellipse(0, -0.27, 0.27, 0.06, "#8a93a0")
    pen.ellipse(0, -0.62, 0.37, 0.36, suit, shade=1.3)
    visor = dice.pick(("#182338", "#1c2c4c", "#c98f2a", "#20242e"))
    pen.ellipse(0, -0.6, 0.29, 0.25, "#8a93a0")
    pen.ellipse(0, -0.6, 0.265, 0.225, visor, shade=1.5)
    pen.line([(-0.19, -0.6), (-0.17, -0.72), (-0.05, -0.77)], 0.035, "#e8f4ff", smooth=True)
    pen.ellipse(0.12, -0.5, 0.06, 0.03, mix(visor, "#ffffff", 0.45), shade=0, outline=False)
    for side in (-1, 1):
        pen.ellipse(side * 0.36, -0.6, 0.05, 0.1, trim)


@thing(
    "a robot",
    "an android",
    kind="portrait",
    colours=("grey", "white", "red", "orange", "yellow", "green", "blue"),
    places=(*ANYWHERE, "space"),
)
def robot(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A square metal head with glowing eyes, a grille for a mouth, an antenna."""
    dark, light = tone(colour, 0.55), dice.pick(("#ffe14a", "#59e6ff", "#ff5a4a", "#8dff6a"))
    pen.rect(-0.46, -0.24, 0.46, 0.06, colour, radius=0.07)
    pen.rect(-0.1, -0.36, 0.1, -0.2, dark)
    pen.rect(-0.17, -0.16, 0.17, 0.06, tone(colour, 1.5), radius=0.02)
    for k in range(3):
        pen.ellipse(
            -0.09 + 0.09 * k, -0.07, 0.032, None, dice.pick(("#e0483e", "#4fb05a", "#f2c53d", "#3f7fd0")), shade=0
        )
    pen.line([(0, -0.84), (0, -0.95)], 0.035, "#5a6068")
    pen.ellipse(0, -0.97, 0.052, None, "#f04a3e", glow=True)
    for side in (-1, 1):
        pen.rect(side * 0.37 - 0.055, -0.67, side * 0.37 + 0.055, -0.49, dark, radius=0.02)
    pen.rect(-0.34, -0.86, 0.34, -0.31, colour, radius=dice.between(0.03, 0.12))
    pen.rect(-0.28, -0.77, 0.28, -0.54, "#20242c", radius=0.06, shade=0)
    for side in (-1, 1):
        pen.ellipse(side * 0.14, -0.655, 0.085, None, light, glow=True, shade=0)
        pen.ellipse(side * 0.14, -0.655, 0.035, None, "#20242c", shade=0, outline=False)
    pen.rect(-0.2, -0.47, 0.2, -0.37, "#e8ecf0", radius=0.02, shade=0)
    for k in range(5):
        pen.line([(-0.14 + 0.07 * k, -0.46), (-0.14 + 0.07 * k, -0.38)], 0.02, "#20242c")


@thing("a clown", kind="portrait", colours=ALL_COLOURS, wears="in", places=(*ANYWHERE, "snow"))
def clown(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A white face with a red nose and a wide red mouth, frizzy hair at the sides, a ruff."""
    hair, patch = (
        dice.pick(("#e8562a", "#e03a3a", "#f28a1e", "#3aa655", "#2f7fd8")),
        dice.pick(("#3f8fe0", "#8a4fc0", "#35a06a")),
    )
    shoulders(pen, dice, colour, "#f7f0ea")
    for side in (-1, 1):
        for x, y in ((0.28, -0.78), (0.36, -0.64), (0.29, -0.5)):
            pen.ellipse(side * x, y, 0.13, 0.12, hair)
    for k in (-3, 3, -2, 2, -1, 1, 0):
        pen.ellipse(
            k * 0.085, -0.23 - abs(k) * 0.008, 0.075, 0.085, "#ffffff" if k % 2 else dice.pick(("#f4d04f", "#f2f2f2"))
        )
    pen.ellipse(0, -0.6, 0.27, 0.335, "#f8f3ee")
    for side in (-1, 1):
        pen.ellipse(side * 0.11, -0.69, 0.07, 0.1, patch, shade=0)
        pen.ellipse(side * 0.11, -0.665, 0.04, None, "#ffffff", shade=0, outline=False)
        pen.ellipse(side * 0.11, -0.66, 0.024, None, "#1a1a1a", shade=0, outline=False)
    pen.polygon(
        [(-0.21, -0.51), (-0.1, -0.45), (0.1, -0.45), (0.21, -0.51), (0.13, -0.33), (-0.13, -0.33)],
        "#d8232f",
        smooth=True,
        shade=0,
    )
    pen.line([(-0.1, -0.42), (0, -0.385), (0.1, -0.42)], 0.024, "#ffffff", smooth=True)
    pen.ellipse(0, -0.565, 0.075, None, "#e8222e", shade=1.4)
    if dice.chance(0.5):
        pen.polygon([(-0.13, -0.88), (0.13, -0.88), (0.02, -1.06)], colour)
        pen.ellipse(0.02, -1.05, 0.04, None, "#ffffff")
