"""Room: ui. Open a file: a recipe, or anything that was exported here, leads back to where it was made.

The box stands at the foot of the sidebar; a file that is dropped anywhere else on a page goes there too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from lib.models.errors import UserError
from lib.runs.limits import LARGEST
from lib.ui import bound
from lib.ui.component import component
from lib.ui.plain import plain

if TYPE_CHECKING:
    from lib.ui.restoring.files import Contents

KEY: Final = "opening"
KINDS: Final = "a recipe (JSON), or a GIF, MP4, PNG, WebP, APNG, ZIP, CSV or NPZ that was exported here"
_COUNT, _TO, _WRONG = "_opening_count", "_opening_to", "_opening_wrong"


def opening(here: str) -> None:
    """The box; a file that holds recipes opens the page that shows their runs.

    Args:
        here: the page that is open.
    """
    count = st.session_state.get(_COUNT, 0)
    with st.container(key=KEY, gap="xsmall"):
        st.file_uploader(
            "Open a file",
            key=f"{KEY}_{count}",
            max_upload_size=LARGEST,
            help=f"Drop {KINDS} on any page: it leads back to the lesson, with its run restored.",
            on_change=_take,
            args=(here,),
        )
        component("opening")(key=f"{KEY}_drop", data={"into": KEY})
        if _WRONG in st.session_state:
            st.warning(plain(st.session_state[_WRONG]), icon=":material/draft:")
    if _TO in st.session_state:
        page, query = st.session_state.pop(_TO)
        st.switch_page(f"pages/{page}.py", query_params=query)


def _take(here: str) -> None:
    """What is in the file that was dropped, and where that leads."""
    from lib.ui.restoring.files import contents

    count = st.session_state.get(_COUNT, 0)
    file = st.session_state.get(f"{KEY}_{count}")
    st.session_state.pop(_WRONG, None)
    if file is None:
        return
    try:
        page, query = place(contents(file.getvalue()))
    except UserError as error:
        st.session_state[_WRONG] = str(error)
        return
    st.session_state[_COUNT] = count + 1  # an empty box for the next one
    if page == here:
        bound.put(query)
    else:
        st.session_state[_TO] = (page, query)


def place(found: Contents) -> tuple[str, dict[str, Any]]:
    """Where a file leads: to the lesson of its run, to the studio with several, or else to the page that shows any run.

    Returns:
        The page, and the query that restores the runs there.
    """
    from lib.runs.recipe import to_query
    from lib.ui.restoring.back import lesson_of
    from lib.ui.studio import runs

    if len(found.recipes) > 1:
        return "studio", runs.opened(found)
    page, query = lesson_of(found.recipes[0])
    if query is not None:
        return page, query
    return "compare", {**to_query(found.recipes[0]), "compare_knob": "nothing"}
