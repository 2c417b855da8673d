"""Room: ui. How a page notices that an exercise was done: from its controls, or from what the reader took in hand."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Touched:
    """Done as soon as one of these controls or tools is used in the browser; the server needn't hear of it.

    Attributes:
        keys: of widgets and components.
    """

    keys: tuple[str, ...]


Check = bool | Touched
"""Whether a task is done now, or how the browser will notice."""


def touched(*keys: str) -> Touched:
    """Noticed when the reader uses the control or tool of one of these keys, as a player that plays in the browser."""
    return Touched(keys)


def tried(key: str, *values: object) -> bool:
    """Whether each of some values stood in a control since the page was opened first; or, of none given, any two.

    Args:
        key: of a widget.
        values: as the widget gives them.
    """
    seen = st.session_state.setdefault(f"_tried_{key}", [])
    value = _plain(st.session_state.get(key))
    if value is not None and value not in seen:
        seen.append(value)
    return all(_plain(wanted) in seen for wanted in values) if values else len(seen) > 1


def unheard(key: str, model: str) -> bool:
    """Whether a prompt box holds a word that the model has never seen.

    Args:
        key: of the box.
        model: as a recipe names it; of one that takes any text nobody can tell.
    """
    from lib.runs.drawn import MAX_PROMPT
    from lib.runs.prompts import vocabulary_of

    words, typed = vocabulary_of(model), str(st.session_state.get(key, ""))
    return bool(words and typed and len(typed) <= MAX_PROMPT and words.unknown(typed))


def _plain(value: object) -> object:
    """Of a text, case and a full stop don't count."""
    return value.casefold().strip(" .") if isinstance(value, str) else value
