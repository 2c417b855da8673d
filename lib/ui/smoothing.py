"""Room: ui. The pictures of A2: filters beside a model's one answer, best kernels, and spectra."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import streamlit as st

from lib.runs import filters
from lib.runs.defaults import FILTERED
from lib.runs.trajectory import to_image
from lib.ui import controls, lesson, pictures
from lib.ui.ahead import answered
from lib.ui.charts import chart, of
from lib.ui.place import in_place
from lib.ui.soon import soon
from lib.ui.together import lasting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

__all__ = ["FILTERED", "answer", "beside", "desk", "kernels", "sizes", "spectra"]

COURSE = (250, 500, 750)
SIGMAS = (0.0, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0)
"""Widths of the blur to choose from, in pixels; 0 takes the usual one for the kernel."""


class Case(NamedTuple):
    """One picture at one level: clean, noisy at its own brightness, and the model's answer; (3, H, W), -1 to 1."""

    clean: NDArray[np.float32]
    noisy: NDArray[np.float32]
    model: NDArray[np.float32]
    noise: float


def sizes() -> tuple[int, ...]:
    """The kernels to choose from."""
    return filters.KERNELS


def answer(recipe: Recipe | None, key: str) -> Trajectory | None:
    """The noisy picture and the model's answer at each level; while they are computed, those that were shown before."""
    return lasting(recipe, key)


def desk(page: str, found: Trajectory | None) -> tuple[int, int, float]:
    """The level and the blur, and what answers them at once: `beside`.

    Args:
        page: prefix of the keys ("a2").
        found: as for `beside`.

    Returns:
        Timestep, kernel and sigma.
    """

    def part() -> tuple[int, int, float]:
        with lesson.knobs():
            t = controls.choice(page, "t", "Level t", FILTERED[::-1], 500)
            kernel = controls.choice(page, "kernel", "Kernel (pixels)", sizes(), 5)
            sigma = controls.choice(page, "sigma", "Sigma (0: usual)", SIGMAS, 0.0)
        beside(found, page, t, kernel, sigma)
        return t, kernel, sigma

    return soon(part)


@in_place
def beside(found: Trajectory | None, page: str, t: int, kernel: int, sigma: float) -> None:
    """The clean and the noisy picture, three filters, and the model, each with its PSNR.

    Args:
        found: a ``onestep`` run that holds the level.
        page: prefix of the controls' keys.
        t: timestep.
        kernel: of the blur, in pixels.
        sigma: of the blur, in pixels; 0 takes the usual one for the kernel.
    """
    if found is None:
        return
    drawn = partial(_beside, of(found), _found=found)
    answered(page, drawn, t=(t, FILTERED[::-1]), kernel=(kernel, sizes()), sigma=(sigma, SIGMAS))
    (size, _), (strength, _) = _others(of(found), t, found)
    st.caption(
        f"Blur: kernel of {kernel} px, σ {sigma or filters.sigma_of(kernel):.1f}. Median of {size} px, non-local means "
        f"of strength {strength:g}: each the best of several for this picture. Model: one call. All get "
        "$x_t/\\sqrt{\\bar\\alpha_t}$, so that no filter is blamed for the faded picture. PSNR: 6 dB more is half the "
        "error in each pixel."
    )


@st.cache_data(max_entries=256, show_spinner=False)
def _beside(token: tuple[str, str], t: int, kernel: int, sigma: float, _found: Trajectory) -> str:
    case, (_, middle), (_, means) = _case(_found, t), *_others(token, t, _found)
    shown = {
        "Noisy": case.noisy,
        "Blur": _blurred(case, kernel, sigma or filters.sigma_of(kernel)),
        "Median": middle,
        "Means": means,
        "Model": case.model,
    }
    items = [(name, to_image(picture, black=-1), _db(picture, case)) for name, picture in shown.items()]
    return pictures.figures([("Clean", to_image(case.clean, black=-1), ""), *items], wide=6, narrow=3)


@in_place
def kernels(found: Trajectory | None, key: str, kernel: int) -> None:
    """The PSNR by kernel at the course's levels, the best pointed out."""
    if found is None:
        return
    curves = {t: _curve(of(found), t, found) for t in COURSE}

    def build() -> Any:
        from lib.draw.noising import kernels_figure

        return kernels_figure(curves, kernel)

    chart(f"{key}_figure", build, of(found), kernel)
    best = {t: max(curve, key=lambda size: curve[size]) for t, curve in curves.items()}
    most = filters.KERNELS[-1]
    listed = ", ".join(f"{size} px{' (the largest)' * (size == most)} at t = {t}" for t, size in best.items())
    st.caption(
        f"Best by PSNR for this picture: {listed}, each kernel with its usual σ. By eye, on pictures of 64 px, one "
        "write-up of the course settled on 3, 5 and 9: PSNR punishes grain harder than an eye does."
    )


@in_place
def spectra(found: Trajectory | None, key: str, t: int, kernel: int, sigma: float) -> None:
    """What is left of coarse and fine, in the clean, the noisy, the blurred picture, and the model's answer."""
    if found is None:
        return
    case = _case(found, t)
    sigma = sigma or filters.sigma_of(kernel)

    def build() -> Any:
        from lib.draw.noising import spectra_figure

        shown = {
            "clean": case.clean,
            "noisy": case.noisy,
            "blurred": _blurred(case, kernel, sigma),
            "model": case.model,
        }
        measured = {name: filters.radial_spectrum(picture) for name, picture in shown.items()}
        frequencies = measured["clean"][0]
        return spectra_figure(frequencies, {name: amplitudes for name, (_, amplitudes) in measured.items()})

    chart(f"{key}_figure", build, of(found), t, kernel, sigma)


def _case(found: Trajectory, t: int) -> Case:
    from lib.runs import images

    k = int(np.abs(found.t - t).argmin())
    alpha, sigma = float(found.alpha[k]), float(found.sigma[k])
    clean = images.pixels(found.recipe.model_dump()["image"], found.x_t.shape[-1]) * 2 - 1
    noisy = filters.unscaled(found.x_t[k, 0], alpha)
    return Case(clean, noisy, found.x_0[k, 0].astype(np.float32), sigma / alpha)


@st.cache_data(max_entries=64, show_spinner=False)
def _others(token: tuple[str, str], t: int, _found: Trajectory) -> tuple[Any, Any]:
    case = _case(_found, t)
    return filters.best_median(case.noisy, case.clean), filters.best_means(case.noisy, case.clean, case.noise)


@st.cache_data(max_entries=64, show_spinner=False)
def _curve(token: tuple[str, str], t: int, _found: Trajectory) -> dict[int, float]:
    case = _case(_found, t)
    return filters.kernel_curve(case.noisy, case.clean)


def _blurred(case: Case, kernel: int, sigma: float) -> NDArray[np.float32]:
    from lib.runs.blur import gaussian

    blurred: NDArray[np.float32] = gaussian(case.noisy, sigma, kernel)
    return blurred


def _db(picture: NDArray[np.float32], case: Case) -> str:
    return f"{filters.psnr(picture, case.clean):.1f} dB"
