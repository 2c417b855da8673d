"""Room: models. A course's `prompt_embeds_dict.pth`, which may come from anybody: what is in it, or a sentence."""

from __future__ import annotations

import io
import pickle
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.models import foreign
from lib.models.errors import UserError

if TYPE_CHECKING:
    from torch import Tensor

LENGTH = 77
"""Tokens of a prompt, padding included: what DeepFloyd IF was trained with."""
LARGEST = 500 * 10**6
"""Bytes of a file, and of the text states in it: eight hundred prompts in half precision."""
MOST_PROMPTS, LONGEST = 10_000, 1000
"""And characters of a prompt."""


def read(source: Path | str | bytes) -> dict[str, Tensor]:
    """A course's `prompt_embeds_dict.pth`: a dictionary of prompts and their text states.

    Only tensors, numbers and texts are read: a file that holds code is refused and nothing of it is executed.

    Args:
        source: the file, or what is in it.

    Returns:
        prompt -> (n, 77, d), on the CPU.

    Raises:
        UserError: for a file that is missing, cut short, too large, or holds anything else.
    """
    name = "This file" if isinstance(source, bytes) else str(source)
    try:
        content = _loaded(source)
        fine = isinstance(content, dict) and 0 < len(content) <= MOST_PROMPTS and all(map(_is_entry, content.items()))
    except FileNotFoundError:
        raise UserError(f"There is no file {name}: give the path of prompt_embeds_dict.pth.") from None
    except pickle.UnpicklingError:
        raise UserError(
            f"{name} is damaged, or holds code: nothing of it was executed. Take the file from its source again."
        ) from None
    except OSError as error:
        raise UserError(f"{name} can't be read ({error.strerror or error}): take it from its source again.") from None
    except Exception as error:  # zip, pickle and torch have many words for a damaged file
        raise UserError(f"{name} can't be read ({type(error).__name__}): take it from its source again.") from None
    if not fine:
        raise UserError(
            f"{name} is not a dictionary of prompts and their text states (n, {LENGTH}, d): take another file."
        )
    if sum(states[0].nbytes for states in content.values()) > LARGEST:  # many names for the same few numbers
        raise UserError(f"{name} holds more than {LARGEST // 10**6} MB of text states: take one with fewer prompts.")
    if len({states.shape[-1] for states in content.values()}) > 1:
        raise UserError(f"The text states in {name} are of several widths: they come from different models.")
    return content


def _loaded(source: Path | str | bytes) -> Any:
    import torch

    blob = source if isinstance(source, bytes) else foreign.read(foreign.fitting(Path(source), LARGEST), LARGEST)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch wonders aloud about files that it then refuses
        return torch.load(_repacked(blob), map_location="cpu", weights_only=True)


def _repacked(blob: bytes) -> io.BytesIO:
    """The same archive, written by us: torch reads what was counted, whatever the headers of the first one say."""
    made, left = io.BytesIO(), LARGEST
    with foreign.archive(blob) as archive, zipfile.ZipFile(made, "w") as copy:
        for name in archive.namelist():
            inside = foreign.member(archive, name, left)
            left -= len(inside)
            copy.writestr(name, inside)
    made.seek(0)
    return made


def _is_entry(entry: tuple[object, object]) -> bool:
    from torch import Tensor, bfloat16, float16, float32, float64, strided

    prompt, states = entry
    return (
        isinstance(prompt, str)
        and len(prompt) <= LONGEST
        and isinstance(states, Tensor)
        and states.layout == strided
        and states.device.type == "cpu"  # on "meta" there are no numbers
        and states.dtype in (float16, bfloat16, float32, float64)
        and states.ndim == 3
        and states.shape[0] > 0
        and states.shape[1] == LENGTH
        and states.nbytes <= states.untyped_storage().nbytes()  # no few numbers that claim to be many
        and bool(states.isfinite().all())
    )
