"""Room: ui. Which runs are exported: those of the link, of a list, of a file. All of them stand in the address bar.

The first is written there as recipes are, knob by knob; others as a list in ``studio_also``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from lib.models import foreign
from lib.models.errors import UserError
from lib.runs.defaults import DEFAULTS
from lib.runs.limits import LARGEST
from lib.runs.recipe import KINDS, Recipe, from_json, from_query, knobs, to_json, to_query
from lib.ui import address, catalogue, panel
from lib.ui.restoring.files import Contents, contents
from lib.ui.studio.restored import chosen, in_address

if TYPE_CHECKING:
    from lib.runs.trajectory import Trajectory

OPENING: Final = "home"
MOST: Final = 6
_ALSO, _MENU, _POOL, _FILES = "studio_also", "studio_menu", "_studio_pool", "_studio_files"
_TOO_MANY: Final = f"runs are in these files; the first {MOST} stand side by side."


def choose() -> list[Recipe]:
    """The list of runs, and a box for files that hold more of them."""
    recipes, pool = _linked(), _pool()
    for recipe in recipes:
        if recipe not in pool.values():
            pool[_free(title(recipe), pool)] = recipe
    names = {recipe.key(): name for name, recipe in reversed(pool.items())}
    st.session_state[_MENU] = [names[recipe.key()] for recipe in recipes]
    st.multiselect(
        "Runs",
        list(pool),
        key=_MENU,
        max_selections=MOST,
        on_change=_take,
        help="Up to six stand side by side and play together. Type to search.",
        placeholder="Choose a run",
    )
    with st.expander("Runs from files", icon=":material/upload_file:"):
        st.file_uploader(
            "Recipes, or files that were exported here",
            type=["json", "gif", "mp4", "webp", "apng", "png", "zip", "csv", "npz"],
            accept_multiple_files=True,
            key="studio_files",
            on_change=_open,
            max_upload_size=LARGEST,
        )
    for sentence in st.session_state.pop(_FILES, ()):
        st.warning(_quiet(sentence), icon=":material/draft:")
    return recipes


def answers(recipes: Sequence[Recipe]) -> list[Trajectory]:
    """The runs themselves; while one is computed, or can't be, its panel says so, and the list is empty."""
    if not recipes:
        st.info("Choose a run above, or open a file that holds one.", icon=":material/playlist_add:")
    found: list[Trajectory] = []
    for i, recipe in enumerate(recipes):
        answer = panel.answer(recipe, f"studio_{i}")
        if answer is None:
            return []
        found.append(answer)
    return found


def title(recipe: Recipe) -> str:
    """A few words for a run of which only the recipe is known."""
    from lib.draw.studio.words import prompt

    seed = getattr(recipe, "seed", None)
    parts = [recipe.kind, prompt(recipe)[:40] or recipe.model, "" if seed is None else f"seed {seed}"]
    return " · ".join(part for part in parts if part)


def _pool() -> dict[str, Recipe]:
    """What can be chosen: what came by links and files, then the pictures that pages open with, then their variants."""
    own: dict[str, str] = st.session_state.get(_POOL, {})
    return {name: from_json(text) for name, text in own.items()} | _defaults()


def _defaults() -> dict[str, Recipe]:
    titles = {head.number.lower(): head.title for head in catalogue.heads() if head.number} | {"home": "The first page"}
    found = {titles[name]: recipe for name, recipe in DEFAULTS.items() if name in titles}
    for name, recipe in DEFAULTS.items():
        page, _, variant = name.partition("-")
        if variant and page in titles:
            found[f"{titles[page]}: {variant.replace('-', ' ')}"] = recipe
    return found


def _free(name: str, pool: dict[str, Recipe]) -> str:
    return next(n for n in (name, *(f"{name} ({i})" for i in range(2, 1000))) if n not in pool)


def _linked() -> list[Recipe]:
    """What the address asks for; with a sentence where that makes no sense."""
    address.told(_ALSO)
    kind = st.query_params.get("kind", "")
    if kind not in KINDS:
        address.told("kind")
        return [] if kind == "none" else [DEFAULTS[OPENING]]
    names = [address.told(name) for name in ("kind", "version", *knobs(kind))]
    try:
        first = from_query({name: st.query_params[name] for name in names if name in st.query_params})
        return [first, *_also()][:MOST]
    except UserError as error:
        st.warning(_quiet(f"{error} Here is another run."), icon=":material/link_off:")
        return [DEFAULTS[OPENING]]


def _also() -> list[Recipe]:
    try:
        listed: Any = foreign.loads(st.query_params.get(_ALSO, "[]"))
    except (ValueError, RecursionError):
        listed = None
    if not isinstance(listed, list) or not all(isinstance(query, dict) for query in listed):
        raise UserError("The list of runs in this link is damaged.")
    return [from_query({str(name): value for name, value in query.items()}) for query in listed[: MOST - 1]]


def _take() -> None:
    pool = _pool()
    _write([pool[name] for name in st.session_state[_MENU] if name in pool])


def _write(recipes: Sequence[Recipe]) -> None:
    """Put runs into the address; those that are on no page's list stay in the list of this session."""
    _keep(recipes)
    old = st.query_params.get("kind", "")
    for name in ("kind", "version", _ALSO, *(knobs(old) if old in KINDS else ())):
        st.query_params.pop(name, None)
    st.query_params.update(_query(recipes))


def _query(recipes: Sequence[Recipe]) -> dict[str, str]:
    """Runs as an address says them."""
    if not recipes:
        return {"kind": "none"}
    first, *more = [to_query(recipe) for recipe in recipes[:MOST]]
    return first | ({_ALSO: json.dumps(more, ensure_ascii=False, separators=(",", ":"))} if more else {})


def opened(found: Contents) -> dict[str, Any]:
    """The address of this page with the runs of a file, their names and sizes; what is left out is said there."""
    recipes = found.recipes[:MOST]
    if len(found.recipes) > MOST:
        st.session_state[_FILES] = [f"{len(found.recipes)} {_TOO_MANY}"]
    return _query(recipes) | {name: in_address(value) for name, value in chosen(found.look, recipes).items()}


def _keep(recipes: Sequence[Recipe]) -> None:
    pool = _pool()
    own: dict[str, str] = st.session_state.setdefault(_POOL, {})
    for recipe in recipes:
        if recipe not in pool.values():
            name = _free(title(recipe), pool)
            pool[name], own[name] = recipe, to_json(recipe)


def _open() -> None:
    """Take the runs out of the files that were dropped; what is wrong with one is said in one sentence."""
    recipes: list[Recipe] = []
    said: list[str] = []
    files = st.session_state.get("studio_files") or ()
    for file in files:
        try:
            found = contents(file.getvalue())
        except UserError as error:
            said.append(f"{file.name}: {error}")
            continue
        recipes += found.recipes
        if len(files) == 1:
            st.session_state.update(chosen(found.look, found.recipes[:MOST]))
    if len(recipes) > MOST:
        said.append(f"{len(recipes)} {_TOO_MANY}")
    st.session_state[_FILES] = said
    if recipes:
        _write(recipes[:MOST])


def _quiet(sentence: str) -> str:
    """Text of unknown origin, in a place that reads Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+!|$~:" else c for c in sentence)
