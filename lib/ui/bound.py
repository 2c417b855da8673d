"""Room: ui. Controls that are bound to the address: which they are, and an address that has lost one of them put right.

Streamlit forgets that a control is bound when the control takes another place on its page: from then on the browser
writes nothing of it into the address. So the server looks after each run whether all of them stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.query_params import parse_url_param


def is_bound(name: str) -> bool:
    """Whether a control of this session is bound to a name of the address."""
    ctx = get_script_run_ctx()
    if ctx is None:
        return False
    with ctx.session_state.query_params() as query:
        return query.is_bound(name)


def mend() -> None:
    """Write into the address where bound controls stand, as far as it says something else."""
    ctx = get_script_run_ctx()
    if ctx is None:
        return
    said = parse_qs(ctx.query_string, keep_blank_values=True)
    for name, about in _controls():
        value = st.session_state.get(name)
        with ctx.session_state.query_params() as query:
            if value == about.deserializer(None):
                if name in said:
                    query.set_with_no_forward_msg(name, "")  # only what is there is taken out of the browser's address
                    query.remove_param(name)
            elif not same(said.get(name, ()), value):
                query.set_corrected_value(name, about.serializer(value), about.value_type)


def put(asked: Mapping[str, str | list[str]]) -> None:
    """In a callback: the page that is open stands as another address of it says, and else as it opens."""
    ctx = get_script_run_ctx()
    if ctx is None:
        return
    for name, about in _controls():
        told = asked.get(name)
        st.session_state[name] = about.deserializer(None if told is None else parse_url_param(told, about.value_type))
    for name in [name for name in st.query_params if not is_bound(name)]:
        del st.query_params[name]
    st.query_params.update({name: value for name, value in asked.items() if not is_bound(name)})
    with ctx.session_state.query_params() as query:
        query.set_initial_query_params_from_current()  # for those that aren't on the page yet


def _controls() -> Iterator[tuple[str, Any]]:
    """Every bound control of the page, and what Streamlit knows about it."""
    ctx = get_script_run_ctx()
    if ctx is None:
        return
    with ctx.session_state.query_params() as query:
        names = [(name, binding.widget_id) for name, binding in query._bindings_by_param.items()]
    known = ctx.session_state._state._new_widget_state.widget_metadata
    yield from ((name, known[widget]) for name, widget in names if widget in known)


def same(asked: Iterable[str], value: Any) -> bool:
    """Whether a control stands where a link wants it."""
    values = list(value) if isinstance(value, list | tuple) else [value]
    texts = [text for text in asked if text != ""]
    if not texts:
        return value in (None, "", [], ())
    if not isinstance(value, list | tuple):
        texts = texts[-1:]
    return len(texts) == len(values) and all(map(_same, sorted(texts), sorted(map(_text, values))))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _same(text: str, other: str) -> bool:
    try:
        return float(text) == float(other)
    except ValueError:
        return text == other or text.lower() == other.lower() in ("true", "false")
