"""Buildings: they stand on (0, 0) in a box of width and height 1."""

from __future__ import annotations

from lib.world.pen import Colour, Dice, Pen, Point, around, luminance, rgb_of, tone
from lib.world.places import windows
from lib.world.things.kinds import ALL_COLOURS, TOWN, WILD, thing

LIT = "#ffd978"


def pane(pen: Pen, x: float, y: float, wide: float, high: float, *, arch: bool = False) -> None:
    """A window whose middle is (x, y), or a dark arch of a church or a castle; it shines from sunset on."""
    lit, frame, radius = pen.time != "day", "#f4efe2", wide / 2 if arch else 0.0
    left, top, right, bottom = x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
    if not arch:
        pen.rect(left - wide * 0.18, top - wide * 0.18, right + wide * 0.18, bottom + wide * 0.18, frame, shade=0)
    pen.rect(left, top, right, bottom, LIT if lit else "#3d5570", radius=radius, glow=lit, shade=0, outline=arch)
    if not arch:
        pen.line([(x, top), (x, bottom)], wide * 0.12, frame)
        pen.line([(left, y), (right, y)], wide * 0.12, frame)


def roof_for(dice: Dice, wall: Colour) -> Colour:
    """A colour for a roof that is seen against the wall."""
    dark, pale = ("#6a2f28", "#3c4656", "#54382c", "#2f4d48"), ("#d9694a", "#c9b08a", "#b9c3cc", "#e08a4a")
    return dice.pick(dark if luminance(rgb_of(wall)) > 0.42 else pale)


def dome(x: float, y: float, rx: float, ry: float) -> list[Point]:
    """Points of the upper half of an ellipse around (x, y)."""
    return around(x, y, rx, ry, 24, 180)[:13]


def battlements(pen: Pen, left: float, right: float, top: float, bottom: float, colour: Colour, teeth: int) -> None:
    """A wall with teeth on top, of a castle."""
    step = (right - left) / (2 * teeth - 1)
    edge: list[Point] = []
    for k in range(teeth):
        x = left + 2 * k * step
        edge += [(x, top + step), (x, top), (x + step, top), (x + step, top + step)]
    pen.polygon([(left, bottom), *edge, (right, bottom)], colour)


@thing(
    "a bell tower",
    "a clock tower",
    "a campanile",
    colours=("brown", "white", "grey", "red", "yellow"),
    places=(*TOWN, "river"),
    scale=0.82,
    near=True,
)
def bell_tower(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A tall shaft, an open belfry with its bell, a pointed roof, a clock."""
    half = dice.between(0.13, 0.17)
    roof = dice.pick(("#7a3b2e", "#4d5b6b", "#8a4a34", "#3f6b5c"))
    pen.rect(-half, -0.72, half, 0.0, colour)
    pen.rect(-half * 1.25, -0.74, half * 1.25, -0.69, tone(colour, 0.8))
    pen.rect(-half * 0.95, -0.86, half * 0.95, -0.73, tone(colour, 1.1))
    pen.polygon([(-half * 1.35, -0.85), (0, -1.0), (half * 1.35, -0.85)], roof)
    pen.rect(-half * 0.5, -0.84, half * 0.5, -0.74, "#2a2a33", radius=half * 0.4, shade=0)
    pen.ellipse(0, -0.785, half * 0.28, half * 0.34, "#d9a63a", outline=False)
    pen.ellipse(0, -0.58, half * 0.55, None, "#f7f3e4", glow=pen.night)
    pen.line([(0, -0.58), (0, -0.58 - half * 0.4)], 0.014, "#222222")
    pen.line([(0, -0.58), (half * 0.3, -0.56)], 0.014, "#222222")
    for k in range(2):
        pen.rect(
            -half * 0.22,
            -0.42 + k * 0.2,
            half * 0.22,
            -0.32 + k * 0.2,
            "#ffd978" if pen.night else "#3b4250",
            glow=pen.night,
            shade=0,
        )
    pen.rect(-half * 0.35, -0.1, half * 0.35, 0.0, "#4b3426", radius=half * 0.2)


@thing(
    "a house",
    "a cottage",
    colours=ALL_COLOURS,
    places=(*TOWN, "forest", "mountains", "river", "snow"),
    scale=0.76,
    near=True,
)
def house(pen: Pen, dice: Dice, colour: Colour) -> None:
    """Walls in the colour, a broad or a pointed roof, a chimney, a door between two windows."""
    roof, door, eaves = roof_for(dice, colour), dice.pick(("#6b3f26", "#3f5a3a", "#8a2f2f", "#2f4a70")), -0.52
    chimney = dice.between(0.18, 0.26)
    pen.rect(chimney, -0.98, chimney + 0.12, -0.66, dice.pick(("#8a4a3a", "#7a7672")))
    if dice.chance(0.5):
        pen.polygon([(-0.43, 0.0), (-0.43, eaves), (0, -0.94), (0.43, eaves), (0.43, 0.0)], colour)
        pen.polygon(
            [
                (-0.5, eaves + 0.07),
                (-0.5, eaves - 0.05),
                (0, -1.0),
                (0.5, eaves - 0.05),
                (0.5, eaves + 0.07),
                (0, -0.86),
            ],
            roof,
        )
        pane(pen, 0, -0.64, 0.13, 0.14)
    else:
        pen.rect(-0.43, eaves - 0.02, 0.43, 0.0, colour)
        slope = dice.between(0.1, 0.2)
        pen.polygon([(-0.5, eaves + 0.03), (-0.5 + slope, -0.88), (0.5 - slope, -0.88), (0.5, eaves + 0.03)], roof)
    pen.rect(-0.09, -0.32, 0.09, 0.0, door)
    pen.ellipse(0.055, -0.15, 0.018, None, "#f0d070", outline=False)
    for side in (-1, 1):
        pane(pen, side * 0.27, -0.27, 0.16, 0.18)
    if dice.chance(0.6):
        for side in (-1, 1):
            pen.ellipse(side * 0.3, -0.03, 0.13, 0.06, dice.pick(("#3f7a3a", "#5a9440")))


@thing(
    "a castle",
    colours=("grey", "brown", "white", "yellow", "pink", "red"),
    places=WILD,
    scale=0.86,
    near=True,
)
def castle(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A wall with a gate between two round towers, a keep behind; battlements or pointed roofs."""
    roof, pointed = roof_for(dice, colour), dice.chance(0.6)
    high = dice.between(0.72, 0.8)
    battlements(pen, -0.2, 0.2, -high, 0.0, tone(colour, 0.86), 4)
    if pointed:
        pen.polygon([(-0.23, -high + 0.02), (0, -1.0), (0.23, -high + 0.02)], roof)
    battlements(pen, -0.4, 0.4, -0.44, 0.0, colour, 7)
    for side in (-1, 1):
        top = dice.between(0.6, 0.66)
        battlements(pen, side * 0.38 - 0.12, side * 0.38 + 0.12, -top, 0.0, tone(colour, 1.06), 3)
        if pointed:
            pen.polygon(
                [(side * 0.38 - 0.15, -top + 0.03), (side * 0.38, -top - 0.28), (side * 0.38 + 0.15, -top + 0.03)], roof
            )
        pane(pen, side * 0.38, -0.4, 0.06, 0.13, arch=True)
    pane(pen, 0, -0.58, 0.09, 0.14, arch=True)
    pen.polygon([*dome(0, -0.16, 0.13, 0.14), (0.13, 0.0), (-0.13, 0.0)], "#3a2a20", shade=0)
    for k in (-1, 0, 1):
        pen.line([(k * 0.065, -0.26), (k * 0.065, 0)], 0.016, "#8a6a45")
    pen.line([(-0.12, -0.13), (0.12, -0.13)], 0.016, "#8a6a45")


@thing(
    "a lighthouse",
    colours=("red", "blue", "black", "orange", "green"),
    places=("beach", "hills"),
    scale=0.88,
    near=True,
)
def lighthouse(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A round tower that grows thinner, with white bands, a gallery, a lantern that shines at night."""
    wide, narrow = dice.between(0.19, 0.22), dice.between(0.11, 0.13)
    bands = dice.pick((5, 7))
    if pen.time != "day":
        for side in (-1, 1):
            pen.polygon([(0, -0.84), (side * 0.9, -1.0), (side * 0.9, -0.68)], "#fff2b0", glow=True, alpha=0.4, shade=0)
        pen.soft(0, -0.84, 0.4, 0.4, "#fff0a0", 0.7)
    for k in range(bands):
        low, top = 0.72 * k / bands, 0.72 * (k + 1) / bands
        a, b = wide + (narrow - wide) * low / 0.72, wide + (narrow - wide) * top / 0.72
        paint: Colour = "#f8f6f0" if k % 2 else colour
        pen.polygon([(-a, 0.04 - low - 0.04), (-b, -top), (b, -top), (a, -low)], paint)
    pen.rect(-0.17, -0.77, 0.17, -0.72, "#33363d")
    pen.rect(-0.1, -0.9, 0.1, -0.77, "#fff3b0" if pen.time != "day" else "#cfe2ea", glow=pen.time != "day")
    pen.line([(0, -0.9), (0, -0.77)], 0.015, "#33363d")
    pen.polygon([*dome(0, -0.9, 0.13, 0.09)], tone(colour, 0.8))
    pen.ellipse(0, -0.985, 0.018, None, "#33363d")
    pen.rect(-0.05, -0.13, 0.05, 0.0, "#3d2b22", radius=0.03)
    for across, y in ((-0.02, -0.36), (0.02, -0.56)):
        pane(pen, across, y, 0.05, 0.07, arch=True)
    for x in (-0.3, 0.28, -0.16):
        pen.ellipse(x, -0.02, dice.between(0.1, 0.15), dice.between(0.05, 0.09), dice.pick(("#6c6a6a", "#807a74")))


@thing(
    "a windmill",
    colours=("white", "brown", "red", "grey", "blue", "green"),
    places=("field", "hills", "river", "garden"),
    scale=0.92,
    near=True,
)
def windmill(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A mill's tower with a cap and four sails, as a cross."""
    wide = dice.between(0.25, 0.29)
    roof, sail = roof_for(dice, colour), dice.pick(("#f4ecd8", "#e6d3ac", "#ffffff"))
    pen.polygon([(-wide, 0), (-0.15, -0.62), (0.15, -0.62), (wide, 0)], colour)
    pen.polygon([*dome(0, -0.6, 0.18, 0.17)], roof)
    pen.polygon([*dome(0, -0.13, 0.075, 0.08), (0.075, 0), (-0.075, 0)], "#4a3020")
    pane(pen, 0, -0.32, 0.09, 0.1)
    turn = 45 + dice.between(-22, 22)
    for k in range(4):
        with pen.at(0, -0.58, turn=turn + 90 * k):
            pen.rect(0.1, 0.0, 0.46, 0.105, sail)
            for x in (0.19, 0.28, 0.37):
                pen.line([(x, 0.0), (x, 0.1)], 0.012, "#8a6a45")
            pen.line([(0, 0), (0.47, 0)], 0.034, "#4f3524")
    pen.ellipse(0, -0.58, 0.045, None, "#3a281c")


@thing(
    "a church",
    "a chapel",
    colours=("white", "grey", "brown", "yellow", "red", "blue"),
    places=(*TOWN, "mountains", "snow"),
    scale=0.88,
    near=True,
)
def church(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the side: a tower with a spire and a cross, a nave with arched windows."""
    roof, edge = roof_for(dice, colour), dice.between(-0.2, -0.14)
    pen.rect(edge - 0.05, -0.32, 0.48, 0.0, colour)
    pen.polygon([(edge - 0.08, -0.3), (edge + 0.02, -0.54), (0.4, -0.54), (0.5, -0.3)], roof)
    for k in range(3):
        pane(pen, edge + 0.16 + k * 0.175, -0.16, 0.08, 0.18, arch=True)
    left, right = edge - 0.28, edge + 0.03
    middle, top = (left + right) / 2, -dice.between(0.56, 0.62)
    pen.rect(left, top, right, 0.0, tone(colour, 1.08))
    pen.polygon([(left - 0.035, top + 0.02), (middle, -0.88), (right + 0.035, top + 0.02)], roof)
    for points in ([(middle, -1.0), (middle, -0.86)], [(middle - 0.05, -0.955), (middle + 0.05, -0.955)]):
        pen.line(points, 0.026, "#e0b040" if pen.time != "day" else "#4a3a20")
    pane(pen, middle, top + 0.13, 0.1, 0.14, arch=True)
    pen.polygon([*dome(middle, -0.16, 0.075, 0.08), (middle + 0.075, 0), (middle - 0.075, 0)], "#4a2f20")


@thing(
    "a tent",
    colours=ALL_COLOURS,
    places=("field", "forest", "hills", "mountains", "river", "beach", "snow", "desert"),
    scale=0.66,
    near=True,
)
def tent(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A ridge tent: a triangle with an open flap in front, a slope behind it; it glows inside at night."""
    x, high = dice.between(-0.2, -0.14), dice.between(0.74, 0.86)
    pen.polygon([(x, -high), (0.3, -high * 0.92), (0.5, 0.0), (0.14, 0.0)], tone(colour, 0.72))
    pen.polygon([(-0.5, 0.0), (x, -high), (0.16, 0.0)], tone(colour, 1.05))
    lit = pen.time != "day"
    pen.polygon(
        [(x - 0.17, 0.0), (x, -high * 0.78), (x + 0.15, 0.0)], "#ffc860" if lit else "#2b2622", glow=lit, shade=0
    )
    pen.polygon([(x - 0.17, 0.0), (x, -high * 0.78), (x - 0.1, 0.0)], tone(colour, 1.35))
    for points in ([(x, -high), (-0.56, -0.12)], [(0.3, -high * 0.92), (0.56, -0.1)]):
        pen.line(points, 0.012, "#d8cfb8")
    pen.line([(x, -high - 0.04), (x, -high * 0.8)], 0.03, "#7a5a38")


@thing("an igloo", places=("snow", "mountains"), scale=0.66)
def igloo(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A dome of blocks of snow with a low round entrance."""
    ice, line, high = dice.pick(("#cfe3f2", "#dcecf6", "#bfd9ec")), "#6f93b4", dice.between(0.66, 0.76)
    pen.polygon(dome(0, 0, 0.5, high), ice, shade=1.4)
    for row in range(1, 5):
        part = row / 5
        half = 0.5 * (1 - part * part) ** 0.5
        pen.line([(-half, -high * part), (half, -high * part)], 0.018, line)
        for k in range(-3, 4):
            x = (k + 0.5 * (row % 2)) * 0.17
            if abs(x) < half - 0.03:
                pen.line([(x, -high * part), (x * 1.06, -high * (part - 0.2))], 0.018, line)
    pen.polygon(dome(0, 0, 0.23, 0.42), tone(ice, 1.5))
    lit = pen.time != "day"
    pen.polygon(dome(0, 0, 0.15, 0.31), "#ffb850" if lit else "#22364c", glow=lit, shade=0)


@thing(
    "a barn",
    colours=("red", "brown", "white", "grey", "green", "blue"),
    places=("field", "hills", "garden"),
    scale=0.8,
    near=True,
)
def barn(pen: Pen, dice: Dice, colour: Colour) -> None:
    """From the front: a roof with a knee on either side, a large door with white crosses, often a silo."""
    trim: Colour = "#f6f2e8" if luminance(rgb_of(colour)) < 0.7 else "#7a2f28"
    if dice.chance(0.6):
        pen.rect(0.26, -0.86, 0.5, 0.0, "#b9bec2")
        pen.polygon(dome(0.38, -0.84, 0.12, 0.13), "#8a9299")
    half = [(0.0, -0.94), (0.27, -0.74), (0.38, -0.48)]
    left = [(-x - 0.04, y) for x, y in reversed(half)]
    shape = [(-0.42, 0.0), *left, *((x - 0.04, y) for x, y in half[1:]), (0.34, 0.0)]
    pen.polygon(shape, colour)
    for y in (-0.6, -0.66):
        pen.line([(-0.34, y), (0.26, y)], 0.01, tone(colour, 0.8))
    edge = [(-0.49, -0.43), *left, *((x - 0.04, y) for x, y in half[1:]), (0.41, -0.43)]
    pen.line(edge, 0.075, roof_for(dice, colour))
    pen.rect(-0.13, -0.76, 0.05, -0.58, "#3a2a22", shade=0)
    for x in (-0.24, -0.04):
        pen.rect(x, -0.38, x + 0.2, 0.0, tone(colour, 0.85))
        for points in (
            [(x, 0), (x + 0.2, -0.38)],
            [(x + 0.2, 0), (x, -0.38)],
            [(x, 0), (x, -0.38), (x + 0.2, -0.38), (x + 0.2, 0)],
        ):
            pen.line(points, 0.026, trim)


@thing(
    "a skyscraper",
    "a high rise",
    colours=("grey", "blue", "black", "brown", "white", "green"),
    places=("street", "river"),
    scale=0.93,
    near=True,
)
def skyscraper(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A very tall building in two or three steps, full of windows, an aerial on top."""
    half, steps = dice.between(0.2, 0.25), dice.whole(1, 3)
    top = 0.9
    pen.line([(0, -1.0), (0, -top + 0.02)], 0.026, "#4a4f58")
    for k in reversed(range(steps)):
        wide, high = half * (1 - 0.25 * k), top - 0.16 * (steps - 1 - k)
        pen.rect(-wide, -high, wide, 0.0, tone(colour, 1 + 0.06 * k))
        windows(pen, dice, -wide + 0.02, -high + 0.03, wide - 0.02, -0.12 if not k else -high + 0.19, 0.075)
    pen.rect(-half * 0.4, -0.1, half * 0.4, 0.0, LIT if pen.time != "day" else "#2f3b4a", glow=pen.time != "day")
