"""Room: models. Models of the Hugging Face Hub by their id, owner/name: on this machine, within reach, or why not.

    access(id)    whether it is here, can be had, or what to do first    (asks the Hub, loads nothing)
    listing(id)   the files that would be downloaded, and their sizes
    snapshot(id)  the folder: from the Hub's cache, else downloaded

Login is huggingface_hub's own business (HF_TOKEN, or `hf auth login`): here nobody sees the token, only whether there
is one. Errors of the Hub hold the request with the token in it, so none of them is passed on or chained.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from lib.models import course
from lib.models.deepfloyd import DATA, KNOWN, LICENCE
from lib.models.downloads import cache_dir, cached, files_of, missing, served, stage_of, wanted
from lib.models.errors import UserError
from lib.models.refusals import Access, said
from lib.models.registry import Checkpoint

T = TypeVar("T")


class Stopped(Exception):  # noqa: N818, it is no error
    """A download ended because somebody asked it to; what has come is kept."""


def access(model_id: str) -> Access:
    """Whether a model is here, can be downloaded, or what has to be done first. Nothing is downloaded.

    Raises:
        UserError: for an id that is none.
    """
    if cached(model_id):
        return Access(model_id, "here", f"{model_id} is on this machine.")
    from huggingface_hub import HfApi

    found = _asked(model_id, lambda: HfApi().auth_check(model_id))
    return found if isinstance(found, Access) else Access(model_id, "free", f"{model_id} can be downloaded.")


def listing(model_id: str, text: bool | None = None) -> dict[str, int]:
    """The files that a download would bring, by path, with their sizes in bytes.

    Args:
        model_id: owner/name.
        text: whether the text encoder is among them; if not said, only where no course's text states are kept.

    Raises:
        UserError: where the Hub doesn't say, or the model has no weights as safetensors.
    """
    from huggingface_hub import HfApi

    info = _got(model_id, lambda: HfApi().model_info(model_id, files_metadata=True))
    sizes = {file.rfilename: int(file.size or 0) for file in info.siblings or ()}
    second = model_id in KNOWN and KNOWN[model_id].stage == 2
    text = not course.kept().width if text is None else text
    files = {name: sizes[name] for name in wanted(sizes, text=text and not second)}
    if "model_index.json" not in files:
        raise UserError(f"{model_id} is no pipeline of diffusers (no model_index.json): give one that draws pixels.")
    if not any(name.endswith(".safetensors") for name in files):
        raise UserError(
            f"{model_id} has its weights only as pickles, which can hold code: take a model that has safetensors."
        )
    return files


def snapshot(model_id: str, stop: Callable[[], bool] | None = None) -> Path:
    """The folder of a model: from the Hub's cache where it is whole, else downloaded; what has come before is kept.

    Args:
        model_id: owner/name.
        stop: looked at with every piece that comes; once it is true, the download ends.

    Raises:
        UserError: where it can't be had, or isn't a pixel-space model, which is looked at before the weights are.
        Stopped: where it was asked to stop.
    """
    folder = cached(model_id)
    if folder:
        return folder
    names = list(listing(model_id))
    folder = _brought(model_id, ["model_index.json", "config.json", "unet/config.json"], stop)
    _look(model_id, folder)
    if course.kept().width and not served(folder):  # texts of another model: it needs its own encoder
        names = list(listing(model_id, text=True))
    folder = _brought(model_id, names, stop)
    if missing(folder):
        raise UserError(
            f"{model_id} is not whole on the Hub: {', '.join(missing(folder))} can't be had as safetensors."
        )
    return folder


def _brought(model_id: str, patterns: list[str], stop: Callable[[], bool] | None) -> Path:
    from huggingface_hub import snapshot_download

    watched: dict[str, Any] = {"tqdm_class": _bar(stop)} if stop else {}
    try:
        return Path(
            _got(
                model_id,
                lambda: snapshot_download(model_id, allow_patterns=patterns, cache_dir=cache_dir(), **watched),
            )
        )
    except UserError:
        if stop and stop():  # whatever broke, broke because of that
            raise Stopped from None
        raise


def _bar(stop: Callable[[], bool]) -> type:
    """The Hub's progress bar, out of sight, that ends a download from within: its library has no other way."""
    from huggingface_hub.utils.tqdm import tqdm

    class Bar(tqdm):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **{**options, "disable": True})

        def update(self, n: float | None = 1) -> bool | None:
            if stop():
                raise Stopped
            return super().update(n)

    return Bar


def _look(model_id: str, folder: Path) -> None:
    from lib.models.parts import Folder, check

    config = Folder(folder).unet_config()
    check(config, stage_of(config), model_id)


def card(model_id: str) -> Checkpoint:
    """What is known of a model that is here; its checksum is the commit of its revision, and of a course's texts.

    Raises:
        UserError: where it isn't here, with how to get it.
    """
    folder, known = cached(model_id), KNOWN.get(model_id)
    if folder is None:
        size = f" ({known.size.disk:.1f} GB)" if known else ""
        raise UserError(
            f"{model_id} is not on this machine yet{size}: run `python -m lib get {model_id}`, or download it in A0."
        )
    weights = sum(files_of(folder).values())
    texts = course.kept().digest if served(folder) else ""
    return Checkpoint(
        id=model_id,
        name=model_id,
        epoch=None,
        file="",
        sha256=sha256((folder.name + texts).encode()).hexdigest() if texts else folder.name,
        bytes=weights,
        parameters=known.parameters if known else 0,
        licence=LICENCE if known else f"see https://huggingface.co/{model_id}",
        data=DATA if known else f"see https://huggingface.co/{model_id}",
        note=known.about if known else "A model of the Hub. What it can't do, its page there may say.",
    )


def _got(model_id: str, ask: Callable[[], T]) -> T:
    found = _asked(model_id, ask)
    if isinstance(found, Access):
        raise UserError(str(found))
    return found


def _asked(model_id: str, ask: Callable[[], T]) -> T | Access:
    """What the Hub answers, or why it doesn't; its error ends here."""
    try:
        return ask()
    except Stopped:
        raise
    except Exception as error:  # the Hub's own, those of httpx, of the disk: all become sentences
        return said(model_id, error)
