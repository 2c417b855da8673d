"""Room: models. Text states that a course hands out (`prompt_embeds_dict.pth`), for whoever has no room for T5.

    read(file)      prompt -> (n, 77, d); nothing in the file is executed
    keep(file)      the same, kept on this machine: state_dir()/embeddings/course.safetensors
    kept()          its prompts, width and digest: without torch
    states(width)   what is kept, for a UNet that reads states of this width

They belong to one text encoder. A model whose UNet reads states of their width does without its own.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from lib.models import foreign
from lib.models.course_files import LARGEST
from lib.models.course_files import LENGTH as LENGTH
from lib.models.course_files import read as read
from lib.models.files import replace_all
from lib.models.places import state_dir

if TYPE_CHECKING:
    from torch import Tensor

_MAX_HEAD = 10**8
"""Bytes of the head of a file of safetensors; so it is in the format."""


@dataclass(frozen=True)
class Kept:
    """What is kept, but for the numbers.

    Attributes:
        prompts: in the order of the file.
        width: d.
        digest: of everything: other states, another digest.
    """

    prompts: tuple[str, ...] = ()
    width: int = 0
    digest: str = ""


def keep(source: Path | str | bytes) -> tuple[str, ...]:
    """Read a course's file and keep its text states on this machine, instead of what was kept before.

    Returns:
        Its prompts.

    Raises:
        UserError: as `read`; and where the disk is full.
    """
    from safetensors.torch import save

    content = read(source)
    rows = {str(k): states[0].detach().clone() for k, states in enumerate(content.values())}
    prompts = tuple(content)
    digest = sha256(json.dumps(prompts).encode() + save(rows)).hexdigest()
    width = str(next(iter(rows.values())).shape[-1])
    replace_all({_place(): save(rows, metadata={"prompts": json.dumps(prompts), "width": width, "digest": digest})})
    return prompts


def forget() -> None:
    """Delete what is kept."""
    _place().unlink(missing_ok=True)


def kept() -> Kept:
    """What is kept; nothing where there is no file, or none that can be read."""
    place = _place()
    try:
        stat = place.stat()
    except OSError:
        return Kept()
    return _kept(place, stat.st_mtime_ns, stat.st_size)


def states(width: int) -> Mapping[str, Tensor]:
    """The text states that are kept, (77, d) by prompt; none where they are of another width.

    Args:
        width: of the states that a UNet reads.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    found = kept()
    if found.width != width:
        return {}
    try:
        rows = load(foreign.read(_place(), LARGEST + _MAX_HEAD))
        return {prompt: rows[str(k)] for k, prompt in enumerate(found.prompts)}
    except (OSError, SafetensorError, KeyError, ValueError):
        return {}


def unheard(prompt: str, known: Sequence[str]) -> str:
    """What is said of a prompt that nobody here can encode.

    Args:
        prompt: as it is processed.
        known: those whose text states are here.
    """
    if not prompt:
        return (
            'There is no text encoder here, and no text states of the empty prompt "", which guidance leads away from: '
            "set guidance to 1, or give a file that has them."
        )
    near = difflib.get_close_matches(prompt, known, 3, 0.4)
    some = ", ".join(repr(text) for text in [*near, *(text for text in known if text and text not in near)][:5])
    return f"There is no text encoder here, and no text states of {prompt!r:.60}: known are {some or 'none'}."


def _place() -> Path:
    return state_dir() / "embeddings" / "course.safetensors"


@lru_cache(maxsize=4)
def _kept(place: Path, mtime_ns: int, size: int) -> Kept:
    """The head of the file: eight bytes of length, then JSON; the last two arguments tell one file from another."""
    try:
        with place.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            head = foreign.loads(stream.read(min(length, size, _MAX_HEAD)))["__metadata__"]
        return Kept(tuple(foreign.loads(head["prompts"])), int(head["width"]), str(head["digest"]))
    except (OSError, ValueError, LookupError, TypeError):
        return Kept()
