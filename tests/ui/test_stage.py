"""The stage: which scene an address shows, predictions locked before the picture, one player for several runs."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from lib.models import registry
from lib.runs.recipe import make
from lib.teaching import scene_lists, scenes
from lib.ui.stage import picture, predict, prepare, show
from tests.ui.blocks import pictures
from tests.ui.walks import walk

LIST = """
title: Two scenes
lesson: b3_class_ddpm
scenes:
  - title: First
    text: A sentence.
    equation: x_t
    note: Say this.
    recipe: {kind: digits, labels: 0-3, per_label: 2, steps: 3, frames: 4}
    beside: {recipe: {kind: digits, labels: 0-3, per_label: 2, steps: 3, frames: 4, seed: 1}, name: again}
    minutes: 1.5
  - title: Second
    recipe: {kind: digits, labels: 0-3, per_label: 2, steps: 3, frames: 4, seed: 2}
    play: true
    predict:
      ask: What comes?
      options: [this, {text: that, right: true}, {text: $x$ < 1, why: Never.}]
      why: Because.
"""


def answer(recipe):
    return walk(recipe if recipe.kind == "digits" else None)


@pytest.fixture
def known(visit):
    return scene_lists.keep(LIST.encode(), "two.yaml")


def players(app):
    return [c for c in app.get("bidi_component") if "_player" in c.proto.id]


def bar(app):
    (found,) = [c for c in app.get("bidi_component") if "present_stage" in c.proto.id]
    return json.loads(found.proto.json)


def said(app):
    return " ".join(m.value for m in app.markdown)


def test_without_a_list_there_is_a_choice(visit):
    app = visit("present")
    assert app.title[0].value == "Present to a class"
    app.button(key="present_begin_part-a").click().run()
    assert app.query_params["present_list"] == "part-a"
    assert app.title[0].value == scene_lists.shipped()["part-a"].scenes[0].title


def test_a_scene_has_its_words_its_picture_and_its_note(visit, known):
    app = visit("present", present_list=known, present_scene="1")
    assert app.title[0].value == "First"
    assert "A sentence." in said(app)
    assert "Say this." in said(app)
    assert "Next: Second" in [c.value for c in app.caption]
    assert [recipe.seed for recipe in app.asked] == [0, 1]
    assert len(players(app)) == 1
    told = bar(app)
    assert told["titles"] == ["First", "Second"]
    assert told["until"] == [1.5, 1.5]
    assert told["asks"] == [1]
    assert told["scene"] == 0


@pytest.mark.parametrize(
    ("number", "title"),
    [
        ("2", "Second"),
        ("99", "Second"),
        ("0", "First"),
        ("-1", "First"),
        ("x", "First"),
        ("1e3", "First"),
        ("٢", "First"),
    ],
)
def test_any_number_in_an_address_is_a_scene(visit, known, number, title):
    assert visit("present", present_list=known, present_scene=number).title[0].value == title


@pytest.mark.parametrize("name", ["nobody", "own-0123456789abcdef", "../../home"])
def test_a_list_that_is_not_here_is_a_sentence(visit, name):
    app = visit("present", present_list=name)
    assert "doesn't know that list" in app.warning[0].value
    assert app.title[0].value == "Present to a class"


def test_a_prediction_is_locked_before_the_picture_runs(visit, known):
    app = visit("present", present_list=known, present_scene="2")
    assert app.asked == []
    assert players(app) == []
    app.button(key="present_option_0").click().run()
    app.button(key="present_option_2").click().run()
    assert players(app) == []
    app.button(key="present_locked").click().run()
    assert len(players(app)) == 1
    assert bar(app)["asks"] == []
    assert [b.key for b in app.button if b.key.startswith("present_option")] == []
    assert "Never." in said(app)
    assert "Because." in said(app)
    predicted = predict.Said(2)
    assert app.session_state["_present_said"] == {(known, 1): predicted}


def test_hands_are_counted(visit, known):
    app = visit("present", present_list=known, present_scene="2")
    app.toggle(key="present_count").set_value(True).run()
    for i, hands in enumerate((3, 9, 0)):
        app.number_input(key=f"present_hand_{known}_1_{i}").set_value(hands)
    app.run()
    app.button(key="present_locked").click().run()
    assert app.session_state["_present_said"][(known, 1)] == predict.Said(None, (3, 9, 0))
    (votes,) = [h.proto.body for h in app.get("html") if "class='votes'" in h.proto.body]
    assert "9 of 12 hands" in votes
    assert "--share:75%" in votes
    assert "x &lt; 1" in votes


def test_hands_stay_with_their_question_and_are_counted_at_the_next_one_too(visit):
    question = LIST[LIST.index("  - title: Second") :].replace("Second", "Third")
    known = scene_lists.keep((LIST + question).encode(), "three.yaml")
    app = visit("present", present_list=known, present_scene="2")
    app.toggle(key="present_count").set_value(True).run()
    app.number_input(key=f"present_hand_{known}_1_0").set_value(5).run()
    app.button(key="present_locked").click().run()
    app.query_params["present_scene"] = "3"
    app.run()
    assert app.toggle(key="present_count").value
    assert [field.value for field in app.number_input] == [0, 0, 0]
    app.number_input(key=f"present_hand_{known}_2_1").set_value(7).run()
    app.button(key="present_locked").click().run()
    assert app.session_state["_present_said"][(known, 1)].hands == (5, 0, 0)
    assert app.session_state["_present_said"][(known, 2)].hands == (0, 7, 0)


class Session(dict):
    """A session state."""


@pytest.fixture
def session(monkeypatch):
    state, query = Session(), {}
    for module in (predict, show):
        monkeypatch.setattr(module.st, "session_state", state)
    monkeypatch.setattr(show.st, "query_params", query)
    return state, query


def test_what_was_locked_stays_until_the_stage_is_left(session):
    found = scenes.read(LIST, "two.yaml")
    acts = show._acts("two", found, 1)
    acts["choose"](1)
    acts["lock"](1)
    acts["choose"](0)
    acts["lock"](1)
    assert predict.said("two", 1) == predict.Said(1)
    acts["exit"](1)
    assert predict.said("two", 1) is None


def test_what_a_browser_makes_up_does_nothing(session):
    found = scenes.read(LIST, "two.yaml")
    acts = show._acts("two", found, 0)
    for number in (-5, 7, 10**9):
        acts["lock"](number)
        acts["choose"](number)
    acts["lock"](0)  # that scene asks nothing
    assert predict.said("two", 0) is None
    acts["scene"](10**9)
    assert session[1] == {"present_scene": "2"}
    acts["scene"](-3)
    assert session[1] == {"present_scene": "1"}


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        ([[1, 2, []]], predict.Said(2)),
        ([[1, None, [3, 9, 0]]], predict.Said(None, (3, 9, 0))),
        ([[0, 0, []], [7, 0, []], [1, 0, []]], None),  # more than there are questions
        ([[0, 0, []]], None),
        ([[1, 3, []]], None),
        ([[1, -1, []]], None),
        ([[1, True, []]], None),
        ([[1, 0, [1, 2]]], None),
        ([[1, 0, [1, 2, 10**9]]], None),
        ([[1, 0, "abc"]], None),
        ([["1", 0, []]], None),
        ([[1, 0]], None),
        ([{}], None),
        ([], None),
    ],
)
def test_what_the_browser_kept_is_locked_again_where_it_makes_sense(session, kept, found):
    acts = show._acts("two", scenes.read(LIST, "two.yaml"), 1)
    assert not predict.heard()
    acts["recall"](kept)
    assert predict.said("two", 1) == found
    assert predict.heard()
    assert predict.told("two") == ([(1, found.chosen, found.hands)] if found else [])
    acts["recall"]([[1, 1, []]])  # only a session that knows of nothing is told
    assert predict.said("two", 1) == found


def scene(**more):
    return scenes.Scene(title="x", recipe="a5", **more)


def test_several_runs_play_in_one_player():
    short, long = walk(k=2), walk(k=4)
    header, _ = pictures(picture.payload(scene(beside={"recipe": "a5", "name": "b"}, name="a"), [short, long]))
    assert header["frames"] == 4
    assert [words for _, _, words in header["panels"]] == ["a", "a", "b", "b"]
    assert header["facts"] is False
    assert len(header["t"]) == 4
    alone, _ = pictures(picture.payload(scene(), [long]))
    assert alone["facts"] is True
    assert [words for _, _, words in alone["panels"]] == ["the noisy picture", "what the model believes"]


@pytest.mark.parametrize(
    ("more", "start", "origin", "plays"),
    [
        ({}, 3, 0, False),
        ({"play": True}, 0, 0, True),
        ({"open": 2, "play": True}, 2, 2, True),
        ({"open": 1}, 1, 0, False),
    ],
)
def test_where_a_scene_opens_and_plays_from(more, start, origin, plays):
    header, _ = pictures(picture.payload(scene(**more), [walk()]))
    assert (header["start"], header["from"], header["autoplay"]) == (start, origin, plays)


@pytest.mark.parametrize(("turned", "axes"), [("flip", 0), ("mirror", 1), ("rotate180", (0, 1))])
def test_a_picture_is_shown_through_a_view(turned, axes):
    one = walk(make("digits", labels="4", per_label=1, steps=3, frames=4))
    shown = scene(show="x_0", beside={"recipe": "a5", "turned": turned})
    header, sprite = pictures(picture.payload(shown, [one, one]))
    h, w = header["height"], header["width"]
    first, second = sprite[:h, :w], sprite[:h, w : 2 * w] if header["across"] > 1 else sprite[h : 2 * h, :w]
    np.testing.assert_array_equal(np.flip(first, axes), second)


def test_unknown_runs_are_looked_for_once(monkeypatch):
    from lib.runs import engine

    looked = []

    class Engine:
        def get(self, recipe):
            looked.append(recipe.seed)
            return None if recipe.seed == 2 else walk()

    monkeypatch.setattr(prepare.st, "session_state", {})
    monkeypatch.setattr(engine, "engine", Engine)
    found = scenes.read(LIST, "two.yaml")
    assert [recipe.seed for recipe in prepare.unknown(found)] == [2]
    assert [recipe.seed for recipe in prepare.unknown(found)] == [2]
    assert looked == [0, 1, 2, 2]


class AgainError(Exception):
    """The page runs again."""


def test_preparing_ends_and_says_so_without_running_on(monkeypatch):
    from lib.models.errors import UserError
    from lib.runs import engine

    known, jobs, ticks, said = {}, {}, [], []

    def again():
        raise AgainError

    def absent(model):
        raise UserError("It isn't here.")

    monkeypatch.setattr(prepare.st, "session_state", {})
    monkeypatch.setattr(prepare.st, "caption", said.append)
    monkeypatch.setattr(prepare.st, "rerun", again)
    monkeypatch.setattr(prepare.st, "fragment", lambda part, run_every: lambda *given: ticks.append((part, given)))
    monkeypatch.setattr(prepare.session, "run", lambda: SimpleNamespace(panels=set()))
    monkeypatch.setattr(prepare.jobs, "mine", lambda: jobs)
    monkeypatch.setattr(engine, "engine", lambda: SimpleNamespace(get=lambda recipe: known.get(recipe.key())))
    monkeypatch.setattr(registry, "find", absent)
    found = scenes.read(LIST, "two.yaml")
    prepare.prepare(found)
    assert (ticks, said) == ([], ["It isn't here."])
    monkeypatch.setattr(registry, "find", lambda model: model)
    prepare.prepare(found)
    ((tick, given),) = ticks
    jobs |= {prepare.key_of(recipe): SimpleNamespace(done=True) for recipe in found.recipes()}
    with pytest.raises(AgainError):
        tick(*given)
    prepare.prepare(found)
    assert said[-1] == "3 of 3 runs could not be prepared; their scenes say why."
    known |= {recipe.key(): walk() for recipe in found.recipes()}
    with pytest.raises(AgainError):
        tick(*given)
    prepare.prepare(found)
    prepare.prepare(found)
    assert said[2:] == ["All scenes are prepared."]
    assert len(ticks) == 1
