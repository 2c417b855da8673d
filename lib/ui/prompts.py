"""Room: ui. The prompt box: it knows the model's words, offers near ones for others, and prompts that work.

What is typed stays as it is and stands in the address bar. What goes into a recipe is what the model reads of it; where
that is nothing, a sentence says why, and the last prompt that made sense stays.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.errors import StreamlitAPIException

from lib.models.errors import UserError
from lib.models.registry import CASCADE
from lib.models.wording import bare, is_sign, words_of
from lib.runs.defaults import COURSE
from lib.runs.prompts import EXAMPLE, known_prompts, understood, vocabulary_of
from lib.ui import session
from lib.ui.assignments import holding
from lib.ui.catalogue import PAGES
from lib.ui.plain import plain

if TYPE_CHECKING:
    from lib.models.vocabulary import Vocabulary

__all__ = ["COURSE", "prompt", "replaced"]

_CSS = Path(__file__).with_suffix(".css")
SHOWN = 7
"""Prompts of the gallery that stand below the box."""
NAMED = 3
"""Unknown words that are named; a text with more of them is no prompt for this model."""


def prompt(page: str, model: str = CASCADE, default: str = EXAMPLE, label: str = "Prompt") -> str:
    """A text field for a prompt; Enter commits it.

    Args:
        page: prefix of the keys ("a0").
        model: who will read it, as a recipe names it.
        default: what stands there at first.
        label: over the field.

    Returns:
        What goes into a recipe: the last prompt that made sense.
    """
    key, last = f"{page}_prompt", f"_{page}_{model}_prompt"
    kept = holding.fixed(key, label, default, lambda text: understood(model, str(text)), "“{}”".format)
    if kept is not None:
        return kept
    words, known = vocabulary_of(model), known_prompts(model)
    if known and default not in known:
        default = known[0]
    st.html(_CSS)
    with st.container(key=f"prompt-{session.count('prompt')}"):
        typed = str(st.text_input(label, default, key=key, bind="query-params", autocomplete="off"))
        read, problem = _understood(model, typed)
        st.session_state[last] = read = read or st.session_state.get(last) or default
        if problem:
            st.warning(plain(f"{problem} The picture below is still of “{read}”."), icon=":material/edit_note:")
        if words is not None:
            _unknown(words, typed, key, said=bool(problem))
            if not problem and read != " ".join(words_of(typed)):
                st.caption(f"The model reads: *{plain(read)}*")
                _unwanted(model, words, typed)
            _gallery(words, key)
        elif known:
            _offer(known, f"{key}_course", key, "Prompts of the course's file: without its text encoder, no others")
    return str(read)


def _understood(model: str, typed: str) -> tuple[str, str]:
    """What the model reads of it, or why that is nothing."""
    try:
        return understood(model, typed), ""
    except UserError as error:
        return "", str(error)


def _unknown(words: Vocabulary, typed: str, key: str, said: bool) -> None:
    """Name what the model has never seen, and offer what comes near."""
    from lib.models.vocabulary import LONGEST

    missing = words.unknown(unicodedata.normalize("NFKC", typed)) if len(typed) <= LONGEST else []
    for i, word in enumerate(missing[:NAMED]):
        near = words.near(word)
        if said and not near:
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"near-{key}-{i}"):
            sentence = f"It has never seen “{plain(word[:30])}”" + (
                "; what comes near:" if near else ", and leaves it out."
            )
            st.markdown(sentence, width="content")
            if near:
                _offer(near, f"{key}_near_{i}", key, "Words that come near", word)


def _unwanted(model: str, words: Vocabulary, typed: str) -> None:
    """What somebody doesn't want is drawn all the same: the way to the negative prompt, which guidance flees."""
    from lib.models.remarks import unheard
    from lib.models.wording import without
    from lib.runs.recipe import make, to_query

    for phrase in unheard(words, typed)[:1]:
        st.markdown(
            f"It doesn't understand “without”, and draws what is named. Make “{plain(phrase)}” the **negative prompt** "
            "instead: guidance leads away from that."
        )
        wanted = _understood(model, without(typed)[0])[0]
        if wanted:
            asked = to_query(make("picture", model=model, prompt=wanted))
            query = {**asked, "compare_knob": "negative", "compare_to": words.reading(phrase)}
            with suppress(StreamlitAPIException):  # a script that runs alone has no pages
                st.page_link(
                    str(PAGES / "compare.py"),
                    label="See it with and without, side by side",
                    icon=":material/compare:",
                    query_params=query,
                )


def _gallery(words: Vocabulary, key: str) -> None:
    """Prompts that work, those of the course first; and all that the model knows."""
    _offer(words.gallery[:SHOWN], f"{key}_gallery", key, "Prompts that work")
    with st.popover(f"All {len(words.things)} things that it knows", type="tertiary", icon=":material/menu_book:"):
        _offer(words.gallery[SHOWN:], f"{key}_more", key, "More prompts that work")
        styles = " · ".join(style.phrases[0] for style in words.styles)
        st.markdown(f"**Ways to draw:** {styles}")
        st.markdown(f"**Things:** {', '.join(thing.name for thing in words.things)}")


def _offer(texts: tuple[str, ...] | list[str], key: str, field: str, label: str, word: str = "") -> None:
    """Pills; one that is clicked goes into the field, instead of a word or of everything, and none stays pressed."""
    st.pills(
        label,
        list(texts),
        key=key,
        on_change=_take,
        args=(key, field, word),
        label_visibility="collapsed" if word else "visible",
    )


def _take(key: str, field: str, word: str) -> None:
    chosen = st.session_state[key]
    if chosen:
        typed = str(st.session_state[field])
        st.session_state[field] = replaced(typed, word, chosen) if word else chosen
    st.session_state[key] = None


def replaced(typed: str, word: str, name: str) -> str:
    """The text with a name instead of a word, with the article that belongs to it: "an zebrra" becomes "a zebra".

    Args:
        typed: the text.
        word: one of its words, in lower case.
        name: of a thing, usually with its article: "a zebra".
    """
    alone = bare(name)
    ends = ("", "") if is_sign(word) else (r"(?<![^\W_])", r"(?![^\W_])")
    pattern = re.compile(rf"{ends[0]}(?:\b(an?|the)(\s+))?{re.escape(word)}{ends[1]}", re.IGNORECASE)

    def instead(match: re.Match[str]) -> str:
        article = (match[1] or "").lower()
        return name if article in ("a", "an") else f"{match[1]}{match[2]}{alone}" if article else alone

    text = typed if pattern.search(typed) else unicodedata.normalize("NFKC", typed)
    return pattern.sub(instead, text)
