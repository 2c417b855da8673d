"""Room: ui. The strip of B1: one digit under rising noise, and what the network makes of it after two of its epochs."""

from __future__ import annotations

from lib.ui import controls, lesson, panel, strips
from lib.ui.soon import soon

MODEL, EPOCHS = "digits-denoiser", (1, 5)


def desk(page: str) -> tuple[int, int, strips.Answers]:
    """The strip, and the controls that it answers at once.

    Args:
        page: prefix of the keys ("b1").

    Returns:
        The digit, the seed, and the answers by "after epoch 1" and "after epoch 5"; None where one isn't there yet.
    """

    def part() -> tuple[int, int, strips.Answers]:
        with lesson.knobs():
            digit = controls.number(page, "digit", "Digit", 0, 9, 5)
            seed = controls.seed(page)
        asked = {f"after epoch {n}": panel.recipe("denoise", model=f"{MODEL}@{n}", seed=seed) for n in EPOCHS}
        return digit, seed, strips.sigmas(asked, key=page, digit=digit)

    return soon(part)
