import io

import imageio.v3
import numpy as np
import pytest
from PIL import Image

from lib.bench.gif import bench_gif, colour_frames, decoded, grey_frames
from lib.draw.export import to_gif
from lib.draw.gif import delays
from lib.draw.palette import palette
from lib.draw.pieces import groups, pieces
from lib.models.errors import UserError
from tests.draw.samples import LONG, RECIPE, grey, smooth


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


def test_grey_with_one_channel_is_the_same_file():
    frames = grey()
    assert to_gif(frames[..., 0]) == to_gif(frames)


def test_what_does_not_change_is_not_sent_again():
    frames = np.repeat(grey(1, 64, 64), 30, axis=0) // 2
    frames[15:, 5, 5] = 255
    data = to_gif(frames)
    assert np.array_equal(decoded(data), frames)
    assert len(data) < 1.5 * len(to_gif(frames[:1]))
    sizes = [piece.indices.shape for piece in pieces(frames)]
    assert sizes == [(64, 64)] + [(1, 1)] * 29


def test_mostly_still_grey_is_exact_through_the_clear_index():
    frames = np.full((3, 40, 40, 3), 7, np.uint8)
    frames[1, [0, -1], [0, -1]] = 9
    frames[2, ::7] = 200
    assert any(piece.clear is not None for piece in pieces(frames))
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
    stays = delays(60, fps, hold=0)
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


@pytest.mark.parametrize("fps", [0, -3, 60, float("nan"), float("inf")])
def test_a_speed_that_no_player_keeps_is_refused(fps):
    with pytest.raises(UserError, match="frames a second"):
        to_gif(grey(), fps=fps)


@pytest.mark.parametrize("hold", [-1, float("nan"), 1e9])
def test_a_hold_without_sense_is_refused(hold):
    with pytest.raises(UserError, match="held"):
        to_gif(grey(), hold=hold)


@pytest.mark.parametrize(
    "frames",
    [
        np.zeros((0, 4, 4, 3), np.uint8),
        np.zeros((2, 0, 4, 3), np.uint8),
        np.zeros((2, 4, 4, 3), np.float32),
        np.zeros((4, 4), np.uint8),
        np.zeros((2, 4, 4, 4), np.uint8),
        np.zeros((1, 1, 9000), np.uint8),
    ],
)
def test_frames_that_are_none_are_refused(frames):
    with pytest.raises(UserError, match=r"\.$"):
        to_gif(frames)


def test_the_bench_compares_both_ways_and_ours_is_no_larger_and_no_worse():
    report = bench_gif(rounds=1, side=96, count=8)
    for name in ("grey", "colour"):
        ours, theirs = report[name]["ours"], report[name]["imageio"]
        assert ours["bytes"] <= 1.01 * theirs["bytes"]
        assert ours["psnr_db"] is None or ours["psnr_db"] >= theirs["psnr_db"]
    assert report["grey"]["ours"]["psnr_db"] is None


def test_the_frames_of_the_bench_are_grey_and_coloured():
    one, other = grey_frames(3, 50), colour_frames(3, 50)
    assert one.shape == other.shape == (3, 50, 50, 3)
    assert np.array_equal(one[..., 0], one[..., 2])
    assert not np.array_equal(other[..., 0], other[..., 2])
