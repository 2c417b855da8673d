"""Room: ui. The pictures of A7: edits from several i_start in a row, a slider with two scales, and drawn digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.draw.style import NOISE, SIGNAL
from lib.models.errors import UserError
from lib.runs import editing, images
from lib.ui import charts, controls, own, pictures
from lib.ui.ahead import ahead, place
from lib.ui.enlarging import large, meters
from lib.ui.place import in_place
from lib.ui.player import player, standing
from lib.ui.together import together
from lib.ui.wipe import wipe

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

TOWARDS = editing.TOWARDS
Found = Mapping[int, "Trajectory"]


def recipes(**asked: Any) -> dict[int, Recipe]:
    """One edit for each i_start, or none and a sentence where the knobs make no sense."""
    try:
        return editing.edits(**asked)
    except UserError as error:
        st.warning(str(error), icon=":material/info:")
        return {}


def row(asked: Mapping[int, Recipe], key: str) -> dict[int, Trajectory]:
    """The original, and its edits from the i_start of the course; all answers are handed on."""
    found = together(asked, key)
    shown = {i: found[i] for i in editing.STARTS if i in found}
    if shown:
        _row(shown)
    return found


def _row(shown: Found) -> None:
    first = next(iter(shown.values()))
    ref, side = _image(first), first.images.shape[1]
    if images.known(ref):
        items = [("Original", own.seen(ref, side), f"{side} × {side}")]
        items += [(f"{i}", found.images[0], f"t = {found.t[0]:.0f}") for i, found in shown.items()]
        pictures.row(items, wide=len(items), narrow=3)


def scale(found: Found, key: str, default: int = 10) -> None:
    """One slider over i_start, and what stands behind each of its values: two scales, and the run.

    Args:
        found: i_start → the run of one edit; nothing until they are there.
        key: the page, before the names of its controls.
        default: where the slider stands at first.
    """
    if len(found) == len(editing.SCALE):
        st.fragment(_scale)(dict(found), key, default)


def _scale(found: Found, key: str, default: int) -> None:
    i = int(controls.choice(key, "i_start", "Begin at step i_start", list(found), default))
    run = found[i]
    ref, side = _image(run), run.images.shape[1]
    if not images.known(ref):
        return
    original, edit = own.seen(ref, side), run.images[0]
    kept = {n: editing.psnr(one.images[0], original) for n, one in found.items()}
    scales, walk = f"{key}_scales", f"{key}_edit"
    place(scales, _meters(run, kept[i]))
    player(run, walk)
    ahead(f"{key}_i_start", i, found, lambda n: {scales: _meters(found[n], kept[n]), **standing(found[n], walk)})
    left, right = st.columns(2, gap="medium", vertical_alignment="center")
    with left:
        wipe(original, edit, key, ("original", "edit"))
    with right:
        _figure(found, kept, i, f"{key}_figure")
    own.offer(run, key)
    large(run, f"{key}_large")


def _meters(run: Trajectory, kept: float) -> str:
    share = editing.noise_share(float(run.alpha[0]), float(run.sigma[0]))
    return meters(
        [
            ("noise", share, f"{share:.0%} of the variance", NOISE),
            ("time", float(run.t[0]) / 999, f"t = {run.t[0]:.0f} of 999", NOISE),
            ("kept", min(kept / 30, 1), f"{kept:.1f} dB PSNR against the original", SIGNAL),
        ]
    )


def _figure(found: Found, kept: Mapping[int, float], at: int, key: str) -> None:
    from lib.draw import scales

    times = [float(run.t[0]) for run in found.values()]
    noise = [editing.noise_share(float(run.alpha[0]), float(run.sigma[0])) for run in found.values()]
    shown = (at, *(round(value, 2) for value in kept.values()), *times)
    charts.chart(key, lambda: scales.edit_scale(list(found), times, noise, list(kept.values()), at), *shown)


@in_place
def digits(image: str, model: str, target: int, seed: int, key: str) -> None:
    """A digit on its way to another one, from several i_start.

    Args:
        image: the reference of a digit.
        model: of digits.
        target: which digit it should become.
        seed: of the noise.
        key: unique on its page.
    """
    asked = editing.digit_edits(model=model, image=image, prompt=str(target), seed=seed)
    found = together(asked, key)
    if not found:
        return
    first = next(iter(found.values()))
    if not images.known(_image(first)):
        return
    items = [("Drawn", own.seen(_image(first), 28), "")]
    items += [(f"{i}", run.images[0], _time(run)) for i, run in found.items()]
    pictures.row(items, wide=len(items), narrow=4)
    own.offer(found.get(editing.DIGIT_STARTS[2]), key)


def _time(run: Trajectory) -> str:
    t = float(run.t[0])
    return f"t = {t:.2f}" if t <= 1 else f"t = {t:.0f}"


def _image(run: Trajectory) -> str:
    return str(getattr(run.recipe, "image", ""))


def digit_model(page: str) -> str:
    """Which model of digits edits."""
    names = {"rectified flow": "digits-flow", "class DDPM": "digits-class-ddpm"}
    return names[controls.pick(page, "digits", "Model", tuple(names), "rectified flow")]
