"""The export studio: runs of links, lists and files; options that fit the format; the file, made in a thread."""

import json
import time

import numpy as np
import pytest
import streamlit as st

from lib.draw.reading import read_recipes
from lib.draw.studio.making import export
from lib.draw.studio.options import options
from lib.runs import jobs as running
from lib.runs.progress import Progress
from lib.runs.recipe import from_json, make, to_json, to_query
from lib.runs.trajectory import Trajectory
from lib.ui.jobs import Jobs
from lib.ui.studio import runs
from tests.ui.walks import walk

TWO = (make("plane", points=20, steps=4, frames=5), make("plane", points=20, steps=8, frames=5))


def answer(recipe):
    if recipe.kind == "digits":
        return walk(recipe, k=3)
    rng = np.random.default_rng(0)
    sigma = np.linspace(1, 0, 3)
    points = (20, 2) if recipe.kind == "plane" else (2, 3, 8, 8)
    x = rng.uniform(size=(3, *points))
    return Trajectory(recipe, sigma, 1 - sigma, sigma, x, x[::-1])


@pytest.fixture(autouse=True)
def tasks(monkeypatch):
    """The files that are made, as they begin. Caches are empty: all AppTests are one session."""
    begun = []

    class Seen(running.Task):
        def __init__(self, *args):
            super().__init__(*args)
            begun.append(self)

    monkeypatch.setattr(running, "Task", Seen)
    st.cache_resource.clear()
    st.cache_data.clear()
    yield begun
    for task in begun:
        task.cancel()
        assert task.wait(20)


def pictures(app):
    return [
        element.value for element in app.get("html") if "studio-preview" in element.value and "<img" in element.value
    ]


def asked(app):
    return [recipe.key() for recipe in app.asked]


def test_it_opens_with_a_run_a_preview_and_an_estimate(visit):
    app = visit("studio")
    assert app.multiselect(key="studio_menu").value == ["The first page"]
    assert len(pictures(app)) == 1
    assert any("about" in e.value and "pixels" in e.value for e in app.get("html"))
    assert app.button(key="studio_make").label == "Make the file"


def test_a_link_of_a_recipe_shows_that_run(visit):
    recipe = make("digits", model="digits-flow", labels="3,1", per_label=1, guidance=2, steps=5, frames=3, seed=9)
    app = visit("studio", **to_query(recipe))
    assert asked(app) == [recipe.key()]
    assert app.multiselect(key="studio_menu").value == ["digits · digits-flow · seed 9"]


def test_a_link_of_several_runs_names_what_differs(visit):
    query = to_query(TWO[0]) | {"studio_also": json.dumps([to_query(TWO[1])])}
    app = visit("studio", **query)
    assert asked(app) == [recipe.key() for recipe in TWO]
    assert [field.placeholder for field in app.text_input] == ["steps 4", "steps 8"]
    assert app.toggle(key="studio_named").value


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "plane", "points": "a million"},
        {"kind": "plane", "studio_also": "{"},
        {"kind": "plane", "studio_also": "[1]"},
        {"kind": "plane", "studio_also": '[{"kind": "pottery"}]'},
        {"kind": "digits", "labels": "3", "steps": "-1"},
    ],
)
def test_a_link_that_makes_no_sense_says_so_and_shows_another_run(visit, query):
    app = visit("studio", **query)
    assert len(app.warning) == 1
    assert app.multiselect(key="studio_menu").value == ["The first page"]
    assert len(pictures(app)) == 1


def test_choosing_runs_writes_them_into_the_address(visit):
    app = visit("studio")
    chosen = ["B4 · Rectified flow: plane 4", "B4 · Rectified flow: plane 8"]
    app.multiselect(key="studio_menu").set_value(chosen).run()
    assert not app.exception
    assert app.multiselect(key="studio_menu").value == chosen
    assert app.query_params["kind"] == "plane"
    assert json.loads(app.query_params["studio_also"])[0]["kind"] == "plane"
    app.multiselect(key="studio_menu").set_value([]).run()
    assert not app.exception
    assert any("Choose a run" in info.value for info in app.info)
    assert pictures(app) == []
    app.multiselect(key="studio_menu").set_value(chosen[:1]).run()
    assert "studio_also" not in app.query_params
    assert len(pictures(app)) == 1


@pytest.mark.parametrize(
    ("name", "there", "gone"),
    [
        ("GIF", {"studio_size", "studio_paper", "studio_hold", "studio_loops"}, {"studio_times", "studio_ground"}),
        ("MP4", {"studio_times", "studio_seconds", "studio_paper"}, {"studio_loops", "studio_ground"}),
        ("WebP", {"studio_ground", "studio_loops"}, {"studio_times", "studio_paper"}),
        ("APNG", {"studio_ground", "studio_loops"}, {"studio_frames"}),
        ("Contact sheet", {"studio_frames", "studio_ground"}, {"studio_seconds", "studio_hold", "studio_bounce"}),
        ("Frames (ZIP)", {"studio_bounce", "studio_ground"}, {"studio_seconds", "studio_loops"}),
        ("Numbers (CSV)", set(), {"studio_size", "studio_bounce"}),
        ("Arrays (NPZ)", set(), {"studio_size", "studio_bounce"}),
    ],
)
def test_only_what_a_format_knows_is_asked(visit, name, there, gone):
    app = visit("studio", studio_format=name)
    kinds = ("select_slider", "button_group", "toggle", "pills", "segmented_control")
    keys = {widget.key for kind in kinds for widget in app.get(kind)}
    assert there <= keys
    assert not gone & keys
    assert app.button(key="studio_make")


def test_files_bring_their_runs_and_what_is_wrong_with_one_is_said(visit):
    app = visit("studio")
    film = export([answer(recipe) for recipe in TWO], options(format="webp", size=64))
    app.file_uploader(key="studio_files").set_value(
        [
            ("two.webp", film, "image/webp"),
            ("bad.gif", b"GIF89a", "image/gif"),
            ("worse.json", b"{", "application/json"),
        ]
    ).run()
    assert not app.exception
    assert [w.value.partition("\\")[0] for w in app.warning] == ["bad.gif", "worse.json"]
    assert len(app.multiselect(key="studio_menu").value) == 2
    assert len(app.text_input) == 2


def test_the_file_is_made_in_a_thread_and_another_wish_makes_another(visit, tasks):
    app = visit("studio", **to_query(TWO[0]), studio_format="APNG", studio_size="240")
    app.button(key="studio_make").click().run()
    (task,) = tasks
    assert task.wait(60)
    app.run()
    assert [button.key for button in app.get("download_button")] == ["studio_download"]
    assert [from_json(text) for text in read_recipes(task.result)] == [TWO[0]]
    app.toggle(key="studio_bounce").set_value(True).run()
    assert app.get("download_button") == []
    assert app.button(key="studio_make")


def _endless(on_step):
    while True:
        on_step(Progress(1, 9))
        time.sleep(0.01)


def test_the_work_can_be_cancelled_and_begun_again(visit, monkeypatch, tasks):
    app = visit("studio", **to_query(TWO[0]))
    monkeypatch.setattr("lib.draw.studio.making.export", lambda found, look, on_step=None: _endless(on_step))
    app.button(key="studio_make").click().run()
    assert not app.exception
    app.button(key="studio_cancel").click().run()
    assert tasks[0].wait(10)
    assert tasks[0].cancelled
    app.run()
    assert any("Cancelled" in text.value for text in app.markdown)
    app.button(key="studio_again").click().run()
    assert len(tasks) == 2


def test_a_file_that_nobody_waits_for_is_not_made(tasks):
    mine = Jobs()
    mine.begin("studio_export", running.Task(_endless, "export", running.EXPORTS))
    mine.keep({"studio_export"})
    assert mine.task("studio_export") is tasks[0]
    assert not tasks[0].wait(0.1)
    mine.keep({"a5"})
    assert tasks[0].wait(10)
    assert mine.task("studio_export") is None


def test_what_cannot_be_made_is_said_before_the_button(visit, monkeypatch):
    monkeypatch.setattr("lib.draw.studio.film.MAX_PIXELS", 1000)
    app = visit("studio")
    assert any("smaller size or fewer frames" in warning.value for warning in app.warning)
    assert [button.key for button in app.button if button.key == "studio_make"] == []


def test_a_name_that_no_font_can_draw_is_said_beside_the_preview(visit, monkeypatch):
    monkeypatch.setattr("lib.draw.fonts._system", lambda: ())
    query = to_query(TWO[0]) | {"studio_also": json.dumps([to_query(TWO[1])])}
    app = visit("studio", **query, studio_label_1="5 шагов · 步数")
    assert [warning.value for warning in app.warning] == []
    app.text_input(key="studio_label_2").set_value("𒀀").run()
    assert any("𒀀 (U+12000)" in warning.value for warning in app.warning)
    assert app.button(key="studio_make")


def test_runs_in_the_list_are_called_after_their_pages():
    found = runs._defaults()
    assert "A5 · Sampling" in found
    assert len(found) > 50
    assert runs.title(make("picture", prompt="a dog", seed=4)) == "picture · a dog · seed 4"
    assert to_json(found["The first page"])


def test_the_row_under_a_player_leads_here_with_its_run(visit):
    app = visit("a5_sampling")
    links = [link for link in app.get("page_link") if "studio" in str(link.proto)]
    assert links
    assert "kind=picture" in str(links[0].proto)
