"""Room: models. What our own text-to-image model knows: the words to ask it with, and what to say of others. No torch.

    prompt -> clean (or one sentence why not) -> unknown words, and near ones that are known

The training writes `vocabulary.json` beside the weights; the app reads it and needs nothing of the training.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lib.models import foreign
from lib.models.errors import UserError
from lib.models.known import Known, Style
from lib.models.wording import (
    COLOURS,
    apart,
    bare,
    filler,
    forms_of,
    is_sign,
    listed,
    name_of,
    script_of,
    slipped,
    words_of,
)

FILE = "vocabulary.json"
LONGEST = 200
"""Characters of the longest prompt."""
MAX_BYTES = 10**6
"""Of the file."""


@dataclass(frozen=True)
class Vocabulary:
    """Everything that the model can be asked for.

    Attributes:
        things: in the order of the training.
        styles: likewise.
        words: every word it was trained with, sorted.
        gallery: prompts that work, those of the course first.
        hints: words that people may try in vain, with a thing that comes near.
    """

    things: tuple[Known, ...]
    styles: tuple[Style, ...]
    words: tuple[str, ...]
    gallery: tuple[str, ...]
    hints: tuple[tuple[str, str], ...] = ()

    def clean(self, prompt: str) -> str:
        """A prompt as the model reads it: lower case, one blank between words, no control characters.

        Raises:
            UserError: where it is empty, longer than LONGEST, or holds no word that the model knows.
        """
        if not isinstance(prompt, str):
            raise UserError(f"A prompt is text, not {type(prompt).__name__}: try {self._example}.")
        text = unicodedata.normalize("NFKC", prompt)
        text = "".join(" " if unicodedata.category(sign) in ("Cc", "Zs", "Zl", "Zp") else sign for sign in text)
        text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
        text = " ".join(text.lower().split())
        if not text:
            raise UserError(f"The prompt is empty: say what you want to see, for example {self._example}.")
        if len(text) > LONGEST:
            raise UserError(f"The prompt has {len(text)} characters: shorten it to {LONGEST} at most.")
        self._check(text)
        return text

    def reading(self, prompt: str) -> str:
        """What of a prompt reaches the model: "A photo of 5 dogs!" becomes "a photo of dog". Empty if nothing does.

        Words get the form in which they were trained, and those that never were are left out: say so with `unknown`.
        """
        return " ".join(form for word in words_of(prompt) if (form := self._form(word)) is not None)

    def unknown(self, prompt: str) -> list[str]:
        """The words that the model has never seen, in their order, each once; plurals and fillers aren't among them."""
        missing = [word for word in words_of(prompt) if not filler(word) and self._form(word) is None]
        return list(dict.fromkeys(missing))

    def near(self, word: str, count: int = 3) -> list[str]:
        """What means nearly this, or is spelled nearly so: first names of things, and words for ways to draw.

        Nearest first, maybe none: what is spelled otherwise by more than a slip or two is another word.
        """
        names = [name for known, name in self.hints if known in forms_of(_plain(word))]
        return list(dict.fromkeys([*names, *(self._called[key] for key in self._slips(word))]))[:count]

    def meant(self, word: str) -> str:
        """What a word that the model has never seen was probably meant to be: "zebra" for "zebrra"; "" for none."""
        found = [*self._slips(word), *map(bare, self.near(word, 1))]
        return found[0] if found else ""

    def _slips(self, word: str) -> list[str]:
        """Names that a word may be a slip of, nearest first."""
        form = forms_of(_plain(word))[0]
        keys = sorted((key for key in self._called if slipped(form, key)), key=lambda key: apart(form, key))
        if is_sign(word):
            keys = [key for key in (form, *form.split()[-1:]) if key in self._called] + keys
        return keys

    def to_json(self) -> str:
        """As text, one thing a line, to be read by people too."""
        fields: dict[str, Iterable[Any]] = {
            "things": [[thing.name, *thing.others] for thing in self.things],
            "styles": [[style.name, *style.phrases] for style in self.styles],
            "gallery": self.gallery,
            "hints": self.hints,
            "words": self.words,
        }
        parts = [
            f"  {json.dumps(name)}: [\n"
            + ",\n".join(f"    {json.dumps(line, ensure_ascii=False)}" for line in lines)
            + "\n  ]"
            for name, lines in fields.items()
        ]
        return "{\n" + ",\n".join(parts) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Vocabulary:
        """Read what `to_json` wrote, or the same content made elsewhere.

        Raises:
            UserError: where it is something else.
        """
        try:
            content = foreign.loads(text)
            things = tuple(Known(name, tuple(others)) for name, *others in content["things"])
            styles = tuple(Style(name, tuple(phrases)) for name, *phrases in content["styles"])
            hints = tuple((word, name) for word, name in content["hints"])
            made = cls(things, styles, tuple(content["words"]), tuple(content["gallery"]), hints)
            if not (made.things and made.styles and made._is_text()):
                raise ValueError("It is empty, or holds other things than text.")
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UserError(
                f"The vocabulary of the model can't be read ({error}): get {FILE} back with `git checkout`."
            ) from None
        return made

    @classmethod
    def read(cls, folder: Path) -> Vocabulary:
        """The vocabulary in a folder.

        Raises:
            UserError: where there is none, or it can't be read.
        """
        path = folder / FILE
        try:
            return cls.from_json(foreign.read_text(path, MAX_BYTES))
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"{path} can't be read ({error}): get it back with `git checkout`.") from None

    @property
    def _example(self) -> str:
        return f'"{self.gallery[0] if self.gallery else self.things[0].name}"'

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def _called(self) -> dict[str, str]:
        """Every name of a thing without its article, and the last word of each, with the thing's first name.

        After them the ways to draw, such as "a lithograph".
        """
        first = [(name, thing.name) for thing in self.things for name in (thing.name, *thing.others)]
        ways = [phrase.removesuffix(" of") for style in self.styles for phrase in style.phrases]
        called: dict[str, str] = {}
        for names in (first, [(way, way) for way in ways]):
            for last in (False, True):
                for name, meant in names:
                    called.setdefault(bare(name).split()[-1] if last else bare(name), meant)
        return called

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(bare(name) for thing in self.things for name in (thing.name, *thing.others))

    def _check(self, text: str) -> None:
        """Some word of it must be known, and mean something."""
        found = words_of(text)
        if any(not filler(word) and self._form(word) is not None for word in found):
            return
        foreign = sorted({script_of(sign) for word in found for sign in word if script_of(sign) != "Latin"})
        if foreign:
            raise UserError(
                f"The model only reads English words, not {' or '.join(foreign)} ones: try {self._example}."
            )
        missing = self.unknown(text)
        if not missing:
            raise UserError(f"The prompt names nothing to draw: say what you want to see, for example {self._example}.")
        near = [name for word in missing for name in self.near(word, 1)]
        hint = f"did you mean {' or '.join(near[:3])}?" if near else f"try {self._example}."
        raise UserError(f"The model has never seen {listed(missing)}: {hint}")

    def _form(self, word: str) -> str | None:
        """A word as the model knows it: itself, its singular, for an emoji what it shows, or None."""
        if is_sign(word):
            return self._shown(name_of(word))
        return next((form for form in forms_of(word) if form in self._known), None)

    def _shown(self, name: str) -> str | None:
        """What an emoji shows, where that is a thing: by its name, or by its last word if the others are colours."""
        *others, last = name.split() or [""]
        if name in self._names:
            return name
        return last if last in self._names and COLOURS.issuperset(others) else None

    def _is_text(self) -> bool:
        names = [name for thing in self.things for name in (thing.name, *thing.others)]
        phrases = [phrase for style in self.styles for phrase in (style.name, *style.phrases)]
        hints = [text for hint in self.hints for text in hint]
        return all(isinstance(text, str) for text in (*names, *phrases, *hints, *self.words, *self.gallery))


def _plain(word: str) -> str:
    """A word as it is compared with others; of an emoji its name."""
    return name_of(word) if is_sign(word) else word.lower().strip()
