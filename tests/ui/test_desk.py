"""The desk: exercises are noticed and only then, answers are judged, and a page tells the browser what to keep."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.runs import prompts
from lib.runs.recipe import KINDS, change, make
from lib.ui import lesson as frame_of_lessons
from lib.ui.desk import checks, values, words

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if re.match(r"[ab]\d", path.stem))

# What a reader does, control by control, until all exercises of a lesson that controls can tell of are done.
ACTS = {
    "a0_models": [
        {"a0_steps": 10},
        {"a0_prompt": "a photo of a qqqqq"},
        {"a0_guidance": 0.0},
        {"a0_guidance": 5.0, "a0_prompt": "A high quality photo."},
    ],
    "a1_forward": [],
    "a2_classical": [{"a2_t": 950, "a2_kernel": 21}, {"a2_sigma": 0.5}, {"a2_t": 50}],
    "a3_one_step": [{"a3_prompt": "a photo of a dog"}],
    "a4_iterative": [{"a4_stride": 90}],
    "a5_sampling": [{"a5_eta": 0.0}],
    "a6_guidance": [{"a6_t": 990}],
    "a7_image_to_image": [{"a7_prompt": "a high quality photo", "a7_guidance": 1.0}],
    "a8_inpainting": [
        {"a8_mask": "ring", "a8_invert": True},
        {"a8_feather": 0.1},
        {"a8_mask": "centre", "a8_prompt": "a photo of a dog", "_a8_image": "cat"},
    ],
    "a9_anagrams": [
        {"a9_upright_prompt": "a photo of a dog", "a9_turned_prompt": "a photo of a dog"},
        {"a9_view": "negative", "a9_pair": "2 and 5", "a9_guidance": 1.0},
        {"a9_guidance": 12.0},
    ],
    "a10_hybrids": [
        {"a10_low_prompt": "a lithograph of flowers", "a10_high_prompt": "a lithograph of a skull", "a10_sigma": 0.5},
        {"a10_high_prompt": "a lithograph of flowers", "a10_sigma": 8.0, "a10_three": True},
    ],
    "a11_upsampling": [{"a11_level": 0, "a11_guidance": 0.0}, {"a11_level": 900}, {"a11_source": "a picture"}],
    "b1_denoiser": [],
    "b2_time_ddpm": [{"b2_steps": 10}],
    "b3_class_ddpm": [{"b3_guidance": g, "b3_rows": 8} for g in (0.0, 1.0, 10.0)],
    "b4_rectified_flow": [{"b4_steps": 1, "b4_t": 1.0}],
    "b5_reflow": [{"b5_k": 0}],
}


def answer(recipe):
    """Nothing is there yet."""
    return None


def told(app):
    """What the page hands to the browser."""
    return next(
        data
        for component in app.get("bidi_component")
        if component.proto.json and "tasks" in (data := json.loads(component.proto.json))
    )


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_exercise_is_done_when_it_was_done_and_not_before(visit, monkeypatch, lesson):
    monkeypatch.setattr(frame_of_lessons, "unheard", lambda key, model: "qqqqq" in st.session_state[key])
    app = visit(lesson)
    first = told(app)
    assert first["lesson"] == lesson
    assert first["done"] == []
    assert first["tasks"] >= 1
    assert first["questions"] in (3, 4)
    done = set()
    for act in ACTS[lesson]:
        for key, value in act.items():
            app.session_state[key] = value
        app.run()
        assert not app.exception, [e.message for e in app.exception]
        done |= set(told(app)["done"])
    assert done | {int(task) for task, _ in first["watch"]} == set(range(1, first["tasks"] + 1))


def test_tools_that_are_watched_are_on_their_pages():
    """The keys of `touched` are those of players and tools: a page that shows such a player is in the walk of e2e."""
    found = {}
    for lesson in LESSONS:
        text = (ROOT / "pages" / f"{lesson}.py").read_text(encoding="utf-8")
        for key in re.findall(r'lesson\.touched\("(\w+)"\)', text):
            found[key] = lesson
            base = re.sub(r"_(player|live|canvas|mixer)$", "", key)
            assert f'"{base}"' in text or base in ("a7_sketch",)
    assert len(found) >= 5


def test_an_answer_is_judged_at_once_and_can_be_changed(visit):
    app = visit("b3_class_ddpm")
    assert [radio.value for radio in app.radio] == [None] * 3
    right = "Any digit it likes."
    app.radio(key="b3_quiz_0").set_value("Zeros.").run()
    assert app.info[-1].value.startswith("**Not so.** The label of a zero")
    assert (told(app)["answered"], told(app)["right"]) == ([0], [])
    app.radio(key="b3_quiz_0").set_value(right).run()
    assert app.success[0].value.startswith("**Right.** In training")
    assert (told(app)["answered"], told(app)["right"]) == ([0], [0])


def test_home_hands_over_the_lessons():
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    found = [c.proto.json for c in app.get("bidi_component") if '"map"' in c.proto.json]
    assert sorted(json.loads(found[0])["map"]) == LESSONS


def test_tried_remembers_what_stood_there():
    def script():
        import streamlit as st

        from lib.ui import lesson

        st.slider("x", 0, 10, 3, key="x")
        st.text_input("word", "dog", key="word")
        st.session_state.found = (
            lesson.tried("x"),
            lesson.tried("x", 0, 7),
            lesson.tried("word", "a Cat"),
            lesson.tried("nothing"),
        )

    app = AppTest.from_function(script).run()
    assert app.session_state.found == (False, False, False, False)
    app.slider(key="x").set_value(7).run()
    assert app.session_state.found == (True, False, False, False)
    app.slider(key="x").set_value(0).run()
    app.text_input(key="word").set_value("A cat.").run()
    app.slider(key="x").set_value(5).run()
    assert app.session_state.found == (True, True, True, False)


def test_a_word_that_the_model_never_saw_is_noticed(monkeypatch):
    words_of = SimpleNamespace(unknown=lambda text: [word for word in text.split() if word == "qqqqq"])
    monkeypatch.setattr(prompts, "vocabulary_of", lambda model: words_of if model == "small" else None)
    monkeypatch.setattr(st, "session_state", {"dog": "a dog", "new": "a qqqqq", "long": "qqqqq " * 1000})
    assert [checks.unheard(key, "small") for key in ("dog", "new", "long", "none")] == [False, True, False, False]
    assert not checks.unheard("new", "large")


def test_touched_names_what_the_browser_watches():
    assert checks.touched("a", "b").keys == ("a", "b")


@pytest.mark.parametrize("kind", KINDS)
def test_the_call_makes_the_recipe(kind):
    small = make("picture", prompt='a "cat" in Malmö', count=1)
    knobs = {"seed": 5} if "seed" in KINDS[kind].model_fields else {"side": 9}
    recipe = make(kind, **knobs, **({"of": small} if kind == "upsample" else {}))
    for asked in (recipe, change(recipe)):
        assert eval(values.call_of(asked), {"make": make}) == asked
    if kind == "anagram":
        blend = change(recipe, upright={"kind": "blend", "low": "a skull", "high": "flowers"})
        assert eval(values.call_of(blend), {"make": make}) == blend


def test_what_differs_comes_first():
    text = values.call_of(make("picture", guidance=7))
    assert text.index("guidance=7.0") < text.index("# as usual") < text.index("steps=34")
    assert values.differing([make("picture"), make("picture", seed=1, steps=5)]) == ["steps", "seed"]


def test_a_lesson_shows_the_call_of_its_run():
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.query_params["b3_guidance"] = "5"
    app.switch_page("pages/b3_class_ddpm.py").run()
    calls = [code.value for code in app.code if code.value.startswith("make(")]
    assert len(calls) == 1
    assert eval(calls[0], {"make": make}).per_label == 2


def test_the_glossary_finds_by_the_address():
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.switch_page("pages/glossary.py").run()
    assert len(list(app.header)) >= 60
    app.text_input(key="glossary_find").set_value("sdedit").run()
    assert [h.value for h in app.header] == ["Image to image"]
    app.text_input(key="glossary_find").set_value("no such word").run()
    assert app.info[0].value.startswith("No such word here")
    assert words.slug("Fréchet distance") == "frechet-distance"
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.query_params["glossary_find"] = "ddim"
    app.switch_page("pages/glossary.py").run()
    assert app.header[0].value == "DDIM"
