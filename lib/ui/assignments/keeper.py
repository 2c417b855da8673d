"""Room: ui. The browser's memory of an assignment: what is open, and what was answered, in its localStorage.

A cookie says that there is something to be read, so that a lesson that is loaded again waits for it before it shows a
control that is fixed. Without the cookie nothing of this is on any page.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

import streamlit as st

from lib.models.errors import UserError
from lib.ui.assignments import state
from lib.ui.component import component

COOKIE: Final = "assignment_open"
_KEY: Final = "assignment-keeper"
_ASKED, _CLOSING = "_assignment_asked", "_assignment_closing"


def waiting() -> bool:
    """Whether the browser has an assignment open that this session doesn't know yet."""
    if state.current() is not None or st.session_state.get(_ASKED) or _CLOSING in st.session_state:
        return False
    return st.context.cookies.get(COOKIE) == "1"


def ask() -> None:
    """Ask the browser what is open; its answer runs the page again."""
    _mount({"what": "ask"})


def give_up() -> None:
    """Don't wait for the browser any longer."""
    st.session_state[_ASKED] = True


def keep() -> None:
    """Let the browser keep what is open as it is now, or forget what was closed."""
    now = state.current()
    if now is None:
        if _CLOSING in st.session_state:
            _mount({"what": "close", "forget": st.session_state[_CLOSING]})
        return
    from lib.teaching.answers import questions, to_browser

    st.session_state.pop(_CLOSING, None)
    words = [place for place, question in questions(now.assignment).items() if not question.options]
    _mount(
        {
            "what": "keep",
            "digest": now.digest,
            "code": now.code,
            "heard": now.heard,
            "answers": to_browser(now.answers),
            "words": words,
        }
    )


def close(forget: bool) -> None:
    """Close what is open; with `forget` its answers are gone for good."""
    now = state.current()
    if now is not None:
        st.session_state[_CLOSING] = now.digest if forget else ""
        state.end()


def _mount(data: dict[str, Any]) -> None:
    with st.container(key="assignment-kept"):
        component("assignments/keeper")(key=_KEY, data=data, on_told_change=_told)


def _told() -> None:
    """What the browser says it kept: client input, so that what makes no sense of it is left out."""
    found = st.session_state.get(_KEY, {}).get("told")
    if isinstance(found, dict):
        take(found)


def take(found: dict[str, Any]) -> None:
    """Take over what a browser kept.

    Args:
        found: "code" of the open assignment or "digest" of the one that was asked about, and its "answers".
    """
    from lib.teaching.answers import from_browser
    from lib.teaching.links import from_code

    st.session_state[_ASKED] = True
    now = state.current()
    if now is None:
        code = found.get("code")
        with suppress(UserError):  # of an older program, or changed by hand: then nothing is open
            if isinstance(code, str) and code:
                state.begin(from_code(code))
        return
    if found.get("digest") != now.digest:
        return
    kept = from_browser(found.get("answers"), now.assignment)
    here = now.answers
    # what was given in this session before the browser could tell is newer; words are the browser's own
    given = {**kept.given, **{p: a for p, a in here.given.items() if not now.heard or isinstance(a, int)}}
    name = here.name if now.heard else here.name or kept.name
    if name != here.name or (not now.heard and given != here.given):
        now.told += 1  # only then: whoever types already must not lose the field under his fingers
    update = {"name": name, "given": given, "runs": {**kept.runs, **here.runs}}
    now.answers, now.heard = here.model_copy(update=update), True
