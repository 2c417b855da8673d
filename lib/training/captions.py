"""Room: training. The grammar of the captions that the text-to-image cascade learns from.

    caption = [style phrase] thing          "an oil painting of a snowy mountain", "a rocket ship"

A caption without a style phrase stands for any style. All words are lower case, without punctuation.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator

from lib.training.things import THINGS, Thing

OTHER_PHRASE = 0.3
"""How often a style is named by another than its first phrase."""
OTHER_WORD = 0.3
"""How often a thing is named by another than its first name."""
NO_STYLE = 0.15
"""How often a caption doesn't name its style."""
ONLY_QUALITY = 0.02
"""How often a photo is captioned by no more than its quality."""
QUALITY = "a high quality photo"

SCENE_WORDS = "a man wearing hat village people around campfire and above next to in front of with on under the"
"""Words of the pictures that show several things together."""

GALLERY = (
    "a lithograph of a skull",
    "a photo of a dog",
    "an oil painting of a snowy mountain village",
    "a man wearing a hat",
    "an oil painting of people around a campfire",
    "an oil painting of an old man",
    "a photo of a man",
    "a photo of an apple",
    "a sticker of a frog",
    "a painting of a panda",
    "a watercolor of a sunflower",
    "an illustration of a house",
    "a photo of a volcano",
    "a sketch of a sailboat",
    "an oil painting of an island with a palm tree",
    "a photo of a cat",
    "a photo of a tiger",
    "a photo of a cup of coffee",
    "a sticker of a cactus",
)
"""Prompts to begin with: of eight seeds (guidance 5, 34 steps) at least half were recognised by eye, see docs/ZOO.md.

The course's own come first, as far as they work. They teach no words: the tokenizer knows nothing of them.
"""

HINTS = (
    *(("waterfall", "a fountain"), ("river", "a wave"), ("lake", "a wave"), ("water", "a wave"), ("amalfi", "a beach")),
    *(("barista", "a cup of coffee"), ("person", "a man"), ("guy", "a man"), ("lady", "a woman"), ("kid", "a boy")),
    *(("child", "a boy"), ("kitty", "a cat"), ("doggy", "a dog"), ("animal", "a dog"), ("plant", "a potted plant")),
    *(("fruit", "an apple"), ("vegetable", "a carrot"), ("building", "a house"), ("street", "a city")),
    *(("landscape", "a mountain"), ("food", "a pizza"), ("vehicle", "a car"), ("monster", "a dragon")),
)
"""Words that people may try, and what comes near."""


@dataclass(frozen=True, slots=True)
class Style:
    """A way of drawing.

    Attributes:
        name: of the column in the data set, or "painterly" for the one that is made here.
        phrases: what names it in a caption; the first is the usual one.
    """

    name: str
    phrases: tuple[str, ...]


STYLES: tuple[Style, ...] = (
    Style("fluent_3d", ("a photo of", "a high quality photo of")),
    Style("noto", ("an illustration of", "a drawing of")),
    Style("fluent_flat", ("a painting of", "a poster of")),
    Style("fluent_hc", ("a lithograph of", "a sketch of", "an ink drawing of")),
    Style("twemoji", ("a cartoon of", "a sticker of", "an emoji of")),
    Style("painterly", ("an oil painting of", "a watercolor of")),
)
"""The six styles, in the order of the models' data."""


def caption(style: int, thing: int, generator: Generator) -> str:
    """A caption for a picture.

    Args:
        style: index into STYLES.
        thing: index into THINGS.
        generator: on the CPU; five numbers are drawn from it, whatever they decide.
    """
    draws = torch.rand(5, generator=generator).tolist()
    if STYLES[style].name == "fluent_3d" and draws[4] < ONLY_QUALITY:
        return QUALITY
    return styled(style, _other(THINGS[thing].name, THINGS[thing].others, OTHER_WORD, draws[0]), draws[1:3])


def styled(style: int, what: str, draws: list[float]) -> str:
    """Put a style's phrase before what is shown, or none.

    Args:
        style: index into STYLES.
        what: "a dog".
        draws: two numbers in [0, 1): whether the style is named, and by which phrase.
    """
    if draws[0] < NO_STYLE:
        return what
    first, *others = STYLES[style].phrases
    return f"{_other(first, tuple(others), OTHER_PHRASE, draws[1])} {what}"


def usual(style: int, thing: int) -> str:
    """The caption without chance: the first phrase and the first name."""
    return f"{STYLES[style].phrases[0]} {THINGS[thing].name}"


def vocabulary() -> dict[str, object]:
    """What a model of this grammar knows, ready for JSON: `lib.models.vocabulary` reads it."""
    return {
        "things": [list(names(thing)) for thing in THINGS],
        "styles": [[style.name, *style.phrases] for style in STYLES],
        "words": words(),
        "gallery": list(GALLERY),
        "hints": [list(hint) for hint in HINTS],
    }


def words() -> list[str]:
    """Every word that a caption can hold, sorted."""
    texts = [QUALITY, SCENE_WORDS]
    texts += [phrase for style in STYLES for phrase in style.phrases]
    texts += [name for thing in THINGS for name in names(thing)]
    return sorted({word for text in texts for word in text.split()})


def names(thing: Thing) -> tuple[str, ...]:
    """All that a thing is called, its first name first."""
    return (thing.name, *thing.others)


def _other(first: str, others: tuple[str, ...], share: float, draw: float) -> str:
    """The first, or with this share one of the others: draw in [0, 1) decides both."""
    if draw >= share or not others:
        return first
    return others[int(draw / share * len(others))]
