"""A pen that draws shapes in a frame of width and height 1, each style in its own way.

    thing(pen, dice, colour) -> pen.polygon / ellipse / rect / curve / line -> the canvas

A thing names shapes and colours; the pen adds what the style and the light make of them: shading for a photo, flat
colours and outlines for a cartoon, greys for a pencil sketch. x grows to the right and y grows downwards.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import TypeVar

import skia

T = TypeVar("T")
Rgb = tuple[float, float, float]
Colour = Rgb | str
"""Three numbers in [0, 1], or "#rrggbb"."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a style draws a shape, before its filter sees the picture.

    Attributes:
        shade: strength of the gradient from the lit to the dark side of a shape, 0 for flat colours.
        outline: width of the line around a shape, in widths of the frame; 0 for none.
        ink: colour of that line; None takes the shape's own colour, darker.
        grey: whether only the luminance counts.
        paper: how far colours move towards white, 0 to 1.
        blur: of the background, in widths of the frame.
    """

    shade: float = 0.0
    outline: float = 0.0
    ink: Rgb | None = None
    grey: bool = False
    paper: float = 0.0
    blur: float = 0.0


class Dice:
    """Chance for drawing: everything comes from one seed, through `random()` alone, so it is the same everywhere."""

    def __init__(self, seed: int | str) -> None:
        self._random = Random(f"{seed}")

    def between(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number, low to high, both possible."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """One of several."""
        return choices[int(self._random.random() * len(choices))]

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability

    def sign(self) -> int:
        """-1 or 1."""
        return 1 if self._random.random() < 0.5 else -1


class Pen:
    """Draws on a canvas whose frame is 1 wide and 1 high.

    Args:
        canvas: of skia, already scaled so that 1 is the whole side.
        treatment: of the style.
        time: "day", "sunset" or "night": it lights what isn't a light itself.
        weather: "clear", "rain", "snow" or "fog".
    """

    def __init__(self, canvas: skia.Canvas, treatment: Treatment, time: str = "day", weather: str = "clear") -> None:
        self.canvas, self.treatment, self.time, self.weather = canvas, treatment, time, weather
        self.light: Rgb = (1.0, 1.0, 1.0)
        self.scale = 1.0

    @property
    def night(self) -> bool:
        """Whether it is night: lamps and windows glow."""
        return self.time == "night"

    @contextmanager
    def at(self, x: float, y: float, scale: float = 1.0, *, flip: bool = False, turn: float = 0.0) -> Iterator[Pen]:
        """Draw in a frame of its own: (0, 0) lies at (x, y), 1 is as long as `scale`, turned clockwise by degrees."""
        self.canvas.save()
        self.canvas.translate(x, y)
        self.canvas.rotate(turn)
        self.canvas.scale(-scale if flip else scale, scale)
        before, self.scale = self.scale, self.scale * scale
        yield self
        self.scale = before
        self.canvas.restore()

    @contextmanager
    def inside(self, path: skia.Path) -> Iterator[Pen]:
        """Draw only within a shape (made by `closed`, `oval`, `box`)."""
        self.canvas.save()
        self.canvas.clipPath(path, doAntiAlias=True)
        yield self
        self.canvas.restore()

    # Shapes that aren't drawn yet

    @staticmethod
    def closed(points: Sequence[Point], *, smooth: bool = False) -> skia.Path:
        """A closed shape through points, with corners or smooth."""
        path = skia.Path()
        if not smooth:
            path.addPoly([skia.Point(*point) for point in points], True)
            return path
        middles = [_middle(a, b) for a, b in zip(points, [*points[1:], points[0]], strict=True)]
        path.moveTo(*middles[-1])
        for corner, to in zip(points, middles, strict=True):
            path.quadTo(*corner, *to)
        path.close()
        return path

    @staticmethod
    def oval(x: float, y: float, rx: float, ry: float | None = None) -> skia.Path:
        """An ellipse around (x, y); a circle where only one radius is given."""
        ry = rx if ry is None else ry
        path = skia.Path()
        path.addOval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry))
        return path

    @staticmethod
    def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> skia.Path:
        """A rectangle, with round corners where a radius is given."""
        path = skia.Path()
        path.addRoundRect(skia.Rect.MakeLTRB(left, top, right, bottom), radius, radius)
        return path

    # Drawing

    def fill(
        self,
        path: skia.Path,
        colour: Colour,
        *,
        glow: bool = False,
        shade: float = 1.0,
        outline: bool = True,
        alpha: float = 1.0,
    ) -> None:
        """Fill a shape.

        Args:
            path: made by `closed`, `oval` or `box`.
            colour: as it is by day.
            glow: whether it shines itself, so that night doesn't darken it.
            shade: 0 for flat, 1 for the style's usual shading, more for something round.
            outline: False for a shape that has no edge of its own (a spot, a shadow, a cloud's parts).
            alpha: 1 hides what is below.
        """
        rgb, how = self._lit(colour, glow), self.treatment
        bounds = path.getBounds()
        size = max(bounds.width(), bounds.height()) * self.scale
        paint = skia.Paint(AntiAlias=True, Color=_argb(rgb, alpha))
        strength = how.shade * shade
        if strength and size > 0.03:
            ends = [skia.Point(bounds.left(), bounds.top()), skia.Point(bounds.right(), bounds.bottom())]
            light, dark = tone(rgb, 1 + 0.22 * strength), tone(rgb, 1 - 0.3 * strength)
            paint.setShader(skia.GradientShader.MakeLinear(ends, [_argb(light, alpha), _argb(dark, alpha)]))
        self.canvas.drawPath(path, paint)
        if how.outline and outline and size > 0.05 and alpha > 0.5:
            ink = tone(rgb, 0.55) if how.ink is None else how.ink
            width = how.outline / self.scale * (1.0 if size > 0.15 else 0.6)
            self.canvas.drawPath(path, _stroke(ink, width, 1.0))

    def polygon(
        self,
        points: Sequence[Point],
        colour: Colour,
        *,
        smooth: bool = False,
        glow: bool = False,
        shade: float = 1.0,
        outline: bool = True,
        alpha: float = 1.0,
    ) -> None:
        """A filled shape through points, with corners or smooth."""
        self.fill(self.closed(points, smooth=smooth), colour, glow=glow, shade=shade, outline=outline, alpha=alpha)

    def ellipse(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float | None = None,
        colour: Colour = "#000000",
        *,
        glow: bool = False,
        shade: float = 1.0,
        outline: bool = True,
        alpha: float = 1.0,
    ) -> None:
        """A filled ellipse around (x, y); a circle where ry is None."""
        self.fill(self.oval(x, y, rx, ry), colour, glow=glow, shade=shade, outline=outline, alpha=alpha)

    def rect(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: Colour,
        *,
        radius: float = 0.0,
        glow: bool = False,
        shade: float = 1.0,
        outline: bool = True,
        alpha: float = 1.0,
    ) -> None:
        """A filled rectangle."""
        self.fill(
            self.box(left, top, right, bottom, radius), colour, glow=glow, shade=shade, outline=outline, alpha=alpha
        )

    def line(
        self,
        points: Sequence[Point],
        width: float,
        colour: Colour,
        *,
        smooth: bool = False,
        glow: bool = False,
        alpha: float = 1.0,
    ) -> None:
        """A line through points, with round ends."""
        path = skia.Path()
        path.moveTo(*points[0])
        if smooth and len(points) > 2:
            for a, b in pairwise(points[1:]):
                path.quadTo(*a, *(b if b is points[-1] else _middle(a, b)))
        else:
            for point in points[1:]:
                path.lineTo(*point)
        self.canvas.drawPath(path, _stroke(self._lit(colour, glow), width, alpha))

    def soft(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, alpha: float = 0.5, *, glow: bool = True
    ) -> None:
        """A spot that fades out towards its edge: the glow of a lamp, mist, the shadow of a thing."""
        rgb = self._lit(colour, glow)
        shader = skia.GradientShader.MakeRadial(skia.Point(0, 0), 1, [_argb(rgb, alpha), _argb(rgb, 0)])
        self.canvas.save()
        self.canvas.translate(x, y)
        self.canvas.scale(rx, ry)
        self.canvas.drawCircle(0, 0, 1, skia.Paint(AntiAlias=True, Shader=shader))
        self.canvas.restore()

    def upright(self, colours: Sequence[Colour], top: float = 0.0, bottom: float = 1.0, *, glow: bool = True) -> None:
        """Fill the frame's whole width between two heights with a gradient from top to bottom: a sky, a sea."""
        flat = [_argb(self._lit(colour, glow), 1.0) for colour in colours]
        ends = [skia.Point(0, top), skia.Point(0, bottom)]
        paint = skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear(ends, flat))
        self.canvas.drawRect(skia.Rect.MakeLTRB(-0.01, top, 1.01, bottom), paint)

    def _lit(self, colour: Colour, glow: bool) -> Rgb:
        r, g, b = rgb_of(colour)
        if not glow:
            r, g, b = r * self.light[0], g * self.light[1], b * self.light[2]
        how = self.treatment
        if how.grey:
            r = g = b = luminance((r, g, b))
        if how.paper:
            r, g, b = (c + (1 - c) * how.paper for c in (r, g, b))
        return min(r, 1.0), min(g, 1.0), min(b, 1.0)


@lru_cache(4096)
def _hex(text: str) -> Rgb:
    return int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255


def rgb_of(colour: Colour) -> Rgb:
    """Three numbers in [0, 1]."""
    return _hex(colour) if isinstance(colour, str) else colour


def luminance(rgb: Rgb) -> float:
    """How bright a colour looks, 0 to 1 (Rec. 601)."""
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]


def tone(colour: Colour, factor: float) -> Rgb:
    """A colour made darker (factor below 1) or lighter (above 1: towards white)."""
    r, g, b = rgb_of(colour)
    if factor <= 1:
        return r * factor, g * factor, b * factor
    part = min(factor - 1, 1.0)
    return r + (1 - r) * part, g + (1 - g) * part, b + (1 - b) * part


def mix(a: Colour, b: Colour, part: float) -> Rgb:
    """Between two colours: 0 is the first, 1 the second."""
    (r, g, c), (x, y, z) = rgb_of(a), rgb_of(b)
    return r + (x - r) * part, g + (y - g) * part, c + (z - c) * part


def hsv(hue: float, saturation: float, value: float) -> Rgb:
    """A colour from hue (0 to 1, red at both ends), saturation and value."""
    return colorsys.hsv_to_rgb(hue % 1.0, saturation, value)


def around(x: float, y: float, rx: float, ry: float, count: int, turn: float = 0.0) -> list[Point]:
    """Points on an ellipse, evenly; the first lies to the right, turned clockwise by degrees."""
    angles = [math.radians(turn) + 2 * math.pi * k / count for k in range(count)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _argb(rgb: Rgb, alpha: float) -> int:
    r, g, b = (int(255 * max(0.0, min(1.0, c)) + 0.5) for c in rgb)
    return int(255 * alpha + 0.5) << 24 | r << 16 | g << 8 | b


def _stroke(rgb: Rgb, width: float, alpha: float) -> skia.Paint:
    return skia.Paint(
        AntiAlias=True,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
        Color=_argb(rgb, alpha),
    )
