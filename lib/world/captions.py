"""Sentences for scenes, and scenes for sentences.

    [style] [size] [colour] thing [in colour] [relation second] [place] [time] [weather]

"an oil painting of a red sailboat on the sea at sunset". All words are lower case, without punctuation. What a caption
leaves out may be anything, but a second thing is always named.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache

from lib.models.errors import UserError
from lib.models.wording import bare, words_of
from lib.world.colours import COLOURS, OTHER_WORDS
from lib.world.pen import Dice
from lib.world.places import PLACES
from lib.world.scene import STYLE_WEIGHTS, TIMES, Scene, check_seed, fill, has_weather, open_places
from lib.world.styles import STYLES
from lib.world.things import THINGS, Thing

QUALITY = "a high quality photo"
LONGEST = 200
"""Characters of the longest caption that is read."""
SIZE_WORDS = {"near": ("big", "large", "huge"), "far": ("small", "tiny", "distant")}
TIME_PHRASES = {
    "day": ("by day", "in daylight"),
    "sunset": ("at sunset", "in the evening"),
    "night": ("at night", "by night"),
}
WEATHER_PHRASES = {"rain": ("in the rain", "in rain"), "snow": ("in falling snow",), "fog": ("in the fog", "in fog")}
RELATIONS = {
    "next to": ("next to", "beside", "and"),
    "in front of": ("in front of",),
    "below": ("below", "under"),
}
NAMED = {"style": 0.88, "size": 0.75, "colour": 0.65, "day": 0.25, "time": 0.65, "weather": 0.8, "place": 0.55}
"""How often a caption says each of these."""
_FILLERS = frozenset(("a", "an", "the", "with", "one", "some", "please", "of", "is", "picture", "image"))


def caption(scene: Scene, seed: int) -> str:
    """A sentence that is true of a scene.

    Args:
        scene: what is to be seen.
        seed: which of its sentences, 0 to 2**40 - 1.

    Raises:
        UserError: for a seed out of range.
    """
    check_seed(seed)
    dice = Dice(f"{scene.seed} caption {seed}")
    if scene.style == "photo" and dice.chance(0.08):
        return QUALITY
    words = _what(scene, dice)
    if scene.second:
        words += f" {dice.pick(RELATIONS[scene.relation])} {_called(THINGS[scene.second], dice)}"
    for share, phrases in (
        (NAMED["place"], PLACES[scene.place].phrases if scene.place else ()),
        (NAMED["day" if scene.time == "day" else "time"], TIME_PHRASES[scene.time]),
        (NAMED["weather"], WEATHER_PHRASES.get(scene.weather, ())),
    ):
        if dice.chance(share) and phrases and phrases[0].split()[-1] not in words.split():
            words += f" {dice.pick(phrases)}"
    return f"{_first_mostly(STYLES[scene.style].phrases, dice)} {words}" if dice.chance(NAMED["style"]) else words


def _what(scene: Scene, dice: Dice) -> str:
    thing = THINGS[scene.thing]
    name = _called(thing, dice)
    before, after = "", ""
    if scene.colour and dice.chance(NAMED["colour"]):
        before, after = ("", f" {thing.wears} {scene.colour}") if thing.wears else (scene.colour, "")
    if scene.size and dice.chance(NAMED["size"]):
        before = f"{dice.pick(SIZE_WORDS[scene.size])} {before}".strip()
    return with_words(name, before) + after


def with_words(name: str, words: str) -> str:
    """Words put before a name, after its article: ("an apple", "red") -> "a red apple"."""
    if not words:
        return name
    article = name[: len(name) - len(bare(name))]
    if article in ("a ", "an "):
        article = "an " if words[0] in "aeiou" else "a "
    return f"{article}{words} {bare(name)}"


def _called(thing: Thing, dice: Dice) -> str:
    return _first_mostly((thing.name, *thing.others), dice)


def _first_mostly(names: tuple[str, ...], dice: Dice) -> str:
    return dice.pick(names[1:]) if dice.chance(0.3) and len(names) > 1 else names[0]


def words() -> list[str]:
    """Every word that a caption can hold, sorted."""
    phrases = [QUALITY, *COLOURS]
    phrases += [phrase for style in STYLES.values() for phrase in style.phrases]
    phrases += [name for thing in THINGS.values() for name in (thing.name, *thing.others, thing.wears)]
    phrases += [phrase for place in PLACES.values() for phrase in place.phrases]
    for group in (SIZE_WORDS, TIME_PHRASES, WEATHER_PHRASES, RELATIONS):
        phrases += [phrase for choices in group.values() for phrase in choices]
    return sorted({word for phrase in (*phrases, "a", "an", "the") for word in phrase.split()})


@dataclass(frozen=True, slots=True)
class _Meaning:
    kind: str
    value: str


@lru_cache(1)
def _meanings() -> dict[tuple[str, ...], _Meaning]:
    """What each phrase means, by its words."""
    found: dict[tuple[str, ...], _Meaning] = {}

    def add(kind: str, value: str, phrases: tuple[str, ...]) -> None:
        for phrase in phrases:
            found.setdefault(tuple(phrase.split()), _Meaning(kind, value))

    for style in STYLES.values():
        add("style", style.name, style.phrases)
        add("style", style.name, tuple(phrase.removesuffix(" of") for phrase in style.phrases))
        add("style", style.name, (f"an {style.name}", f"a {style.name}"))
    for thing in THINGS.values():
        for name in (thing.name, *thing.others):
            add("thing", thing.name, (name, bare(name)))
    for place in PLACES.values():
        add("place", place.name, place.phrases)
    for kind, group in (
        ("size", SIZE_WORDS),
        ("time", TIME_PHRASES),
        ("weather", WEATHER_PHRASES),
        ("relation", RELATIONS),
    ):
        for value, phrases in group.items():
            add(kind, value, phrases)
    for word, colour in OTHER_WORDS.items():
        add("colour", colour, (word,))
    for colour in COLOURS:
        add("colour", colour, (colour, f"in {colour}"))
    return found


def read(text: str, seed: int = 0) -> Scene:
    """The scene that a sentence asks for; what it doesn't say is drawn by chance from the seed.

    Args:
        text: "a photo of a red bell tower at night".
        seed: 0 to 2**40 - 1.

    Raises:
        UserError: for words that the world doesn't know (near ones are named), for attributes that contradict each
            other or the thing, for an empty or a too long sentence.
    """
    check_seed(seed)
    found = _parsed(text)
    dice = Dice(f"{seed} read")
    asked: dict[str, str] = {}
    for kind in ("style", "colour", "size", "time", "weather", "place", "relation"):
        values = list(dict.fromkeys(m.value for m in found if m.kind == kind))
        if len(values) > 1:
            raise UserError(f"This asks for {values[0]} and {values[1]} at once: say one {kind}.")
        if values:
            asked[kind] = values[0]
    things = [m.value for m in found if m.kind == "thing"]
    if len(things) > 2 or (len(things) == 2) != ("relation" in asked):
        raise UserError('Name one thing, or two with "next to", "in front of" or "below" between them.')
    if not things and not asked:
        raise UserError(f'This says nothing to draw: try "{_example()}".')
    first = THINGS[things[0] if things else dice.pick(tuple(THINGS))]
    style = asked.pop("style", None) or dice.pick(tuple(STYLE_WEIGHTS))
    second = things[1] if len(things) == 2 else ""
    _check(first, asked, second, seed)
    return fill(seed, first, dice, style=style, **{"second": second, "relation": "", **asked})


def _check(thing: Thing, asked: dict[str, str], second: str, seed: int) -> None:
    """Whether what is asked for can be."""
    name = bare(thing.name)
    if "colour" in asked and not thing.colours:
        raise UserError(f"The {name} has colours of its own: leave out {asked['colour']!r}.")
    if asked.get("time", thing.times[0]) not in thing.times:
        raise UserError(f"The {name} can only be seen at {' or '.join(thing.times)}: leave out {asked['time']!r}.")
    if thing.kind == "scenery" and ({"place", "size"} & asked.keys() or second):
        raise UserError(f"The {name} fills the whole picture: leave out its place, its size and other things.")
    inside = PLACES[asked["place"]].phrases[0] if "place" in asked and not has_weather(asked["place"]) else ""
    inside = f"around the {name}" if thing.indoors else inside
    if not inside and "place" not in asked and thing.places and not open_places(thing):
        inside = f"where the {name} can be"
    if inside and "weather" in asked:
        raise UserError(f"There is no {asked['weather']} {inside}: leave out one of them.")
    if second and THINGS[second].kind in ("scenery", "portrait"):
        raise UserError(f"The {bare(second)} can't stand beside another thing: name a smaller one.")


def _parsed(text: str) -> list[_Meaning]:
    if not isinstance(text, str):
        raise UserError(f'A caption is text, not {type(text).__name__}: try "{_example()}".')
    if len(text) > LONGEST:
        raise UserError(f"The caption has {len(text)} characters: shorten it to {LONGEST} at most.")
    tokens = words_of(text)
    if not tokens:
        raise UserError(f'The caption is empty: try "{_example()}".')
    meanings, found, unknown, k = _meanings(), [], [], 0
    longest = max(map(len, meanings))
    while k < len(tokens):
        sizes = range(min(longest, len(tokens) - k), 0, -1)
        fit = next((n for n in sizes if tuple(tokens[k : k + n]) in meanings), 0)
        if fit:
            found.append(meanings[tuple(tokens[k : k + fit])])
        elif tokens[k] not in _FILLERS:
            unknown.append(tokens[k])
        k += max(fit, 1)
    if unknown:
        near = difflib.get_close_matches(unknown[0], words(), 3, 0.7)
        hint = f"did you mean {' or '.join(near)}?" if near else "`python -m lib world --list` shows what it knows."
        raise UserError(f'The world doesn\'t know "{unknown[0][:30]}": {hint}')
    return found


def _example() -> str:
    return "a photo of a red bell tower at night"


def listing() -> str:
    """Everything that can be asked for, for a terminal."""
    parts = {
        "things": [", ".join((thing.name, *thing.others)) for thing in THINGS.values()],
        "styles": [style.phrases[0] for style in STYLES.values()],
        "colours": list(COLOURS),
        "times": [f"{time}: {', '.join(TIME_PHRASES[time])}" for time in TIMES],
        "weathers": [f"{weather}: {', '.join(phrases)}" for weather, phrases in WEATHER_PHRASES.items()],
        "places": [f"{place.name}: {', '.join(place.phrases)}" for place in PLACES.values()],
    }
    return "\n".join(
        f"{name} ({len(lines)})\n" + "\n".join(f"  {line}" for line in lines) for name, lines in parts.items()
    )
