from lib.bench.export import bench_export
from lib.draw.studio.options import DRAWN


def test_the_bench_measures_every_drawn_format_and_both_plain_ways():
    report = bench_export(rounds=1, side=64, count=6)
    for name in (*(f"run_{kind}" for kind in DRAWN), "fine_gif", "fine_mp4", "imageio_gif", "plain_mp4"):
        assert report[name]["bytes"] > 200
        assert 0 < report[name]["seconds_least"] <= report[name]["seconds"]
    assert set(report["ratio"]) == {"gif", "mp4"}
