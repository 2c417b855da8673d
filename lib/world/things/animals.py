"""Animals: they stand on (0, 0) in a box of width and height 1."""

from __future__ import annotations

from lib.world.pen import Colour, Dice, Pen, tone
from lib.world.things.kinds import thing

PETS = ("field", "garden", "room", "street", "beach", "snow")


def eyes(pen: Pen, x: float, y: float, size: float, colour: Colour = "#2a1c12") -> None:
    """Two eyes at -x and x, each with a light in it."""
    for side in (-1, 1):
        pen.ellipse(side * x, y, size, size * 1.1, colour, shade=0, outline=False)
        pen.ellipse(side * x - size * 0.3, y - size * 0.35, size * 0.32, None, "#ffffff", shade=0, outline=False)


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
    for side in (-1, 1):
        pen.polygon(
            [
                (side * 0.2, -0.9),
                (side * 0.36, -0.84),
                (side * 0.46, -0.52),
                (side * 0.34, -0.42),
                (side * 0.26, -0.62),
            ],
            ear,
            smooth=True,
        )
    pen.ellipse(0, -0.53, 0.16, 0.14, pale, outline=False)
    eyes(pen, 0.12, -0.7, 0.05)
    pen.ellipse(0, -0.6, 0.065, 0.045, "#1d1614", outline=False)
    pen.line([(0, -0.57), (0, -0.5)], 0.016, "#3a2a24")
    pen.ellipse(0, -0.45, 0.05, 0.07, "#e56a78")
