"""Links: what is sane is handed on, the rest is left out and named, and older versions are translated."""

import html

import pytest
from streamlit.testing.v1 import AppTest

from lib.runs.drawn import plain_text
from lib.runs.recipe import KINDS
from lib.teaching import markup
from lib.ui import links, share
from lib.ui.bound import same
from lib.ui.links import Change, sane
from lib.ui.plain import plain


def test_a_sane_link_stays_as_it_is():
    asked = {"v": ["1"], "b3_seed": ["7"], "b3_labels": ["1", "2"], "a0_prompt": ["a rocket ship, 3 < 4"]}
    assert sane(asked, "b3_class_ddpm") == (asked, [])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("x" * 65, ["1"]),
        ("b3 seed", ["1"]),
        ("1seed", ["1"]),
        ("__proto__", ["1"]),
        ("b3_seed", ["<script>alert(1)</script>"]),
        ("b3_seed", ["![x](http://elsewhere/x.png)"]),
        ("b3_seed", ["javascript://x"]),
        ("b3_seed", ["a\x00b"]),
        ("b3_seed", ["a\nb"]),
        ("b3_seed", ["1e999"]),
        ("b3_seed", ["-inf"]),
        ("b3_seed", ["nan"]),
        ("b3_seed", ["9" * 30]),
        ("b3_seed", ["9" * 100_000]),
        ("b3_seed", [str(i) for i in range(50)]),
    ],
)
def test_what_no_control_writes_is_left_out_and_named_in_few_words(name, values):
    kept, out = sane({"b3_guidance": ["2"], name: values}, "b3_class_ddpm")
    assert kept == {"b3_guidance": ["2"]}
    assert len(out) == 1
    assert len(out[0]) < 80
    assert out[0].isprintable()


def test_a_value_given_twice_counts_once():
    assert sane({"b3_seed": ["7", "7"]}, "") == ({"b3_seed": ["7"]}, [])


def test_a_thousand_names_are_not_all_taken():
    kept, out = sane({f"n{i}": ["1"] for i in range(1000)}, "")
    assert len(kept) == links.MAX_NAMES
    assert len(out) == 1000 - links.MAX_NAMES


CHANGES = {
    1: Change(
        renamed={"b3_scale": "b3_guidance", "b3_old": ""},
        values={"b3_guidance": {"strong": "7"}},
        defaults={"b3_class_ddpm": {"b3_steps": "100"}},
    ),
    2: Change(renamed={"b3_guidance": "b3_gamma"}),
}
"""Two versions that never were: a control was renamed twice, words became numbers, one went, a default moved."""


@pytest.mark.parametrize("version", [{}, {"v": ["1"]}])
def test_a_link_of_an_older_version_asks_for_the_same(version):
    old = {**version, "b3_scale": ["strong"], "b3_old": ["1"], "b3_seed": ["3"]}
    kept, out = sane(old, "b3_class_ddpm", CHANGES, now=3)
    kept.pop("v", None)
    assert kept == {"b3_gamma": ["7"], "b3_steps": ["100"], "b3_seed": ["3"]}
    assert out == []


def test_of_another_page_the_defaults_are_not_taken_and_of_a_later_version_nothing_is_changed():
    assert sane({"v": ["2"], "b3_guidance": ["2"]}, "b2", CHANGES, now=3)[0] == {"v": ["3"], "b3_gamma": ["2"]}
    assert sane({"v": ["1"]}, "b2", CHANGES, now=3)[0] == {"v": ["3"]}
    assert sane({"v": ["3"], "b3_scale": ["2"]}, "b2", CHANGES, now=3)[0] == {"v": ["3"], "b3_scale": ["2"]}


@pytest.mark.parametrize("version", ["0", "-1", "9", "1e999", "nan", "x" * 100, "", "1.5", "99999999999"])
def test_a_version_that_is_none_is_read_as_the_present(version):
    kept, out = sane({"v": [version], "b3_seed": ["3"]}, "b3_class_ddpm")
    assert kept == {"v": ["1"], "b3_seed": ["3"]}
    assert len(out) == 1


@pytest.mark.parametrize(
    ("asked", "value", "equal"),
    [
        (["5"], 5.0, True),
        (["05"], 5, True),
        (["true"], True, True),
        (["TRUE"], True, True),
        (["6"], 5, False),
        (["1e999"], 5.0, False),
        (["nan"], 5.0, False),
        (["2", "1"], [1, 2], True),
        (["1", "7"], [1], False),
        (["a dog"], "a dog", True),
        (["A dog"], "a dog", False),
        ([""], None, True),
    ],
)
def test_a_control_stands_where_a_link_wants_it(asked, value, equal):
    assert same(asked, value) is equal


def _page():
    import streamlit as st

    from lib.ui import address, controls, links, session

    session.start()
    links.enter("b9")
    controls.guidance("b9")
    controls.seed("b9")
    address.told("b9_frame")
    links.leave()
    links.note()
    st.session_state.address = st.query_params.to_dict()


def _visit(**query):
    app = AppTest.from_function(_page)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def note(app) -> str:
    found = [h.proto.body for h in app.get("html") if "class='linknote'" in h.proto.body]
    return found[0] if found else ""


def test_a_link_that_fits_needs_no_word():
    app = _visit(v="1", b9_guidance="2.5", b9_seed="8", b9_frame="3")
    assert app.session_state["b9_guidance"] == 2.5
    assert app.session_state["b9_seed"] == 8
    assert note(app) == ""
    assert app.session_state.address["b9_frame"] == "3"


def test_what_is_left_out_is_said_once_in_one_sentence_and_as_text():
    app = _visit(b9_guidance="1e999", other="1", x="<script>alert(1)</script>", b9_seed="8")
    assert app.session_state["b9_guidance"] == 5.0
    assert app.session_state["b9_seed"] == 8
    assert note(app).count("left out") == 1
    assert "b9_guidance = 1e999" in note(app)
    assert "other = 1" in note(app)
    assert "<script" not in note(app)
    assert "other" not in app.session_state.address
    assert "x" not in app.session_state.address


def test_a_code_is_made_of_an_address_and_of_nothing_else():
    made = share.code("http://192.168.0.7:8501/b3_class_ddpm?v=1&b3_seed=7")
    assert made["picture"].startswith("<svg")
    assert "<script" not in made["picture"]
    assert share.code("javascript:alert(1)") == {"picture": "", "problem": ""}
    assert share.code("") == {"picture": "", "problem": ""}
    assert "too long" in share.code("http://x/?a=" + "b" * 5000)["problem"]


PROMPTS = [
    "a rocket ship ](x) <b>3</b>",
    "![a dog](http://elsewhere/x.png)",
    "<script>alert(1)</script>",
    "<img src=http://elsewhere/x.png onerror=alert(1)>",
    "[click](javascript:alert(1)) :red[x] :material/home: $x$ www.elsewhere.org",
    "1e999",
]


@pytest.mark.parametrize("text", PROMPTS)
@pytest.mark.parametrize("name", ["a0_prompt", "a10_middle_prompt", "prompt", "upright", "compare_to"])
def test_a_prompt_comes_through_a_link_whole(name, text):
    assert sane({"v": ["1"], name: [text]}, "a0_models") == ({"v": ["1"], name: [text]}, [])


@pytest.mark.parametrize("text", ["two\nlines", "a\x00b", "x" * 10_001])
def test_what_no_line_of_text_can_hold_is_left_out_of_a_prompt(text):
    assert sane({"a0_prompt": [text]}, "a0_models")[0] == {}


def test_every_prompt_of_a_recipe_has_its_name_among_those_that_are_typed():
    typed = {
        name
        for kind in KINDS.values()
        for name, field in kind.model_fields.items()
        if plain_text in [getattr(rule, "func", None) for rule in field.metadata] or "Blend" in str(field.annotation)
    }
    assert typed
    assert typed <= links.PROMPTS


@pytest.mark.parametrize("text", PROMPTS)
def test_markdown_shows_a_prompt_as_it_was_typed(text):
    made = markup._markdown().enable(["image", "link", "autolink", "html_inline", "html_block"]).render(plain(text))
    markup._markdown.cache_clear()
    assert made.strip() == f"<p>{html.escape(text)}</p>"
