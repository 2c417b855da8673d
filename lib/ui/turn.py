"""Room: ui. An anagram that turns at a click: a picture that is one thing, and another when looked at differently.

What is sent is one block of bytes: a header (size, kind, names) and a PNG with the frames, one below
the other. It is turned in the browser, without the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

from lib.ui import address
from lib.ui.component import component, pack
from lib.ui.player import png

if TYPE_CHECKING:
    from numpy.typing import NDArray

Kind = Literal["rotate90", "rotate180", "rotate270", "flip", "mirror", "negate", "frames"]


def turn(frames: Sequence[NDArray], key: str, names: tuple[str, str], kind: Kind = "frames") -> None:
    """Show an anagram; a click or Enter turns it, and the next turns it back.

    Args:
        frames: (H, W, 3) uint8 each: the picture upright, stages of its way, and last as its view shows it. Where
            `kind` says how it turns, the first is all that is needed.
        key: unique on its page, and beginning with it.
        names: what it is upright, and what it is when turned.
        kind: a view by the name that ``lib.diffusion.views`` gives it (rotations turn anticlockwise), or "frames".
    """
    address.told(f"{key}_turned")
    for place, data in standing(frames, key, names, kind).items():
        component("turn", "block", "address")(key=place, data=data)


def standing(frames: Sequence[NDArray], key: str, names: tuple[str, str], kind: Kind) -> dict[str, bytes]:
    """What `turn` shows, by where it stands, for `lib.ui.ahead`; all as for `turn`."""
    return {f"{key}_turn": payload(frames, names, kind, f"{key}_turned")}


def payload(frames: Sequence[NDArray], names: tuple[str, str], kind: Kind, name: str = "") -> bytes:
    """The block of bytes for the browser: a header, and the frames as one PNG."""
    import numpy as np

    if kind not in get_args(Kind):
        raise ValueError(f"An anagram turns as one of {get_args(Kind)}, not as {kind!r}.")
    frames = list(frames) if kind == "frames" else list(frames)[:1]
    if len(frames) < (2 if kind == "frames" else 1):
        raise ValueError("An anagram needs its picture, and where it is turned by frames, the turned one too.")
    if len({frame.shape for frame in frames}) > 1:
        raise ValueError("All frames of an anagram have the same size.")
    height, width = frames[0].shape[:2]
    header = {"width": width, "height": height, "frames": len(frames), "kind": kind, "names": list(names), "name": name}
    return pack(header, png(np.concatenate(frames, axis=0)))
