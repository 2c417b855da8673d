"""Room: ui. The stage: which list and scene the address asks for, and all that is seen of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.teaching import scene_lists
from lib.ui import address, asking, catalogue, lesson, panel
from lib.ui.stage import predict, prepare
from lib.ui.stage.bar import bar
from lib.ui.stage.picture import payload, picture

if TYPE_CHECKING:
    from lib.teaching.scenes import Scene, SceneList

LIST, SCENE = address.PLACES
_CSS = Path(__file__).with_name("stage.css")
_EXIT = "_present_exit"


def begin(known: str) -> None:
    """Go to the first scene of a list, with all its questions open."""
    asking.agree()
    predict.forget(known)
    st.query_params[LIST] = known
    st.query_params[SCENE] = "1"


def stage() -> bool:
    """Show the scene that the address names.

    Returns:
        False where it names none that is here: then the page has room for something else.
    """
    lesson.enter()
    known = st.query_params.get(address.told(LIST), "")
    address.told(SCENE)
    _leave_if_asked()
    found = scene_lists.find(known) if known else None
    if found is None:
        if known:
            st.warning("This machine doesn't know that list of scenes; choose one here, or load its file.")
        return False
    _scene(known, found, _clamped(st.query_params.get(SCENE, "1"), len(found.scenes)))
    return True


def _clamped(text: str, count: int) -> int:
    """A scene's number in an address, counted from 1, as an index."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return max(1, min(count, number)) - 1


def _scene(known: str, found: SceneList, at: int) -> None:
    scene = found.scenes[at]
    with st.container(key="present_style"):  # a style alone would take the place of the app's own
        st.html(f"<i></i><style>{_CSS.read_text(encoding='utf-8')}</style>")
    asks = [i for i, one in enumerate(found.scenes) if one.predict and predict.said(known, i) is None]
    bar(known, found, at, asks, _acts(known, found, at))
    st.title(scene.title, anchor=False)
    if scene.text or scene.equation:
        with st.container(key="present_words"):
            if scene.text:
                st.markdown(scene.text)
            if scene.equation:
                st.container(key="present_equation").markdown(f"${scene.equation}$")
    locked = predict.said(known, at)
    if scene.predict is None:
        _picture(scene, at)
    elif locked is None:
        predict.ask(known, at, scene.predict)
    else:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _picture(scene, at)
        with right:
            predict.verdict(scene.predict, locked)
    _notes(found, at)
    prepare.prepare(found)
    _warm(found, at + 1)


def _picture(scene: Scene, at: int) -> None:
    """The picture of a scene, or how far its runs are. A run that is shown twice, as when turned, is asked for once."""
    keys: list[str] = [prepare.key_of(run.recipe) for run in scene.runs]  # type: ignore[arg-type]
    asked: dict[str, Any] = {key: run.recipe for key, run in zip(keys, scene.runs, strict=True)}
    answers = {key: panel.answer(recipe, key) for key, recipe in asked.items()}
    runs = [found for key in keys if (found := answers[key]) is not None]
    if len(runs) == len(keys):
        picture(scene, runs, key=f"present_{at}")


def _warm(found: SceneList, at: int) -> None:
    """Lay out the picture of the scene that comes next while this one is looked at."""
    from lib.runs.engine import engine

    if at < len(found.scenes):
        runs = [engine().get(run.recipe) for run in found.scenes[at].runs]  # type: ignore[arg-type]
        known = [run for run in runs if run is not None]
        if len(known) == len(runs):
            payload(found.scenes[at], known)


def _notes(found: SceneList, at: int) -> None:
    """What only the one who speaks should read; the browser shows it when N is pressed."""
    with st.container(key="present_notes", gap="small"):
        st.markdown(found.scenes[at].note or "*No note for this scene.*")
        coming = found.scenes[at + 1].title if at + 1 < len(found.scenes) else "the end"
        st.caption(f"Next: {coming}")


def _acts(known: str, found: SceneList, at: int) -> dict[str, Any]:
    """What the bar can ask for. A browser may send anything: numbers are clamped, and the rest does nothing."""

    def go(scene: int) -> None:
        st.query_params[SCENE] = str(max(0, min(len(found.scenes) - 1, scene)) + 1)

    def lock(scene: int) -> None:
        question = found.scenes[scene].predict if 0 <= scene < len(found.scenes) else None
        if question is not None:
            predict.lock(known, scene, question)

    def choose(option: int) -> None:
        question = found.scenes[at].predict
        if question is not None and 0 <= option < len(question.options):
            predict.choose(known, at, option)

    def leave(_: int) -> None:
        predict.forget(known)
        for name in (LIST, SCENE):
            st.query_params.pop(name, None)
        st.session_state[_EXIT] = found.lesson

    def recall(kept: list[Any]) -> None:
        predict.recall(known, {i: one.predict for i, one in enumerate(found.scenes) if one.predict}, kept)

    return {"scene": go, "lock": lock, "choose": choose, "exit": leave, "recall": recall}


def _leave_if_asked() -> None:
    """A list of a lesson leads back there; callbacks can't change pages, so it is done here."""
    name = st.session_state.pop(_EXIT, "")
    page = catalogue.PAGES / f"{name}.py"
    if name and page.is_file():
        st.switch_page(str(page))
