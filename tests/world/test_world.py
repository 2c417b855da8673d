"""The small world: every thing, style and place is drawn; sentences are true of their scenes and can be read again."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from lib.models.errors import UserError
from lib.world import caption, held_out, picture, read, scene
from lib.world.captions import words
from lib.world.colours import COLOURS
from lib.world.pen import Dice
from lib.world.places import PLACES
from lib.world.scene import COURSE, TIMES, WEATHERS, fill
from lib.world.styles import STYLES
from lib.world.things import THINGS


@pytest.mark.parametrize("name", THINGS)
def test_every_thing_is_seen_in_every_style_and_two_seeds_differ(name: str) -> None:
    for style in STYLES:
        first, second = (
            picture(fill(k, THINGS[name], Dice(k), style=style, second="", relation=""), 32) for k in (1, 2)
        )
        assert first.shape == (32, 32, 3)
        assert first.dtype == np.uint8
        assert first.std() > 8, f"{name} as {style} is nearly one colour"
        assert np.abs(first.astype(int) - second).mean() > 1


@pytest.mark.parametrize("name", [name for name, thing in THINGS.items() if thing.kind != "scenery"])
def test_a_thing_covers_a_good_part_of_the_picture_and_stays_inside(name: str) -> None:
    thing = THINGS[name]
    asked = {
        "place": thing.places[0],
        "second": "",
        "relation": "",
        "weather": "clear",
        "size": "",
        "time": thing.times[0],
    }
    shown = fill(3, thing, Dice(3), style="cartoon", **asked)
    from lib.world import drawing

    drawn = picture(shown, 64).astype(int)
    nothing = drawing.Thing(**{**vars(thing), "draw": lambda *_: None})
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(THINGS, name, nothing)
        without = picture(shown, 64).astype(int)
    covered = (np.abs(drawn - without).max(2) > 12).mean()
    assert 0.04 < covered < 0.9, f"{name} covers {covered:.0%}"


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("time", TIMES)
def test_every_place_is_another_one_at_another_time(name: str, time: str) -> None:
    thing = next(thing for thing in THINGS.values() if thing.kind in ("stands", "lies"))
    asked = {"place": name, "second": "", "relation": "", "weather": "clear", "size": ""}
    shown = picture(fill(1, thing, Dice(1), style="photo", time=time, **asked), 32)
    assert shown.std() > 8


def test_the_same_seed_gives_the_same_picture_and_the_same_scene_at_every_side() -> None:
    for seed in range(12):
        assert scene(seed) == scene(seed)
        assert np.array_equal(picture(scene(seed), 64), picture(scene(seed), 64))
        small, large = picture(scene(seed), 64).astype(float), picture(scene(seed), 256).astype(float)
        made_small = large.reshape(64, 4, 64, 4, 3).mean((1, 3))
        assert np.corrcoef(small.ravel(), made_small.ravel())[0, 1] > 0.8, scene(seed)


def test_all_is_drawn_by_chance_and_one_seed_in_fifty_is_held_out() -> None:
    scenes = [scene(seed) for seed in range(6000)]
    assert {s.thing for s in scenes} == set(THINGS)
    assert {s.style for s in scenes} == set(STYLES)
    assert {s.time for s in scenes} == set(TIMES)
    assert {s.weather for s in scenes} == set(WEATHERS)
    assert {s.colour for s in scenes} == {*COLOURS, ""}
    assert {s.place for s in scenes} <= {*PLACES, ""}
    assert sum(bool(s.second) for s in scenes) > 300
    assert {s.weather for s in scenes if THINGS[s.thing].indoors} == {"clear"}
    assert 0.015 < sum(held_out(seed) for seed in range(6000)) / 6000 < 0.025


def test_the_world_has_what_the_course_asks_for() -> None:
    assert set(COURSE) <= set(THINGS)
    assert len(THINGS) >= 72


def test_names_are_words_that_a_caption_can_hold_and_no_two_things_share_one() -> None:
    names = [name for thing in THINGS.values() for name in (thing.name, *thing.others)]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    for thing in THINGS.values():
        for name in (thing.name, *thing.others):
            assert name == " ".join(name.lower().split())
            assert name.replace(" ", "").isalpha(), name
        assert set(thing.colours) <= set(COLOURS)
        assert set(thing.places) <= set(PLACES)
        assert bool(thing.places) == (thing.kind != "scenery"), thing.name


def test_what_a_caption_says_is_read_again_as_the_same_scene() -> None:
    for seed in range(1500):
        shown = scene(seed)
        text = caption(shown, seed)
        assert set(text.split()) <= set(words())
        if text == "a high quality photo":
            assert shown.style == "photo"
            continue
        again = read(text, seed)
        assert (again.thing, again.second, again.relation) == (shown.thing, shown.second, shown.relation), text
        for kind in ("style", "colour", "time", "weather", "place", "size"):
            named = read(text, seed + 1)
            if getattr(again, kind) == getattr(named, kind) == getattr(read(text, seed + 2), kind):
                continue  # said, or the same by chance
            assert getattr(shown, kind) is not None
    assert "at night" in " ".join(caption(scene(seed), 0) for seed in range(200))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "a photo of a red bell tower at night",
            {"thing": "a bell tower", "style": "photo", "colour": "red", "time": "night"},
        ),
        (
            "an oil painting of a red sailboat at sunset",
            {"thing": "a sailboat", "style": "oil painting", "time": "sunset"},
        ),
        ("A sketch of a puppy in the snow!", {"thing": "a dog", "style": "pencil sketch", "place": "snow"}),
        ("a photo of a dog next to a pumpkin", {"thing": "a dog", "second": "a pumpkin", "relation": "next to"}),
        ("a lithograph of a man with a hat", {"thing": "a man wearing a hat", "colour": ""}),
    ],
)
def test_sentences_are_read(text: str, found: dict[str, str]) -> None:
    shown = read(text, 5)
    assert {name: getattr(shown, name) for name in found} == found
    assert picture(shown).shape == (64, 64, 3)


def test_weather_that_is_asked_for_is_out_of_doors() -> None:
    for name, thing in THINGS.items():
        if any(not PLACES[place].indoors and place != "space" for place in thing.places):
            places = {read(f"{name} in the rain", seed).place for seed in range(20)}
            assert not {place for place in places if PLACES[place].indoors or place == "space"}, name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("!?", "empty"),
        ("a photo of a zebrra", "doesn't know"),
        ("a red blue dog", "red and blue"),
        ("a photo of a dog at night at sunset", "night and sunset"),
        ("an apple a dog", "two with"),
        ("a red volcano", "colours of its own"),
        ("a volcano on a table", "whole picture"),
        ("an apple on a table in the rain", "no rain"),
        ("a bookshelf in the rain", "no rain around"),
        ("kitchenware in the rain", "no rain where the kitchenware can be"),
        ("a rocket ship in space in the fog", "no fog in space"),
        ("a photo of a 🐶", "doesn't know"),
        ("word " * 10_000, "characters"),
    ],
)
def test_what_cannot_be_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read(text)


@pytest.mark.parametrize("side", [0, 15, 513, 10**6, float("nan"), 64.0, True, "64", None])
def test_sides_that_there_are_not(side: object) -> None:
    with pytest.raises(UserError, match="side of a picture"):
        picture(scene(0), side)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [-1, 2**40, 1.5, float("nan"), True, "7", None])
def test_seeds_that_there_are_not(seed: object) -> None:
    for call in (scene, lambda s: read("a dog", s), lambda s: caption(scene(0), s)):
        with pytest.raises(UserError, match="seed of the world"):
            call(seed)  # type: ignore[arg-type]
