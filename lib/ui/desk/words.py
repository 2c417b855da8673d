"""Room: ui. The glossary, and the notation card that every lesson with an equation has at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import streamlit as st

from lib.teaching import glossary
from lib.ui import catalogue

_CSS = Path(__file__).with_suffix(".css")


def notation() -> None:
    """A button under the equation: what the symbols mean here, and how other papers write the same."""
    with st.popover("Notation", type="tertiary", icon=":material/function:"):
        st.markdown(symbols())
        st.markdown("**How other papers write it**")
        st.markdown(elsewhere())


@lru_cache(maxsize=1)
def symbols() -> str:
    """The symbols as a table, in Markdown."""
    rows = [f"| {s.symbol} | **{s.name}.** {s.says} |" for s in glossary.glossary().symbols]
    return "\n".join(["| symbol | here |", "|---|---|", *rows])


@lru_cache(maxsize=1)
def elsewhere() -> str:
    """Arrows, signs and letters of other papers as a table, in Markdown."""
    rows = [f"| **{e.what}:** {e.here} | {e.there} |" for e in glossary.glossary().elsewhere]
    return "\n".join(["| here | elsewhere |", "|---|---|", *rows])


def find(page: str) -> tuple[glossary.Term, ...]:
    """A field to search in; what it found, in the order of the alphabet where nothing is asked for.

    Args:
        page: prefix of the key; the text stands in the address bar, so a link leads to a word.
    """
    text = st.text_input(
        "Find a word", "", key=f"{page}_find", bind="query-params", icon=":material/search:", autocomplete="off"
    )
    found = glossary.search(str(text))
    if not found:
        st.info("No such word here. Try a shorter one, or its first letters.", icon=":material/search_off:")
    elif str(text).strip():
        st.caption(f"{len(found)} of {len(glossary.glossary().terms)} words; empty the field for all of them.")
    return found


def terms(found: Sequence[glossary.Term]) -> None:
    """Words with what they mean; each has a link of its own beside its name.

    Args:
        found: in the order in which they are shown.
    """
    st.html(_CSS)
    with st.container(key="words", gap="xsmall"):
        for term in found:
            st.header(term.term, anchor=slug(term.term))
            st.markdown(_said(term))


def slug(text: str) -> str:
    """A word as a part of an address: "Fréchet distance" is "frechet-distance"."""
    return re.sub(r"[^a-z0-9]+", "-", glossary.folded(text)).strip("-")


def _said(term: glossary.Term) -> str:
    pages = _pages()
    where = [f"[{number}]({pages[number]})" for number in term.lessons if number in pages]
    paper = glossary.glossary().paper(term)
    notes = [
        f"Also: {', '.join(term.also)}" if term.also else "",
        f"Not the same: {', '.join(term.unlike)}" if term.unlike else "",
        f"Met in {', '.join(where)}" if where else "",
        f"{paper.authors} {paper.year}, *{paper.title}*" if paper else "",
    ]
    return f"{term.says}\n\n:small[{' · '.join(note for note in notes if note)}]"


def _pages() -> dict[str, str]:
    """The address of each lesson by its number."""
    return {head.number: head.path.stem for head in catalogue.heads() if head.number}
