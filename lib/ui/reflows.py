"""Room: ui. The walk of B5: points of the plane through the flow that the reader chooses, slowly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.ui import controls, lesson, panel
from lib.ui.flow_figures import FINE, PLANE
from lib.ui.soon import soon

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe


def desk(page: str) -> tuple[int, int, int, list[Recipe | None]]:
    """The walk, and the controls that it answers at once.

    Args:
        page: prefix of the keys ("b5").

    Returns:
        The number of reflows, the number of steps, the seed, and the slow walk of every flow, as recipes.
    """

    def part() -> tuple[int, int, int, list[Recipe | None]]:
        with lesson.knobs():
            k = controls.number(page, "k", "Reflows k", 0, 3, 1)
            steps = controls.steps(page, default=1, most=100, choices=(1, 2, 3, 4, 8, 16, 32, 100), label="Steps N")
            seed = controls.seed(page)
        walks = [panel.recipe("plane", model=name, points=400, steps=FINE, frames=21, seed=seed) for name in PLANE]
        lesson.section(
            f"Flow {k}, slowly",
            f"Points on their way, {FINE} steps. Watch the right side: it is where the flow *believes* each point will "
            "end. On a straight path this belief never changes.",
        )
        panel.show(walks[k], key=page, others={f"{page}_k": dict(enumerate(walks))})
        return k, steps, seed, walks

    return soon(part)
