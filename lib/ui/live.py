"""Room: ui. A slider whose pictures follow while it is dragged: each of its values is a recipe, answered by the model.

What is sent is one block of bytes: a header (range, value, words) and a PNG with the pictures side by
side. The browser asks for one value at a time and waits for its answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from lib.models.errors import UserError
from lib.ui import address, jobs, session
from lib.ui.component import component, pack
from lib.ui.player import png

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.recipe import Denoise, Recipe
    from lib.runs.trajectory import Trajectory

STEP: Final = 0.01
PATIENCE: Final = 60.0
"""Seconds for one answer; the first takes longest: torch is imported and the model loaded."""


def noise(sweep: Trajectory | None, key: str, digit: int, start: float = 0.5) -> None:
    """One digit under as much noise as the reader drags in: the noisy picture, the model's answer, the clean digit.

    Args:
        sweep: the answer to a ``denoise`` recipe whose first level is 0 and whose last is the most; it is what is shown
            until the slider is moved, and the same is asked of one digit at the slider's level. Nothing without it.
        key: unique on its page, and beginning with it.
        digit: which picture of the batch.
        start: where the slider stands at first.
    """
    if sweep is not None:
        session.run().panels.add(key)
        st.fragment(_noise)(sweep, key, digit, start)


def _noise(sweep: Trajectory, key: str, digit: int, start: float) -> None:
    from lib.runs.recipe import change

    most = float(sweep.sigma[-1])
    name = address.told(f"{key}_sigma")
    linked = level({"value": st.query_params.get(name)}, most, start)
    sigma = level(st.session_state.get(f"{key}_live"), most, linked)
    last = f"_{key}_pictures"
    k = int(abs(sweep.sigma - sigma).argmin())
    if abs(float(sweep.sigma[k]) - sigma) < STEP / 2:
        shown, error = _pictures(sweep, k, digit), None
    else:
        alone = change(sweep.recipe, sigmas=(sigma,), digits=(sweep.recipe.model_dump()["digits"][digit],))
        found, error = _answer(alone, key)
        shown = _pictures(found, 0, 0) if found else st.session_state.get(last) or _pictures(sweep, 0, digit)
    shown = (*shown[:2], sweep.x_t[0, digit, 0])
    st.session_state[last] = shown
    component("live", "block", "address")(
        key=f"{key}_live", data=payload(shown, sigma, most, name, start), on_value_change=lambda: None
    )
    if error is not None:
        st.error(error, icon=":material/error:")


def _pictures(found: Trajectory, k: int, digit: int) -> tuple[NDArray, ...]:
    """Noisy and denoised."""
    return found.x_t[k, digit, 0], found.x_0[k, digit, 0]


def level(state: Any, most: float, start: float) -> float:
    """The noise level that a browser asks for, on the slider's grid and in its range; `start` for anything else."""
    try:
        value = float(state["value"])
    except (KeyError, TypeError, ValueError):
        value = start
    if not math.isfinite(value):
        value = start
    return round(min(max(value, 0.0), most), 2)


def payload(pictures: Sequence[NDArray], sigma: float, most: float, name: str = "", start: float = 0.5) -> bytes:
    """The block of bytes for the browser.

    Args:
        pictures: noisy, denoised and clean, (H, W) each, in [0, 1] where they are clean.
        sigma: the level that they belong to.
        most: the highest level.
        name: of the level in the address bar.
        start: the level that needs no word there.
    """
    import numpy as np

    from lib.runs.trajectory import to_uint8

    noisy, denoised, clean = (np.asarray(picture, np.float32) for picture in pictures)
    header = {
        "value": sigma,
        "name": name,
        "start": start,
        "least": 0,
        "most": most,
        "step": STEP,
        "symbol": "σ",
        "label": "Noise σ",
        "width": clean.shape[1],
        "height": clean.shape[0],
        "pictures": [["noisy", _decibels(noisy, clean)], ["denoised", _decibels(denoised, clean)], ["clean", ""]],
    }
    return pack(header, png(to_uint8(np.concatenate([noisy, denoised, clean], axis=1))))


def _decibels(picture: NDArray, clean: NDArray) -> str:
    """How close a picture is to the clean one, in words; noise counts beyond black and white too."""
    from lib.runs.measures import psnr

    found = psnr(picture, clean, cut=False)
    return "no error" if math.isinf(found) else f"{found:.1f} dB"


def _answer(recipe: Recipe | Denoise, key: str) -> tuple[Trajectory | None, str | None]:
    """The answer and no error, or why there is none. A job like any other, and it is waited for."""
    from lib.runs.engine import engine

    try:
        known = engine().get(recipe)
    except UserError as error:
        return None, str(error)
    if known is not None:
        return known, None
    job = jobs.mine().start(key, recipe)
    job.wait(PATIENCE)
    if job.result is None:
        return None, str(job.error or "Other runs come first: move the slider again in a moment.")
    return job.result, None
