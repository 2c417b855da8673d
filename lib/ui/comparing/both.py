"""Room: ui. Two runs in one player, what their difference is level by level, and where they part, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from lib.runs.compared import NEAR, PARTED, compare, is_walk, same_size
from lib.ui import address, panel, session
from lib.ui.charts import chart, of
from lib.ui.component import pack
from lib.ui.player import levels, mount, player, sprite
from lib.ui.together import together

if TYPE_CHECKING:
    from lib.runs.compared import Compared
    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

KEY: Final = "compare"
PANELS: Final = tuple((*letter, words) for letter in (("x", "t"), ("x̂", "0")) for words in ("of A", "of B", "|A − B|"))


def show(a: Recipe, b: Recipe | None) -> tuple[Trajectory, Trajectory] | None:
    """A alone, or both played together; both, once they are there."""
    if b is None or b == a:
        if b is not None:
            st.caption("B is A: change the value, and they may part.")
        panel.show(a, key=f"{KEY}_a")
        return None
    status, picture = st.container(), st.container()
    with status:
        found = together({"A": a, "B": b}, KEY)
    one, other = found.get("A"), found.get("B")
    with picture:
        if one is not None and other is not None and (one.recipe.kind, other.recipe.kind) == (a.kind, b.kind):
            _both(one, other)
            return one, other
        if one is not None:
            player(one, f"{KEY}_a")
    return None


def _both(a: Trajectory, b: Trajectory) -> None:
    packed, header, white = _packed(f"{of(a)} {of(b)}", a, b)
    mount(pack({**header, "name": address.told(f"{KEY}_frame")}, packed), KEY)
    session.let_paint()
    if len(header["panels"]) == 6:
        st.caption(
            f"|A − B| is black where both are equal, and white where they differ by {white:.2f} or more "
            "(1 is from black to white)."
        )


@st.cache_resource(max_entries=8, show_spinner=False)
def _packed(token: str, _a: Trajectory, _b: Trajectory) -> tuple[bytes, dict[str, Any], float]:
    from lib.draw.compared import panels

    found = compare(_a, _b)
    stacks, white = panels(_a, _b, found)
    packed, layout = sprite(stacks)
    whole = len(stacks) == 6
    header = {
        **layout,
        **levels(_a, found.a),
        "key": token,
        "panels": [list(panel) for panel in PANELS if whole or not panel[2].startswith("|")],
        "columns": 3 if whole else 2,
        "points": _a.x_t.ndim == _b.x_t.ndim == 3,
        "start": layout["frames"] - 1,
    }
    return packed, header, white


def apart(runs: tuple[Trajectory, Trajectory] | None) -> None:
    """The difference over the levels, and the step at which they part; nothing until both runs are there."""
    if runs is None:
        return
    a, b = runs
    found, walk = compare(a, b), is_walk(a.recipe) and is_walk(b.recipe)
    if not found.matched.any():
        st.info(_none(a, b), icon=":material/info:")
        return
    unit = "1 is from black to white" if a.x_t.ndim == 5 else "units of the plane"
    threshold = float(
        st.slider(
            "Parted above",
            *(0.01, 0.5, PARTED, 0.01),
            key="compare_threshold",
            bind="query-params",
            help="The RMS difference of x̂₀ from which on two runs count as parted.",
            width=320,
        )
    )
    st.markdown(f"{_begins(a, b, found) if walk else _asked_alone()} {_parts(a, found, threshold) if walk else ''}")

    def build() -> Any:
        from lib.draw.compared import apart_figure

        return apart_figure(found, threshold, unit, walk)

    chart("compare_figure", build, of(a), of(b), threshold)
    st.caption(_measured(found))


def _none(a: Trajectory, b: Trajectory) -> str:
    if not same_size(a, b):
        sizes = " and ".join(" × ".join(map(str, run.x_t.shape[-2:])) for run in (a, b))
        return (
            f"A and B have pictures of {sizes} pixels. Noise of another size is other noise, and nothing can be "
            "subtracted: here you can only look."
        )
    return "No level of A lies near a level of B, so there is nothing to subtract: here you can only look."


def _begins(a: Trajectory, b: Trajectory, found: Compared) -> str:
    if found.alike:
        return "**Both begin with the same noise.**"
    if getattr(a.recipe, "seed", 0) != getattr(b.recipe, "seed", 0):
        return "**B has another seed, and begins with other noise:** what follows is no effect of a knob."
    if not found.matched[0]:
        return "**They begin at different levels;** before both have begun there is nothing to compare."
    return f"**They don't begin alike:** their first $x_t$ differ by {found.x_t[0]:.2f}."


def _asked_alone() -> str:
    return "Each level is asked by itself here and follows from no other, so there is no step at which runs part."


def _parts(a: Trajectory, found: Compared, threshold: float) -> str:
    at = found.parts(threshold)
    count = len(found.share)
    if at is None:
        most = float(found.x_0[found.matched].max())
        return f"They never part: $\\hat x_0$ differs by {most:.3f} at most, which is not above {threshold:.2f}."
    t = float(a.t[found.a[at]])
    where = f"$t = {t:.0f}$" if a.t[0] > 1 else f"$t = {t:.2f}$"
    left = f"{found.share[at]:.0%} of what they hold is still noise"
    if at == 0:
        return f"They part **at once**: already the first estimate $\\hat x_0$ differs by {found.x_0[0]:.2f}."
    return (
        f"They part **at {where}**, picture {at + 1} of {count}, where {left}: it is the first at which $\\hat x_0$ "
        f"differs by more than {threshold:.2f}."
    )


def _measured(found: Compared) -> str:
    left_out = int((~found.matched).sum())
    told = (
        f"Root of the mean squared difference over all pixels of the first {found.pictures} pictures."
        if found.pictures > 1
        else "Root of the mean squared difference over all pixels."
    )
    if left_out:
        told += (
            f" At {left_out} of {len(found.share)} pictures the other run has no level within {NEAR} of the same share "
            "of noise; they have no point."
        )
    return told
