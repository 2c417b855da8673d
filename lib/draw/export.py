"""Room: draw. Frames as files to take home: GIF, MP4, contact sheet. Each carries its recipe inside."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from lib.draw import gif
from lib.draw.frames import Frames, tile
from lib.draw.palette import GREYS
from lib.draw.pieces import pieces
from lib.draw.reading import is_object, read_recipe
from lib.models.errors import UserError

__all__ = ["read_recipe", "to_gif", "to_mp4", "to_sheet"]


def to_gif(frames: Frames, recipe_json: str | None = None, fps: float = 20, hold: float = 1.0) -> bytes:
    """An animated GIF that repeats for ever, with the recipe as its comment.

    Grey frames come back exactly as they went in; colour is brought to 256 colours a frame.

    Args:
        frames: (K, H, W, 3) or grey (K, H, W), uint8.
        recipe_json: the recipe that made them.
        fps: frames a second, at most 50; kept to a hundredth of a second.
        hold: seconds that the last frame stays longer.

    Raises:
        UserError: for frames, a speed or a recipe that a GIF can't hold.
    """
    frames = _checked(frames)
    stays = gif.delays(len(frames), fps, hold)
    parts = [gif.header(frames.shape[2], frames.shape[1], GREYS)]
    if recipe_json is not None:
        parts.append(gif.comment(_recipe(recipe_json)))
    parts += (gif.frame(piece, stay) for piece, stay in zip(pieces(frames), stays, strict=True))
    return b"".join([*parts, gif.TRAILER])


def to_mp4(frames: Frames, recipe_json: str | None = None, fps: float = 20) -> bytes:
    """A film in H.264 (yuv420p), as slides and phones play it, with the recipe in its comment.

    Args:
        frames: (K, H, W, 3) or grey (K, H, W), uint8. An odd side gets one more row or column, a copy of the last.
        recipe_json: the recipe that made them.
        fps: frames a second.

    Raises:
        UserError: for frames, a speed or a recipe that a film can't hold.
    """
    frames = _even(_checked(frames))
    note = None if recipe_json is None else _recipe(recipe_json)
    return encode_mp4(frames, len(frames), frames.shape[1], frames.shape[2], fps, note)


def encode_mp4(
    frames: Iterable[NDArray[np.uint8]], count: int, height: int, width: int, fps: float, note: str | None = None
) -> bytes:
    """A film of frames that come one after the other, (height, width, 3), both sides even.

    The index stands at the beginning of the file, so that it plays while it still arrives.

    Raises:
        UserError: for a speed that a film can't have.
    """
    import av
    from av.video.reformatter import ColorRange, Colorspace

    if not 0.01 <= fps <= 240:
        raise UserError(f"A film plays between 0.01 and 240 frames a second, not {fps:g}; choose a speed in between.")
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


def to_sheet(frames: Frames, recipe_json: str | None = None, columns: int | None = None, gap: int = 8) -> bytes:
    """All frames on one sheet of white paper, as a PNG with the recipe in its text.

    Args:
        frames: (K, H, W, 3) or grey (K, H, W), uint8.
        recipe_json: the recipe that made them.
        columns: pictures in a row; without it, near a square.
        gap: pixels around each picture.

    Raises:
        UserError: for frames, columns or a recipe that make no sheet.
    """
    frames = _checked(frames)
    columns = math.ceil(math.sqrt(len(frames))) if columns is None else min(columns, len(frames))
    if columns < 1 or gap < 0:
        raise UserError(f"A sheet needs at least one column and a gap of 0 or more, not {columns} and {gap}.")
    sheet = _on_paper(frames, columns, gap)
    notes = PngInfo()
    if recipe_json is not None:
        notes.add_itxt("recipe", _recipe(recipe_json))
    target = io.BytesIO()
    Image.fromarray(sheet).save(target, "PNG", pnginfo=notes)
    return target.getvalue()


def _on_paper(frames: Frames, columns: int, gap: int) -> NDArray[np.uint8]:
    grid = tile(frames[None].transpose(0, 1, 4, 2, 3), columns, gap, paper=255)[0]
    return np.pad(grid, [(gap, gap), (gap, gap), (0, 0)], constant_values=255)


def _recipe(text: str) -> str:
    """The text of a recipe, if it is one: a JSON object."""
    if not is_object(text):
        raise UserError("The recipe to put into the file is not a JSON object; make it with `python -m lib recipe`.")
    return text


def _checked(frames: NDArray[np.uint8]) -> Frames:
    """The frames as (K, H, W, 3), or one sentence about what is wrong with them."""
    frames = np.asarray(frames)
    grey = frames.ndim == 3
    if frames.dtype != np.uint8 or frames.ndim not in (3, 4) or not (grey or frames.shape[3] == 3):
        raise UserError(f"Frames are (K, H, W, 3) or (K, H, W) in uint8, not {frames.shape} in {frames.dtype}.")
    if 0 in frames.shape:
        raise UserError("There are no frames to export; compute the trajectory first.")
    if max(frames.shape[1:3]) > 8192:
        raise UserError(
            f"Frames of {frames.shape[2]} x {frames.shape[1]} pixels are too large to export; at most 8192."
        )
    return np.broadcast_to(frames[..., None], (*frames.shape, 3)) if grey else frames


def _even(frames: Frames) -> Frames:
    odd = [(0, 0), (0, frames.shape[1] % 2), (0, frames.shape[2] % 2), (0, 0)]
    return np.ascontiguousarray(np.pad(frames, odd, "edge"))
