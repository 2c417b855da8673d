"""The frame of the lessons: heads of pages, source by name, cards, and the block of bytes that the player gets."""

import json
import subprocess
import sys

import numpy as np
import pytest

from lib.draw.frames import frames
from lib.models.errors import UserError
from lib.ui import catalogue, downloads, player
from lib.ui.source import source_of
from tests.ui.blocks import pictures, unpack
from tests.ui.walks import walk


def test_heads_come_in_order_and_the_first_is_home():
    heads = catalogue.heads()
    assert heads[0].title == "Home"
    assert [head.order for head in heads] == sorted({head.order for head in heads})
    assert all(head.summary for head in heads)


def test_a_head_says_what_is_wrong_with_it(tmp_path):
    page = tmp_path / "x.py"
    page.write_text('"""Only a title"""\n')
    with pytest.raises(UserError, match=r"x\.py must begin with"):
        catalogue.head_of(page)


def test_neighbours_at_both_ends():
    heads = catalogue.heads()
    assert catalogue.neighbours(heads[0].path)[0] is None
    assert catalogue.neighbours(heads[-1].path)[1] is None


def test_source_is_read_without_importing():
    code = (
        "from lib.ui.source import source_of; import sys;"
        "assert source_of('lib.diffusion.denoiser:guided').text.startswith('def guided(');"
        "assert source_of('lib.diffusion.denoiser:Combined.ask').text.startswith('def ask(');"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert source_of(source_of).text.startswith("def source_of(")


@pytest.mark.parametrize("name", ["lib.nowhere:f", "lib.diffusion.denoiser:nobody"])
def test_source_that_is_not_there_is_one_sentence(name):
    with pytest.raises(UserError, match="There is no"):
        source_of(name)


@pytest.mark.parametrize("show", [("x_t", "x_0"), ("x_0",)])
def test_the_browser_gets_every_frame_pixel_for_pixel(show):
    run = walk()
    header, sprite = pictures(player.payload(run, "x", show=show))
    assert header["frames"] == 4
    assert header["steps"] == [0, 1, 2, 3]
    for k in range(4):
        for i, name in enumerate(show):
            row, column = divmod(k * len(show) + i, header["across"])
            h, w = header["height"], header["width"]
            cell = sprite[row * h : (row + 1) * h, column * w : (column + 1) * w]
            np.testing.assert_array_equal(cell, frames(run, show=(name,))[k, ..., 0])


@pytest.mark.parametrize(("kind", "begins"), [("gif", b"GIF89a"), ("png", b"\x89PNG"), ("mp4", b"\x00\x00\x00")])
def test_files_are_made_with_their_recipe_inside(kind, begins):
    from lib.draw.reading import read_recipe
    from lib.runs.recipe import to_json

    run = walk()
    made = downloads.make(run, kind, ("x_t", "x_0"), None)
    assert made.startswith(begins)
    assert json.loads(read_recipe(made)) == json.loads(to_json(run.recipe))


@pytest.mark.parametrize(("start", "frame"), [(None, 3), (1.0, 0), (0.6, 1), (0.0, 3), (7.0, 0)])
def test_the_player_opens_with_the_picture_at_a_noise_level(start, frame):
    packed = player.payload(walk(), "x", show=("x_t",), start=start)  # its levels: 1, 2/3, 1/3, 0
    assert unpack(packed)[0]["start"] == frame


def test_columns_are_named_where_there_is_one_for_each_label():
    def heads(columns):
        packed = player.payload(walk(), "x", show=("x_t",), columns=columns)
        return unpack(packed)[0]["heads"]

    assert heads(None) == ["0", "1", "2", "3"]
    assert heads(3) == []
