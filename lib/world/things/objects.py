"""Objects: they stand or lie on (0, 0) in a box of width and height 1."""

from __future__ import annotations

from lib.world.pen import Colour, Dice, Pen, tone
from lib.world.things.kinds import BRIGHT, thing


@thing(
    "a rocket ship",
    "a rocket",
    "a spaceship",
    colours=BRIGHT,
    places=("space", "field", "desert", "sky", "hills"),
    scale=0.86,
    near=True,
)
def rocket(pen: Pen, dice: Dice, colour: Colour) -> None:
    """A white body with a pointed nose, three fins and a fire below; nose and fins have the colour."""
    body = dice.pick(("#f1efe9", "#dcdfe4", "#cfd4da"))
    for size, fire in ((1.0, "#ff7a1e"), (0.6, "#ffd94a")):
        pen.polygon(
            [
                (-0.1 * size, -0.2),
                (0.1 * size, -0.2),
                (0.04 * size, -0.2 + 0.14 * size),
                (0, 0.0 if size == 1 else -0.08),
                (-0.04 * size, -0.2 + 0.14 * size),
            ],
            fire,
            glow=True,
            outline=False,
        )
    for side in (-1, 1):
        pen.polygon([(side * 0.14, -0.5), (side * 0.33, -0.26), (side * 0.33, -0.12), (side * 0.13, -0.22)], colour)
    pen.polygon(
        [(-0.17, -0.22), (-0.19, -0.5), (-0.12, -0.78), (0, -0.97), (0.12, -0.78), (0.19, -0.5), (0.17, -0.22)],
        body,
        smooth=True,
    )
    pen.polygon([(-0.13, -0.76), (-0.08, -0.88), (0, -1.0), (0.08, -0.88), (0.13, -0.76)], colour)
    pen.ellipse(0, -0.6, 0.085, None, tone(colour, 0.7))
    pen.ellipse(0, -0.6, 0.06, None, "#8fd0f0", glow=True)
    pen.rect(-0.13, -0.26, 0.13, -0.19, "#5b6068")
