"""Room: teaching. Scripts of the flow in the plane: points on their way, and the field that leads them."""

from __future__ import annotations

from lib.runs.kinds import Plane, VectorField
from lib.teaching.scripts import frame, networks
from lib.teaching.scripts.facts import facts_of
from lib.teaching.scripts.loop import loop
from lib.teaching.scripts.parts import Script
from lib.teaching.scripts.steps import Stepping

_DRAW = ("from PIL import Image", "from PIL import ImageDraw")


def plane(recipe: Plane) -> Script:
    """Points out of noise."""
    facts = facts_of(recipe.model)
    s = Script("Points of the plane out of noise, by a rectified flow.")
    s.let("POINTS", recipe.points)
    s.let("STEPS", recipe.steps, "from noise to data")
    s.let("SEED", recipe.seed)
    frame.begin(s, facts)
    networks.plane(s, facts)
    frame.noise(s, facts.shape)
    frame.levels(s, facts, recipe.steps, triples=False)
    loop(s, Stepping(True, 0, "none"), ["velocity = ask(x, t)"], "range(POINTS)")
    s.finish(
        "The file",
        """
        side, reach = 512, 3.0
        image = Image.new("L", (side, side), 255)
        pen = ImageDraw.Draw(image)
        for across, up in (x.cpu() / reach).tolist():
            left, top = (1 + across) * side / 2, (1 - up) * side / 2
            pen.ellipse((left - 2, top - 2, left + 2, top + 2), fill=0)
        image.save("out.png")
        print(f"{POINTS} points in {STEPS} steps: out.png")
        """,
        *_DRAW,
    )
    return s


def field(recipe: VectorField) -> Script:
    """Where a flow leads, on a lattice."""
    facts = facts_of(recipe.model)
    s = Script("The velocity of a rectified flow of the plane, on a lattice.")
    s.let("TIMES", list(recipe.times), "1 is noise, 0 is data")
    s.let("SIDE", recipe.side, "points along a side of the lattice")
    s.let("REACH", recipe.reach, "half a side of the square that it covers")
    frame.begin(s, facts)
    networks.plane(s, facts)
    s.add(
        "One call a time",
        """
        line = torch.linspace(-REACH, REACH, SIDE)
        lattice = torch.cartesian_prod(line, line).to(device)
        velocities = [ask(lattice, t) for t in TIMES]  # d x_t / d t = eps - x_0 (Liu et al. 2023)
        x = torch.stack([lattice - t * v for t, v in zip(TIMES, velocities)])  # where x_0 seems to be
        """,
        "import torch",
    )
    s.finish(
        "The file: a square for each time, in which a short line leads from each point towards data",
        """
        size = 256
        image = Image.new("L", (size * len(TIMES), size), 255)
        pen = ImageDraw.Draw(image)
        for i, velocity in enumerate(velocities):
            ends = torch.stack([lattice, lattice - 0.1 * velocity], 1).cpu() / REACH
            for (across, up), (to_across, to_up) in (ends * 0.45 * size).tolist():
                middle, height = (i + 0.5) * size, size / 2
                left, top = middle + across, height - up
                pen.line((left, top, middle + to_across, height - to_up), fill=0)
                pen.ellipse((left - 1, top - 1, left + 1, top + 1), fill=0)
        image.save("out.png")
        print(f"{SIDE * SIDE} arrows at each of {len(TIMES)} times: out.png")
        """,
        *_DRAW,
    )
    return s
