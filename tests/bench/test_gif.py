import numpy as np

from lib.bench.gif import bench_gif, colour_frames, grey_frames


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
