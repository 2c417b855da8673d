"""Room: models. The cache of the Hugging Face Hub on this disk: which models are in it, and whether they are whole.

models--owner--name/refs/main                 the commit
models--owner--name/snapshots/<commit>/...    its files, linked to blobs/ when they have come in full
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lib.models import course, foreign
from lib.models.errors import UserError

PARTS = ("unet", "scheduler", "image_noising_scheduler", "tokenizer", "text_encoder", "safety_checker")
FOLDERS = ("", *PARTS, "feature_extractor")
"""What is read of a model's folder; nothing else is downloaded."""
NETWORKS = ("unet", "text_encoder", "safety_checker")
TEXT = ("tokenizer", "text_encoder")
SECOND = "IFSuperResolutionPipeline"
"""Stage 2 reads the text states of stage 1 and needs no encoder of its own."""

_MAX_CONFIG = 10**7
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}", re.ASCII)


def cache_dir() -> Path:
    """Where the Hub keeps its files: HF_HUB_CACHE, as it is now."""
    from huggingface_hub import constants

    return Path(os.path.expandvars(os.environ.get("HF_HUB_CACHE") or constants.HF_HUB_CACHE)).expanduser()


def checked_id(model_id: str) -> str:
    """The same id, if it is one.

    Raises:
        UserError: for anything but owner/name.
    """
    if not isinstance(model_id, str) or not _ID.fullmatch(model_id) or ".." in model_id or "--" in model_id:
        raise UserError(f"{model_id!r:.100} is no id of the Hub: write owner/name, as in DeepFloyd/IF-I-M-v1.0.")
    return model_id


def place_of(model_id: str) -> Path:
    """The folder of a model in the Hub's cache: blobs, refs and snapshots."""
    return cache_dir() / f"models--{checked_id(model_id).replace('/', '--')}"


def cached(model_id: str) -> Path | None:
    """The folder of a model that is here and whole, else None; asks nobody.

    Its name is the commit of the revision.
    """
    place = place_of(model_id)
    try:
        folder = place / "snapshots" / foreign.read_text(place / "refs" / "main", 1000).strip()
    except (OSError, ValueError):
        return None
    return folder if folder.is_dir() and not missing(folder) else None


def arrived(model_id: str) -> int:
    """Bytes of a model that are on the disk already, for the progress of a download."""
    blobs = place_of(model_id) / "blobs"
    return sum(path.stat().st_size for path in blobs.iterdir() if path.is_file()) if blobs.is_dir() else 0


def parts_of(folder: Path) -> tuple[str, ...]:
    """The parts that a folder's model_index.json names and that are read here."""
    try:
        index = _json(folder / "model_index.json")
        named = [part for part in FOLDERS if isinstance(index.get(part), list) and any(index[part])]
        return tuple(part for part in named if not (index.get("_class_name") == SECOND and part in TEXT))
    except (OSError, ValueError, AttributeError):
        return ()


def missing(folder: Path) -> list[str]:
    """Parts that a folder should have and that aren't there, or not whole; nothing for a whole one.

    Where a course's text states serve instead, the text encoder need not be there.
    """
    parts = parts_of(folder)
    if "unet" not in parts:
        return ["model_index.json"]
    lacking = [part for part in parts if not _whole(folder, part)]
    return [part for part in lacking if part not in TEXT or not served(folder)]


def served(folder: Path) -> bool:
    """Whether the text states of a course that are kept here are such as the UNet of a folder reads."""
    width = course.kept().width
    return width > 0 and width == text_width(folder)


def text_width(folder: Path) -> int:
    """Numbers in a text state that the UNet of a folder reads; 0 where it reads none, or can't be asked."""
    try:
        config = _json(folder / "unet" / "config.json")
        width = config.get("encoder_hid_dim") or config.get("cross_attention_dim") or 0
        return int(width[0] if isinstance(width, list) else width)
    except (OSError, ValueError, AttributeError, TypeError, IndexError):
        return 0


def prompts_of(model_id: str) -> tuple[str, ...] | None:
    """The only prompts that a model of the Hub can be asked for here, without its text encoder; None for any.

    Also where nobody can tell: the model isn't here.
    """
    folder = cached(model_id)
    if folder is None or "text_encoder" not in parts_of(folder) or not served(folder):
        return None
    return None if _whole(folder, "text_encoder") else tuple(prompt for prompt in course.kept().prompts if prompt)


def _whole(folder: Path, part: str) -> bool:
    place = folder / part if (folder / part).is_dir() else folder
    if place == folder and part not in ("unet", "scheduler"):
        return False  # small models have these two at the top
    if part not in NETWORKS:
        return any(place.glob("*.json"))
    for index in place.glob("*.index*.json"):
        try:
            shards = set(_json(index)["weight_map"].values())
        except (OSError, ValueError, KeyError, AttributeError):
            continue
        if all(name.endswith(".safetensors") and (place / name).is_file() for name in shards):
            return (place / "config.json").is_file()
    single = [path for path in place.glob("*.safetensors") if "-of-" not in path.name and path.is_file()]
    return bool(single) and (place / "config.json").is_file()


def wanted(names: Iterable[str], text: bool = True) -> list[str]:
    """Those of a model's files that are read here: never a pickle, and one kind of weights for each part.

    Args:
        names: paths in the model's folder.
        text: whether the text encoder is among them.
    """
    names = sorted(names)
    networks = NETWORKS if "unet/config.json" in names else ("", *NETWORKS)
    found = []
    for folder in FOLDERS:
        if folder in TEXT and not text:
            continue
        here = [name for name in names if name.rpartition("/")[0] == folder]
        weights = [name for name in here if name.endswith(".safetensors")]
        half = [name for name in weights if ".fp16" in name]
        plain = [name for name in weights if name.rpartition("/")[2].count(".") == 1]
        taken = half or plain
        texts = [name for name in here if name.endswith((".json", ".model", ".txt"))]
        found += [name for name in texts if ".index." not in name or (".fp16" in name) == bool(half)]
        found += taken if folder in networks else []
    return found


def _json(path: Path) -> Any:
    """A configuration; OSError and ValueError for anything else."""
    return foreign.loads(foreign.read(path, _MAX_CONFIG))


def stage_of(config: dict[str, Any]) -> int:
    """1 draws, 2 enlarges, by the configuration of a UNet."""
    return 2 if config.get("class_embed_type") == "timestep" and config.get("in_channels") in (2, 6) else 1


def files_of(folder: Path) -> dict[str, int]:
    """What is read of a folder, by path, with sizes."""
    files = {str(path.relative_to(folder).as_posix()): path for path in folder.rglob("*") if path.is_file()}
    return {name: files[name].stat().st_size for name in wanted(files, text="text_encoder" in parts_of(folder))}
