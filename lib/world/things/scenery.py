"""Whole places: they are drawn in the frame from (0, 0) to (1, 1), with a sky of their own."""

from __future__ import annotations

from lib.world.pen import Colour, Dice, Pen, mix
from lib.world.places import ground, sky
from lib.world.things.kinds import thing


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
