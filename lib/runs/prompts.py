"""Room: runs. From what somebody types to the prompt of a recipe: what a model will read of it. No torch."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lib.models.errors import UserError
from lib.models.registry import CASCADE, models_dir
from lib.models.vocabulary import FILE, Vocabulary
from lib.runs.base import Base
from lib.runs.drawn import MAX_PROMPT, plain_text

if TYPE_CHECKING:
    from lib.runs.recipe import Recipe

EXAMPLE = "a photo of a dog"
KNOBS: Final = ("prompt", "negative", "upright", "turned", "low", "middle", "high")
"""Those of recipes that are prompts."""


def vocabulary_of(model: str) -> Vocabulary | None:
    """The words that a model knows; None for one that takes any text, and where the file isn't here or can't be read.

    Args:
        model: as a recipe names it.
    """
    if model != CASCADE:
        return None
    folder = models_dir() / CASCADE
    try:
        return _read(folder, (folder / FILE).stat().st_mtime_ns)
    except (OSError, UserError):
        return None


def understood(model: str, prompt: str) -> str:
    """The prompt of a recipe: in the words that the model was trained with, where it has a vocabulary.

    Args:
        model: as a recipe names it.
        prompt: what was typed.

    Raises:
        UserError: one sentence, where it is empty, too long, or holds no word that the model knows.
    """
    words = vocabulary_of(model)
    if words is not None:
        return words.reading(words.clean(prompt))
    text = plain_text(prompt)
    if not text:
        raise UserError(f'The prompt is empty: say what you want to see, for example "{EXAMPLE}".')
    if len(text) > MAX_PROMPT:
        raise UserError(f"The prompt has {len(text)} characters: shorten it to {MAX_PROMPT} at most.")
    known = known_prompts(model)
    if known is not None and text.lower() not in (prompt.lower().strip() for prompt in known):
        from lib.models.course import unheard

        raise UserError(unheard(text, known))
    return text


def remarks_on(model: str, *prompts: str) -> tuple[str, ...]:
    """What a model hears otherwise than it was written, a sentence each; none of a model that takes any text.

    Args:
        model: as a recipe names it.
        prompts: as they were typed.
    """
    from lib.models.remarks import remarks

    words = vocabulary_of(model)
    if words is None:
        return ()
    return tuple(dict.fromkeys(sentence for prompt in prompts for sentence in remarks(words, prompt)))


def heard(recipe: Base) -> tuple[str, ...]:
    """What the models of a recipe hear of its prompts otherwise than they are written, a sentence each."""
    return tuple(dict.fromkeys(said for model, prompt in _told(recipe) for said in remarks_on(model, prompt)))


def as_read(recipe: Recipe) -> Recipe:
    """The same recipe with its own prompts in the words of its model.

    Raises:
        UserError: where one of them holds no word that the model knows.
    """
    from lib.runs.recipe import change

    if vocabulary_of(recipe.model) is None:
        return recipe
    own = {name: getattr(recipe, name, "") for name in KNOBS}
    return change(recipe, **{name: understood(recipe.model, text) for name, text in own.items() if _text(text)})


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _told(recipe: Base) -> Iterator[tuple[str, str]]:
    """Every prompt in a recipe, with the model that reads it, also in those that it holds."""
    model = getattr(getattr(recipe, "of", recipe), "model", "")
    for name in type(recipe).model_fields:
        value = getattr(recipe, name)
        if name in KNOBS and _text(value):
            yield model, value
        elif isinstance(value, Base):
            yield from ((model, text) for _, text in _told(value))


def known_prompts(model: str) -> tuple[str, ...] | None:
    """The only prompts that a model of the Hub can be asked for, where a course's file is all it has; None for any."""
    from lib.models.downloads import prompts_of

    return prompts_of(model) if "/" in model else None


@lru_cache(maxsize=4)
def _read(folder: Path, mtime_ns: int) -> Vocabulary:
    """The time only tells one version of the file from another."""
    return Vocabulary.read(folder)
