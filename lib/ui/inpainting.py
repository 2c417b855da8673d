"""Room: ui. The pictures of A8: original, mask and result, and three ways to put the known part back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from lib.models.errors import UserError
from lib.runs import editing, images
from lib.runs.seams import seam
from lib.runs.trajectory import to_image
from lib.ui import controls, own, panel, pictures
from lib.ui.enlarging import large
from lib.ui.masking import Mask, tinted
from lib.ui.place import in_place
from lib.ui.soon import soon
from lib.ui.together import together
from lib.ui.wipe import wipe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

WAYS = editing.WAYS
NOISED = editing.NOISED
_MAP = (213, 94, 0)


def recipes(mask: Mask, again: int, **asked: Any) -> dict[str, Recipe]:
    """One recipe for each way, or none and a sentence where the knobs make no sense.

    Args:
        mask: which part becomes new.
        again: how often RePaint walks each step.
        asked: the knobs that all three share.
    """
    try:
        return editing.inpaintings(again, **mask.knobs(), **asked)
    except UserError as error:
        st.warning(str(error), icon=":material/info:")
        return {}


def picture(page: str, asked: Mapping[str, Recipe]) -> Trajectory | None:
    """The picture, made in the way that the reader chooses.

    Args:
        page: prefix of the keys ("a8").
        asked: by way, as `recipes` makes them.

    Returns:
        The answer, once it is there.
    """

    def part() -> Trajectory | None:
        way = controls.pick(page, "way", "What is put back", WAYS, NOISED)
        return panel.show(asked.get(way), key=page, others={f"{page}_way": asked})

    return soon(part)


@in_place
def shown(found: Trajectory | None, key: str) -> None:
    """The original, its mask and the result; a wipe; and what can be done with the result."""
    if found is None or not _is_here(found):
        return
    side = found.images.shape[1]
    original, new, result = _original(found), mask_of(found).pixels(side), found.images[0]
    left, right = st.columns(2, gap="medium", vertical_alignment="center")
    with left:
        items = [("Original", original, ""), ("Mask", tinted(original, new), f"{new.mean():.0%} is new")]
        pictures.row(items, wide=2, narrow=2)
        given = new <= 0
        if given.any():
            off = int(abs(result.astype(int) - original)[given].max())
            st.caption(f"Outside of the mask the result differs from the original by {off}/255 at most.")
    with right:
        wipe(original, result, key, ("original", "result"))
    own.offer(found, key)
    large(found, f"{key}_large")


@in_place
def ways(asked: Mapping[str, Recipe], key: str) -> None:
    """The ways beside each other: on the way, at the end, and the seam, measured.

    Args:
        asked: name → a recipe; all of one picture and mask.
        key: unique on its page.
    """
    found = together(asked, key, silent=True)
    if len(found) < len(asked) or not found or not all(_is_here(run) for run in found.values()):
        return
    first = next(iter(found.values()))
    new = mask_of(first).pixels(first.images.shape[1])
    seams = {way: editing.seam_of(run, new) for way, run in found.items()}
    bright = max(*(float(one.map.max()) for one in seams.values()), 1e-6)
    half = {way: halfway(run) for way, run in found.items()}
    t = float(first.t[_middle(first)])
    rows = [
        (f"x_t at t = {t:.0f}", [half[way] for way in found]),
        ("the end", [run.images[0] for run in found.values()]),
        ("the seam", [_map(one.map / bright) for one in seams.values()]),
    ]
    pictures.table(rows, [_head(way, run) for way, run in found.items()], most="46rem")
    told = ", ".join(f"{one.error:.1f} ({way})" for way, one in seams.items())
    natural = seam(_original(first), new)
    st.caption(
        f"Jumps across the mask's edge, as multiples of the jumps between all other neighbours of the picture: {told}. "
        f"The original jumps {natural.error:.1f} times there. Bright in the last row: a large jump."
    )


def halfway(found: Trajectory) -> NDArray[np.uint8]:
    """x_t where the walk is at about a third: (H, W, 3), with noise beyond black and white cut off."""
    return to_image(found.pixels("x_t")[_middle(found), 0])


def _middle(found: Trajectory) -> int:
    return int(abs(found.t - 690).argmin())


def _head(way: str, found: Trajectory) -> str:
    again = int(getattr(found.recipe, "resample", 1))
    return f"{way}, U = {again}" if again > 1 else way


def _map(share: NDArray) -> NDArray[np.uint8]:
    return np.rint(share[..., None] * np.array(_MAP)).astype(np.uint8)


def mask_of(found: Trajectory) -> Mask:
    """The mask of an inpainting."""
    recipe: Any = found.recipe
    return Mask(recipe.mask, recipe.inverted, recipe.feather)


def _original(found: Trajectory) -> NDArray:
    return own.seen(str(getattr(found.recipe, "image", "")), found.images.shape[1])


def _is_here(found: Trajectory) -> bool:
    """Whether its picture and its mask are still on this machine."""
    recipe: Any = found.recipe
    return images.known(recipe.image) and (not images.is_digest(recipe.mask) or images.known(recipe.mask))
