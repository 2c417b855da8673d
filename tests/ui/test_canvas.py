"""The canvas: what comes out of a browser is checked first, and what is sent there is complete."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from lib.models.errors import UserError
from lib.ui import canvas
from lib.ui.component import pack
from tests.ui.blocks import unpack


def sent(picture, kind="PNG"):
    out = io.BytesIO()
    Image.fromarray(picture).save(out, kind)
    return {"png": canvas.PREFIX + base64.b64encode(out.getvalue()).decode()}


def flat(side=256, value=200):
    return np.full((side, side, 3), value, np.uint8)


def text(data):
    return {"png": canvas.PREFIX + base64.b64encode(data).decode()}


def test_a_drawing_is_read_as_it_is():
    picture = np.random.default_rng(0).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    np.testing.assert_array_equal(canvas.read(sent(picture), "draw", 256), picture)


def test_the_largest_honest_drawing_is_read():
    noise = np.random.default_rng(0).integers(0, 256, (512, 512, 3), dtype=np.uint8)
    assert canvas.read(sent(noise), "draw", 512).shape == (512, 512, 3)


def test_transparency_and_grey_become_three_channels():
    assert canvas.read(sent(np.zeros((256, 256, 4), np.uint8)), "draw", 256).shape == (256, 256, 3)
    assert canvas.read(sent(np.zeros((256, 256), np.uint8)), "draw", 256).shape == (256, 256, 3)


def test_a_mask_is_black_or_white():
    picture = flat(512, 0)
    picture[:10] = 255
    picture[10:12] = 90
    marked = canvas.read(sent(picture), "mask", 512)
    assert marked.dtype == np.uint8
    assert marked.shape == (512, 512)
    assert (marked[:10] == 255).all()
    assert not marked[10:].any()


@pytest.mark.parametrize("mode", ["draw", "mask"])
def test_an_empty_sheet_is_nothing(mode):
    assert canvas.read({"png": ""}, mode, 256) is None


def test_a_mask_that_was_rubbed_out_is_nothing():
    assert canvas.read(sent(flat(256, 0)), "mask", 256) is None


BAD = {
    "nothing": None,
    "not a dict": "data:image/png;base64,",
    "a list": [1, 2],
    "no picture": {},
    "a number": {"png": 7},
    "bytes": {"png": b"\x89PNG"},
    "not an address": {"png": "javascript:alert(1)"},
    "another kind": {"png": "data:image/jpeg;base64,AAAA"},
    "not base64": {"png": canvas.PREFIX + "!!!"},
    "not ASCII": {"png": canvas.PREFIX + "é" * 8},
    "not a picture": text(b"hello"),
    "cut off": text(base64.b64decode(sent(flat())["png"][len(canvas.PREFIX) :])[:200]),
    "JPEG in PNG's clothes": sent(flat(), "JPEG"),
    "GIF in PNG's clothes": sent(flat(), "GIF"),
    "too small": sent(flat(255)),
    "too large": sent(flat(512)),
    "not square": sent(np.zeros((256, 128, 3), np.uint8)),
}


@pytest.mark.parametrize("value", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("mode", ["draw", "mask"])
def test_anything_else_is_refused_in_a_sentence(value, mode):
    with pytest.raises(UserError, match=r"256 × 256 pixels: clear it, and draw again\.$"):
        canvas.read(value, mode, 256)


def test_what_is_too_long_is_not_even_decoded(monkeypatch):
    monkeypatch.setattr(base64, "b64decode", lambda *_, **__: pytest.fail("decoded"))
    with pytest.raises(UserError, match="too large"):
        canvas.read({"png": canvas.PREFIX + "A" * (canvas.LIMIT * 4 // 3 + 8)}, "draw", 256)


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    with pytest.raises(UserError):
        canvas.read(text(bomb.getvalue()), "draw", 256)


def test_what_goes_to_the_browser():
    assert unpack(pack({"name": "b9", "paper": "#ffe9c4"}, b"picture")) == (
        {"name": "b9", "paper": "#ffe9c4"},
        b"picture",
    )


def page(value):
    import numpy as np
    import streamlit as st

    from lib.ui import canvas

    if value == "kept":
        st.session_state["_b9_drawn"] = np.zeros((256, 256, 3), np.uint8)
    found = canvas.drawing("b9", "#ffe9c4")
    marked = canvas.mask("b9_mask", np.zeros((64, 64, 3), np.uint8))
    st.text("nothing" if found is None else str(found.shape))
    st.text("nothing" if marked is None else str(marked.shape))
    if found is not None:
        found[:] = 7  # the reader's own copy
        assert not st.session_state["_b9_drawn"].any()


@pytest.mark.parametrize(("value", "words"), [("", "nothing"), ("kept", "(256, 256, 3)")])
def test_a_drawing_is_kept_in_the_session(value, words):
    app = AppTest.from_function(page, args=(value,)).run()
    assert not app.exception
    assert [element.value for element in app.text] == [words, "nothing"]
    assert len(app.get("bidi_component")) == 2
    assert not app.error


def drawn(app, value):
    """Send a drawing as a browser does."""
    state = WidgetState(id=_make_trigger_id(app.get("bidi_component")[0].proto.id, "events"))
    state.json_trigger_value = json.dumps([{"event": "drawn", "value": value}])
    return app._run(WidgetStates(widgets=[state]))


def test_a_drawing_arrives_and_a_bad_one_is_a_sentence():
    app = AppTest.from_function(page, args=("",)).run()
    app = drawn(app, sent(flat()))
    assert app.text[0].value == "(256, 256, 3)"
    app = app.run()
    assert app.text[0].value == "(256, 256, 3)"
    app = drawn(app, ["nonsense"])
    assert not app.exception
    assert app.text[0].value == "nothing"
    assert app.error[0].value.endswith("draw again.")
    app = drawn(app, {"png": ""})
    assert not app.error
    assert app.text[0].value == "nothing"


def test_what_a_page_asks_for_is_checked():
    with pytest.raises(ValueError, match="512"):
        canvas.drawing("b9", size=300)
    with pytest.raises(ValueError, match="square"):
        canvas.mask("b9", np.zeros((64, 32, 3), np.uint8))
