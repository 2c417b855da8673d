"""The command line makes the course's figures: what docs/GALLERY.md shows, and a film of every kind of Part A."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from lib import cli
from lib.draw.reading import read_recipes
from lib.runs.defaults import DEFAULTS
from lib.runs.recipe import from_json, make, to_json
from tests.runs.test_pictures import cascade, shipped

__all__ = ["cascade", "shipped"]
DOC = Path(__file__).resolve().parents[2] / "docs" / "GALLERY.md"
SHOWN = sorted(set(re.findall(r"gallery/([\w-]+\.\w+)", DOC.read_text())))
BY_HAND = ("a2.png", "a9-turned.png")
"""Those that no render wrote."""
WALK = {"steps": 4, "frames": 3}
PART_A = {
    "a1": ("forward", {}),
    "a2": ("onestep", {"times": (500, 250)}),
    "a3": ("onestep", {}),
    "a4": ("edit", {**WALK, "guidance": 1, "i_start": 1}),
    "a5": ("picture", {**WALK, "count": 2, "guidance": 1, "eta": 1}),
    "a6": ("picture", {**WALK, "count": 2, "guidance": 7}),
    "a7": ("edit", {**WALK, "prompt": "a rocket ship", "i_start": 1}),
    "a8": ("inpaint", {**WALK, "resample": 2}),
    "a9": ("anagram", WALK),
    "a10": ("hybrid", WALK),
    "a11": ("upsample", {**WALK, "of": make("picture", count=1, **WALK)}),
}


def test_each_lesson_of_part_a_stands_in_the_gallery_and_nothing_else_lies_there():
    assert re.findall(r"^## (A\d+) ", DOC.read_text(), re.M) == [f"A{i}" for i in range(1, 12)]
    files = list((DOC.parent / "gallery").iterdir())
    assert sorted(path.name for path in files) == SHOWN
    assert sum(path.stat().st_size for path in files) < 2_000_000


@pytest.mark.parametrize("name", sorted(set(SHOWN) - set(BY_HAND)))
def test_a_picture_of_the_gallery_answers_what_a_page_opens_with(name):
    """So it is made anew whenever those are, and quickly."""
    known = {recipe.key() for recipe in DEFAULTS.values()}
    blob = (DOC.parent / "gallery" / name).read_bytes()
    found = [re.sub(r'("model": ?"[\w-]+)@\d+"', r'\1"', text) for text in read_recipes(blob)]
    assert found
    assert {from_json(text).key() for text in found} <= known


@pytest.mark.parametrize(("kind", "knobs"), PART_A.values(), ids=PART_A)
def test_the_recipe_of_each_lesson_is_rendered_as_a_gif(cascade, tmp_path, kind, knobs):
    asked = make(kind, **knobs)
    (tmp_path / "asked.json").write_text(to_json(asked))
    with pytest.raises(SystemExit) as end:
        cli.main(["render", str(tmp_path / "asked.json"), "-o", str(tmp_path / "film.gif"), "--size", "96"])
    assert end.value.code == 0
    blob = (tmp_path / "film.gif").read_bytes()
    assert [from_json(text).key() for text in read_recipes(blob)] == [asked.key()]
    with Image.open(io.BytesIO(blob)) as film:
        assert film.n_frames > 1
