"""Every file that a lesson hands out leads back to the lesson, with its run restored."""

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from lib.draw.studio.making import export
from lib.draw.studio.options import FORMATS, options
from lib.runs.defaults import DEFAULTS
from lib.runs.recipe import change, to_json
from lib.runs.trajectory import Trajectory
from lib.ui import downloads
from lib.ui.restoring.back import lesson_of
from lib.ui.restoring.files import contents
from tests.draw.samples import exported
from tests.ui.test_links_of_pages import _bound, _note, _other, _widgets

LESSONS = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("[ab][0-9]*.py"))


def answer(recipe):
    """Waves, as many and as large as the run's own pictures are."""
    if recipe.kind in ("field", "plausible"):
        return None
    levels = len(getattr(recipe, "times", getattr(recipe, "sigmas", range(4))))
    grey = recipe.kind == "denoise" or recipe.model.startswith("digits")
    side = {"upsample": 128, "onestep": 32}.get(recipe.kind, 28 if grey else 32)
    shape = (recipe.points, 2) if recipe.kind == "plane" else (recipe.pictures, 1 if grey else 3, side, side)
    x = np.sin(np.arange(levels * np.prod(shape))).reshape(levels, *shape)
    sigma = np.array(getattr(recipe, "sigmas", np.linspace(0.99, 0.05, levels)))
    t = np.array(getattr(recipe, "times", np.linspace(990, 0, levels)))
    numbers = {"calls": 3.0, "seconds": 1.0} | {f"mse@{one:g}": 0.1 for one in getattr(recipe, "sigmas", ())}
    labels = np.arange(recipe.pictures) if recipe.kind == "denoise" else np.array([], int)
    return Trajectory(recipe, t, np.sqrt(np.maximum(1 - sigma**2, 0)), sigma, x, 0.9 * x, labels, numbers)


@pytest.fixture
def taken(monkeypatch):
    """The runs that files are offered of, as pages are shown."""
    found = []
    monkeypatch.setattr(downloads, "downloads", lambda trajectory, *_: found.append(trajectory.recipe))
    return found


@pytest.fixture
def shown(visit, taken):
    """Opens a page anew by a link: the app, and the runs that it hands out."""

    def call(page, query):
        visit("glossary").query_params.clear()
        taken.clear()
        return visit(page, **query), list(taken)

    return call


def links(app):
    """As the page opens; every control moved; and as far as that put some away, those alone."""
    widgets = _widgets(app)
    moved = {name: _other(widgets[name]) for name in _bound(app) if name in widgets}
    moved = {name: value for name, value in moved.items() if value is not None and not re.search("_(model|own)$", name)}
    return [{}, moved]


@pytest.mark.parametrize("page", LESSONS)
def test_every_file_of_a_lesson_leads_back_to_it(shown, page):
    app, _ = shown(page, {})
    for query in links(app):
        _, runs = shown(page, query)
        assert runs
        for recipe in runs:
            lesson, asked = lesson_of(recipe)
            assert asked is not None, recipe
            again, restored = shown(lesson, asked)
            assert recipe in restored, (lesson, asked)
            assert _note(again) == ""
            assert lesson == page or recipe in runs


def dropped(app, data, name="run.bin"):
    """A file goes into the box at the foot of the sidebar."""
    (box,) = [one for one in app.file_uploader if one.key.startswith("opening_")]
    box.upload(name, data, "application/octet-stream").run()
    assert not app.exception, [e.message for e in app.exception]
    return app


RUN = change(DEFAULTS["a6"], guidance=2.5, seed=7, prompt="a photo of a cat")


@pytest.mark.parametrize("data", [to_json(RUN).encode(), exported(RUN, "gif"), exported(RUN, "png")])
@pytest.mark.parametrize("page", ["b1_denoiser", "a6_guidance", "compare"])
def test_a_file_opens_its_lesson_with_the_run_restored(shown, data, page):
    app, _ = shown(page, {})
    app = dropped(app, data)
    assert [title.value for title in app.title] == ["Guidance"]
    assert (app.slider(key="a6_guidance").value, app.number_input(key="a6_seed").value) == (2.5, 7)
    assert RUN in app.asked
    assert _note(app) == ""


THREE = [change(DEFAULTS["b5-1"], seed=seed, points=20, frames=3) for seed in range(3)]
LOOK = {"format": "webp", "size": 480, "labels": ("one", "a < b", "drei"), "captions": ("t",), "ground": "transparent"}


def several(kind, count=3, **look):
    """A file of several runs side by side."""
    found = [answer(change(THREE[0], seed=seed)) for seed in range(count)]
    return export(found, options(**{**LOOK, "format": kind, **look}))


@pytest.mark.parametrize("kind", ["webp", "apng", "png", "zip"])
@pytest.mark.parametrize("page", ["b1_denoiser", "studio"])
def test_a_file_of_several_runs_restores_all_of_them_in_the_studio_with_names_and_size(shown, kind, page):
    app, _ = shown(page, {})
    app = dropped(app, several(kind))
    assert [title.value for title in app.title] == ["Export studio"]
    _as_made(app, kind)


def _as_made(app, kind):
    assert [recipe for recipe in THREE if recipe in app.asked] == THREE
    assert [field.value for field in app.text_input] == list(LOOK["labels"])
    assert app.select_slider(key="studio_size").value == 480
    assert app.button_group(key="studio_format").value == FORMATS[kind].name
    assert app.button_group(key="studio_ground").value == "transparent"
    assert app.button_group(key="studio_captions").value == ["t"]
    assert _note(app) == ""


@pytest.mark.parametrize("kind", ["webp", "png"])
def test_the_studios_own_box_restores_the_same(shown, kind):
    app, _ = shown("studio", {})
    app.file_uploader(key="studio_files").set_value([(f"three.{kind}", several(kind), "image/webp")]).run()
    _as_made(app, kind)


def test_what_is_beside_the_frames_of_a_zip_restores_the_same():
    data = zipfile.ZipFile(io.BytesIO(several("zip"))).read("recipe.json")
    found = contents(data)
    assert list(found.recipes) == THREE
    assert found.look.labels == LOOK["labels"]


@pytest.mark.parametrize("look", ["{}", '{"size": 1e9}', '{"labels": 7}', '{"unheard of": 1}', "[]", '"<script>"'])
def test_runs_come_back_where_what_is_said_of_their_looks_makes_no_sense(shown, look):
    recipes = ",".join(map(to_json, THREE))
    app, _ = shown("b1_denoiser", {})
    app = dropped(app, f'{{"recipes": [{recipes}], "look": {look}}}'.encode())
    assert [title.value for title in app.title] == ["Export studio"]
    assert [recipe for recipe in THREE if recipe in app.asked] == THREE


def test_more_runs_than_stand_side_by_side_are_counted(shown):
    recipes = ",".join(to_json(change(THREE[0], seed=seed)) for seed in range(8))
    app, _ = shown("b1_denoiser", {})
    app = dropped(app, f'{{"recipes": [{recipes}]}}'.encode())
    assert ["8 runs are in" in warning.value for warning in app.warning] == [True]
    assert len(app.multiselect(key="studio_menu").value) == 6
