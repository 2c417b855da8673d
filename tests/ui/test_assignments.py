"""While an assignment is open: what it fixes stays fixed, what is answered stays answered, and lessons stay lessons."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from lib.runs.recipe import make
from lib.teaching import assignments, lessons, links
from lib.ui import training_figures
from lib.ui.assignments import holding, state
from tests.ui.walks import edited, walk

ROOT = Path(__file__).resolve().parents[2]
FIXED = """
title: Held
tasks:
  - page: b3_class_ddpm
    title: First
    text: Look at it.
    fix: {guidance: 2, seed: 7}
    hide: [seed, steps]
    questions:
      - ask: Which?
        options: [this, {text: that, right: true, why: So it is.}]
      - ask: Why?
    hand_in: true
  - page: b4_rectified_flow
    free: [guidance]
    fix: {steps: 10}
"""


CARD = SimpleNamespace(
    id="x@1", name="x", epoch=1, epochs_planned=1, losses=[(100, 0.5), (200, 0.4)], figures={}, sha256=""
)
"""Of a training, whatever model it is asked of."""


def answer(recipe):
    if recipe.kind == "edit":
        return edited(recipe)
    return walk(recipe) if recipe.kind == "digits" and recipe.labels else None


def opened(text=FIXED):
    return assignments.read(text, "a.yaml")


@pytest.fixture
def lesson(visit):
    """A page with an assignment open."""

    def call(page, text=FIXED, **query):
        app = visit("home")
        app.session_state["_assignment"] = state.Open(
            *(opened(text), links.to_code(opened(text)), opened(text).digest(), state_answers())
        )
        return visit(page, **query)

    return call


def state_answers():
    from lib.teaching.answers import Answers

    return Answers()


def texts(app):
    return " | ".join(markdown.value for markdown in app.markdown)


def held_keys(app):
    return {
        widget.key for kind in ("slider", "select_slider", "number_input", "text_input") for widget in app.get(kind)
    }


def test_without_an_assignment_nothing_is_held_and_nothing_is_added(visit):
    app = visit("b3_class_ddpm", b3_guidance="3.5")
    assert app.slider(key="b3_guidance").value == 3.5
    assert "set by your teacher" not in texts(app)
    assert "assignment" not in " ".join(str(button.key) for button in app.button)


def test_what_is_fixed_is_shown_locked_and_what_is_hidden_is_not_shown(lesson):
    app = lesson("b3_class_ddpm")
    assert "Guidance γ: **2**, set by your teacher" in texts(app)
    assert "Seed" not in texts(app)
    assert not {"b3_guidance", "b3_seed", "b3_steps"} & held_keys(app)
    first = app.asked[0]
    assert (first.guidance, first.seed, first.steps) == (2.0, 7, 50)


def test_the_address_bar_does_not_move_what_is_held(lesson):
    app = lesson("b3_class_ddpm", b3_guidance="9", b3_seed="5", b3_steps="10", b3_rows="4")
    assert {(recipe.guidance, recipe.seed) for recipe in app.asked if recipe.per_label > 1} == {(2.0, 7)}
    assert app.asked[0].steps == 50
    assert app.asked[0].per_label == 4  # what is free still follows the link
    app.session_state["b3_guidance"] = 9.0  # nor does what another part of the app writes
    app.run()
    assert app.asked[0].guidance == 2.0


def test_only_what_is_free_can_be_moved(lesson):
    app = lesson("b4_rectified_flow", b4_t="0.1", b4_seed="3", b4_guidance="1.5")
    assert app.asked[0].seed == 0
    assert app.asked[0].steps == 10
    assert app.asked[0].guidance == 1.5
    assert "b4_guidance" in held_keys(app)
    assert not {"b4_steps", "b4_seed", "b4_t"} & held_keys(app)


@pytest.mark.parametrize("value", ["99", "-1", "'loud'", "true", "1.0e+300"])
def test_a_value_that_cannot_be_is_said_and_the_pages_own_stands(lesson, value):
    app = lesson("b3_class_ddpm", FIXED.replace("guidance: 2,", f"guidance: {value},"))
    assert app.asked[0].guidance == 5.0
    assert "The assignment asks for" in texts(app)


def test_another_page_holds_nothing(lesson):
    app = lesson("b2_time_ddpm", b2_seed="4")
    assert app.asked[0].seed == 4
    assert "Not part of your assignment" in texts(app)


@pytest.mark.parametrize("page", lessons.lessons())
def test_a_lesson_asks_for_the_controls_that_a_teacher_may_name(lesson, page, monkeypatch):
    """Else a file could name a control that nothing obeys, or none could be named; some stand behind others."""
    monkeypatch.setattr(training_figures, "_card", lambda model: CARD)
    free = f"title: x\ntasks:\n  - {{page: {page}, free: []}}\n"
    app = lesson(page, free)
    asked = app.session_state["_assignment"].names
    known = set(lessons.controls(page))
    assert asked <= known
    behind = {"middle_prompt", "way", "digits_guidance", "pair", "target", "digit_image", "epoch", "t", "count", "view"}
    behind |= {"image", "told_prompt"} if page == "a11_upsampling" else {"pieces", "turn_which"}
    assert known - asked <= behind
    for widget in ("slider", "select_slider", "number_input", "text_input"):
        shown = {str(w.key).removeprefix(f"{lessons.prefix(page)}_") for w in app.get(widget)}
        assert not shown & known


def _one_step():
    import streamlit as st

    from lib.teaching import assignments
    from lib.ui import iterative
    from lib.ui.assignments import state

    state.begin(assignments.read("title: x\ntasks:\n  - {page: a4_iterative, fix: {step_at: 500}}\n"))
    state.arrive("a4_iterative")
    st.session_state.found = iterative._begins([690, 460, 230, 30], "a4_step_at")


def test_a_level_that_the_walk_lacks_is_held_at_the_nearest():
    app = AppTest.from_function(_one_step)
    app.query_params["a4_step_at"] = "30"
    assert app.run().session_state.found == 460
    assert not app.select_slider


def test_a_number_among_words_may_be_written_as_one():
    read = holding.among(("100", "300"))
    assert read(300) == read("300") == "300"
    for wrong in (True, 200, 300.5):
        with pytest.raises(ValueError, match="100, 300"):
            read(wrong)


def test_answers_are_kept_and_not_judged(lesson):
    app = lesson("b3_class_ddpm")
    key = next(radio.key for radio in app.radio if str(radio.key).startswith("assignment"))
    app.radio(key=key).set_value(1).run()
    assert app.session_state["_assignment"].answers.given == {"0.0": 1}
    assert "Right." not in texts(app)
    assert "So it is." not in texts(app)
    app.run()
    assert app.radio(key=key).value == 1


def test_answers_are_judged_where_the_teacher_says_so(lesson):
    app = lesson("b3_class_ddpm", FIXED.replace("title: Held", "title: Held\nreveal: true"))
    key = next(radio.key for radio in app.radio if str(radio.key).startswith("assignment"))
    app.radio(key=key).set_value(1).run()
    assert "Right.** So it is." in texts(app)
    app.radio(key=key).set_value(0).run()
    assert "Not quite." in texts(app)


def test_a_run_is_handed_in_with_the_frame_and_never_beyond_it(lesson, monkeypatch):
    app = lesson("b3_class_ddpm")
    now = app.session_state["_assignment"]

    def hand(**sent):
        from lib.runs import engine
        from lib.ui.assignments import fields

        shown = {"b3": make("digits", seed=7)}
        monkeypatch.setattr(fields.session, "run", lambda: type("R", (), {"shown": shown})())
        monkeypatch.setattr(engine, "engine", lambda: type("E", (), {"get": lambda self, recipe: walk(recipe)})())
        monkeypatch.setattr(fields.st, "session_state", {"_assignment": now, "k": {"handed": sent}})
        fields._hand_in("k")
        return now.answers.runs.get("0")

    assert hand(key="other", frame=1) is None
    assert hand(key="b3", frame=2).frame == 2
    assert hand(key="b3", frame=2).read() == make("digits", seed=7)
    assert hand(key="b3", frame=10**12).frame == 3
    assert hand(key="b3", frame=-5).frame == 0
    assert hand(key="b3", frame=None).frame == 3
    assert hand(key="b3", frame="<script>").frame == 3


def test_each_click_on_hand_in_is_answered(lesson):
    """Else the button would say for ever that it is being handed in: the browser isn't told of equal data."""
    app = lesson("b3_class_ddpm")

    def box():
        (found,) = [c.proto for c in app.get("bidi_component") if "assignment-handin" in c.proto.id]
        return found

    before = json.loads(box().json)
    click = WidgetState(id=_make_trigger_id(box().id, "events"))
    click.json_trigger_value = json.dumps([{"event": "handed", "value": {"key": "b3", "frame": 1}}])
    app._run(WidgetStates(widgets=[click]))
    after = json.loads(box().json)
    assert after["said"] == before["said"]
    assert after != before


def _keeper():
    import json

    import streamlit as st

    from lib.ui.assignments import keeper, state

    for found in json.loads(st.session_state["told"]):
        keeper.take(found)
    now = state.current()
    st.session_state["found"] = now and (now.assignment.title, dict(now.answers.given), now.answers.name, now.heard)


def told(*found):
    app = AppTest.from_function(_keeper)
    app.session_state["told"] = json.dumps(found)
    app.run()
    assert not app.exception
    return app.session_state["found"]


def test_what_a_browser_kept_is_there_again_after_a_reload():
    code, digest = links.to_code(opened()), opened().digest()
    kept = {"name": "Ada", "given": {"0.0": 1, "0.1": "so", "9.9": 1}, "runs": {}}
    assert told({"code": code}) == ("Held", {}, "", False)
    assert told({"code": code}, {"digest": digest, "answers": kept}) == ("Held", {"0.0": 1, "0.1": "so"}, "Ada", True)
    assert told({"code": code}, {"digest": "of another", "answers": kept}) == ("Held", {}, "", False)


@pytest.mark.parametrize("found", [{}, {"code": ""}, {"code": 5}, {"code": "1.x"}, {"code": "9" * 400_000}])
def test_what_a_browser_could_not_have_kept_opens_nothing(found):
    assert told(found) is None


def test_a_link_opens_an_assignment_and_a_bad_one_is_a_sentence(visit):
    app = visit("assignment", assignment=links.to_code(opened()))
    assert app.session_state["_assignment"].assignment == opened()
    assert "**1. First**" in texts(app)
    app = visit("assignment", assignment="1.nonsense")
    assert any("cut short" in warning.value or "changed" in warning.value for warning in app.warning)


def test_the_example_takes_the_place_of_a_bad_link(visit):
    app = visit("assignment", assignment="1.nonsense")
    assert app.warning
    app.button(key="assignment_try").click().run()
    assert app.session_state["_assignment"].assignment.title
    assert not app.warning


def test_the_teachers_side_checks_names_the_line_and_gives_a_link(visit):
    app = visit("assignment", assignment_side="Give one")
    assert app.success
    link = next(code.value for code in app.code if "assignment=" in code.value)
    assert links.from_link(link) == assignments.read(assignments.EXAMPLE.read_bytes())
    app.text_area(key="assignment_text").set_value(FIXED.replace("guidance: 2", "guidence: 2")).run()
    assert any("line 4" in warning.value and "guidance" in warning.value for warning in app.warning)
    assert not app.success
    app.text_area(key="assignment_text").set_value(FIXED).run()
    app.button(key="assignment_as").click().run()
    assert not app.exception
    assert app.session_state["_assignment"].assignment == opened()
    app.button(key="assignment-close").click().run()
    assert "_assignment" not in app.session_state


def test_a_hostile_title_is_text(visit):
    text = FIXED.replace("title: Held", "title: '[x](http://a) <script> $x$ :material/delete:'")
    app = visit("assignment", assignment=links.to_code(opened(text)))
    assert any(sub.value.startswith("\\[x\\](http\\://a) \\<script\\>") for sub in app.header)
