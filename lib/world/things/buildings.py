"""Buildings: they stand on (0, 0) in a box of width and height 1."""

from __future__ import annotations

from lib.world.pen import Colour, Dice, Pen, tone
from lib.world.things.kinds import TOWN, thing


@thing(
    "a bell tower",
    "a clock tower",
    "a campanile",
    colours=("brown", "white", "grey", "red", "yellow"),
    places=(*TOWN, "hills", "river"),
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
