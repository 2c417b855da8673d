"""Room: ui. How a file shall look and move: only what its format knows is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from lib.draw.studio.options import DRAWN, FORMATS, Export, options
from lib.draw.studio.words import labels
from lib.models.errors import UserError
from lib.ui import controls

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

PAGE: Final = "studio"
SIZES: Final = (240, 360, 480, 720, 960, 1280, 1600, 1920, 2560)
_FACTS: Final = ("step", "t", "guidance", "prompt")
SHOWN: Final = {"both": ("x_t", "x_0"), "the noisy picture": ("x_t",), "the estimate": ("x_0",)}
HOLDS: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
LABEL: Final = "label_{}"
LONGEST: Final = 60
"""Characters of a name over a run."""
_NAMES: Final = {kind.name: name for name, kind in FORMATS.items()}


def look(recipes: Sequence[Recipe]) -> Export | None:
    """The controls; None, and a sentence, where what they say can't be."""
    format_ = _NAMES[controls.pick(PAGE, "format", "File", list(_NAMES), "GIF")]
    kind = FORMATS[format_]
    st.caption(f"{kind.name}: {kind.about}.")
    chosen: dict[str, Any] = {"format": format_}
    if len(recipes) > 1:
        chosen["labels"] = _labels(recipes)
    if format_ in DRAWN:
        with _row("picture"):
            chosen |= _picture(format_, recipes)
        with _row("time"):
            chosen |= _time(format_)
    try:
        return options(**chosen)
    except UserError as error:
        st.warning(str(error), icon=":material/info:")
        return None


def _row(name: str) -> Any:
    return st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key=f"{PAGE}-row-{name}")


def _labels(recipes: Sequence[Recipe]) -> tuple[str, ...]:
    """A name over each run: what differs between them, until somebody writes another."""
    suggested = labels(recipes)
    if not controls.toggle(PAGE, "named", "A name over each run", True):
        return ()
    with _row("labels"):
        return tuple(
            st.text_input(
                f"Name of run {i}",
                max_chars=LONGEST,
                key=f"{PAGE}_{LABEL.format(i)}",
                bind="query-params",
                placeholder=name,
            )
            or name
            for i, name in enumerate(suggested, start=1)
        )


def _picture(format_: str, recipes: Sequence[Recipe]) -> dict[str, Any]:
    size = controls.choice(PAGE, "size", "Longer side, in pixels", SIZES, 720)
    shown = controls.pick(PAGE, "show", "Shows", list(SHOWN), "both")
    clear = FORMATS[format_].clear
    grounds = ["dark", "paper", "transparent"] if clear else ["dark", "paper"]
    ground = controls.pick(PAGE, "ground" if clear else "paper", "Ground", grounds, "dark")
    captions = st.pills(
        "Written below", _FACTS, selection_mode="multi", key=f"{PAGE}_captions", bind="query-params", default=[]
    )
    found = {"size": size, "show": SHOWN[shown], "ground": ground, "captions": tuple(captions)}
    if len(recipes) > 1:
        found["across"] = _automatic("across", "Runs in a row", range(1, len(recipes) + 1))
    most = max((recipe.pictures for recipe in recipes), default=1)
    if most > 1:
        found["columns"] = _automatic("columns", "Pictures in a row", range(1, min(most, 20) + 1))
    return found


def _automatic(name: str, label: str, numbers: Sequence[int]) -> int | None:
    chosen = controls.choice(PAGE, name, label, ("auto", *(str(n) for n in numbers)), "auto")
    return None if chosen == "auto" else int(chosen)


def _time(format_: str) -> dict[str, Any]:
    if format_ == "png":
        return {"frames": controls.choice(PAGE, "frames", "Frames at most", (2, 3, 4, 6, 8, 9, 12, 16, 20, 24), 12)}
    found: dict[str, Any] = {"bounce": controls.toggle(PAGE, "bounce", "There and back")}
    if not FORMATS[format_].moves:
        return found
    seconds = controls.choice(PAGE, "seconds", "Seconds, once", ("auto", "2", "3", "5", "8", "12", "20", "40"), "auto")
    found["seconds"] = None if seconds == "auto" else float(seconds)
    found["hold"] = controls.choice(PAGE, "hold", "Seconds at the end", HOLDS, 1.0)
    if format_ == "mp4":
        found["loops"] = controls.choice(PAGE, "times", "Times in a row", (1, 2, 3, 5, 10), 1)
    else:
        loops = controls.choice(PAGE, "loops", "Repeats", ("for ever", "1", "2", "3", "5", "10"), "for ever")
        found["loops"] = 0 if loops == "for ever" else int(loops)
    return found
