"""Room: models. What the words of a prompt are: split, their forms, their script. English, no more than is needed."""

from __future__ import annotations

import re
import unicodedata

FILLERS = frozenset(
    [
        *(
            "a",
            "an",
            "the",
            "of",
            "and",
            "or",
            "with",
            "without",
            "in",
            "on",
            "at",
            "to",
            "for",
            "from",
            "by",
            "as",
            "is",
        ),
        *("are", "it", "its", "this", "that", "some", "very", "my", "your", "his", "her", "their", "s", "please"),
        *("picture", "image", "one", "two", "three", "beautiful", "nice", "pretty"),
    ]
)
"""Words that a prompt may hold without anybody missing them."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        *("men:man", "women:woman", "children:boy", "mice:mouse", "geese:goose", "oxen:ox", "wolves:wolf"),
        *("knives:knife", "leaves:leaf", "loaves:loaf", "feet:foot", "teeth:tooth"),
    )
)


def words_of(prompt: str) -> list[str]:
    """The words of a prompt, lower case, without punctuation."""
    return _WORD.findall(prompt.lower())


def filler(word: str) -> bool:
    """Whether a prompt means the same without this word: an article, a preposition, a number and the like."""
    return word in FILLERS or word.isdigit()


def forms_of(word: str) -> list[str]:
    """What a word may be a form of, likeliest first: itself, its singular, its plural."""
    base = re.sub(r"['’]s?$", "", word)
    forms = [word, base, _IRREGULAR.get(base, base)]
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if len(base) > len(ending) + 2 and base.endswith(ending) and not base.endswith("ss"):
            forms.append(base.removesuffix(ending) + instead)
    return [*forms, f"{base}s", f"{base}es"]


def script_of(sign: str) -> str:
    """The script of a letter, as the first word of its name has it: Latin, Greek, …; Latin for what is no letter."""
    first = unicodedata.name(sign, "Latin").split()[0].capitalize() if sign.isalpha() else "Latin"
    return {"Cjk": "Chinese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean"}.get(first, first)


def listed(words: list[str]) -> str:
    """At most four words in quotes, as a sentence names them."""
    shown = [f'"{word[:30]}"' for word in words[:4]]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
