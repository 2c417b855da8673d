"""The six styles: how the pen draws in each, and what is then done to the whole picture. numpy only.

photo          soft light, an unsharp background, a little grain
oil painting   strokes of a brush along the edges, strong colours
lithograph     black ink on cream paper: lines that grow thicker in the dark, outlines
watercolour    pale washes that run, white paper shining through
cartoon        flat colours with dark outlines
pencil sketch  grey lines and light hatching on white paper
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

from lib.world.pen import Treatment

Picture = NDArray[np.floating[Any]]
"""(S, S, 3), 0 to 1."""


@dataclass(frozen=True)
class Style:
    """A way of drawing.

    Attributes:
        name: short, for a menu.
        phrases: what names it in a caption, the usual one first: "an oil painting of".
        treatment: how the pen draws in it.
        finish: what is done to the whole picture; the generator is the picture's own.
        coloured: whether colours can be told from it.
    """

    name: str
    phrases: tuple[str, ...]
    treatment: Treatment
    finish: Callable[[Picture, np.random.Generator], Picture]
    coloured: bool = True


@lru_cache(8)
def noises(side: int) -> NDArray[np.floating[Any]]:
    """Eight sheets of soft noise (8, S, S), mean 0 and spread 1, the same shapes at every side."""
    rng, sheets = np.random.default_rng(7), np.zeros((8, side, side), np.float32)
    for cells, weight in ((4, 1.0), (9, 0.6), (18, 0.25)):
        found = rng.standard_normal((8, cells + 1, cells + 1)).astype(np.float32)
        grid = np.linspace(0, cells - 1e-3, side, dtype=np.float32)
        low, part = grid.astype(int), grid - np.floor(grid)
        part = part * part * (3 - 2 * part)
        rows = found[:, low] * (1 - part)[None, :, None] + found[:, low + 1] * part[None, :, None]
        sheets += weight * (rows[:, :, low] * (1 - part) + rows[:, :, low + 1] * part)
    return np.ascontiguousarray(sheets / sheets.std())


@lru_cache(8)
def _grid(side: int) -> tuple[NDArray[np.floating[Any]], NDArray[np.floating[Any]]]:
    line = (np.arange(side, dtype=np.float32) + 0.5) / side
    y, x = np.meshgrid(line, line, indexing="ij")
    return y, x


def _noise(side: int, rng: np.random.Generator) -> NDArray[np.floating[Any]]:
    """(S, S) soft noise of this picture."""
    sheet = noises(side)[rng.integers(8)]
    turned = np.rot90(sheet, int(rng.integers(4)))
    return turned if rng.random() < 0.5 else turned[::-1]


def _grey(picture: Picture) -> NDArray[np.floating[Any]]:
    return picture @ np.array([0.299, 0.587, 0.114], np.float32)


def _slopes(grey: NDArray[np.floating[Any]]) -> tuple[NDArray[np.floating[Any]], NDArray[np.floating[Any]]]:
    """How fast it rises down and to the right, in units of a frame."""
    side = len(grey)
    down, right = np.zeros_like(grey), np.zeros_like(grey)
    down[1:-1] = (grey[2:] - grey[:-2]) * (side / 2)
    right[:, 1:-1] = (grey[:, 2:] - grey[:, :-2]) * (side / 2)
    return down, right


def _step(x: NDArray[np.floating[Any]], soft: float) -> NDArray[np.floating[Any]]:
    """From 0 to 1 around x = 0, over a width."""
    part = np.clip(x / soft + 0.5, 0, 1)
    return part * part * (3 - 2 * part)  # type: ignore[no-any-return]


def photo(picture: Picture, rng: np.random.Generator) -> Picture:
    """Corners a little darker, a little grain."""
    side = len(picture)
    y, x = _grid(side)
    corners = 1.06 - 0.5 * ((x - 0.5) ** 2 + (y - 0.5) ** 2)
    grain = rng.standard_normal((side, side, 1), np.float32) * 0.012
    return picture * corners[..., None] + grain


@lru_cache(1)
def _brush() -> skia.Image:
    """The mark of a brush, white on nothing: 24 by 8 with bristles."""
    rng = np.random.default_rng(3)
    bristles = 0.72 + 0.28 * rng.random((8, 1), np.float32) * np.ones((1, 24), np.float32)
    along = np.minimum(1, np.minimum(np.arange(24), np.arange(24)[::-1]) / 4.0)
    across = np.minimum(1, (np.minimum(np.arange(8), np.arange(8)[::-1]) + 0.6) / 1.6)
    mark = np.clip(bristles * along[None] * across[:, None], 0, 1)
    white = np.dstack([np.ones((8, 24, 3)), mark])
    return skia.Image.fromarray((white * 255).astype(np.uint8), colorType=skia.kRGBA_8888_ColorType)


STROKES = ((380, 0.16, 0.052), (620, 0.085, 0.026))
"""How many strokes of a layer, and how long and wide they are."""


def oil(picture: Picture, rng: np.random.Generator) -> Picture:
    """Strokes over the picture, broad ones first, each in the colour below it and along what is drawn there."""
    side = len(picture)
    mean = picture.mean(2, keepdims=True)
    strong = np.clip(mean + (picture - mean) * 1.25, 0, 1)
    strong = np.clip((strong - 0.5) * 1.06 + 0.5 + np.array([0.02, 0.005, -0.02], np.float32), 0, 1)
    down, right = _slopes(_grey(strong))
    field = _noise(side, rng) * 0.9
    base = np.dstack([strong, np.ones((side, side, 1), np.float32)])
    canvas_pixels = (base * 255).astype(np.uint8)
    surface = skia.Surface(canvas_pixels, colorType=skia.kRGBA_8888_ColorType)
    with surface as canvas:
        for count, long, wide in STROKES:
            at = rng.random((count, 2), np.float32)
            rows, columns = (at * side).astype(int).T
            dy, dx = down[rows, columns], right[rows, columns]
            steep = np.hypot(dy, dx)
            angle = np.where(steep > 1.2, np.arctan2(dx, -dy), field[rows, columns])
            size = np.where(steep > 5, 0.5, 1.0) * rng.uniform(0.75, 1.2, count)
            colours = np.clip(strong[rows, columns] + rng.normal(0, 0.022, (count, 1)), 0, 1)
            _marks(canvas, side, at, angle, size * long, wide, colours)
    done = canvas_pixels[..., :3].astype(np.float32) / 255
    canvas_weave = 0.012 * _noise(side, rng)
    return done + canvas_weave[..., None]


def _marks(
    canvas: skia.Canvas, side: int, at: NDArray, angle: NDArray, long: NDArray, wide: float, colours: NDArray
) -> None:
    """Draw strokes around places (n, 2: down, right), with one call."""
    scale = long * side / 24
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    x, y = at[:, 1] * side - 12 * cos + 4 * sin, at[:, 0] * side - 12 * sin - 4 * cos
    transforms = [skia.RSXform(*row) for row in zip(cos.tolist(), sin.tolist(), x.tolist(), y.tolist(), strict=True)]
    numbers = (colours * 255).astype(np.uint32)
    packed = (0xFF << 24) | (numbers[:, 0] << 16) | (numbers[:, 1] << 8) | numbers[:, 2]
    whole = skia.Rect.MakeWH(24, 8)
    canvas.drawAtlas(
        _brush(),
        transforms,
        [whole] * len(transforms),
        packed.tolist(),
        skia.BlendMode.kModulate,
        skia.SamplingOptions(skia.FilterMode.kLinear),
    )


PAPERS = ((0.95, 0.91, 0.82), (0.93, 0.9, 0.85), (0.96, 0.93, 0.86))
INKS = ((0.09, 0.08, 0.08), (0.13, 0.1, 0.09), (0.08, 0.09, 0.13))


def lithograph(picture: Picture, rng: np.random.Generator) -> Picture:
    """Ink lines on paper, thicker where it is darker, crossed in the dark; what is bright stays paper."""
    side = len(picture)
    y, x = _grid(side)
    grey = _grey(picture)
    rough = 0.03 * _noise(side, rng)
    lines = 16.0
    first = 0.5 + 0.5 * np.sin(2 * np.pi * lines * (x + y) * 0.7071)
    second = 0.5 + 0.5 * np.sin(2 * np.pi * lines * (x - y) * 0.7071)
    soft = 0.25
    tone = grey + rough
    ink = np.maximum(_step(first - (tone * 1.9 - 0.2), soft), _step(second - (tone * 2.4 + 0.1), soft))
    ink = np.maximum(ink, _step(0.17 - tone, 0.1))
    paper, dark = np.array(PAPERS[rng.integers(3)], np.float32), np.array(INKS[rng.integers(3)], np.float32)
    return paper + (dark - paper) * ink[..., None]


def watercolour(picture: Picture, rng: np.random.Generator) -> Picture:
    """Colours that run over their edges, pools and pale places, white paper around."""
    side = len(picture)
    run = 0.012 * side
    rows, columns = np.indices((side, side), dtype=np.float32)
    down, right = _noise(side, rng) * run, _noise(side, rng) * run
    moved = picture[np.clip(rows + down, 0, side - 1).astype(int), np.clip(columns + right, 0, side - 1).astype(int)]
    pools = 0.07 * _noise(side, rng)
    thin = np.clip(0.82 - pools, 0.5, 1.0)[..., None]
    washed = 1 - (1 - moved) * thin
    slope = np.hypot(*_slopes(_grey(moved)))
    washed = washed * (1 - 0.12 * np.clip(slope / 6, 0, 1)[..., None])
    y, x = _grid(side)
    edge = np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y)) + 0.012 * _noise(side, rng)
    paper = np.array([0.985, 0.98, 0.955], np.float32)
    return paper + (washed - paper) * _step(edge - 0.035, 0.03)[..., None]


def cartoon(picture: Picture, rng: np.random.Generator) -> Picture:
    """Strong flat colours."""
    mean = picture.mean(2, keepdims=True)
    return mean + (picture - mean) * 1.25


def pencil(picture: Picture, rng: np.random.Generator) -> Picture:
    """Light hatching in one direction where it is dark, on white paper."""
    side = len(picture)
    y, x = _grid(side)
    grey = _grey(picture)
    slant = 0.5 + 0.5 * np.sin(2 * np.pi * 19.0 * (x * 0.5 + y * 0.866))
    hatch = np.clip(0.84 - grey, 0, 1) * (0.45 + 0.55 * slant)
    tone = 0.985 - 0.9 * hatch
    line = np.clip(0.4 - grey, 0, 1) * 0.6
    paper = rng.standard_normal((side, side), np.float32) * 0.012 + 0.012 * _noise(side, rng)
    return np.repeat((tone - line + paper)[..., None], 3, 2) * np.array([1.0, 0.995, 0.98], np.float32)


STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style(
            "photo",
            ("a photo of", "a high quality photo of", "a realistic portrait of"),
            Treatment(shade=0.8, blur=0.008),
            photo,
        ),
        Style("oil painting", ("an oil painting of", "a painting of"), Treatment(shade=0.7), oil),
        Style(
            "lithograph",
            ("a lithograph of", "an engraving of"),
            Treatment(shade=0.8, outline=0.014, ink=(0.0, 0.0, 0.0)),
            lithograph,
            coloured=False,
        ),
        Style("watercolour", ("a watercolor of", "a watercolour of"), Treatment(shade=0.25, paper=0.08), watercolour),
        Style(
            "cartoon", ("a cartoon of", "an illustration of"), Treatment(outline=0.016, ink=(0.1, 0.08, 0.12)), cartoon
        ),
        Style(
            "pencil sketch",
            ("a pencil sketch of", "a sketch of", "a drawing of"),
            Treatment(shade=0.3, outline=0.012, ink=(0.2, 0.2, 0.2), grey=True, paper=0.22),
            pencil,
            coloured=False,
        ),
    )
}
"""All styles by name."""
