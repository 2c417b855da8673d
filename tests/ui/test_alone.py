"""The button "One picture" under a run: each picture of it can be taken home without the others."""

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from lib.draw.reading import read_recipes
from lib.runs.alone import alone, cut
from lib.runs.recipe import from_json, make
from lib.ui.alone import made
from tests.ui.walks import walk


def page():
    import streamlit as st

    from lib.runs.recipe import make
    from lib.ui.alone import offer
    from tests.ui.walks import walk

    with st.container(horizontal=True):
        offer(walk(make("digits", labels="0-9", per_label=1, steps=3, frames=4)), "here", ("x_t", "x_0"))
        offer(walk(make("digits", labels="3", per_label=1, steps=3, frames=4)), "one", ("x_0",))


def opened():
    app = AppTest.from_function(page)
    app.session_state["here_alone"] = True
    return app.run()


def test_a_run_of_one_picture_has_no_such_button_and_a_closed_one_does_nothing():
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert not app.selectbox
    assert not app.get("download_button")


def test_each_picture_can_be_chosen_and_is_named():
    app = opened()
    assert not app.exception
    box = app.selectbox(key="here_alone_place")
    assert box.options[7] == "Picture 8: a 7"
    assert len(box.options) == 10
    box.select_index(7).run()
    assert not app.exception
    assert any("Picture 8: a 7" in html.value for html in app.get("html"))
    assert [button.proto.label for button in app.get("download_button")] == ["GIF", "PNG", "Recipe"]


@pytest.mark.parametrize("kind", ["gif", "png", "json"])
def test_a_file_holds_the_recipe_of_that_picture_alone(kind):
    whole = walk(make("digits", labels="0-9", per_label=1, steps=3, frames=4))
    data = made(cut(whole, 7), kind, ("x_t", "x_0"))
    text = data if kind == "json" else read_recipes(data)[0]
    assert (
        from_json(text)
        == alone(whole.recipe, 7)
        == make("digits", model=whole.recipe.model, labels="7", per_label=1, steps=3, frames=4, first=7)
    )


def test_the_picture_is_the_one_that_was_seen():
    whole = walk(make("digits", labels="0-9", per_label=1, steps=3, frames=4))
    sheet = np.asarray(Image.open(io.BytesIO(made(cut(whole, 7), "png", ("x_0",)))).convert("L"))
    times = min(sheet.shape) // 28
    top, left = ((side - 28 * times) // 2 for side in sheet.shape)
    inside = sheet[top : top + 28 * times, left : left + 28 * times]
    assert np.array_equal(inside, whole.images[7].repeat(times, 0).repeat(times, 1))
