"""Room: training. Pictures of several things: a hat on a head, a village under a mountain, two things side by side.

A scene takes things of one style, crops them to what is drawn, and lays them over each other at places of a frame whose
width and height are 1. Its caption is made of words of the grammar.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from lib.training.things import THINGS

SHARE = 0.08
"""How many of a batch's pictures become a scene."""
WEARERS = (
    *("man", "man", "woman", "boy", "girl", "old man", "old woman", "man: beard", "man: bald"),
    *("dog face", "cat face", "skull", "fox", "bear", "panda", "pig face", "frog", "monkey face", "robot", "alien"),
)
HATS = {"top hat": (0.9, 0.2), "billed cap": (1.05, 0.25), "woman’s hat": (1.2, 0.14), "crown": (0.75, 0.12)}
"""How wide a hat is, and how far down it sits, as shares of the head's width and height."""
PEOPLE = ("man", "woman", "boy", "girl", "old man", "old woman", "man: beard")
HOMES = ("house", "houses", "house with garden")
SKIES = ("sun", "full moon", "crescent moon", "star", "cloud", "rainbow")
GROUNDS = (
    "house",
    "castle",
    "deciduous tree",
    "evergreen tree",
    "snow-capped mountain",
    "volcano",
    "sailboat",
    "church",
)
VILLAGES = ("a snowy mountain village", "a village in front of a snowy mountain", "a snowy mountain with houses")

Box = tuple[float, float, float, float]
"""Left, top, width, height."""

_NUMBER = {thing.label: k for k, thing in enumerate(THINGS)}


class Stage:
    """One style's pictures, and what lies on the frame so far.

    Args:
        pictures: (len(THINGS), 4, S, S) uint8, premultiplied, of one style.
        hidden: (len(THINGS),) bool, those that must not be shown.
    """

    def __init__(self, pictures: Tensor, hidden: Tensor) -> None:
        self.pictures, self.hidden = pictures, hidden
        self.frame = torch.zeros(4, *pictures.shape[2:])
        self.allowed = True

    def take(self, thing: int) -> Tensor:
        """A thing (4, h, w) float in [0, 1], without the empty border around it."""
        self.allowed = self.allowed and not bool(self.hidden[thing])
        picture = self.pictures[thing].float() / 255
        rows, columns = (torch.nonzero(picture[3].amax(axis) > 0.1).flatten() for axis in (1, 0))
        if not len(rows):
            return picture
        return picture[:, int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]

    def put(self, picture: Tensor, box: Box) -> None:
        """Lay a picture over the frame, stretched to the box."""
        side = self.frame.shape[-1]
        left, top, width, height = (round(side * part) for part in box)
        small = F.interpolate(picture[None], (max(1, height), max(1, width)), mode="bilinear", antialias=True)[0]
        left, top = max(0, left), max(0, top)
        under = self.frame[:, top : top + small.shape[1], left : left + small.shape[2]]
        small = small[:, : under.shape[1], : under.shape[2]]
        under.mul_(1 - small[3:]).add_(small)

    def stand(self, thing: int, box: Box) -> None:
        """Lay a thing over the frame, as large as the box allows, in the middle of its lower edge."""
        picture = self.take(thing)
        left, top, width, height = box
        scale = min(width / picture.shape[2], height / picture.shape[1])
        wide, high = scale * picture.shape[2], scale * picture.shape[1]
        self.put(picture, (left + (width - wide) / 2, top + height - high, wide, high))


def scene(pictures: Tensor, hidden: Tensor, thing: int, generator: Generator) -> tuple[Tensor, str] | None:
    """A picture of several things, the given one among them where it may be any.

    Args:
        pictures: (len(THINGS), 4, S, S) uint8, premultiplied, of one style.
        hidden: (len(THINGS),) bool, pictures that are held out.
        thing: index into THINGS.
        generator: on the CPU.

    Returns:
        (4, S, S) uint8 and a caption without its style; None where it would show what is held out.
    """
    kind, *draws = torch.rand(5, generator=generator).tolist()
    stage = Stage(pictures, hidden)
    if kind < 0.4:
        text = _hat(stage, draws)
    elif kind < 0.55:
        text = _village(stage, draws)
    elif kind < 0.65:
        text = _campfire(stage, draws)
    else:
        text = _two(stage, thing, draws) if kind < 0.85 else _above(stage, draws)
    return ((stage.frame.clamp(0, 1) * 255).round().to(torch.uint8), text) if stage.allowed else None


def _hat(stage: Stage, draws: list[float]) -> str:
    """A head with a hat, as large as the frame allows."""
    who, what = _pick(WEARERS, draws[0]), _pick(tuple(HATS), draws[1])
    head, hat = stage.take(who), stage.take(what)
    wider, depth = HATS[THINGS[what].label]
    narrow, flat = head.shape[2] / head.shape[1], hat.shape[1] / hat.shape[2]
    tall = 1 - depth + wider * narrow * flat
    high = 0.98 * min(1 / tall, 1 / (narrow * max(1.0, wider)))
    wide, bottom = high * narrow, 0.5 + high * tall / 2
    stage.put(head, (0.5 - wide / 2, bottom - high, wide, high))
    rim = bottom - high * (1 - depth)
    stage.put(hat, (0.5 - wide * wider / 2, rim - wide * wider * flat, wide * wider, wide * wider * flat))
    crown = THINGS[what].label == "crown"
    return f"{THINGS[who].name} wearing {'a hat' if draws[2] < 0.5 and not crown else THINGS[what].name}"


def _village(stage: Stage, draws: list[float]) -> str:
    """Houses and a fir in front of a snowy mountain."""
    stage.stand(_NUMBER["snow-capped mountain"], (0, 0, 1, 0.82))
    stage.stand(_NUMBER["evergreen tree"], (0, 0.56, 0.26, 0.42))
    stage.stand(_pick(HOMES, draws[0]), (0.2, 0.56, 0.42, 0.44))
    stage.stand(_pick(HOMES, draws[1]), (0.58, 0.6, 0.42, 0.4))
    return VILLAGES[int(draws[2] * len(VILLAGES))]


def _campfire(stage: Stage, draws: list[float]) -> str:
    """Three people around a fire."""
    places: list[Box] = [(0.32, 0.0, 0.36, 0.44), (0.0, 0.24, 0.36, 0.46), (0.64, 0.24, 0.36, 0.46)]
    for place, draw in zip(places, draws, strict=False):
        stage.stand(_pick(PEOPLE, draw), place)
    stage.stand(_NUMBER["fire"], (0.28, 0.46, 0.44, 0.52))
    return "people around a campfire" if draws[3] < 0.7 else "people around a fire"


def _two(stage: Stage, thing: int, draws: list[float]) -> str:
    """Two things side by side."""
    other = int(draws[0] * len(THINGS))
    stage.stand(thing, (0, 0.22, 0.49, 0.58))
    stage.stand(other, (0.51, 0.22, 0.49, 0.58))
    return f"{THINGS[thing].name} {'and' if draws[1] < 0.7 else 'next to'} {THINGS[other].name}"


def _above(stage: Stage, draws: list[float]) -> str:
    """Something of the sky above something on the ground."""
    high, low = _pick(SKIES, draws[0]), _pick(GROUNDS, draws[1])
    stage.stand(low, (0.05, 0.38, 0.8, 0.62))
    stage.stand(high, (0.55, 0, 0.42, 0.38))
    if draws[2] < 0.6:
        return f"{THINGS[high].name} above {THINGS[low].name}"
    return f"{THINGS[low].name} under {THINGS[high].name}"


def _pick(labels: tuple[str, ...], draw: float) -> int:
    """The number of one of these things."""
    return _NUMBER[labels[int(draw * len(labels))]]
