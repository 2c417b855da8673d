"""Room: models. How a prompt is read, in words: what is left out, and what isn't heard as it was meant. No torch."""

from __future__ import annotations

from lib.models.vocabulary import Vocabulary
from lib.models.wording import ARTICLES, filler, is_sign, without, words_of

MOST = 5
"""Unknown words that are named; a text with more of them is no prompt for this model."""


def remarks(words: Vocabulary, prompt: str) -> list[str]:
    """A sentence for each thing that a model hears otherwise than it was written; none where it reads all.

    Args:
        words: what the model knows.
        prompt: as it was typed.
    """
    found = [_missed(words, word) for word in words.unknown(prompt)[:MOST]]
    signs = dict.fromkeys(word for word in words_of(prompt) if is_sign(word) and words.reading(word))
    found += [f"{sign} → {words.reading(sign)}: the model reads the word." for sign in signs]
    return found + [
        f'The model doesn\'t understand "without", and draws what is named: make "{phrase}" the negative prompt '
        "instead; guidance leads away from that."
        for phrase in unheard(words, prompt)
    ]


def unheard(words: Vocabulary, prompt: str) -> list[str]:
    """What a prompt says that it doesn't want, and the model draws all the same: "a man without a hat" -> "a hat"."""
    return [phrase for phrase in without(prompt)[1] if any(_drawn(words, word) for word in phrase.split())]


def _drawn(words: Vocabulary, word: str) -> bool:
    return word not in ARTICLES and not filler(word) and bool(words.reading(word))


def _missed(words: Vocabulary, word: str) -> str:
    near = words.meant(word)
    hint = f": {word[:30]} → {near}?" if near else "."
    return f'The model has never seen "{word[:30]}", and leaves it out{hint}'
