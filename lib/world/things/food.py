"""Things to eat and drink: they stand on (0, 0) in a box of width and height 1."""

from __future__ import annotations

from lib.world.pen import Colour, Dice, Pen, tone
from lib.world.things.kinds import INDOORS, thing


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
