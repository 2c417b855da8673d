"""Room: bench. How long a GIF takes, how large it is and how close, against the default of imageio in the same run."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.bench.measuring import clocks, finite, in_turn
from lib.draw.studio.encoders import to_gif, to_mp4
from lib.draw.studio.options import options
from lib.draw.studio.timing import timing
from lib.runs import measures

FRAMES = 50
SIDE = 256


class Ready:
    """Frames (K, H, W, 3) that are drawn already, as the studio's encoders take them."""

    def __init__(self, frames: NDArray[np.uint8]) -> None:
        self._frames, self.shape = frames, frames.shape
        self.grey = bool((frames == frames[..., :1]).all())

    def __len__(self) -> int:
        return len(self._frames)

    def __getitem__(self, k: int) -> NDArray[np.uint8]:
        return self._frames[k]


def encoded(film: Ready, format_: str, note: str | None = None, **look: Any) -> bytes:
    """The file that the studio makes of frames, as gif or mp4."""
    when = timing(len(film), options(format=format_, **look))
    return {"gif": to_gif, "mp4": to_mp4}[format_](film, when, note, lambda: None)


def bench_gif(rounds: int = 5, side: int = SIDE, count: int = FRAMES) -> dict[str, Any]:
    """Measure the studio and imageio, in turn, on grey frames as of digits and on colours from a picture to noise.

    Args:
        rounds: how often each way is measured.
        side: of a frame, in pixels.
        count: frames.

    Returns:
        For "grey" and "colour": seconds (median and least), bytes, PSNR in dB over all frames and of the frame where
        ours does worst beside the other (null where exact), for "ours" and "imageio".
    """
    made = {"grey": grey_frames(count, side), "colour": colour_frames(count, side)}
    return {
        "what": f"{count} frames of {side} x {side}, {rounds} rounds in turn",
        **{name: _compare(frames, rounds) for name, frames in made.items()},
    }


def _compare(frames: NDArray[np.uint8], rounds: int) -> dict[str, Any]:
    film = Ready(frames)
    ways: dict[str, Callable[[], bytes]] = {"ours": lambda: encoded(film, "gif"), "imageio": lambda: _imageio(frames)}
    files = {name: way() for name, way in ways.items()}
    seconds = clocks(in_turn(ways, rounds))
    report: dict[str, Any] = {name: _report(frames, files[name], seconds[name]) for name in ways}
    report["times_faster"] = report["imageio"]["seconds"] / report["ours"]["seconds"]
    report["worst_frame_gain_db"] = _worst_gain(frames, files["ours"], files["imageio"])
    return report


def _imageio(frames: NDArray[np.uint8]) -> bytes:
    """What a program does that gives no thought to it."""
    import imageio.v3

    return bytes(imageio.v3.imwrite("<bytes>", frames, extension=".gif"))


def _report(frames: NDArray[np.uint8], data: bytes, seconds: list[float]) -> dict[str, Any]:
    return {
        "seconds": statistics.median(seconds),
        "seconds_least": min(seconds),
        "bytes": len(data),
        "psnr_db": finite(measures.psnr(frames, decoded(data), white=255.0)),
    }


def _errors(frames: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The mean squared error of each frame."""
    return np.array([((a.astype(np.float32) - b) ** 2).mean() for a, b in zip(frames, others, strict=True)])


def _worst_gain(frames: NDArray[np.uint8], ours: bytes, theirs: bytes) -> float:
    """The least by which a frame of ours is closer than theirs, in dB; a tenth of a grey level counts as exact."""
    a, b = (np.maximum(_errors(frames, decoded(data)), 0.01) for data in (ours, theirs))
    return float((10 * np.log10(b / a)).min())


def decoded(data: bytes) -> NDArray[np.uint8]:
    """All frames of a GIF as (K, H, W, 3)."""
    with Image.open(io.BytesIO(data)) as film:
        shown = []
        for k in range(getattr(film, "n_frames", 1)):
            film.seek(k)
            shown.append(np.asarray(film.convert("RGB")))
    return np.stack(shown)


def grey_frames(count: int, side: int) -> NDArray[np.uint8]:
    """A 3 x 3 grid of 28 px shapes that come out of noise on a straight path, enlarged with sharp pixels.

    Returns:
        (count, side, side, 3), the three channels equal.
    """
    random = np.random.default_rng(0)
    y, x = np.mgrid[:84, :84] % 28 - 13.5
    turn = np.repeat(np.repeat(np.arange(9).reshape(3, 3), 28, 0), 28, 1)
    ring = np.hypot(x * (1 + 0.1 * turn), y) - 8
    data = np.clip(1.5 - np.abs(ring), 0, 1)
    noise = random.standard_normal(data.shape)
    mixed = np.stack([(1 - s) * data + s * noise for s in np.linspace(1, 0, count)])
    place = np.arange(side) * 84 // side
    small = (np.clip(mixed, 0, 1) * 255 + 0.5).astype(np.uint8)
    return np.repeat(small[:, place][:, :, place, None], 3, axis=3)


def colour_frames(count: int, side: int) -> NDArray[np.uint8]:
    """A smooth picture that fades into fresh noise on a variance-preserving path, one sample of noise a frame.

    Returns:
        (count, side, side, 3).
    """
    random = np.random.default_rng(1)
    y, x = np.mgrid[:side, :side] / side
    data = np.stack([np.sin(3 * x + 2 * y), np.cos(4 * x * y), x + y - 1], axis=2).astype(np.float32)
    shown = []
    for angle in np.linspace(0, np.pi / 2, count, dtype=np.float32):
        noise = random.standard_normal(data.shape, dtype=np.float32)
        shown.append(np.cos(angle) * data + np.sin(angle) * noise)
    return np.stack([(np.clip(s / 2 + 0.5, 0, 1) * 255 + 0.5).astype(np.uint8) for s in shown])
