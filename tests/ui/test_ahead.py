"""What is sent ahead of the reader: by value, as the browser spells it, and no more than there is room for."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui import ahead
from tests.ui.blocks import unpack


def sent(app):
    """By control, what the browser was sent: the header, and a list of (value, place, what stands there)."""
    found = {}
    for element in app.main.children.values():
        proto = getattr(element, "proto", None)
        if getattr(proto, "component_name", "").endswith("ahead"):
            header, rest = unpack(proto.bytes)
            answers, at = [], 0
            for value, place, words, length in header["answers"]:
                part = rest[at : at + length]
                answers.append((value, place, part.decode() if words else part))
                at += length
            assert at == len(rest)
            found[header["control"]] = header["others"], answers
    return found


def shown(script, **state):
    app = AppTest.from_function(script, default_timeout=60)
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def page():
    import streamlit as st

    from lib.ui import ahead

    kernel = st.select_slider("Kernel", [3, 5, 9], 5, key="x_kernel")
    sigma = st.slider("Sigma", 0.0, 1.0, 0.5, 0.5, key="x_sigma")
    way = st.toggle("Way", key="x_way")
    drawn = lambda kernel, sigma, way: f"<p>{kernel} {sigma} {way}</p>"  # noqa: E731
    ahead.answered("x", drawn, kernel=(kernel, (3, 5, 9)), sigma=(sigma, (0.0, 0.5, 1.0)), way=(way, (False, True)))
    ahead.send()


def test_each_control_brings_its_answers_where_the_others_stand_now():
    app = shown(page, x_kernel=9)
    others, answers = sent(app)["x_kernel"]
    assert others == {"x_sigma": "0.5", "x_way": "false"}
    assert answers == [(str(k), "x_answer", f"<p>{k} 0.5 False</p>") for k in (3, 5, 9)]
    _, answers = sent(app)["x_way"]
    assert answers == [("false", "x_answer", "<p>9 0.5 False</p>"), ("true", "x_answer", "<p>9 0.5 True</p>")]
    assert [value for value, *_ in sent(app)["x_sigma"][1]] == ["0", "0.5", "1"]


def test_what_stands_on_the_page_is_the_answer_to_the_controls():
    app = shown(page, x_kernel=3, x_way=True)
    assert "<p>3 0.5 True</p>" in json.dumps([str(e.proto) for e in app.get("html")])


def far():
    from lib.ui import ahead

    ahead.ahead("x_step", 6, range(10), lambda value: {"x_player": bytes([value]) * (ahead.MOST // 4)})
    ahead.send()


def test_values_that_are_far_are_left_out_first():
    assert [value for value, *_ in sent(shown(far))["x_step"][1]] == ["4", "5", "6", "7"]


def gaps():
    from lib.ui import ahead

    ahead.ahead("x_step", None, range(4), lambda value: {"x_player": b"known"} if value % 2 else {})
    ahead.send()


def test_values_whose_answer_is_not_known_are_left_to_the_server():
    assert [value for value, *_ in sent(shown(gaps))["x_step"][1]] == ["1", "3"]


SPELLED = [("on", "on"), (0.25, "0.25"), (30.0, "30"), (True, "true"), (990, "990"), (1234567, "1234567")]


@pytest.mark.parametrize(("value", "text"), SPELLED)
def test_a_value_is_spelled_as_the_browser_does(value, text):
    assert ahead._text(value) == text
