"""Room: cli. `python -m lib bench`: what this machine measures."""

from __future__ import annotations

import argparse
import json
from typing import Any

from lib.models.registry import CASCADE, is_here

WHAT = ("all", "gif", "export", "loop", "cascade", "upsampling", "repeat")


def bench(options: argparse.Namespace) -> str:
    """What this machine measures, as JSON."""
    results: dict[str, Any] = {}
    if options.what in ("all", "gif"):
        from lib.bench.gif import bench_gif

        results["gif"] = bench_gif()
    if options.what in ("all", "export"):
        from lib.bench.export import bench_export

        results["export"] = bench_export()
    if options.what in ("all", "loop"):
        from lib.bench.loop import bench_loop

        results["loop"] = bench_loop()
    if options.what in ("all", "cascade"):
        from lib.bench.cascade import bench_cascade
        from lib.models.registry import models_dir

        folder = models_dir() / CASCADE / "stage1"
        results["cascade"] = bench_cascade(folder if folder.is_dir() else None)
    if options.what == "upsampling" or (options.what == "all" and is_here(f"{CASCADE}-4x")):
        from lib.bench.upsampling import bench_upsampling

        results["upsampling"] = bench_upsampling()
    if options.what in ("all", "repeat"):
        from lib.bench.repeat import bench_repeat

        results["repeat"] = bench_repeat()
    return json.dumps(results, indent=2)
