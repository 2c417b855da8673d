import io

import av
import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from lib.draw.export import to_sheet
from lib.draw.gif import comment
from lib.draw.reading import read_recipe
from lib.models.errors import UserError
from lib.runs.recipe import to_json
from tests.draw.samples import LONG, RECIPE, digits, grey, smooth, to_gif, to_mp4


def film(data: bytes) -> tuple[np.ndarray, tuple[str, str | None, float]]:
    """Its frames; codec, pixel format and frames a second, read while the file is open."""
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.video[0]
        context, rate = stream.codec_context, float(stream.average_rate or 0)
        seen = np.stack([f.to_ndarray(format="rgb24") for f in container.decode(stream)])
        return seen, (context.name, context.pix_fmt, rate)


@pytest.mark.parametrize("recipe", [RECIPE, LONG, "{}"])
@pytest.mark.parametrize("export", [to_gif, to_mp4])
def test_the_recipe_comes_back_from_a_film(export, recipe):
    assert read_recipe(export(grey(w=32), recipe)) == recipe


def test_the_recipe_comes_back_from_a_trajectory():
    run = digits()
    assert read_recipe(run.to_npz()) == to_json(run.recipe)


@pytest.mark.parametrize("export", [to_gif, to_mp4])
def test_no_recipe_is_none(export):
    assert read_recipe(export(grey(w=32))) is None


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x20ftypisom", b"hello " * 99]
)
def test_files_of_other_kinds_and_stumps_hold_none(data):
    assert read_recipe(data) is None


@pytest.mark.parametrize("export", [to_gif, to_mp4])
def test_a_file_cut_anywhere_is_none_or_whole_or_one_sentence(export):
    data = export(grey(3, 8, 8), RECIPE)
    for length in range(0, len(data), 7):
        try:
            found = read_recipe(data[:length])
        except UserError:
            continue
        assert found in (None, RECIPE)


def test_a_trajectory_cut_anywhere_is_none():
    data = digits(k=2, labels=(0,)).to_npz()
    assert all(read_recipe(data[:length]) is None for length in range(0, len(data) - 1, 50))


def test_an_ordinary_comment_is_no_recipe_and_a_broken_one_is_said():
    data = to_gif(grey())
    assert read_recipe(data[:781] + comment("Made by hand") + data[781:]) is None
    with pytest.raises(UserError, match="damaged"):
        read_recipe(data[:781] + comment('{"kind": "dig') + data[781:])
    notes = PngInfo()
    notes.add_text("recipe", '{"kind"')
    target = io.BytesIO()
    Image.new("L", (2, 2)).save(target, "PNG", pnginfo=notes)
    with pytest.raises(UserError, match="damaged"):
        read_recipe(target.getvalue())


def test_a_film_has_all_frames_in_close_colours():
    frames = smooth(7, 64, 48)
    seen, (codec, colours, rate) = film(to_mp4(frames, RECIPE, fps=12.5))
    assert seen.shape == frames.shape
    assert np.abs(seen.astype(int) - frames).mean() < 4
    assert (codec, colours) == ("h264", "yuv420p")
    assert rate == pytest.approx(12.5)


def test_grey_in_a_film_is_grey_at_the_right_level():
    seen, _ = film(to_mp4(np.full((3, 32, 32, 3), 200, np.uint8)))
    assert np.abs(seen.astype(int) - 200).max() <= 3


def test_a_sheet_has_the_size_of_its_grid_and_the_pixels_of_its_frames():
    frames = grey(6, 20, 31)
    sheet = np.asarray(Image.open(io.BytesIO(to_sheet(frames))))
    assert sheet.shape == (2 * 20 + 3 * 8, 3 * 31 + 4 * 8, 3)
    assert np.array_equal(sheet[8:28, 8:39], frames[0])
    assert np.array_equal(sheet[36:56, 47:78], frames[4])
    assert np.all(sheet[:8] == 255)


def test_a_sheet_of_one_pixel():
    assert Image.open(io.BytesIO(to_sheet(grey(1, 1, 1)))).size == (17, 17)
