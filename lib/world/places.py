"""Where a thing is: the picture around it, with sky or wall, ground or table, and the light of the time of day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lib.world.pen import Colour, Dice, Pen, Rgb, mix, tone

SKIES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "day": (("#3f8fd8", "#86bdea", "#d5e9f6"), ("#5aa3e0", "#9ccbee", "#e4f1f8"), ("#2f7fcf", "#6fb0e6", "#bfe0f4")),
    "sunset": (("#4b3b78", "#e0704f", "#fbc862"), ("#6a3f7d", "#ee7f5a", "#ffd27a"), ("#39406f", "#d9614e", "#f9b45c")),
    "night": (("#050a1e", "#0e1a3c", "#22325c"), ("#080720", "#141238", "#2a2a58"), ("#03101c", "#0a2238", "#1a3a55")),
}
"""Top, middle and horizon."""
DULL = {
    "day": ("#9aa5ad", "#b3bcc2", "#cdd3d6"),
    "sunset": ("#6d6278", "#a98079", "#d0a68a"),
    "night": SKIES["night"][1],
}
"""The sky in rain, snow and fog."""
LIGHT: dict[str, Rgb] = {"day": (1.0, 1.0, 1.0), "sunset": (0.98, 0.78, 0.68), "night": (0.34, 0.4, 0.6)}
"""What the time of day leaves of the colours around a thing."""
LIGHT_ON_THING: dict[str, Rgb] = {"day": (1.0, 1.0, 1.0), "sunset": (1.0, 0.88, 0.8), "night": (0.66, 0.7, 0.84)}
"""What it leaves of the thing's own: it stands in better light than its surroundings, so that it is seen."""


@dataclass(frozen=True)
class Place:
    """A surrounding.

    Attributes:
        name: short, for a menu.
        phrases: what says it in a caption, the usual one first.
        draw: fills the frame, and returns the height at which things stand.
        indoors: whether there is no weather in it.
    """

    name: str
    phrases: tuple[str, ...]
    draw: Callable[[Pen, Dice], float]
    indoors: bool = False


def sky(pen: Pen, dice: Dice, horizon: float = 0.7, *, clouds: bool = True) -> None:
    """A sky down to the horizon, with what tells the time: a low sun at sunset; moon and stars at night."""
    colours = DULL[pen.time] if pen.weather != "clear" else dice.pick(SKIES[pen.time])
    pen.upright(colours, 0.0, horizon + 0.02)
    if pen.time == "night":
        _stars(pen, dice, horizon)
    elif pen.time == "sunset":
        x, y, radius = dice.between(0.15, 0.85), horizon - dice.between(0.02, 0.16), dice.between(0.07, 0.11)
        pen.soft(x, y, radius * 3.6, radius * 2.6, "#ffe08a", 0.75)
        pen.ellipse(x, y, radius, None, "#fff0b0", glow=True, shade=0)
    elif pen.weather == "clear" and dice.chance(0.35):
        x, y = dice.between(0.1, 0.9), dice.between(0.08, 0.2)
        pen.soft(x, y, 0.16, 0.16, "#ffffff", 0.8)
        pen.ellipse(x, y, 0.05, None, "#fffbe0", glow=True, shade=0)
    if clouds and (pen.time != "night" or pen.weather != "clear"):
        for _ in range(dice.whole(0, 3)):
            cloud(pen, dice, dice.between(0.05, 0.95), dice.between(0.06, horizon * 0.6), dice.between(0.14, 0.3))


def _stars(pen: Pen, dice: Dice, horizon: float) -> None:
    if pen.weather == "clear":
        for _ in range(dice.whole(14, 26)):
            size = dice.between(0.004, 0.009)
            place = dice.between(0.02, 0.98), dice.between(0.02, horizon * 0.85)
            pen.ellipse(*place, size, None, "#ffffff", glow=True, shade=0, outline=False)
    x, y, radius = dice.between(0.12, 0.88), dice.between(0.1, 0.24), dice.between(0.05, 0.085)
    pen.soft(x, y, radius * 2.4, radius * 2.4, "#dfe8ff", 0.45)
    pen.ellipse(x, y, radius, None, "#f4f1dc", glow=True, shade=0)
    if dice.chance(0.4):  # a crescent
        pen.ellipse(
            x + radius * 0.45, y - radius * 0.15, radius * 0.85, None, "#0c1434", glow=True, shade=0, outline=False
        )


def cloud(pen: Pen, dice: Dice, x: float, y: float, width: float) -> None:
    """A cloud of some round parts with a flat lower edge."""
    colour: Colour = {"day": "#ffffff", "sunset": "#f4b9a0", "night": "#39456b"}[pen.time]
    if pen.weather != "clear":
        colour = mix(colour, "#7d858c", 0.45)
    for k in range(dice.whole(3, 5)):
        across = x + width * (k / 4 - 0.45)
        size = width * dice.between(0.14, 0.24)
        pen.ellipse(
            across, y - size * 0.3, size * 1.1, size * 0.75, colour, glow=True, shade=0.4, outline=False, alpha=0.92
        )


def ridge(pen: Pen, dice: Dice, y: float, rise: float, colour: Colour, *, parts: int = 6, sharp: bool = False) -> None:
    """Hills (or, sharp, mountains) across the whole frame: their edge lies around y, `rise` above it at most."""
    edge = [(-0.05 + 1.1 * k / parts, y - dice.between(0, rise)) for k in range(parts + 1)]
    if not sharp:
        pen.polygon([(-0.3, 1.2), (-0.2, y), *edge, (1.2, y), (1.3, 1.2)], colour, smooth=True)
    else:
        pen.polygon([(-0.1, 1.2), *edge, (1.1, 1.2)], colour)


def ground(pen: Pen, dice: Dice, y: float, colour: Colour, spots: Colour, count: int = 14) -> None:
    """Level ground from y down, with tufts, stones or shells on it."""
    pen.rect(-0.02, y, 1.02, 1.05, colour, shade=0.5, outline=False)
    for _ in range(count):
        far = dice.between(0.0, 1.0)
        size = 0.008 + 0.02 * far
        pen.ellipse(dice.between(0, 1), y + (1 - y) * far, size * 1.6, size * 0.5, spots, shade=0, outline=False)


def tree(pen: Pen, dice: Dice, x: float, y: float, height: float, *, fir: bool = False) -> None:
    """A tree that stands at (x, y); a fir is a cone."""
    green: Colour = dice.pick(("#3f7d3a", "#4f8c3f", "#35693a", "#5c9440"))
    if pen.weather == "snow":
        green = mix(green, "#ffffff", 0.45)
    pen.rect(x - height * 0.05, y - height * 0.3, x + height * 0.05, y, "#6b4a2f", outline=False)
    if fir:
        green = mix(green, "#17402f", 0.4)
        for k in range(3):
            top, wide = y - height * (1 - 0.22 * k), height * (0.16 + 0.07 * k)
            pen.polygon([(x, top), (x + wide, top + height * 0.36), (x - wide, top + height * 0.36)], green)
        return
    for dx, dy, size in ((-0.18, 0.55, 0.2), (0.18, 0.55, 0.2), (0.0, 0.72, 0.26)):
        pen.ellipse(x + dx * height, y - dy * height, size * height, size * height * 0.95, green)


def _field(pen: Pen, dice: Dice) -> float:
    y = dice.between(0.62, 0.74)
    sky(pen, dice, y)
    if dice.chance(0.6):
        ridge(pen, dice, y + 0.01, 0.08, "#6f9a5d")
    grass = "#e9eef2" if pen.weather == "snow" else dice.pick(("#7db04c", "#6aa548", "#93b650"))
    ground(pen, dice, y, grass, tone(grass, 0.85))
    if dice.chance(0.5):
        side = dice.pick((dice.between(0.03, 0.16), dice.between(0.84, 0.97)))
        tree(pen, dice, side, y + 0.03, dice.between(0.18, 0.32))
    return y + (1 - y) * dice.between(0.45, 0.6)


def _hills(pen: Pen, dice: Dice) -> float:
    y = dice.between(0.58, 0.68)
    sky(pen, dice, y)
    near, far = ("#d9e2ea", "#f2f6f9") if pen.weather == "snow" else ("#5f9150", "#83ad57")
    ridge(pen, dice, y + 0.02, 0.2, near, parts=4)
    ridge(pen, dice, y + 0.14, 0.1, far, parts=3)
    return 0.88


def _forest(pen: Pen, dice: Dice) -> float:
    y = 0.72
    sky(pen, dice, y)
    for depth in (0, 1):
        for k in range(6):
            x = (k + dice.between(0.1, 0.9)) / 6
            tree(pen, dice, x, y + 0.03 * depth, dice.between(0.38, 0.6) - 0.06 * depth, fir=dice.chance(0.7))
    grass = "#e6ecef" if pen.weather == "snow" else dice.pick(("#5c7f3c", "#6b8743", "#7a7c45"))
    ground(pen, dice, y, grass, tone(grass, 0.8))
    return 0.88


def _mountains(pen: Pen, dice: Dice) -> float:
    y = 0.68
    sky(pen, dice, y)
    for k in range(3):
        x, wide, high = (k + dice.between(0.2, 0.8)) / 3, dice.between(0.26, 0.36), dice.between(0.26, 0.42)
        peak(pen, x, y + 0.02, wide, high)
    grass = "#eef2f5" if pen.weather == "snow" else dice.pick(("#7fa356", "#8f9d62"))
    ground(pen, dice, y, grass, tone(grass, 0.85))
    return 0.87


def peak(pen: Pen, x: float, y: float, wide: float, high: float, rock: Colour = "#76829a") -> None:
    """A mountain with snow on it, its foot around (x, y), `wide` to either side."""
    pen.polygon([(x - wide, y), (x, y - high), (x + wide, y)], rock)
    w, h = wide * 0.36, high * 0.36
    jags = [
        (x - w, y - high + h),
        (x - w * 0.4, y - high + h * 0.75),
        (x, y - high + h * 1.1),
        (x + w * 0.4, y - high + h * 0.7),
    ]
    pen.polygon([(x, y - high), *reversed([*jags, (x + w, y - high + h)])], "#f6f8fc", outline=False)


def _river(pen: Pen, dice: Dice) -> float:
    y = 0.62
    sky(pen, dice, y)
    ridge(pen, dice, y + 0.01, 0.12, "#5d8a55")
    pen.rect(-0.02, y, 1.02, 1.05, "#86ac57", shade=0.4, outline=False)
    water(pen, dice, y + 0.02, y + 0.14)
    for _ in range(5):
        x = dice.between(0, 1)
        pen.line([(x, y + 0.16), (x + dice.between(-0.02, 0.02), y + 0.09)], 0.012, "#4c7a35")
    return 0.9


def water(pen: Pen, dice: Dice, top: float, bottom: float, colour: Colour | None = None) -> None:
    """Water between two heights, in the colours of the sky, with waves."""
    own: Colour = {"day": "#3f7fb4", "sunset": "#8a5a78", "night": "#122447"}[pen.time] if colour is None else colour
    pen.upright([mix(own, "#ffffff", 0.25), own], top, bottom)
    for _ in range(9):
        y = dice.between(top + 0.01, bottom - 0.005)
        x, long = dice.between(0, 0.9), dice.between(0.04, 0.12)
        pen.line([(x, y), (x + long, y)], 0.008, mix(own, "#ffffff", 0.5), glow=True, alpha=0.8)


def _beach(pen: Pen, dice: Dice) -> float:
    y = dice.between(0.5, 0.58)
    sky(pen, dice, y)
    water(pen, dice, y, y + 0.16)
    sand = dice.pick(("#ecd9a5", "#e6cf9c", "#f1e0b4"))
    ground(pen, dice, y + 0.15, sand, tone(sand, 0.82))
    return 0.88


def _sea(pen: Pen, dice: Dice) -> float:
    y = dice.between(0.58, 0.66)
    sky(pen, dice, y)
    if dice.chance(0.35):
        ridge(pen, dice, y + 0.01, 0.08, "#62798f")
    water(pen, dice, y, 1.02)
    return 0.86


def _desert(pen: Pen, dice: Dice) -> float:
    y = 0.66
    sky(pen, dice, y, clouds=False)
    ridge(pen, dice, y + 0.03, 0.16, "#d9a55f", parts=4)
    ground(pen, dice, y + 0.06, "#e8c27c", "#c99f5b")
    for _ in range(dice.whole(0, 2)):
        x, h = dice.between(0.05, 0.95), dice.between(0.1, 0.16)
        pen.rect(x - h * 0.1, y + 0.1 - h, x + h * 0.1, y + 0.1, "#4e7d46", radius=h * 0.1)
    return 0.88


def _snow(pen: Pen, dice: Dice) -> float:
    y = dice.between(0.62, 0.7)
    sky(pen, dice, y)
    ridge(pen, dice, y + 0.03, 0.12, "#d4e0ea", parts=4)
    for _ in range(dice.whole(1, 3)):
        tree(pen, dice, dice.pick((dice.between(0.02, 0.2), dice.between(0.8, 0.98))), y + 0.04, 0.3, fir=True)
    ground(pen, dice, y + 0.03, "#f3f7fa", "#dbe6ee")
    return 0.88


def _street(pen: Pen, dice: Dice) -> float:
    y = 0.74
    sky(pen, dice, y)
    x = -0.03
    while x < 1.0:
        wide, high = dice.between(0.13, 0.22), dice.between(0.3, 0.58)
        wall = dice.pick(("#b98f76", "#9aa0a8", "#c7b299", "#8d7f86", "#a9b3a6", "#7f8ea0"))
        pen.rect(x, y - high, x + wide, y + 0.01, wall)
        windows(pen, dice, x + 0.02, y - high + 0.04, x + wide - 0.02, y - 0.05)
        x += wide
    pen.rect(-0.02, y, 1.02, y + 0.06, "#b4b0aa", shade=0.2)
    pen.rect(-0.02, y + 0.06, 1.02, 1.05, "#6a6c72", shade=0.4, outline=False)
    for k in range(4):
        pen.rect(0.05 + k * 0.28, 0.945, 0.17 + k * 0.28, 0.965, "#e8e4d8", shade=0, outline=False)
    return 0.89


def windows(pen: Pen, dice: Dice, left: float, top: float, right: float, bottom: float, size: float = 0.045) -> None:
    """Rows of windows in a wall; by night most of them are lit."""
    columns, rows = max(1, int((right - left) / (size * 1.5))), max(1, int((bottom - top) / (size * 1.9)))
    for row in range(rows):
        for column in range(columns):
            x = left + (right - left) * (column + 0.5) / columns
            y = top + (bottom - top) * (row + 0.5) / rows
            lit = pen.time != "day" and dice.chance(0.65)
            glass: Colour = "#ffd978" if lit else "#4d6075"
            pen.rect(
                x - size * 0.36,
                y - size * 0.5,
                x + size * 0.36,
                y + size * 0.5,
                glass,
                glow=lit,
                shade=0,
                outline=False,
            )


def _garden(pen: Pen, dice: Dice) -> float:
    y = 0.64
    sky(pen, dice, y)
    for k in range(7):
        pen.ellipse(k / 6, y, dice.between(0.09, 0.15), dice.between(0.08, 0.16), dice.pick(("#4e8644", "#5b934b")))
    for k in range(12):
        x = 0.04 + k * 0.085
        pen.rect(x - 0.022, y - 0.06, x + 0.022, y + 0.06, "#efe9dc")
    ground(pen, dice, y + 0.05, "#7fb255", "#6a9a45", 6)
    for _ in range(16):
        place = dice.between(0, 1), dice.between(y + 0.07, 0.98)
        pen.ellipse(
            *place, 0.014, None, dice.pick(("#e0526a", "#f4d04f", "#ffffff", "#b06fd0")), shade=0, outline=False
        )
    return 0.9


def _space(pen: Pen, dice: Dice) -> float:
    pen.upright(["#05060f", "#0b0e2a", "#1a1440"])
    for _ in range(40):
        place, size = (dice.between(0, 1), dice.between(0, 1)), dice.between(0.003, 0.009)
        pen.ellipse(*place, size, None, "#ffffff", glow=True, shade=0, outline=False)
    x, y, r = (
        dice.between(0.1, 0.9),
        dice.pick((dice.between(0.05, 0.25), dice.between(0.8, 0.95))),
        dice.between(0.1, 0.2),
    )
    pen.ellipse(x, y, r, None, dice.pick(("#c98a5a", "#7aa0c8", "#b5a0d0", "#d8c08a")), glow=True, shade=1.4)
    return 0.86


def _sky(pen: Pen, dice: Dice) -> float:
    sky(pen, dice, 0.92)
    for _ in range(2):
        cloud(pen, dice, dice.between(0, 1), dice.between(0.6, 0.85), dice.between(0.25, 0.4))
    ridge(pen, dice, 0.95, 0.06, "#6f955c")
    return 0.86


def _underwater(pen: Pen, dice: Dice) -> float:
    deep = {
        "day": ("#6fc3dc", "#2c86b4", "#14507e"),
        "sunset": ("#c99a8e", "#5d6a9a", "#2a3768"),
        "night": ("#16345e", "#0b2144", "#060f26"),
    }
    pen.upright(deep[pen.time])
    for _ in range(3):
        x = dice.between(0, 0.9)
        pen.polygon(
            [(x, 0), (x + 0.08, 0), (x + 0.2, 0.85), (x - 0.02, 0.85)], "#ffffff", alpha=0.13, shade=0, glow=True
        )
    pen.polygon([(-0.1, 0.88), (0.3, 0.82), (0.7, 0.9), (1.1, 0.84), (1.1, 1.1), (-0.1, 1.1)], "#d8c48e", smooth=True)
    for _ in range(7):
        x, h = dice.between(0, 1), dice.between(0.1, 0.3)
        bend = dice.between(-0.05, 0.05)
        pen.line(
            [(x, 0.95), (x + bend, 0.95 - h / 2), (x - bend, 0.95 - h)],
            0.02,
            dice.pick(("#2f8a5c", "#47a06a", "#d0607a")),
            smooth=True,
        )
    for _ in range(6):
        pen.ellipse(
            dice.between(0.05, 0.95),
            dice.between(0.05, 0.7),
            dice.between(0.008, 0.018),
            None,
            "#e8f7ff",
            alpha=0.7,
            glow=True,
        )
    return 0.9


def window(pen: Pen, dice: Dice, x: float, y: float, width: float, height: float) -> None:
    """A window in a wall, with the sky of the time of day in it."""
    pen.rect(x - 0.02, y - 0.02, x + width + 0.02, y + height + 0.02, "#f2ece0")
    glass = pen.box(x, y, x + width, y + height)
    with pen.inside(glass):
        top, _, low = SKIES[pen.time][0]
        pen.upright([top, low], y, y + height)
        if pen.time == "night":
            pen.ellipse(x + width * 0.66, y + height * 0.3, 0.032, None, "#f6f2d8", glow=True, shade=0)
        elif pen.time == "sunset":
            pen.ellipse(x + width * 0.5, y + height * 0.85, 0.06, None, "#fff0b0", glow=True, shade=0)
        else:
            pen.ellipse(x + width * 0.4, y + height * 0.4, 0.05, 0.025, "#ffffff", glow=True, shade=0, outline=False)
    pen.line([(x + width / 2, y), (x + width / 2, y + height)], 0.012, "#f2ece0")
    pen.line([(x, y + height / 2), (x + width, y + height / 2)], 0.012, "#f2ece0")


WALLS = ("#d8c7a8", "#b9cdb8", "#c9b7c9", "#a9bccb", "#e0cdb8", "#b08d78", "#c2c29a", "#8fa5a5")


def _wall(pen: Pen, dice: Dice) -> None:
    pen.rect(-0.02, -0.02, 1.02, 1.02, dice.pick(WALLS), shade=0.5, outline=False)
    wide = dice.between(0.2, 0.27)
    x = dice.pick((dice.between(0.04, 0.1), dice.between(0.9, 0.96) - wide))
    window(pen, dice, x, dice.between(0.06, 0.14), wide, dice.between(0.26, 0.34))


def _table(pen: Pen, dice: Dice) -> float:
    _wall(pen, dice)
    y, wood = dice.between(0.7, 0.78), dice.pick(("#a9713f", "#8a5a35", "#c08a54", "#6f4a30", "#b98b6a"))
    pen.rect(-0.02, y, 1.02, 1.05, wood, shade=0.6)
    for k in range(1, 4):
        level = y + (1 - y) * k / 4
        pen.line([(-0.02, level), (1.02, level + dice.between(-0.01, 0.01))], 0.006, tone(wood, 0.8), alpha=0.7)
    return y + (1 - y) * 0.5


def _room(pen: Pen, dice: Dice) -> float:
    _wall(pen, dice)
    y = dice.between(0.72, 0.78)
    pen.rect(-0.02, y - 0.03, 1.02, y, "#efe8da")
    pen.rect(-0.02, y, 1.02, 1.05, dice.pick(("#9c6f49", "#7f5b3f", "#b68a5d")), shade=0.5, outline=False)
    rug = dice.pick(("#a5424a", "#3f6f8f", "#6a7f4a", "#7a5590", "#c28a3f"))
    pen.ellipse(0.5, 0.9, dice.between(0.36, 0.46), 0.075, rug)
    return 0.9


PLACES: dict[str, Place] = {
    place.name: place
    for place in (
        Place("field", ("in a field", "on a meadow", "in the grass"), _field),
        Place("hills", ("in the hills", "on a hill"), _hills),
        Place("forest", ("in a forest", "in the woods"), _forest),
        Place("mountains", ("in the mountains", "in front of mountains"), _mountains),
        Place("river", ("by a river", "at a river"), _river),
        Place("beach", ("on a beach", "on the beach", "by the sea"), _beach),
        Place("sea", ("on the sea", "on the water", "at sea"), _sea),
        Place("desert", ("in the desert", "in a desert"), _desert),
        Place("snow", ("in the snow", "in a snowy field"), _snow),
        Place("street", ("in a street", "in a city", "in town"), _street),
        Place("garden", ("in a garden",), _garden),
        Place("space", ("in space", "among the stars"), _space),
        Place("sky", ("in the sky", "above the clouds"), _sky),
        Place("underwater", ("under water", "under the sea"), _underwater, indoors=True),
        Place("table", ("on a table",), _table, indoors=True),
        Place("room", ("in a room", "on a rug"), _room, indoors=True),
    )
}
"""All places by name."""


def weather(pen: Pen, dice: Dice) -> None:
    """Rain, snow or fog in front of everything."""
    if pen.weather == "rain":
        slant = dice.between(0.03, 0.06)
        for _ in range(46):
            x, y, long = dice.between(0, 1.05), dice.between(-0.05, 1), dice.between(0.05, 0.1)
            pen.line([(x, y), (x - slant * long / 0.1, y + long)], 0.006, "#dfe8f2", glow=True, alpha=0.75)
    elif pen.weather == "snow":
        for _ in range(70):
            size = dice.between(0.006, 0.014)
            pen.ellipse(
                dice.between(0, 1),
                dice.between(0, 1),
                size,
                None,
                "#ffffff",
                glow=True,
                shade=0,
                outline=False,
                alpha=0.95,
            )
    elif pen.weather == "fog":
        pale = {"day": "#e3e7ea", "sunset": "#e2c0ae", "night": "#48526e"}[pen.time]
        for _ in range(9):
            pen.soft(
                dice.between(0, 1),
                dice.between(0.15, 0.95),
                dice.between(0.4, 0.7),
                dice.between(0.08, 0.16),
                pale,
                0.5,
            )
