"""Room: ui. The fields in which a student answers: one of several, in words, and the run that is on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.teaching.spoken import written
from lib.ui import session
from lib.ui.assignments import state
from lib.ui.component import component

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe
    from lib.teaching.questions import Question


def question(place: str, asked: Question, number: int) -> None:
    """A question and the field for its answer.

    Args:
        place: of the question in the assignment, "0.1".
        asked: the question.
        number: as the student counts, from 1.
    """
    now = state.current()
    if now is None:
        return
    st.markdown(f"**{number}.** {prose(asked.ask)}")
    key = f"assignment-{now.digest}-{place.replace('.', '-')}"
    given = now.answers.given.get(place)
    if not asked.options:
        _words(key, place, given if isinstance(given, str) else "", number)
        return
    key = f"{key}-{now.told}"  # another field once the browser has told: a value that is set from here may be sent back
    if st.session_state.get(key) is None and isinstance(given, int):
        st.session_state[key] = given
    st.radio(
        f"Answer to question {number}",
        range(len(asked.options)),
        index=None,
        format_func=lambda i: prose(written(asked.options[i].text)),
        key=key,
        label_visibility="collapsed",
        on_change=_choose,
        args=(key, place),
    )
    if now.assignment.reveal and isinstance(given, int):
        _reveal(asked, given)


def _choose(key: str, place: str) -> None:
    """A choice can be changed but not undone: nothing chosen is a field that was made anew, and takes nothing away."""
    if st.session_state[key] is not None:
        state.give(place, st.session_state[key])


def _reveal(asked: Question, given: int) -> None:
    """What to say to a choice, where the teacher lets it be said."""
    chosen = asked.options[given]
    verdict = "" if asked.right is None else "**Right.** " if chosen.right else "**Not quite.** "
    said = " ".join(part for part in (verdict + chosen.why, asked.why) if part.strip())
    if said:
        st.markdown(f":material/{'check' if chosen.right else 'info'}: {prose(said)}")


def _words(key: str, place: str, text: str, number: int) -> None:
    from lib.teaching.answers import MAX_WORDS

    now = state.current()
    data = {
        "digest": now.digest if now else "",
        "place": place,
        "text": text,
        "label": f"Answer to question {number}",
        "hint": "In your own words",
        "most": MAX_WORDS,
    }
    component("assignments/words")(key=key, data=data, on_text_change=lambda: _write(key, place))


def _write(key: str, place: str) -> None:
    text = st.session_state.get(key, {}).get("text")
    if isinstance(text, str):
        state.give(place, text)


def hand_in() -> None:
    """A button that hands in a run of this page and the frame that is looked at; which run, where there are several."""
    now = state.current()
    if now is None:
        return
    shown = session.run().shown
    first: dict[str, str] = {}  # the panels of equal recipes are one run
    for key, recipe in shown.items():
        first.setdefault(recipe.key(), key)
    keys = list(first.values())
    chosen = keys[0] if keys else ""
    if len(keys) > 1:
        chosen = str(
            st.selectbox(
                "Which run of this page",
                keys,
                format_func=lambda key: f"{keys.index(key) + 1}. {told(shown[key])}" if key in keys else key,
                key=f"assignment-run-{now.digest}-{now.at}",
            )
        )
    run = now.answers.runs.get(str(now.at))
    said = "" if run is None else f"Handed in: frame {run.frame + 1} of {told(run.read())}."
    key = f"assignment-handin-{now.digest}-{now.at}"
    data = {
        "key": chosen,
        "done": run is not None,
        "said": said if keys else "It can be handed in when it is there.",
        "times": now.clicks,  # the browser isn't told of data that stayed the same
    }
    component("assignments/handin")(key=key, data=data, on_handed_change=lambda: _hand_in(key))


def _hand_in(key: str) -> None:
    """Take the run that was on the page when the button was pressed; what a browser sends is looked at twice."""
    from lib.runs.engine import engine
    from lib.runs.recipe import to_json

    handed, now = st.session_state.get(key, {}).get("handed"), state.current()
    if now is None or not isinstance(handed, dict):
        return
    now.clicks += 1
    recipe = session.run().shown.get(str(handed.get("key")))
    if recipe is None:
        return
    frame = handed.get("frame")
    found = engine().get(recipe)
    last = len(found.t) - 1 if found is not None else 0
    at = frame if isinstance(frame, int) and not isinstance(frame, bool) else last
    now.answers = now.answers.hand_in(now.at, to_json(recipe), min(max(at, 0), last) if found is not None else at)


def prose(text: str) -> str:
    """Markdown of an assignment, which may come from anybody, without pictures that a browser would fetch."""
    return text.replace("![", "!\\[")


def told(recipe: Recipe) -> str:
    """A recipe in a few words: its kind, and the knobs that people look at."""
    from lib.runs.recipe import to_query

    known = {name: value for name, value in to_query(recipe).items() if name not in ("kind", "version", "frames")}
    said = [f"{name} {value[:24]}" for name, value in known.items() if "{" not in value][:5]
    seed = getattr(recipe, "seed", None)
    if seed is not None and "seed" not in known:
        said.append(f"seed {seed}")
    return ", ".join([recipe.kind, *said])
