"""The picture of a lesson: chosen, uploaded, drawn, taken from another lesson, or named by a link."""

import base64
import io
import json
import re

import numpy as np
import pytest
from PIL import Image
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from lib.runs import drawings, images, uploads
from lib.ui import canvas, gallery, own, uploading
from tests.ui.blocks import pictures, unpack


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    return tmp_path


def script():
    import numpy as np
    import streamlit as st

    from lib.runs.recipe import make
    from lib.runs.trajectory import Trajectory
    from lib.ui import inputs

    st.text(inputs.image("x7"))
    x = np.full((2, 1, 3, 32, 32), 0.5)
    inputs.offer(Trajectory(make("edit", frames=2), [960, 0], [0.1, 1], [0.99, 0], x, x), "x7")


def opened(**query):
    app = AppTest.from_function(script, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def png(pixels):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def tell(app, which, event, value):
    """Send what a browser sends."""
    element = app.get("bidi_component")[which]
    state = WidgetState(id=_make_trigger_id(element.proto.id, "events"))
    state.json_trigger_value = json.dumps([{"event": event, "value": value}])
    others = app.get_widget_states() if hasattr(app, "get_widget_states") else app._tree.get_widget_states()
    return app._run(WidgetStates(widgets=[*others.widgets, state]))


def shown(app):
    """The header of the gallery: what can be chosen, and what is."""
    blob = app.get("bidi_component")[-1 if len(app.get("bidi_component")) == 1 else 0].proto.bytes
    return unpack(blob)[0]


def test_a_page_opens_with_its_default_and_all_drawings():
    app = opened()
    assert app.text[0].value == "tower"
    assert [item["ref"] for item in shown(app)["items"]] == list(drawings.NAMES)
    assert shown(app)["chosen"] == "tower"


def test_a_click_chooses_and_stands_in_the_address_bar():
    app = tell(opened(), 0, "chosen", {"ref": "cat"})
    assert app.text[0].value == "cat"
    assert app.query_params["x7_image"] in ("cat", ["cat"])
    app = tell(app, 0, "chosen", {"ref": "tower"})
    assert app.text[0].value == "tower"
    assert "x7_image" not in app.query_params


@pytest.mark.parametrize("value", [None, "cat", {"ref": 3}, {"ref": "dog"}, {"ref": "0" * 64}, {}, []])
def test_a_click_on_nothing_that_is_there_changes_nothing(value):
    app = tell(opened(x7_image="cat"), 0, "chosen", value)
    assert not app.exception
    assert app.text[0].value == "cat"


def test_a_link_opens_a_kept_picture_on_the_same_machine():
    ref = images.keep(np.full((16, 16, 3), 90, np.uint8))
    app = opened(x7_image=ref)
    assert app.text[0].value == ref
    assert shown(app)["chosen"] == ref


@pytest.mark.parametrize(("ref", "words"), [("0" * 64, "isn't on this machine"), ("<b>dog", "is no picture")])
def test_a_link_to_what_is_not_here_is_a_sentence_and_the_default(ref, words):
    app = opened(x7_image=ref)
    assert app.text[0].value == "tower"
    assert len(app.warning) == 1
    assert words in app.warning[0].value
    app = tell(app, 0, "chosen", {"ref": "cat"})
    assert app.text[0].value == "cat"
    assert not app.warning


def test_an_upload_is_cut_to_a_square_that_can_be_moved():
    app = opened(x7_own="Upload a picture")
    pixels = np.zeros((100, 200, 3), np.uint8)
    pixels[:, 100:] = 255
    app.file_uploader(key="x7_file").upload("wide.png", png(pixels), "image/png").run()
    middle = app.text[0].value
    assert images.pixels(middle, 2)[0].tolist() == [[0, 1], [0, 1]]
    assert app.slider(key="x7_crop_y").disabled
    app.slider(key="x7_crop_x").set_value(1.0).run()
    assert images.pixels(app.text[0].value, 2).min() == 1
    app.slider(key="x7_crop_zoom").set_value(2.0).run()
    assert not app.slider(key="x7_crop_y").disabled
    assert not app.exception


def test_after_an_upload_another_picture_can_still_be_chosen():
    app = opened(x7_own="Upload a picture")
    app.file_uploader(key="x7_file").upload("grey.png", png(np.full((9, 9, 3), 80, np.uint8)), "image/png").run()
    ref = app.text[0].value
    assert [item["name"] for item in shown(app)["items"]][-1] == own.UPLOAD
    app = tell(app, 0, "chosen", {"ref": "house"})
    assert app.text[0].value == "house"
    app = tell(app, 0, "chosen", {"ref": ref})
    assert app.text[0].value == ref


@pytest.mark.parametrize("blob", [b"", b"hello", b"<svg xmlns='x'>", png(np.zeros((40, 40, 3), np.uint8))[:60]])
def test_a_bad_file_is_one_sentence_and_the_last_picture_stays(blob):
    app = opened(x7_image="cat", x7_own="Upload a picture")
    app.file_uploader(key="x7_file").upload("x.png", blob, "image/png").run()
    assert not app.exception
    assert len(app.warning) == 1
    assert app.warning[0].value.endswith("The last picture stays.")
    assert app.text[0].value == "cat"


def test_a_drawing_is_followed_and_an_emptied_sheet_keeps_the_last():
    app = opened(x7_own="Draw one")
    pixels = np.full((256, 256, 3), 255, np.uint8)
    pixels[:128] = (200, 0, 0)
    sheet = next(i for i, e in enumerate(app.get("bidi_component")) if "_canvas" in e.proto.id)
    app = tell(app, sheet, "drawn", {"png": canvas.PREFIX + base64.b64encode(png(pixels)).decode()})
    ref = app.text[0].value
    assert images.pixels(ref, 2)[1].round(2).tolist() == [[0, 0], [1, 1]]
    app = tell(app, sheet, "drawn", {"png": ""})
    assert app.text[0].value == ref


def test_a_result_becomes_an_input():
    app = opened()
    app.button(key="x7_offer").click().run()
    assert not app.exception
    items = shown(app)["items"]
    assert items[-1]["name"] == own.RESULT
    assert abs(images.pixels(items[-1]["ref"], 32) - 0.75).max() < 0.01
    app = tell(app, 0, "chosen", {"ref": items[-1]["ref"]})
    assert app.text[0].value == items[-1]["ref"]


def test_digits_are_kept_in_colour():
    assert own.coloured(np.zeros((28, 28), np.uint8)).shape == (28, 28, 3)


@pytest.mark.parametrize(("x", "y", "zoom"), [(0, 0, 1), (1, 0.5, 1), (0.3, 0.9, 7.77)])
def test_the_frame_shows_what_is_cut_out(x, y, zoom):
    pixels = np.random.default_rng(0).integers(0, 256, (60, 90, 3), np.uint8)
    shares = re.findall(r": ([\d.]+)%", uploading.square_over(90, 60, zoom, x, y))
    sizes = (90, 60, 90, 60)
    left, top, width, height = (round(float(n) / 100 * size) for n, size in zip(shares, sizes, strict=True))
    np.testing.assert_array_equal(pixels[top : top + height, left : left + width], uploads.squared(pixels, x, y, zoom))


def test_a_large_picture_is_shown_small():
    assert uploading.shrunk(np.zeros((600, 1200, 3), np.uint8)).shape == (160, 320, 3)
    assert uploading.shrunk(np.zeros((1, 3, 3), np.uint8)).shape == (1, 3, 3)


def test_what_goes_to_the_browser():
    items = [gallery.Item(ref, ref, f"A {ref}", drawings.draw(ref, 64)) for ref in ("cat", "house")]
    header, row = pictures(gallery.payload(items, "house", "Picture"))
    assert header["chosen"] == "house"
    assert header["items"][0] == {"ref": "cat", "name": "cat", "title": "A cat"}
    np.testing.assert_array_equal(row[:, 64:], drawings.draw("house", 64))
