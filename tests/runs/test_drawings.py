"""Drawings of our own: the same everywhere, and pictures at every size."""

import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest

from lib.models.errors import UserError
from lib.runs import drawings, images
from lib.runs.engine import engine
from lib.runs.recipe import make
from lib.runs.resize import reduced
from tests.runs.test_pictures import cascade, shipped

__all__ = ["cascade", "shipped"]


@pytest.mark.parametrize("name", drawings.NAMES)
def test_a_drawing_is_a_picture_at_every_size(name):
    for side in (8, 9, 31, 32, 100, 512):
        drawn = drawings.draw(name, side)
        assert drawn.shape == (side, side, 3)
        assert drawn.dtype == np.uint8
        assert drawn.std() > 20
    large = drawings.draw(name, 512)
    assert len(np.unique(large.reshape(-1, 3), axis=0)) > 5000  # light and texture, not a few flat colours
    means = large.reshape(64, 8, 64, 8, 3).mean((1, 3))
    assert abs(drawings.draw(name, 64) - means).max() <= 0.5001


def test_all_have_titles_and_differ():
    assert set(drawings.TITLES) == {*drawings.NAMES, *drawings.SKETCHES}
    assert all(drawings.TITLES.values())
    small = [drawings.draw(name, 32).astype(float) for name in drawings.NAMES]
    assert all(abs(a - b).mean() > 10 for k, a in enumerate(small) for b in small[:k])


def test_another_process_draws_the_same_without_torch():
    code = """
import sys
from hashlib import sha256
from lib.runs.drawings import draw
print(sha256(draw("logo", 96).tobytes() + draw("cat", 33).tobytes()).hexdigest())
assert "torch" not in sys.modules
"""
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert other == sha256(drawings.draw("logo", 96).tobytes() + drawings.draw("cat", 33).tobytes()).hexdigest()


def test_what_is_handed_out_can_be_changed_without_harm():
    first = drawings.draw("cat", 512)
    first[:] = 0
    assert drawings.draw("cat", 512).mean() > 50


@pytest.mark.parametrize(("name", "side"), [("dog", 32), ("", 32), ("cat", 7), ("cat", 513), ("cat", 0)])
def test_what_cannot_be_drawn_is_said(name, side):
    with pytest.raises(UserError, match="drawing"):
        drawings.draw(name, side)


@pytest.mark.parametrize("name", drawings.TITLES)
def test_what_ships_is_what_is_painted(name):
    """Where this fails a drawing was changed: write them anew, as `drawings.ship` says."""
    painted = reduced(drawings._large(name), drawings.SMALL)
    np.testing.assert_array_equal(drawings.draw(name, drawings.SMALL), painted)


def test_small_ones_are_painted_where_the_file_is_missing(monkeypatch, tmp_path):
    shipped = drawings.draw("logo", 32)
    monkeypatch.setattr(drawings, "FILE", tmp_path / "missing.png")
    drawings._shipped.cache_clear()
    try:
        painted = drawings.draw("logo", 32)
    finally:
        drawings._shipped.cache_clear()
    assert abs(painted.astype(int) - shipped).max() <= 1  # rounded once instead of twice


def test_a_sketch_is_white_on_black_and_in_no_gallery():
    assert not set(drawings.SKETCHES) & set(drawings.NAMES)
    for name in drawings.SKETCHES:
        drawn = drawings.draw(name, 28)
        assert drawn[0].max() == drawn[-1].max() == 0
        assert drawn.max() > 240
        assert images.check_ref(name) == name
        assert images.known(name)


def test_an_answer_to_an_older_drawing_is_forgotten(cascade, monkeypatch):
    asked = {name: make("forward", image=name) for name in ("tower", "cat")}
    for recipe in asked.values():
        engine().compute(recipe)
    older = drawings.digest
    monkeypatch.setattr(drawings, "digest", lambda name: "0" * 64 if name == "tower" else older(name))
    assert engine().get(asked["tower"]) is None
    assert engine().get(asked["cat"]) is not None


def test_a_digest_is_of_what_is_drawn():
    assert len({drawings.digest(name) for name in drawings.TITLES}) == len(drawings.TITLES)
    assert drawings.digest("cat") == sha256(drawings.draw("cat", drawings.SMALL).tobytes()).hexdigest()
