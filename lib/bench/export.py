"""Room: bench. How long exports take: 34 frames of 512 px, from a run to the bytes of a file."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.bench.gif import Ready, colour_frames, encoded
from lib.bench.measuring import Taken, in_turn
from lib.draw.frames import frames, upscale
from lib.draw.studio.making import export
from lib.draw.studio.options import DRAWN, options
from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory

FRAMES, SIDE, PIXELS = 34, 512, 32


def bench_export(rounds: int = 3, side: int = SIDE, count: int = FRAMES) -> dict[str, Any]:
    """Measure the studio on a run of one 32 px picture, and both encoders on noise as fine as the frame itself.

    Args:
        rounds: how often each way is measured, all ways in turn.
        side: of a frame, in pixels.
        count: frames.

    Returns:
        For each way: seconds (median and least), seconds of processor time (median; on a busy machine this is what
        counts), bytes. "ratio": what a program takes that gives no thought to it (imageio's GIF, libx264 as it comes),
        over ours, for the same run.
    """
    run = walk(count)
    small = upscale(frames(run, ("x_t",)), side // PIXELS)
    fine = Ready(colour_frames(count, side))
    ways: dict[str, Callable[[], bytes]] = {f"run_{kind}": _made(run, kind, side) for kind in DRAWN}
    ways |= {"fine_gif": lambda: encoded(fine, "gif"), "fine_mp4": lambda: encoded(fine, "mp4")}
    ways |= {"imageio_gif": lambda: _imageio(small), "plain_mp4": lambda: _plain(small)}
    sizes = {name: len(way()) for name, way in ways.items()}
    report: dict[str, Any] = {name: _report(taken, sizes[name]) for name, taken in in_turn(ways, rounds).items()}
    ratio = {
        kind: report[plain]["processor_seconds"] / max(report[f"run_{kind}"]["processor_seconds"], 1e-6)
        for kind, plain in (("gif", "imageio_gif"), ("mp4", "plain_mp4"))
    }
    return {"what": f"{count} frames of {side} x {side}, {rounds} rounds in turn", **report, "ratio": ratio}


def _made(run: Trajectory, kind: str, side: int) -> Callable[[], bytes]:
    look = options(format=kind, size=side, show="x_t")
    return lambda: export([run], look)


def _report(taken: list[Taken], size: int) -> dict[str, Any]:
    return {
        "seconds": statistics.median(one.clock for one in taken),
        "seconds_least": min(one.clock for one in taken),
        "processor_seconds": statistics.median(one.busy for one in taken),
        "bytes": size,
    }


def _imageio(film: NDArray[np.uint8]) -> bytes:
    import imageio.v3

    return bytes(imageio.v3.imwrite("<bytes>", film, extension=".gif"))


def _plain(film: NDArray[np.uint8]) -> bytes:
    """What libx264 does where nothing is said."""
    import av

    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(20))
        stream.height, stream.width = film.shape[1:3]
        stream.pix_fmt = "yuv420p"
        for frame in film:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))
    return target.getvalue()


def walk(count: int) -> Trajectory:
    """A colour picture of 32 px that comes out of noise on a variance-preserving path, new noise at every step."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[:PIXELS, :PIXELS] / PIXELS
    data = np.stack([np.sin(3 * x + 2 * y), np.cos(4 * x * y), x + y - 1])[None]
    angle = np.linspace(np.pi / 2, 0, count)
    alpha, sigma = np.cos(angle), np.sin(angle)
    noise = random.standard_normal((count, *data.shape))
    levels = (slice(None), *(None,) * 4)
    x_t = alpha[levels] * data + sigma[levels] * noise
    recipe = make("picture", count=1, steps=max(1, count - 1))
    return Trajectory(recipe, angle, alpha, sigma, x_t, np.broadcast_to(data, x_t.shape))
