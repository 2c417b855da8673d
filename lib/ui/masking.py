"""Room: ui. Which part of a picture becomes new: a preset or painted by hand, the other way round, with a soft edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from lib.models.errors import UserError
from lib.runs import drawings, images, masks
from lib.ui import address, canvas, controls, own
from lib.ui.ahead import answered
from lib.ui.assignments import holding
from lib.ui.player import picture_url
from lib.ui.soon import soon

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWN = "drawn by you"
_UNDER = 256
_SEEN = 64
_SOFT = tuple(i / 100 for i in range(round(100 * masks.MAX_FEATHER) + 1))
_TINT = (213, 94, 0)


class Mask(NamedTuple):
    """Which part becomes new; the names are those of an ``inpaint`` recipe.

    Attributes:
        mask: a preset, or the digest of a painted mask.
        inverted: "yes" or "no".
        feather: how soft its edge is, as a share of the side.
    """

    mask: str
    inverted: str
    feather: float

    def knobs(self) -> dict[str, Any]:
        """For a recipe."""
        return self._asdict()

    def pixels(self, side: int) -> NDArray:
        """(side, side) float32 in [0, 1], 1 where something new is made."""
        return masks.mask(self.mask, side, self.feather, self.inverted == "yes")


def mask(page: str, image_ref: str, default: str = "top") -> Mask:
    """The reader's choice of a mask.

    Args:
        page: prefix of the keys ("a8").
        image_ref: the picture that a mask is painted over.
        default: the preset that a page opens with.
    """

    def part() -> Mask:
        with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
            preview = st.container(key=f"{page}_preview", width="content")
            with st.container(width=480):
                name = controls.pick(page, "mask", "What becomes new", (*masks.PRESETS, DRAWN), default)
                with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
                    feather = _feather(page)
                    turned = controls.toggle(page, "invert", "Invert", help="Make new what would have stayed.")
        ref = _painted(page, image_ref, default) if name == DRAWN else name
        found = Mask(ref, "yes" if turned else "no", float(feather))
        with preview:
            _preview(page, found, image_ref, name)
        _warn(found)
        return found

    return soon(part)


def _preview(page: str, found: Mask, image_ref: str, name: str) -> None:
    """The picture with the mask over it, before anything is made."""
    if not images.known(image_ref):
        return

    def drawn(gallery: str, mask: str, feather: float, invert: bool) -> str:
        new = Mask(found.mask if mask == DRAWN else mask, "yes" if invert else "no", feather).pixels(_SEEN)
        source = picture_url(tinted(own.seen(gallery, _SEEN), new))
        return f"<img class='preview-of-mask' alt='The picture; what becomes new is orange.' src='{source}'>"

    answered(
        page,
        drawn,
        gallery=(image_ref, drawings.NAMES),
        mask=(name, masks.PRESETS),
        feather=(found.feather, _SOFT),
        invert=(found.inverted == "yes", (False, True)),
    )


def _feather(page: str) -> float:
    """How softly the mask ends."""
    label, key, most = "Soft edge", f"{page}_feather", masks.MAX_FEATHER
    kept = holding.fixed(key, label, 0.0, holding.real(0, most), holding.number)
    if kept is not None:
        return kept
    help_ = "How far the edge fades, as a share of the picture's side."
    with st.container(width=260):
        return float(st.slider(label, 0.0, most, 0.0, 0.01, key=key, bind="query-params", help=help_))


def _painted(page: str, image_ref: str, default: str) -> str:
    """The reference of what is painted; of what was painted for this link; of a preset while there is neither.

    What a link asks for stays until there is a new stroke: another visit may have left another sheet behind.
    """
    key, last = address.told(f"{page}_painted"), f"_{page}_painted"
    side = _UNDER if images.is_digest(image_ref) else drawings.SMALL
    marked = canvas.mask(f"{page}_paint", own.seen(image_ref, side), label="What becomes new")
    try:
        if marked is not None:
            ref = images.keep(own.coloured(marked))
            if ref != st.session_state.get(last) or not st.query_params.get(key):
                st.session_state[last] = st.query_params[key] = ref
        asked = st.query_params.get(key, "")
        if asked:
            masks.mask(asked, 8)
            return asked
        st.caption(f"Paint over what should become new. Until then it is the preset “{default}”.")
    except UserError as error:
        st.warning(f"{error} Until then it is the preset “{default}”.", icon=":material/broken_image:")
    return default


def _warn(found: Mask) -> None:
    """A mask of all or nothing is allowed, and worth a word."""
    new = found.pixels(32)
    if new.min() > 0.5:
        st.caption("This mask covers the whole picture: nothing of it is kept, so this is plain sampling.")
    elif new.max() < 0.5:
        st.caption("This mask covers nothing: the picture comes back as it was.")


def tinted(picture: NDArray, new: NDArray) -> NDArray:
    """A picture with the part that becomes new in orange.

    Args:
        picture: (H, W, 3) uint8.
        new: (H, W) in [0, 1].
    """
    import numpy as np

    share = 0.75 * new[..., None]
    mixed: NDArray = np.rint(picture * (1 - share) + np.array(_TINT) * share).astype(np.uint8)
    return mixed
