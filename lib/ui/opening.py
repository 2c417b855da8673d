"""Room: ui. Open a file: a recipe, or anything that was exported here, shows the run that made it.

The box stands at the foot of the sidebar; a file that is dropped anywhere else on a page goes there too.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.models.errors import UserError
from lib.runs.limits import LARGEST
from lib.ui.component import component
from lib.ui.plain import plain

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

KEY: Final = "opening"
PAGE: Final = "pages/compare.py"
KINDS: Final = "a recipe (JSON), or a GIF, MP4, PNG, WebP, APNG, ZIP, CSV or NPZ that was exported here"
_COUNT = "_opening_count"


def opening() -> None:
    """The box; a file that holds a recipe opens the page that shows its run."""
    count = st.session_state.get(_COUNT, 0)
    with st.container(key=KEY, gap="xsmall"):
        file = st.file_uploader(
            "Open a file",
            key=f"{KEY}_{count}",
            max_upload_size=LARGEST,
            help=f"Drop {KINDS} on any page: the run that made it is shown.",
        )
        component("opening")(key=f"{KEY}_drop", data={"into": KEY})
        if file is None:
            return
        try:
            recipe = read(file.getvalue())
        except UserError as error:
            st.warning(plain(str(error)), icon=":material/draft:")
            return
    st.session_state[_COUNT] = count + 1  # an empty box, or the file would be opened on every page again
    st.switch_page(PAGE, query_params=view(recipe))


def view(recipe: Recipe) -> dict[str, str]:
    """The address of the page that shows a run, and changes nothing of it."""
    from lib.runs.recipe import to_query

    return {**to_query(recipe), "compare_knob": "nothing"}


def read(data: bytes) -> Recipe:
    """The recipe in a file of unknown origin.

    Raises:
        UserError: one sentence, for a file that is too large, holds no recipe, or one that makes no sense.
    """
    from lib.runs.recipe import from_json

    if len(data) > LARGEST * 10**6:
        raise UserError(f"This file is larger than {LARGEST} MB, so it wasn't read: open a smaller one.")
    text = data if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else _inside(data)
    if text is None:
        raise UserError(f"There is no recipe in this file: open {KINDS}.")
    return from_json(text)


def _inside(data: bytes) -> str | None:
    from lib.draw.reading import read_recipe

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture of a billion pixels is only warned of
            return read_recipe(data)
    except UserError:
        raise
    except Exception as error:  # whatever a decoder may say of a file that was made to trouble it
        raise UserError(f"This file is damaged, or isn't what it claims to be: open {KINDS}.") from error
