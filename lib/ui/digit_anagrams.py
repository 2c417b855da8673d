"""Room: ui. Anagrams of digits in A9: a sheet that turns, and what a judge reads both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from lib.ui import strips
from lib.ui.place import in_place
from lib.ui.turn import turn

if TYPE_CHECKING:
    from lib.runs.trajectory import Trajectory

PAIRS = {"6 and 9": "69", "2 and 5": "25", "0 and 0": "00", "1 and 1": "11", "8 and 8": "88"}
DIGITS = {"flow": "digits-flow", "DDPM": "digits-class-ddpm"}


def asked(artist: str, pair: str) -> dict[str, Any]:
    """Knobs of an anagram of digits: ten of them.

    Args:
        artist: one of `DIGITS`.
        pair: one of `PAIRS`.
    """
    from lib.runs.anagrams import GOOD

    two = PAIRS.get(pair, "69")
    asked = {"upright": two[0], "turned": two[1], "view": "rotate180", "count": 10, "steps": GOOD["steps"]}
    return {"model": DIGITS.get(artist, "digits-flow"), **asked}


@in_place
def judged(found: Trajectory | None, key: str) -> None:
    """A sheet of digits that turns, and what the judge reads of each one, upright and turned.

    Args:
        found: an anagram of digits; nothing until it is there.
        key: unique on its page.
    """
    if found is None:
        return
    from lib.draw.frames import tile
    from lib.runs.anagrams import read, shares
    from lib.runs.views import seen

    recipe: Any = found.recipe
    sheet = tile(found.images[None, :, None], 5)[0]
    turn([sheet], key, (f"{recipe.upright}, many times", f"{recipe.turned}, many times"), "rotate180")
    ends = found.x_0[-1, :, 0].astype(np.float32)
    rows = [
        strips.Row("as it is", ends, _words(read(found, "upright"))),
        strips.Row("turned", seen(ends, recipe.view), _words(read(found, "turned"))),
    ]
    strips.strip(rows, legend="Below each what the judge reads, a classifier of digits that took no part in drawing.")
    right = shares(found)
    if right is not None:
        st.caption(f"It reads both as asked for in {right.both:.0%} of these {len(ends)}.")


def _words(read: list[int | None]) -> list[str]:
    return ["" if digit is None else str(digit) for digit in read]
