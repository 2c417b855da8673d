"""Room: models. A model of the Hub, from its id to a model that can be sampled from, on the machine that there is.

access (hub.py)  ->  plan (plans.py)  ->  snapshot (hub.py)  ->  assemble (turns.py)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import RLock

import torch

from lib.models import course
from lib.models.deepfloyd import KNOWN
from lib.models.downloads import arrived, cache_dir, cached, files_of, served
from lib.models.errors import UserError
from lib.models.hub import access, listing, snapshot
from lib.models.machine import GB, Machine, machine
from lib.models.needs import Size, size_of
from lib.models.pixels import PixelModel
from lib.models.plans import Plan, plan
from lib.models.prompts import Embeddings
from lib.models.safety import Filter, load_filter
from lib.models.turns import assemble, make_room
from lib.models.upsampler import Upsampler

_lock = RLock()


def load_large(
    model_id: str, device: str = "auto", here: Machine | None = None, embeddings: Embeddings | None = None
) -> PixelModel | Upsampler:
    """A model of the Hub; the same object for the same revision and plan.

    Args:
        model_id: owner/name.
        device: "cuda", "mps", "cpu"; "auto" takes the first that will do.
        here: the machine; measured where not given.
        embeddings: of prompts; where not given, those of its text encoder, in stage 2 those of a stage 1 that is here.

    Raises:
        UserError: where it can't be had, doesn't fit on this machine, or isn't a pixel-space model.
    """
    if cached(model_id) is None:
        fetch(model_id, device, here)
    with _lock:
        if embeddings is None and model_id in KNOWN and KNOWN[model_id].stage == 2:
            first = next((name for name, known in KNOWN.items() if known.stage == 1 and cached(name)), None)
            embeddings = load_large(first, device, here).embeddings if first else None
        return _opened(model_id, snapshot(model_id), device, here, embeddings, course.kept().digest)


@lru_cache(maxsize=4)
def _opened(
    model_id: str, folder: Path, device: str, here: Machine | None, embeddings: Embeddings | None, texts: str
) -> PixelModel | Upsampler:
    """The digest of a course's texts only tells one version of them from another."""
    return assemble(folder, plan_of(model_id, device, here), embeddings)


def fetch(
    model_id: str, device: str = "auto", here: Machine | None = None, stop: Callable[[], bool] | None = None
) -> Path:
    """Download a model, if it will run here; its folder.

    Args:
        model_id: owner/name.
        device: as for `load_large`.
        here: the same.
        stop: looked at again and again; once it is true the download ends, and what has come is kept.

    Raises:
        UserError: where it can't be had, or doesn't fit on this machine.
        Stopped: where it was asked to stop.
    """
    plan_of(model_id, device, here)
    return snapshot(model_id, stop)


def plan_of(model_id: str, device: str = "auto", here: Machine | None = None) -> Plan:
    """How `load_large` would load a model; nothing is downloaded or loaded.

    Raises:
        UserError: where it can't be had, or doesn't fit on this machine.
    """
    size, download = weight(model_id)
    if here is None:
        make_room()
        here = machine(cache_dir())
    without = replace(size, text=0.0, sentencepiece=False)
    if _does_without(model_id) and not size.text:
        return replace(plan(model_id, without, here, device, download), text_dtype="none")
    try:
        return plan(model_id, size, here, device, download)
    except UserError:
        if not _does_without(model_id):
            raise
    return replace(plan(model_id, without, here, device, download), text_dtype="none")


def _does_without(model_id: str) -> bool:
    """Whether a course's text states can take the place of a model's text encoder."""
    folder = cached(model_id)
    if model_id in KNOWN and KNOWN[model_id].stage == 2:
        return False
    return course.kept().width > 0 if folder is None else served(folder)


def weight(model_id: str) -> tuple[Size, float]:
    """The size of a model, and the GB of it that have yet to come.

    Raises:
        UserError: where it can't be had.
    """
    folder = cached(model_id)
    if folder:
        files, download = files_of(folder), 0.0
    else:
        found = access(model_id)
        if not found.granted:
            raise UserError(str(found))
        files = listing(model_id)
        download = max(0.0, sum(files.values()) - arrived(model_id)) / GB
    measured = size_of(files)
    known = KNOWN.get(model_id)
    return Size(**{**vars(measured), "working": known.size.working}) if known else measured, download


def filter_of(model_id: str, device: str = "cpu") -> Filter | None:
    """The safety filter that belongs to a model's pictures; None where it has none.

    Raises:
        UserError: where the model isn't here, or its filter isn't whole.
    """
    folder = snapshot(model_id)
    with _lock:
        return _filter(folder, str(device))


@lru_cache(maxsize=2)
def _filter(folder: Path, device: str) -> Filter | None:
    return load_filter(folder, device, torch.float16 if device.startswith("cuda") else torch.float32)
