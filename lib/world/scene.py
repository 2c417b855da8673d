"""What is in a picture: a scene is drawn by chance from its seed, or made of what somebody asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from lib.models.errors import UserError
from lib.world.pen import Dice
from lib.world.places import PLACES
from lib.world.styles import STYLES
from lib.world.things import THINGS, Thing

TIMES = ("day", "sunset", "night")
WEATHERS = ("clear", "rain", "snow", "fog")
LAST_SEED = 2**40
HELD_OUT = 50
"""One seed in this many is never trained on."""

STYLE_WEIGHTS = {
    "photo": 0.3,
    "oil painting": 0.2,
    "lithograph": 0.15,
    "watercolour": 0.11,
    "cartoon": 0.13,
    "pencil sketch": 0.11,
}
ASKED_MORE = 2
"""How much more often the things of the course are drawn than the others."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What is in a picture.

    Attributes:
        seed: of everything that isn't said below, 0 to 2**40 - 1.
        thing: a name of THINGS.
        style: a name of STYLES.
        colour: a word of COLOURS, or "" for a thing that has its own.
        time: "day", "sunset", "night".
        weather: "clear", "rain", "snow", "fog"; always clear indoors.
        place: a name of PLACES; "" where the thing is a whole place itself.
        size: "near", "far", or "" for the usual.
        second: another thing, or "".
        relation: how the first is to the second: "next to", "in front of", "below"; "" without a second.
    """

    seed: int
    thing: str
    style: str = "photo"
    colour: str = ""
    time: str = "day"
    weather: str = "clear"
    place: str = ""
    size: str = ""
    second: str = ""
    relation: str = ""

    @property
    def held_out(self) -> bool:
        """Whether pictures of this seed are never trained on: a hash of the seed says so, for one in fifty."""
        return held_out(self.seed)


def held_out(seed: int) -> bool:
    """Whether a seed is kept away from every training."""
    return int.from_bytes(sha256(f"world {seed}".encode()).digest()[:4], "big") % HELD_OUT == 0


def scene(seed: int) -> Scene:
    """What the picture of a seed shows.

    Args:
        seed: 0 to 2**40 - 1.

    Raises:
        UserError: for another seed.
    """
    check_seed(seed)
    dice = Dice(f"{seed} scene")
    thing = THINGS[dice.pick(_urn())]
    return fill(seed, thing, dice, style=_weighted(STYLE_WEIGHTS, dice))


def check_seed(seed: int) -> None:
    """Raises UserError unless it is a whole number, 0 to 2**40 - 1."""
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < LAST_SEED:
        raise UserError(f"A seed of the world is a whole number from 0 to {LAST_SEED - 1}, not {seed!r:.40}.")


def fill(seed: int, thing: Thing, dice: Dice, *, style: str, **asked: str) -> Scene:
    """A scene of a thing whose other attributes are drawn by chance, but for those that are asked for."""
    colour = dice.pick(thing.colours) if thing.colours and STYLES[style].coloured else ""
    time = dice.pick(_times(thing))
    places = (open_places(thing) if "weather" in asked else ()) or thing.places
    place = asked.get("place", dice.pick(places) if places else "")
    weathered = not thing.indoors and (not place or has_weather(place))
    weather = dice.pick(WEATHERS[1:]) if dice.chance(0.18) and weathered else "clear"
    size = dice.pick(("near", "near", "far")) if dice.chance(0.2) and thing.kind not in ("portrait", "scenery") else ""
    second, relation = _second(thing, place, dice)
    given = {"colour": colour, "time": time, "weather": weather, "place": place, "second": second, "relation": relation}
    given["size"] = "" if second else size
    return Scene(seed=seed, thing=thing.name, style=style, **(given | asked))


def has_weather(place: str) -> bool:
    """Whether it can rain there."""
    return not PLACES[place].indoors and place != "space"


def open_places(thing: Thing) -> tuple[str, ...]:
    """The places of a thing in which it can rain."""
    return tuple(filter(has_weather, thing.places))


def _times(thing: Thing) -> tuple[str, ...]:
    """Day twice as often as the others."""
    return (*thing.times, "day") if "day" in thing.times else thing.times


def _second(thing: Thing, place: str, dice: Dice) -> tuple[str, str]:
    """Now and then another thing that may be in the same place."""
    wanted, draw = dice.chance(0.2), dice.between(0, 1)
    relation = dice.pick(("next to", "next to", "in front of", "below"))
    if not wanted or not thing.near or not place:
        return "", ""
    kinds = ("flies",) if relation == "below" else ("stands", "lies")
    others = [t for t in THINGS.values() if t.near and t.kind in kinds and t is not thing]
    if relation == "below":
        others = [t for t in others if PLACES[place].indoors is False and "sky" in t.places]
    else:
        others = [t for t in others if place in t.places and (relation == "next to" or t.scale >= thing.scale)]
    return (others[int(draw * len(others))].name, relation) if others else ("", "")


COURSE = (
    "a bell tower",
    "a snowy mountain village",
    "a rocket ship",
    "a pencil",
    "an old man",
    "a young lady",
    "a man",
    "a man wearing a hat",
    "people around a campfire",
    "a skull",
    "waterfalls",
    "the amalfi coast",
    "a dog",
    "a cat",
    "a tiger",
    "a horse",
    "a bear",
    "a red panda",
    "a panda",
    "a snake",
    "a volcano",
    "a houseplant",
    "a bookshelf of colorful books",
    "a city at night",
    "a house",
    "kitchenware",
    "a landscape",
    "a computer screen",
)
"""What the course's prompts ask for; drawn more often than the rest."""


@cache
def _urn() -> tuple[str, ...]:
    """Names to pick from, those of the course several times."""
    return tuple(name for name in THINGS for _ in range(ASKED_MORE if name in COURSE else 1))


def _weighted(weights: dict[str, float], dice: Dice) -> str:
    draw = dice.between(0, sum(weights.values()))
    for name, weight in weights.items():
        draw -= weight
        if draw < 0:
            return name
    return next(reversed(weights))
