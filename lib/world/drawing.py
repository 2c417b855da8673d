"""From a scene to its picture."""

from __future__ import annotations

import zlib

import numpy as np
import skia
from numpy.typing import NDArray

from lib.models.errors import UserError
from lib.world.colours import COLOURS, shade_of
from lib.world.pen import Colour, Dice, Pen, Rgb, mix
from lib.world.places import LIGHT, LIGHT_ON_THING, PLACES, weather
from lib.world.scene import Scene
from lib.world.styles import STYLES
from lib.world.things import THINGS, Thing

SMALLEST, LARGEST = 16, 512
"""Sides of a picture, in pixels."""
SIZES = {"": (0.94, 1.06), "near": (1.22, 1.36), "far": (0.5, 0.6)}
"""What the usual height of a thing is multiplied by."""


def picture(scene: Scene, side: int = 64) -> NDArray[np.uint8]:
    """Draw a scene: the same scene gives the same picture.

    Args:
        scene: what is to be seen.
        side: S, 16 to 512 pixels.

    Returns:
        (S, S, 3) uint8, sRGB.

    Raises:
        UserError: for another side.
    """
    check_side(side)
    style = STYLES[scene.style]
    pixels = np.zeros((side, side, 4), np.uint8)
    with skia.Surface(pixels, colorType=skia.kRGBA_8888_ColorType) as canvas:
        canvas.scale(side, side)
        _draw(Pen(canvas, style.treatment, scene.time, scene.weather), scene)
    rng = np.random.default_rng([scene.seed, zlib.crc32(scene.style.encode())])
    finished = style.finish(pixels[..., :3].astype(np.float32) / 255, rng)
    return (np.clip(finished, 0, 1) * 255 + 0.5).astype(np.uint8)


def check_side(side: int) -> None:
    """Raises UserError unless it is a whole number, 16 to 512."""
    if isinstance(side, bool) or not isinstance(side, int | np.integer) or not SMALLEST <= side <= LARGEST:
        raise UserError(f"The side of a picture must be a whole number from {SMALLEST} to {LARGEST}, not {side!r:.40}.")


def _draw(pen: Pen, scene: Scene) -> None:
    thing = THINGS[scene.thing]
    if thing.kind == "scenery":
        pen.light = _seen(LIGHT[scene.time], scene)
        thing.draw(pen, Dice(f"{scene.seed} thing"), _colour(scene, thing))
    else:
        _in_its_place(pen, scene, thing)
    pen.light = LIGHT[scene.time]
    if thing.kind != "portrait":
        weather(pen, Dice(f"{scene.seed} weather"))


def _in_its_place(pen: Pen, scene: Scene, thing: Thing) -> None:
    """The surroundings, the second thing, the first."""
    dice = Dice(f"{scene.seed} place")
    pen.light = LIGHT[scene.time]
    blur = pen.treatment.blur
    if blur:
        pen.canvas.saveLayer(None, skia.Paint(ImageFilter=skia.ImageFilters.Blur(blur, blur, skia.TileMode.kClamp)))
    floor = PLACES[scene.place].draw(pen, dice)
    if blur:
        pen.canvas.restore()
    if thing.kind == "portrait":
        weather(pen, Dice(f"{scene.seed} weather"))  # behind: no snow lies on a face
    pen.light = _seen(LIGHT_ON_THING[scene.time], scene)
    x, height = 0.5 + dice.between(-0.08, 0.08), thing.scale * dice.between(*SIZES[scene.size])
    flip = dice.chance(0.5)
    if scene.second:
        x, height = _second(pen, scene, dice, floor, height)
    if thing.kind == "portrait":
        height = dice.between(0.84, 0.94) if not scene.second else 0.7
        floor = 1.02
    elif thing.kind == "flies":
        floor = dice.between(0.46, 0.56) + height / 2
    else:
        height = min(height, 0.95)
        floor = min(0.98, max(floor, height + 0.03))
        pen.soft(x, floor, 0.46 * height, 0.08 * height, "#000000", 0.45)
    with pen.at(x, floor, height, flip=flip):
        thing.draw(pen, Dice(f"{scene.seed} thing"), _colour(scene, thing))


def _seen(light: Rgb, scene: Scene) -> Rgb:
    """The light on what matters: without colours, what is dark can't be told from its surroundings."""
    return light if STYLES[scene.style].coloured else mix(light, (1.0, 1.0, 1.0), 0.7)


def _second(pen: Pen, scene: Scene, dice: Dice, floor: float, height: float) -> tuple[float, float]:
    """Draw the second thing; where the first then is, and how high."""
    second = THINGS[scene.second]
    own = Dice(f"{scene.seed} second")
    colour = _some_colour(second, own)
    if scene.relation == "below":
        high = dice.between(0.24, 0.3)
        with pen.at(dice.pick((0.26, 0.74)), 0.1 + high, high):
            second.draw(pen, own, colour)
        return 0.5, min(height, 0.58)
    if scene.relation == "in front of":
        high = dice.between(0.7, 0.8) * min(1.0, second.scale / 0.7)
        with pen.at(0.5 + dice.sign() * dice.between(0.16, 0.24), floor - 0.07, high):
            second.draw(pen, own, colour)
        return 0.5 + dice.between(-0.06, 0.06), min(height, 0.5)
    side = dice.sign()
    high = min(0.5, 0.5 * second.scale / 0.6)
    with pen.at(0.5 + side * 0.27, floor, high):
        pen.soft(0, 0, 0.46, 0.08, "#000000", 0.45)
        second.draw(pen, own, colour)
    return 0.5 - side * 0.22, min(height, 0.54)


def _colour(scene: Scene, thing: Thing) -> Colour:
    """The colour of the first thing: a shade of the word's."""
    dice = Dice(f"{scene.seed} colour")
    return shade_of(scene.colour, dice) if scene.colour else _some_colour(thing, dice)


def _some_colour(thing: Thing, dice: Dice) -> Colour:
    return shade_of(dice.pick(thing.colours or tuple(COLOURS)), dice)
