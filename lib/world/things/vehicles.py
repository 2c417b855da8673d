"""Vehicles: they stand on (0, 0) in a box of width and height 1."""

from __future__ import annotations

from lib.world.pen import Colour, Dice, Pen, tone
from lib.world.things.kinds import BRIGHT, thing


@thing("a sailboat", "a sailing boat", "a yacht", colours=BRIGHT, places=("sea",), scale=0.72, near=True)
def sailboat(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A hull, a mast and two sails; the colour is that of the sails."""
    hull = dice.pick(("#8a4b2f", "#f0ece2", "#3b5570", "#6b3a34"))
    pen.line([(0, -0.14), (0, -0.98)], 0.025, "#5d4630")
    pen.polygon([(0.03, -0.95), (0.4, -0.24), (0.03, -0.22)], colour)
    pen.polygon([(-0.03, -0.82), (-0.03, -0.22), (-0.3, -0.24)], tone(colour, 1.25))
    pen.polygon([(-0.44, -0.18), (0.46, -0.18), (0.3, 0.0), (-0.3, 0.0)], hull)
    pen.line([(-0.42, -0.13), (0.42, -0.13)], 0.02, tone(hull, 1.4))
    pen.line([(-0.5, 0.01), (0.5, 0.01)], 0.025, "#ffffff", alpha=0.6)
