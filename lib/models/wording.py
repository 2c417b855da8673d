"""Room: models. What the words of a prompt are: split, their forms, their script. English, no more than is needed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

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
        *("picture", "image", "one", "two", "three", "beautiful", "nice", "pretty", "no", "not", "any"),
    ]
)
"""Words that a prompt may hold without anybody missing them."""
ARTICLES: Final = ("a", "an", "the", "any")
NEGATIONS: Final = ("without", "no", "not")
COLOURS: Final = frozenset(
    [
        *("red", "orange", "yellow", "green", "blue", "purple", "brown", "black", "white"),
        *("heavy", "large", "medium", "small"),
    ]
)
"""What the names of emoji begin with where the thing is the same without it."""
_SIGN = "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
"""Pictures that are typed like letters: emoji and their elders, but no colours of a skin."""
_WORD = re.compile(rf"[^\W_]+(?:['’][^\W_]+)*|{_SIGN}")
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        *("men:man", "women:woman", "children:boy", "mice:mouse", "geese:goose", "oxen:ox", "wolves:wolf"),
        *("knives:knife", "leaves:leaf", "loaves:loaf", "feet:foot", "teeth:tooth"),
    )
)


def words_of(prompt: str) -> list[str]:
    """The words of a prompt, lower case, without punctuation; an emoji is a word."""
    return _WORD.findall(prompt.lower())


def is_sign(word: str) -> bool:
    """Whether a word is an emoji, or another picture that is typed."""
    return re.fullmatch(_SIGN, word) is not None


def name_of(sign: str) -> str:
    """What an emoji shows, as Unicode calls it: "dog" for "DOG FACE", "red apple"; "" for one that has no name."""
    name = unicodedata.name(sign, "").lower().partition(" with ")[0]
    return re.sub(r" (face|suit|symbol|sign)$", "", name)


def without(prompt: str) -> tuple[str, list[str]]:
    """What a prompt wants, and what it says that it doesn't: "a man without a hat" -> "a man", ["a hat"]."""
    wanted, spurned = [], []
    for part in re.split(r"[,.;:!?()]", prompt):
        words = words_of(part)
        while words:
            word, *words = words
            phrase = _phrase(words) if word in NEGATIONS else []
            if phrase:
                spurned.append(" ".join(phrase))
                words = words[len(phrase) :]
            elif word not in NEGATIONS:
                wanted.append(word)
    return " ".join(wanted), list(dict.fromkeys(spurned))


def _phrase(words: list[str]) -> list[str]:
    """An article and what it belongs to, as far as the next word that joins."""
    start = 1 if words and words[0] in ARTICLES else 0
    end = next((i for i, word in enumerate(words) if i >= start and filler(word)), len(words))
    return words[:end] if end > start else []


def bare(name: str) -> str:
    """The name of a thing without its article: "zebra"."""
    return re.sub(r"^(an?|the) ", "", name)


def slipped(typed: str, word: str) -> bool:
    """Whether somebody who meant a word may have typed this: a slip, or two in a long word.

    The first letter is seldom wrong: whoever writes "gun" doesn't mean the sun. In a short word none is.
    """
    same = sorted(typed) == sorted(word)
    if len(typed) < 3 or abs(len(typed) - len(word)) > 2 or (typed[0] != word[0] and not same):
        return False
    if len(typed) < 5 and len(typed) == len(word) and not same:
        return False
    return apart(typed, word) <= (1 if len(typed) < 6 else 2)


def apart(one: str, other: str) -> int:
    """How many slips lie between two words: a letter too many, missing, wrong, or two that changed places (OSA)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, wanted in enumerate(other, start=1):
            slips = [rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != wanted)]
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], wanted):
                slips.append(rows[-2][j - 2] + 1)
            row.append(min(slips))
        rows.append(row)
    return rows[-1][-1]


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
