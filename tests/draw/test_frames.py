import numpy as np
import pytest

from lib.draw.caption import band
from lib.draw.frames import alike, chosen, frames, tile, to_bytes, upscale
from lib.draw.plane import discs, on_paper
from lib.models.errors import UserError
from lib.runs.trajectory import Trajectory
from tests.draw.samples import digits, plane


def test_a_frame_holds_each_picture_in_the_column_of_its_label():
    shown = frames(digits(), show=("x_0",))
    assert shown.dtype == np.uint8
    assert shown.shape == (4, 2 * 29 - 1, 3 * 29 - 1, 3)
    # data of picture b is b / 10; labels 0 0 1 1 2 2 go to columns 0 1 2, two rows
    cells = [[int(shown[-1, 29 * row, 29 * column, 0]) for column in range(3)] for row in range(2)]
    assert cells == [[0, 51, 102], [25, 77, 128]]


def test_columns_keep_the_order_of_the_batch():
    shown = frames(digits(), show=("x_0",), columns=6, gap=0)
    assert shown.shape == (4, 28, 6 * 28, 3)
    assert np.all(np.diff(shown[-1, 0, ::28, 0].astype(int)) > 0)


def test_x_t_and_x_0_stand_side_by_side():
    both = frames(digits())
    left, right = frames(digits(), show=("x_t",)), frames(digits(), show=("x_0",))
    assert both.shape[2] == left.shape[2] + 4 + right.shape[2]
    assert np.array_equal(both[:, :, : left.shape[2]], left)
    assert np.array_equal(both[:, :, -right.shape[2] :], right)
    assert np.array_equal(left[-1], right[-1])


@pytest.mark.parametrize(("labels", "columns"), [((3,) * 9, 3), ((0, 1, 1), 2), (tuple([0, 1] * 20), 7), ((), 1)])
def test_labels_that_make_no_decent_grid_make_a_square(labels, columns):
    run = digits(labels=labels or (0,))
    assert frames(run, show=("x_0",), gap=0).shape[2] == columns * 28


def test_noise_beyond_the_range_is_clipped_and_nan_is_black():
    assert to_bytes(np.array([-9.0, 0, 0.5, 1, 70000, np.inf, -np.inf, np.nan])).tolist() == [
        0,
        0,
        128,
        255,
        255,
        255,
        0,
        0,
    ]


def test_colour_pictures_keep_their_channels():
    run = digits(channels=3, labels=(1,))
    assert np.array_equal(frames(run, ("x_t",))[0].transpose(2, 0, 1), to_bytes(run.x_t)[0, 0])


def test_one_frame_of_one_pixel():
    assert frames(digits(k=1, labels=(0,), side=1)).shape == (1, 1, 6, 3)


@pytest.mark.parametrize("bad", [{"show": ()}, {"show": ("x_1",)}, {"columns": 0}, {"gap": -1}])
def test_what_makes_no_grid_is_said(bad):
    with pytest.raises(UserError, match=r"\.$"):
        frames(digits(), **bad)


def test_an_empty_batch_is_said():
    with pytest.raises(UserError, match="nothing to draw"):
        frames(digits(labels=()))


def test_upscale_repeats_pixels():
    small = frames(digits())
    large = upscale(small, 3)
    assert large.shape[1:3] == (3 * small.shape[1], 3 * small.shape[2])
    for i in range(3):
        assert np.array_equal(large[:, i::3, i::3], small)
    with pytest.raises(UserError):
        upscale(small, 0)


def test_chosen_frames_are_spread_and_end_with_the_last():
    assert chosen(31, 6) == [0, 6, 12, 18, 24, 30]
    assert chosen(3, 10) == [0, 1, 2]
    assert chosen(31, 1) == [30]
    with pytest.raises(UserError):
        chosen(0, 3)


def test_empty_places_of_a_grid_are_paper():
    grid = tile(np.zeros((1, 3, 1, 2, 2), np.uint8), columns=2, gap=1, paper=200)
    assert grid.shape == (1, 5, 5, 3)
    assert np.all(grid[0, 3:, 3:] == 200)
    assert np.all(grid[0, 2] == 200)


def test_points_are_drawn_where_they_are():
    run = plane(points=1)
    panels = frames(run)
    assert panels.shape == (5, 256, 2 * 256 + 4, 3)
    ink = 255 * 3 - panels[-1, :, :256].astype(int).sum(axis=2)
    rows, columns = np.nonzero(ink)
    x, y = run.x_t[-1, 0].astype(float)
    half = 1.08 * np.abs(run.x_t).max()
    assert columns.mean() == pytest.approx((x / half + 1) * 127.5, abs=1)
    assert rows.mean() == pytest.approx((1 - y / half) * 127.5, abs=1)


def test_a_disc_has_its_area_and_colour_and_no_order():
    centres, colours = np.array([[8.3, 7.6], [9.0, 8.0]]), np.array([[0.0, 0, 0], [200, 0, 0]])
    one = discs(centres[:1], colours[:1], 16, 3.0)
    assert one[..., 3].astype(float).sum() / 255 == pytest.approx(np.pi * 9, rel=0.05)
    both = discs(centres, colours, 16, 3.0)
    assert np.array_equal(both, discs(centres[::-1], colours[::-1], 16, 3.0))
    assert 90 <= both[8, 8, 0] <= 110


def test_points_far_outside_and_not_a_number_are_left_out():
    run = plane(points=3)
    x_t = run.x_t.copy()
    x_t[1, 0], x_t[2, 1] = np.nan, np.inf
    with np.errstate(all="raise"):
        assert frames(Trajectory(run.recipe, run.t, run.alpha, run.sigma, x_t, run.x_0)).shape[0] == 5
    nothing = discs(np.array([[-50.0, 3], [4e4, 4e4]]), np.zeros((2, 3)), 16, 2.0)
    assert not nothing.any()


def test_points_on_nothing_are_the_same_points():
    run = plane(points=40)
    clear, white = frames(run, ("x_t",), clear=True), frames(run, ("x_t",))
    assert clear.shape == (*white.shape[:3], 4)
    assert np.array_equal(np.stack([on_paper(one) for one in clear]), white)
    assert not clear[..., 3][(white == 255).all(axis=3)].any()


def test_a_line_of_words_is_as_wide_as_asked_and_cut_where_it_does_not_fit():
    line = band("σ = 0.5", 120)
    assert line.shape == (18, 120)
    assert line.max() > 150
    assert not np.array_equal(line, band("σ = 1.5", 120))
    assert band("a very long line of text", 3).shape == band("", 3).shape == (18, 3)


@pytest.mark.parametrize(("fine", "side"), [(2.4, 25), (2.5, 20)])
def test_stacks_of_other_lengths_and_sizes_are_brought_to_one(fine, side):
    small = np.zeros((2, 10, 10, 3), np.uint8)
    small[1] = 1
    large = np.full((4, 25, 40, 3), 7, np.uint8)
    found = alike([small, large], fine)
    assert [stack.shape for stack in found] == [(4, 25, 40, 3)] * 2
    assert np.array_equal(found[1], large)
    assert [(frame < 2).sum() for frame in found[0]] == [3 * side * side] * 4
    assert [int(frame[12, 20, 0]) for frame in found[0]] == [0, 0, 1, 1]
