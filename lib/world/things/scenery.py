"""Whole places: they are drawn in the frame from (0, 0) to (1, 1), with a sky of their own."""

from __future__ import annotations

import math

from lib.world.colours import shade_of
from lib.world.pen import Colour, Dice, Pen, Point, mix, tone
from lib.world.places import LIGHT_ON_THING, WALLS, ground, peak, ridge, sky, tree, water, window, windows
from lib.world.things.buildings import dome, house, lighthouse, pane
from lib.world.things.kinds import BRIGHT, thing
from lib.world.things.nature import palm
from lib.world.things.vehicles import sailboat

PASTELS = ("#f2c9a0", "#e98a72", "#f5e3b8", "#f3b8b0", "#e8c15a", "#fdf3e2", "#d9765a", "#b9d3d8")


def block(pen: Pen, x: float, y: float, wide: float, high: float, wall: Colour, roof: Colour) -> None:
    """A house of a town that stands at (x, y), with a low roof and two windows."""
    pen.rect(x - wide / 2, y - high, x + wide / 2, y, wall)
    pen.polygon([(x - wide * 0.58, y - high), (x, y - high * 1.35), (x + wide * 0.58, y - high)], roof)
    for side in (-1, 1):
        pane(pen, x + side * wide * 0.22, y - high * 0.55, wide * 0.2, high * 0.3, arch=True)


def winding(pen: Pen, dice: Dice, top: float) -> list[Point]:
    """A river or a road that comes nearer in bends, from the horizon to the lower edge."""
    bend, middle, side = dice.between(0.1, 0.18), dice.between(0.42, 0.58), dice.sign()
    steps = [k / 12 for k in range(13)]
    line = [
        (middle + side * bend * math.sin(t * 5.5) * (0.35 + t), top + (1.03 - top) * t, 0.012 + 0.17 * t * t)
        for t in steps
    ]
    return [*((x - half, y) for x, y, half in line), *((x + half, y) for x, y, half in reversed(line))]


def glitter(pen: Pen, dice: Dice, top: float, bottom: float) -> None:
    """Lights of a town on the water below it."""
    for _ in range(16):
        x, y = dice.between(0.03, 0.97), dice.between(top, bottom)
        pen.line([(x, y), (x, y + 0.05)], 0.018, dice.pick(("#ffd978", "#ffb45a", "#ffe9b0")), glow=True, alpha=0.75)


def boats(pen: Pen, dice: Dice, places: list[Point], size: float) -> None:
    """Sailing boats on the water."""
    for x, y in places:
        with pen.at(x, y, size * dice.between(0.85, 1.15), flip=dice.chance(0.5)):
            sailboat(pen, dice, dice.pick(("#fbf7ec", "#fbf7ec", "#d9534a", "#e8c15a")))


@thing("a volcano", "an erupting volcano", kind="scenery")
def volcano(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A dark cone that spits fire: lava down its side, smoke above it."""
    y = dice.between(0.8, 0.88)
    sky(pen, dice, y, clouds=False)
    top, x = dice.between(0.3, 0.4), 0.5 + dice.between(-0.08, 0.08)
    smoke = dice.pick(("#6b6468", "#857c7c", "#4f4a50"))
    for k in range(7):
        pen.ellipse(
            x + dice.between(-0.1, 0.14),
            top - 0.05 - 0.04 * k,
            0.07 + 0.012 * k,
            None,
            mix(smoke, "#d9602a", max(0, 0.5 - 0.15 * k)),
            shade=0.6,
            outline=False,
            alpha=0.95,
        )
    pen.soft(x, top, 0.3, 0.22, "#ff8a2a", 0.75)
    rock = dice.pick(("#4b3d3c", "#5a463c", "#433b46"))
    pen.polygon([(x - 0.48, y + 0.03), (x - 0.1, top), (x + 0.1, top), (x + 0.48, y + 0.03)], rock)
    pen.ellipse(x, top, 0.1, 0.025, "#ffd24a", glow=True, shade=0)
    for side in (-1, 0, 1):
        end = x + side * dice.between(0.14, 0.24), y - dice.between(0.0, 0.2)
        middle = x + side * 0.07, (top + end[1]) / 2
        pen.line([(x + side * 0.05, top + 0.01), middle, end], 0.035, "#ff6a1e", smooth=True, glow=True)
        pen.line([(x + side * 0.05, top + 0.01), middle], 0.016, "#ffe07a", glow=True)
    for _ in range(8):
        pen.ellipse(
            x + dice.between(-0.2, 0.2),
            top - dice.between(0.04, 0.24),
            0.012,
            None,
            "#ffb03a",
            glow=True,
            shade=0,
            outline=False,
        )
    ground(pen, dice, y, dice.pick(("#5f7d44", "#7a7048", "#4c5a48")), "#3f4a34")


@thing("waterfalls", "a waterfall", kind="scenery")
def waterfalls(pen: Pen, dice: Dice, colour: Colour) -> None:
    """White water that falls over dark rock into a pool, between trees."""
    top, foot = dice.between(0.26, 0.34), 0.8
    sky(pen, dice, 0.45)
    ridge(pen, dice, top + 0.02, 0.12, "#6f9a78")
    for x in (0.06, 0.2, 0.82, 0.95):
        tree(pen, dice, x + dice.between(-0.04, 0.04), top + 0.04, dice.between(0.16, 0.26), fir=dice.chance(0.5))
    rock = dice.pick(("#5a5552", "#6a5a4c", "#4f5a5e"))
    pen.polygon([(-0.1, top), (0.25, top + 0.03), (0.6, top + 0.01), (1.1, top), (1.1, 1.1), (-0.1, 1.1)], rock)
    for k in range(9):
        x, y = (k + dice.between(0.1, 0.9)) / 9, top + dice.between(0.05, 0.3)
        pen.line([(x, y), (x + dice.between(-0.03, 0.03), y + 0.18)], 0.02, tone(rock, 0.65))
    water(pen, dice, foot, 1.03)
    count = dice.pick((1, 2, 3, 3))
    for k in range(count):
        x, half = (k + 1) / (count + 1) + dice.between(-0.03, 0.03), dice.between(0.17, 0.2) / (1 + 0.45 * (count - 1))
        white, ledge = "#eaf5fb", top + dice.between(0.2, 0.3)
        pen.polygon(
            [
                (x - half * 0.8, top + 0.01),
                (x + half * 0.8, top + 0.01),
                (x + half * 0.85, ledge),
                (x + half * 1.2, ledge + 0.04),
                (x + half * 1.25, foot + 0.03),
                (x - half * 1.25, foot + 0.03),
                (x - half * 1.2, ledge + 0.04),
                (x - half * 0.85, ledge),
            ],
            white,
        )
        for step in (-0.5, 0.0, 0.5):
            pen.line([(x + step * half, top + 0.03), (x + step * half * 1.4, foot)], 0.014, "#9cc6de")
        pen.soft(x, foot + 0.03, half * 2.2, 0.1, "#ffffff", 0.9, glow=False)
    bushes: tuple[Colour, ...] = ("#47763c", tone(rock, 0.8), "#5a8a45")
    for x in (0.0, 0.16, 0.88, 1.0):
        pen.ellipse(
            x,
            0.97,
            dice.between(0.09, 0.13),
            dice.between(0.06, 0.1),
            dice.pick(bushes),
        )


@thing("the amalfi coast", "a coast with houses", kind="scenery")
def amalfi_coast(pen: Pen, dice: Dice, colour: Colour) -> None:
    """The sea on one side, on the other a steep hill full of colourful houses, one above the other."""
    y, flip = dice.between(0.46, 0.54), dice.chance(0.5)
    sky(pen, dice, y)
    with pen.at(1.0 if flip else 0.0, 0, flip=flip):
        pen.polygon([(-0.2, y + 0.02), (0.05, y - 0.12), (0.2, y - 0.09), (0.42, y + 0.02)], "#7f9bb8", smooth=True)
        water(pen, dice, y, 1.03)
        boats(pen, dice, [(0.17, 0.75 + dice.between(-0.06, 0.1))], 0.24)
        peak_at = dice.between(0.1, 0.18)
        pen.polygon(
            [
                (0.3, 1.1),
                (0.36, 0.8),
                (0.47, 0.66),
                (0.56, 0.4),
                (0.72, peak_at + 0.06),
                (0.86, peak_at),
                (1.1, 0.08),
                (1.1, 1.1),
            ],
            dice.pick(("#6d8a4e", "#7c8358", "#5d8050")),
        )
        for row, (low, left) in enumerate(((0.44, 0.66), (0.59, 0.58), (0.74, 0.53), (0.91, 0.44))):
            wide = 0.13 + 0.02 * row
            for k in range(4):
                x = left + wide * (0.3 + 1.02 * k)
                if x < 1.05:
                    high = wide * dice.between(0.8, 1.05)
                    block(
                        pen,
                        x,
                        low + dice.between(-0.02, 0.02),
                        wide * 0.95,
                        high,
                        dice.pick(PASTELS),
                        dice.pick(("#b5533a", "#c9714a")),
                    )
        pen.polygon([(0.3, 1.1), (0.36, 0.91), (1.1, 0.93), (1.1, 1.1)], "#8a7f6e")


@thing("a snowy mountain village", "a village in the snow", kind="scenery")
def snowy_village(pen: Pen, dice: Dice, colour: Colour) -> None:
    """White peaks, houses with snow on their roofs and light in their windows, firs."""
    sky(pen, dice, 0.6, clouds=dice.chance(0.5))
    for x, wide, high in ((0.16, 0.34, 0.36), (0.86, 0.36, 0.4), (0.5, 0.34, 0.46)):
        peak(
            pen,
            x + dice.between(-0.07, 0.07),
            0.62,
            wide,
            high * dice.between(0.9, 1.08),
            dice.pick(("#6a7d9c", "#5d7090", "#7c8aa2")),
        )
    ridge(pen, dice, 0.6, 0.08, "#dbe6f0", parts=4)
    for x in (0.05, 0.3, 0.7, 0.95):
        tree(pen, dice, x + dice.between(-0.05, 0.05), 0.66, dice.between(0.2, 0.3), fir=True)
    ground(pen, dice, 0.64, "#f4f8fb", "#cfdde8", 6)
    for x, y, size in (
        (0.27, 0.72, 0.2),
        (0.72, 0.73, 0.2),
        (0.5, 0.76, 0.22),
        (0.16, 0.92, 0.32),
        (0.82, 0.93, 0.32),
        (0.48, 0.97, 0.26),
    ):
        with pen.at(x + dice.between(-0.03, 0.03), y, size):
            wall = dice.pick(("#7a4a30", "#8f5a3a", "#c9a27a", "#a0452f", "#6b4a3a"))
            pen.rect(-0.38, -0.5, 0.38, 0.0, wall)
            pen.polygon([(-0.38, -0.48), (0, -0.85), (0.38, -0.48)], wall)
            for side in (-1, 1):
                pane(pen, side * 0.19, -0.26, 0.18, 0.22)
            pen.line([(-0.5, -0.44), (0, -0.9), (0.5, -0.44)], 0.17, "#fdfeff")
            pen.line([(-0.48, -0.35), (0, -0.79), (0.48, -0.35)], 0.025, "#a9bccb")
    tree(pen, dice, dice.pick((0.02, 0.98)), 0.99, dice.between(0.34, 0.42), fir=True)


def seated(pen: Pen, dice: Dice, x: float, y: float, size: float, turn: int) -> None:
    """Somebody who sits on a log by a fire: turned right (1), left (-1) or towards us (0), lit by the fire."""
    cloth, skin = (
        dice.pick(("#c8453a", "#3f74b8", "#4f9a52", "#d9a23a", "#8a5ab0", "#d87a9a")),
        dice.pick(("#f0c39c", "#c98f62", "#8a5a3c")),
    )
    legs, hair = dice.pick(("#2f4468", "#4a3a33", "#5a5f66")), dice.pick(("#2a1d16", "#5a3820", "#c99a4a"))
    with pen.at(x, y, size, flip=turn < 0):
        pen.rect(-0.34, -0.16, 0.3, 0.04, "#6a4426", radius=0.09)
        if turn:
            pen.line([(-0.05, -0.22), (0.3, -0.3), (0.36, 0.02)], 0.17, legs)
            pen.polygon(
                [(-0.24, -0.14), (-0.2, -0.6), (0.1, -0.64), (0.14, -0.14)],
                mix(cloth, "#ff9a3c", 0.2),
                smooth=False,
                glow=True,
            )
            pen.line([(-0.02, -0.52), (0.14, -0.34), (0.38, -0.4)], 0.11, tone(cloth, 0.75), glow=True)
        else:
            for side in (-1, 1):
                pen.line([(side * 0.1, -0.2), (side * 0.2, 0.02)], 0.17, legs)
            pen.polygon(
                [(-0.22, -0.14), (-0.2, -0.62), (0.2, -0.62), (0.22, -0.14)], mix(cloth, "#ff9a3c", 0.2), glow=True
            )
        pen.ellipse(-0.03 if turn else 0, -0.82, 0.19, 0.2, hair, glow=True)
        pen.ellipse(0.05 if turn else 0, -0.78, 0.14, 0.16, mix(skin, "#ffb060", 0.25), glow=True)


@thing("people around a campfire", "a campfire with people", kind="scenery", times=("night", "sunset"))
def campfire(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Four to six people who sit around a large fire that shines on them, dark trees behind."""
    sky(pen, dice, 0.55)
    for k in range(6):
        tree(pen, dice, (k + dice.between(0.2, 0.8)) / 6, 0.56, dice.between(0.26, 0.4), fir=True)
    ground(pen, dice, 0.54, "#5c6a3c", "#3e4a2c")
    pen.soft(0.5, 0.72, 0.62, 0.42, "#ff9a3c", 0.75)
    count = dice.whole(4, 6)
    if count > 4:
        for x in (0.38, 0.62) if count == 6 else (dice.pick((0.37, 0.63)),):
            seated(pen, dice, x, 0.64, 0.26, 0)
    for side in (-1, 1):
        seated(pen, dice, 0.5 + side * 0.29, 0.73, 0.31, -side)
    foot = 0.85
    for side in (-1, 1):
        pen.line([(0.5 - side * 0.15, foot), (0.5 + side * 0.11, foot - 0.05)], 0.05, "#6b3f22")
    high = dice.between(0.36, 0.44)
    for part, flame in ((1.0, "#f2581c"), (0.72, "#ffa024"), (0.42, "#fff0a0")):
        w, h = 0.15 * part, high * part
        pen.polygon(
            [
                (0.5, foot),
                (0.5 - w, foot - 0.02),
                (0.5 - w * 1.1, foot - h * 0.4),
                (0.5 - w * 0.35, foot - h * 0.65),
                (0.5 + dice.between(-0.03, 0.03), foot - h * 1.35),
                (0.5 + w * 0.5, foot - h * 0.6),
                (0.5 + w * 1.1, foot - h * 0.42),
                (0.5 + w, foot - 0.02),
            ],
            flame,
            smooth=True,
            glow=True,
            shade=0,
            outline=part == 1.0,
        )
    for _ in range(7):
        pen.ellipse(
            0.5 + dice.between(-0.12, 0.12),
            dice.between(0.28, 0.55),
            0.009,
            None,
            "#ffc04a",
            glow=True,
            shade=0,
            outline=False,
        )
    for side in (-1, 1):
        seated(pen, dice, 0.5 + side * 0.34, 0.96, 0.38, -side)


@thing("a city at night", "a city landscape at night", "a skyline at night", kind="scenery", times=("night",))
def city_at_night(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A few tall dark buildings full of lit windows under the moon, their lights on the water."""
    y = dice.between(0.8, 0.86)
    sky(pen, dice, y)
    pen.soft(0.5, y, 0.8, 0.3, "#ff9a4a", 0.45)
    for k in range(7):
        x, high = k / 6, dice.between(0.25, 0.42)
        pen.rect(x - 0.09, y - high, x + 0.09, y, "#4f62a0", shade=0.4)
    x = -0.04
    while x < 0.98:
        wide, high = dice.between(0.2, 0.27), dice.between(0.36, 0.66)
        wall, left = dice.pick(("#727c9e", "#66708f", "#84789c", "#5f7b98")), x + 0.01
        if dice.chance(0.4):
            pen.line([(x + wide / 2, y - high - 0.1), (x + wide / 2, y - high)], 0.014, "#8a92aa")
        pen.rect(left, y - high, x + wide, y + 0.01, wall)
        windows(pen, dice, left + 0.015, y - high + 0.03, x + wide - 0.015, y - 0.02, 0.07)
        x += wide
    water(pen, dice, y, 1.03)
    glitter(pen, dice, y + 0.02, 0.94)


@thing("a landscape", "a landscape with hills", kind="scenery")
def landscape(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Rolling hills one behind the other, a river or a road that winds through them, trees."""
    y = dice.between(0.5, 0.58)
    sky(pen, dice, y)
    greens = (
        ("#dfe8ee", "#eaf1f5", "#f5f8fa")
        if pen.weather == "snow"
        else dice.pick(
            (("#7fa08a", "#7fae58", "#94bf5c"), ("#8a9fb5", "#8fae50", "#b5c25c"), ("#6f9a8a", "#c2a94a", "#d9c060"))
        )
    )
    ridge(pen, dice, y + 0.02, 0.18, greens[0], parts=4)
    ridge(pen, dice, y + 0.1, 0.14, greens[1], parts=3)
    ridge(pen, dice, y + 0.17, 0.05, greens[2], parts=3)
    path = pen.closed(winding(pen, dice, y + 0.12))
    if dice.chance(0.6):
        with pen.inside(path):
            water(pen, dice, y + 0.1, 1.03)
    else:
        pen.fill(path, "#dcc79a", shade=0.4)
    for x, low, high in ((0.12, 0.72, 0.22), (0.84, 0.71, 0.2), (0.9, 0.95, 0.42), (0.08, 0.97, 0.4)):
        if dice.chance(0.8):
            tree(pen, dice, x + dice.between(-0.06, 0.06), low, high * dice.between(0.85, 1.15), fir=dice.chance(0.25))
    if dice.chance(0.35):
        with pen.at(dice.pick((0.28, 0.72)), y + 0.17, 0.14):
            house(pen, dice, dice.pick(PASTELS))


@thing("a forest", "the woods", kind="scenery")
def forest(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Rows of trees, higher the nearer, with a path between them."""
    y, fir = 0.66, dice.chance(0.5)
    sky(pen, dice, y)
    for k in range(8):
        tree(pen, dice, (k + dice.between(0.2, 0.8)) / 8, y + 0.02, dice.between(0.26, 0.36), fir=fir)
    floor = "#e6ecef" if pen.weather == "snow" else dice.pick(("#5c7f3c", "#6b8743", "#8a7a42"))
    ground(pen, dice, y, floor, tone(floor, 0.8))
    pen.polygon([(0.47, y), (0.53, y), (0.72, 1.05), (0.28, 1.05)], "#b99c6c", shade=0.4)
    for x, low, high in (
        (0.3, 0.76, 0.5),
        (0.7, 0.77, 0.5),
        (0.15, 0.87, 0.74),
        (0.86, 0.88, 0.74),
        (0.0, 0.98, 0.9),
        (1.0, 0.98, 0.92),
    ):
        tree(pen, dice, x + dice.between(-0.04, 0.04), low, high * dice.between(0.9, 1.05), fir=fir or dice.chance(0.2))


@thing("a tropical beach", "a beach with palm trees", kind="scenery")
def tropical_beach(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Palms that lean over pale sand, a blue bay, often a parasol."""
    y, flip = dice.between(0.48, 0.54), dice.chance(0.5)
    sky(pen, dice, y)
    with pen.at(1.0 if flip else 0.0, 0, flip=flip):
        water(pen, dice, y, 0.9, {"day": "#1fa3b8"}.get(pen.time))
        sand = dice.pick(("#f3e2b0", "#eed9a4"))
        pen.polygon(
            [(-0.1, 0.66), (0.3, 0.7), (0.7, 0.82), (1.2, 0.84), (1.2, 1.2), (-0.3, 1.2)],
            "#f8fbff",
            smooth=True,
            outline=False,
        )
        pen.polygon([(-0.1, 0.69), (0.3, 0.73), (0.7, 0.85), (1.2, 0.87), (1.2, 1.2), (-0.3, 1.2)], sand, smooth=True)
        if dice.chance(0.6):
            x, cloth = dice.between(0.7, 0.8), dice.pick(("#d9453a", "#f0b93a", "#3f7fc8"))
            pen.line([(x, 0.95), (x + 0.02, 0.68)], 0.016, "#8a6540")
            pen.polygon(dome(x + 0.02, 0.72, 0.15, 0.1), cloth)
        for x, low, high in ((0.46, 0.82, 0.52), (0.2, 0.96, 0.8)):
            with pen.at(x + dice.between(-0.04, 0.04), low, high * dice.between(0.92, 1.05), flip=dice.chance(0.3)):
                palm(pen, dice, colour)


@thing("sand dunes", "a desert with dunes", kind="scenery")
def sand_dunes(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Waves of sand, each with a lit and a dark side that meet in a sharp bent crest."""
    sky(pen, dice, 0.62, clouds=False)
    sand = dice.pick(("#e9b866", "#dfa254", "#efc884"))
    pen.rect(-0.02, 0.58, 1.02, 1.05, tone(sand, 1.15), shade=0.3, outline=False)
    for x, top, wide in ((0.22, 0.47, 0.6), (0.8, 0.42, 0.62), (0.4, 0.62, 0.85)):
        x, top = x + dice.between(-0.08, 0.08), top + dice.between(-0.04, 0.03)
        foot, bend, steps = top + 0.44, dice.between(0.06, 0.1), [k / 10 for k in range(11)]
        left, right = ([(x + side * wide * t, foot - (foot - top) * (1 - t) ** 1.5) for t in steps] for side in (-1, 1))
        crest = [(x + bend * (math.sin(6 * t) - 1.6 * t), top + (foot - top) * t) for t in steps]
        pen.polygon([*left, *reversed(right)], tone(sand, 1.15), shade=0.4)
        pen.polygon([*crest, *reversed(right)], tone(sand, 0.62), shade=0.4)
    for k in range(3):
        level = 0.9 + 0.035 * k
        pen.line(
            [(0.05, level), (0.3, level - 0.02), (0.6, level + 0.01), (0.9, level - 0.01)],
            0.008,
            tone(sand, 0.8),
            smooth=True,
        )


@thing("an island", "an island with a palm tree", "a desert island", kind="scenery")
def island(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A hump of sand with a palm, and water all around it."""
    y = dice.between(0.52, 0.6)
    sky(pen, dice, y)
    water(pen, dice, y, 1.03)
    x, wide = 0.5 + dice.between(-0.08, 0.08), dice.between(0.32, 0.4)
    pen.ellipse(x, 0.82, wide * 1.12, 0.07, "#bfe6ee", alpha=0.8, outline=False)
    pen.polygon(dome(x, 0.83, wide, 0.15), "#efd9a0")
    pen.polygon(dome(x, 0.74, wide * 0.55, 0.07), "#6aa548")
    if dice.chance(0.4):
        with pen.at(x + dice.pick((-0.2, 0.2)), 0.78, 0.36):
            palm(pen, dice, colour)
    with pen.at(x, 0.75, dice.between(0.58, 0.66), flip=dice.chance(0.5)):
        palm(pen, dice, colour)
    pen.line([(x - wide, 0.835), (x + wide, 0.835)], 0.014, "#f4fbff")
    if dice.chance(0.4):
        boats(pen, dice, [(dice.pick((0.1, 0.9)), y + 0.07)], 0.16)


@thing("a mountain lake", "a lake in the mountains", "a lake with mountains", kind="scenery")
def mountain_lake(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Snowy peaks and their reflection in a lake, firs on its shores."""
    y = dice.between(0.54, 0.6)
    sky(pen, dice, y)
    peaks = [
        (k / 2 * 0.8 + dice.between(0.02, 0.18), dice.between(0.26, 0.36), dice.between(0.28, 0.44)) for k in range(3)
    ]
    for x, wide, high in peaks:
        peak(pen, x, y, wide, high)
    water(pen, dice, y, 1.03)
    for x, wide, high in peaks:
        pen.polygon([(x - wide, y), (x + wide, y), (x, y + high * 0.75)], "#4a5f80", alpha=0.4, shade=0)
        pen.polygon(
            [(x - wide * 0.36, y + high * 0.48), (x + wide * 0.36, y + high * 0.48), (x, y + high * 0.75)],
            "#ffffff",
            alpha=0.4,
            shade=0,
        )
    shore = "#e8eef2" if pen.weather == "snow" else "#5d8a4a"
    pen.polygon(
        [(-0.1, y - 0.02), (0.2, y - 0.015), (0.5, y - 0.02), (1.1, y - 0.02), (1.1, y + 0.02), (-0.1, y + 0.02)],
        shore,
        outline=False,
    )
    for k in range(9):
        tree(pen, dice, (k + dice.between(0.2, 0.8)) / 9, y + 0.015, dice.between(0.08, 0.13), fir=True)
    side = dice.sign()
    pen.ellipse(0.5 - side * 0.5, 1.03, 0.45, 0.14, shore)
    for x in (0.5, 0.38, 0.26):
        tree(pen, dice, 0.5 - side * x, 0.97 + dice.between(-0.03, 0.02), dice.between(0.34, 0.52), fir=True)


@thing("a bridge", "a bridge over a river", "a stone bridge", kind="scenery")
def bridge(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Round arches of stone from one bank of a river to the other."""
    y = dice.between(0.5, 0.56)
    sky(pen, dice, y)
    ridge(pen, dice, y + 0.02, 0.14, "#6f9a5d")
    water(pen, dice, y + 0.04, 1.03)
    grass = "#e9eef2" if pen.weather == "snow" else "#7aa850"
    stone, count, foot, top = dice.pick(("#a89c8c", "#b58a6a", "#8f949a", "#c4b294")), dice.pick((2, 3, 3)), 0.82, 0.46
    body = pen.closed([(-0.1, 0.56), (0.5, top - 0.04), (1.1, 0.56), (1.1, foot), (-0.1, foot)])
    span = 0.92 / count
    arches = [dome(0.04 + span * (k + 0.5), foot, span * 0.4, 0.23 if count == 3 else 0.26) for k in range(count)]
    for arch in arches:
        body.addPath(pen.closed(arch))
    body.setFillType(body.getFillType().kEvenOdd)
    pen.fill(body, stone)
    for arch in arches:
        pen.line(arch, 0.03, tone(stone, 1.5))
    pen.line([(-0.1, 0.545), (0.5, top - 0.055), (1.1, 0.545)], 0.045, tone(stone, 1.5))
    if pen.time != "day":
        for x, low in ((0.25, 0.49), (0.5, 0.41), (0.75, 0.49)):
            pen.line([(x, low), (x, low - 0.1)], 0.016, "#2b2b30")
            pen.soft(x, low - 0.11, 0.1, 0.1, "#ffd978", 0.8)
            pen.ellipse(x, low - 0.11, 0.025, None, "#fff0b0", glow=True, shade=0)
    for k in range(count + 1):
        x = 0.04 + span * k
        pen.rect(x - 0.045, 0.79, x + 0.045, 0.87, tone(stone, 0.75))
    for side in (0, 1):
        pen.ellipse(side, 0.94, 0.2, 0.13, grass)
        tree(pen, dice, side, 0.9, dice.between(0.36, 0.5))


@thing("a bookshelf of colorful books", "a bookshelf of colourful books", "a bookshelf", kind="scenery", indoors=True)
def bookshelf(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Three shelves full of large books in all colours, beside a small window."""
    pen.rect(-0.02, -0.02, 1.02, 1.02, dice.pick(WALLS), shade=0.5, outline=False)
    flip = dice.chance(0.5)
    window(pen, dice, 0.04 if flip else 0.78, 0.1, 0.18, dice.between(0.28, 0.36))
    pen.light = LIGHT_ON_THING[pen.time]
    left, right = (0.28, 0.98) if flip else (0.02, 0.72)
    wood = dice.pick(("#8a5a33", "#6b4226", "#a8743f", "#5a3a28"))
    pen.rect(left, 0.03, right, 0.99, wood)
    for top, floor in ((0.07, 0.33), (0.38, 0.64), (0.69, 0.95)):
        pen.rect(left + 0.03, top, right - 0.03, floor, tone(wood, 0.42), shade=0)
        x = left + 0.035
        while x < right - 0.085:
            wide, high = dice.between(0.05, 0.085), (floor - top) * dice.between(0.72, 0.96)
            back = shade_of(dice.pick(BRIGHT), dice)
            pen.rect(x, floor - high, min(x + wide, right - 0.033), floor, back)
            for part in (0.2, 0.8) if dice.chance(0.5) else (0.25,):
                level = floor - high * part
                pen.line(
                    [(x + 0.012, level), (min(x + wide, right - 0.033) - 0.012, level)],
                    0.014,
                    tone(back, dice.pick((0.55, 1.6))),
                )
            x += wide + 0.004


@thing("a harbour", "a harbor", "a harbour with boats", kind="scenery")
def harbour(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A row of colourful houses on a quay, a lighthouse on a pier, boats in front of them."""
    y = dice.between(0.54, 0.6)
    sky(pen, dice, y)
    ridge(pen, dice, y - 0.04, 0.12, "#6f9a78")
    side = dice.sign()
    for k in range(6):
        x, wide = 0.5 + side * (0.44 - k * 0.145), 0.14
        block(
            pen, x, y, wide, dice.between(0.14, 0.24), dice.pick(PASTELS), dice.pick(("#b5533a", "#6a4a48", "#8a4a34"))
        )
    water(pen, dice, y, 1.03)
    pen.rect(-0.02, y - 0.01, 1.02, y + 0.035, "#8f8a84")
    with pen.at(0.5 - side * 0.4, y + 0.03, dice.between(0.34, 0.42)):
        lighthouse(pen, dice, shade_of(dice.pick(("red", "blue")), dice))
    if pen.night:
        glitter(pen, dice, y + 0.06, y + 0.14)
    boats(
        pen,
        dice,
        [(0.5 + dice.between(-0.06, 0.06), 0.76), (0.22, 0.92 + dice.between(-0.03, 0.03)), (0.76, 0.95)],
        0.36,
    )
