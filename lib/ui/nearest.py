"""Room: ui. Are pictures looked up? Digits of a run, each above the training digit that is nearest to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from lib.runs import nearest as training_set
from lib.runs.nearest import Nearest
from lib.training.folders import find_mnist
from lib.ui.charts import of
from lib.ui.place import in_place
from lib.ui.strips import Row, one_of_each, strip

if TYPE_CHECKING:
    from lib.runs.trajectory import Trajectory

MISSING = (
    "The training digits don't ship with the app. `python -m lib data mnist` brings them to this machine; after that "
    "they stand here."
)


@in_place
def nearest(found: Trajectory | None) -> None:
    """One digit of each label, the training digit nearest to it, and how far that is for these and for real digits.

    Args:
        found: a run of digits; nothing until it is there.
    """
    if found is None:
        return
    where = find_mnist()
    known, real = (_searched(of(found), str(where), found), _held_out(str(where))) if where else (None, None)
    if known is None or real is None:
        st.info(MISSING, icon=":material/download:")
        return
    shown = one_of_each(found)
    rows = [
        Row("drawn", found.images[shown] / 255),
        Row("nearest", known.pictures[shown] / 255, [f"{known.distances[i]:.2f}" for i in shown]),
    ]
    strip(rows, [str(found.labels[i]) for i in shown])
    st.caption(
        f"The number is the root mean square difference of their pixels: 0 is a copy, 1 from black to white. All "
        f"{len(known.distances)} digits of the run: {_spread(known.distances)}. {len(real.distances)} real digits of "
        f"the test set, which the model never saw: {_spread(real.distances)}. Searched among {known.among:,}."
    )


def _spread(distances: np.ndarray) -> str:
    return f"{np.median(distances):.2f} in the median, at least {distances.min():.2f}"


@st.cache_data(max_entries=16, show_spinner="Looking through the training digits …")
def _searched(token: tuple[str, str], where: str, _found: Trajectory) -> Nearest | None:
    return training_set.nearest(_found.images)


@st.cache_data(max_entries=1, show_spinner="Looking through the training digits …")
def _held_out(where: str) -> Nearest | None:
    return training_set.held_out()
