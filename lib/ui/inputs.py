"""Room: ui. Which picture a lesson begins with: a drawing of ours, a file, a drawing of the reader's, or a result.

The reference of the picture stands in the address bar, so a link opens the same picture on the same machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.models.errors import UserError
from lib.runs import drawings, images
from lib.ui import address, canvas, own, session, uploading
from lib.ui.assignments import holding
from lib.ui.gallery import Item, gallery
from lib.ui.masking import Mask, mask
from lib.ui.own import offer

__all__ = ["Mask", "digit", "image", "mask", "offer"]

_NAMES = {"logo": "our logo", "three": "a three"}
_UPLOAD, _DRAW = "Upload a picture", "Draw one"


def image(page: str, default: str = "tower", label: str = "Picture") -> str:
    """A reference to a picture, for a recipe: the reader chooses it.

    Args:
        page: prefix of the keys ("a7").
        default: the drawing that a page opens with.
        label: over the control.
    """
    return _chosen(page, default, label, drawings.NAMES, (_UPLOAD, _DRAW), "white")


def digit(page: str, default: str = "three", label: str = "A digit, white on black") -> str:
    """A reference to a digit: one of ours, or drawn here; for models of digits.

    Args:
        page: prefix of the keys ("a7_digit"); not the prefix of another picture on the page.
        default: what a page opens with.
        label: over the control.
    """
    return _chosen(page, default, label, drawings.SKETCHES, (_DRAW,), "black")


def _chosen(page: str, default: str, label: str, names: Sequence[str], ways: Sequence[str], paper: str) -> str:
    """The gallery, and below it how to bring a picture of one's own; what is new there is chosen at once."""
    kept = holding.fixed(f"{page}_image", label, default, _here, lambda ref: _NAMES.get(ref, ref[:12]))
    if kept is not None:
        return kept
    with st.container(key=f"{page}-input", gap="small"):
        st.html(f"<div class='label'>{label}</div>")
        above = st.container()
        way = st.pills(
            "A picture of your own", ways, key=f"{page}_own", bind="query-params", label_visibility="collapsed"
        )
        if way == _UPLOAD:
            _follow(page, own.UPLOAD, uploading.upload(page), default)
        elif way == _DRAW:
            _follow(page, own.DRAWING, _drawn(page, paper), default)
        with above:
            chosen, items = _current(page, default), _items(names)
            if all(item.ref != chosen for item in items):
                items.append(Item(chosen, "this link's", "The picture of this link", own.thumb(chosen)))
            gallery(items, chosen, page, lambda ref: _choose(page, ref, default), label)
    return chosen


def _current(page: str, default: str) -> str:
    """What the address bar names, else what was chosen here last; with a sentence where it isn't here.

    An address that Back or Forward led to says all: there nothing is remembered.
    """
    key = address.told(f"{page}_image")
    remembered = None if session.returned() else st.session_state.get(f"_{key}")
    asked = st.query_params.get(key) or remembered or default
    try:
        ref = images.check_ref(asked)
        own.thumb(ref)
    except (ValueError, UserError) as error:
        st.warning(_sentence(error), icon=":material/broken_image:")
        return default
    _choose(page, ref, default)
    return ref


def _here(ref: object) -> str:
    """A reference to a picture that is on this machine."""
    found = images.check_ref(ref)
    own.thumb(found)
    return found


def _sentence(error: Exception) -> str:
    text = str(error)
    return text if text.endswith(".") else f"{text}."


def _choose(page: str, ref: str, default: str) -> None:
    """Remember it, and write it into the address bar; a page that opens with it needs no word."""
    key = f"{page}_image"
    st.session_state[f"_{key}"] = ref
    if ref == default:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != ref:
        st.query_params[key] = ref


def _follow(page: str, name: str, ref: str | None, default: str) -> None:
    """A picture that is new since the last run is chosen; an old one leaves the choice to the reader."""
    last = f"_{page}_{name}"
    if ref is not None and ref != st.session_state.get(last):
        st.session_state[last] = ref
        own.put(name, ref)
        _choose(page, ref, default)


def _drawn(page: str, paper: str) -> str | None:
    """The reference of what is on the sheet; None while it is empty, or can't be kept."""
    pixels = canvas.drawing(f"{page}_sketch", paper, label="Your drawing")
    if pixels is None:
        st.caption("The lesson follows your drawing after each stroke; until the first one the picture above stays.")
        return None
    try:
        return images.keep(pixels)
    except UserError as error:
        st.warning(str(error), icon=":material/broken_image:")
        return None


def _items(names: Sequence[str]) -> list[Item]:
    items = [Item(name, _NAMES.get(name, name), drawings.TITLES[name], own.thumb(name)) for name in names]
    for name, ref in own.pictures().items():
        if all(item.ref != ref for item in items):
            items.append(Item(ref, name, name.capitalize(), own.thumb(ref)))
    return items
