"""Room: draw. The bytes of a film in H.264 (yuv420p), as slides and phones play it, with a note in its comment."""

from __future__ import annotations

import io
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray


def mp4(
    frames: Iterable[NDArray[np.uint8]], count: int, height: int, width: int, fps: float, note: str | None = None
) -> bytes:
    """A film of frames that come one after the other, (height, width, 3), both sides even.

    The index stands at the beginning of the file, so that it plays while it still arrives.
    """
    import av
    from av.video.reformatter import ColorRange, Colorspace

    target = io.BytesIO()
    room = 6000 + 40 * count + 2 * len((note or "").encode())
    with av.open(target, "w", format="mp4", options={"moov_size": str(room)}) as film:
        if note is not None:
            film.metadata["comment"] = note
        stream = film.add_stream("libx264", rate=Fraction(fps).limit_denominator(1000))
        stream.height, stream.width = height, width
        stream.pix_fmt = "yuv420p"
        stream.codec_context.colorspace = Colorspace.SMPTE170M  # what the frames are brought to: say so, or large films
        stream.codec_context.color_range = ColorRange.MPEG  # are shown in the colours of HDTV
        stream.options = {"crf": "16", "preset": "veryfast", "tune": "animation"}
        for frame in frames:
            film.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")))
        film.mux(stream.encode(None))
    return target.getvalue()
