import io

import imageio.v3
import numpy as np
import pytest
from PIL import Image

from lib.bench.gif import Ready, decoded
from lib.draw.gif import hundredths
from lib.draw.palette import palette
from lib.draw.pieces import groups, pieces
from tests.draw.samples import LONG, RECIPE, grey, smooth, to_gif


def durations(data: bytes) -> list[int]:
    with Image.open(io.BytesIO(data)) as film:
        found = []
        for k in range(film.n_frames):
            film.seek(k)
            film.load()
            found.append(film.info["duration"])
    return found


@pytest.mark.parametrize("shape", [(6, 20, 31), (1, 1, 1), (2, 1, 1), (3, 7, 1), (5, 256, 255)])
def test_grey_comes_back_exactly(shape):
    frames = grey(*shape)
    data = to_gif(frames, RECIPE)
    assert np.array_equal(decoded(data), frames)
    assert np.array_equal(imageio.v3.imread(data, extension=".gif", index=None, mode="RGB"), frames)


def test_what_does_not_change_is_not_sent_again():
    frames = np.repeat(grey(1, 64, 64), 30, axis=0) // 2
    frames[15:, 5, 5] = 255
    data = to_gif(frames)
    assert np.array_equal(decoded(data), frames)
    assert len(data) < 1.5 * len(to_gif(frames[:1]))
    sizes = [piece.indices.shape for piece in pieces(Ready(frames))]
    assert sizes == [(64, 64)] + [(1, 1)] * 29


def test_mostly_still_grey_is_exact_through_the_clear_index():
    frames = np.full((3, 40, 40, 3), 7, np.uint8)
    frames[1, [0, -1], [0, -1]] = 9
    frames[2, ::7] = 200
    assert any(piece.clear is not None for piece in pieces(Ready(frames)))
    assert np.array_equal(decoded(to_gif(frames)), frames)


def test_few_colours_come_back_exactly():
    frames = np.full((4, 32, 32, 3), 255, np.uint8)
    frames[1, 3:9, 3:9] = (213, 94, 0)
    frames[2:, 20:25, 3:9] = (0, 114, 178)
    assert np.array_equal(decoded(to_gif(frames)), frames)


def test_colour_is_close_in_every_frame():
    frames = smooth()
    error = ((decoded(to_gif(frames)).astype(float) - frames) ** 2).mean(axis=(1, 2, 3))
    assert error.max() < 255**2 / 10**3.3  # 33 dB


def test_a_rare_colour_is_not_lost_among_thousands():
    frames = smooth(1, 256, 256)
    frames[0, 100:104, 100:104] = (255, 0, 255)
    assert np.abs(decoded(to_gif(frames))[0, 102, 102].astype(int) - (255, 0, 255)).max() < 40


def test_palette_of_few_colours_is_those():
    frames = np.array([[[[1, 2, 3], [4, 5, 6]]]], np.uint8)
    assert {tuple(c) for c in palette(frames).tolist()} == {(1, 2, 3), (4, 5, 6), (0, 0, 0)}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 8, 9, 10, 17, 50, 301])
def test_groups_cover_all_frames_once(count):
    assert [k for group in groups(count) for k in group] == list(range(count))
    assert len(groups(count)[-1]) == 1


@pytest.mark.parametrize("fps", [1, 7, 15, 20, 24, 30, 50])
def test_speed_is_kept_over_the_whole(fps):
    stays = hundredths([1 / fps] * 60)
    assert sum(stays) == pytest.approx(6000 / fps, abs=0.5)
    assert max(stays) - min(stays) <= 1
    assert min(stays) >= 2


def test_the_file_says_the_delays_and_repeats_for_ever():
    data = to_gif(grey(), fps=30, hold=1.5)
    assert durations(data) == [30, 40, 30, 30, 40, 1530]
    assert Image.open(io.BytesIO(data)).info["loop"] == 0


def test_long_comment_in_many_blocks_does_not_disturb_the_frames():
    data = to_gif(grey(), LONG)
    assert np.array_equal(decoded(data), grey())
    assert Image.open(io.BytesIO(data)).info["comment"].decode() == LONG
