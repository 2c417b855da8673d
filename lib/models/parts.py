"""Room: models. A folder in diffusers' format: what lies in it, whether it is whole, and its parts one by one.

Parts lie in folders of their own (`unet/`, `scheduler/`), or all at the top, as in the DDPMs of Ho et al. on the Hub.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open

from lib.models import foreign, late
from lib.models.errors import UserError

TEXT_PARTS = ("tokenizer", "text_encoder")
MAX_CONFIG = 10**7
"""Bytes of a configuration."""
BROKEN = (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, SafetensorError)
"""What diffusers and transformers raise for files that aren't what they should be."""


class Folder:
    """One pipeline on the disk.

    Raises:
        UserError: where there is no such folder, or it holds no pipeline.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_dir():
            raise UserError(f"There is no folder {path}: give one in diffusers' format, with model_index.json in it.")
        if not (path / "model_index.json").is_file():
            raise UserError(f"{path} holds no pipeline: model_index.json is missing. Give a folder in that format.")
        index = _json(path / "model_index.json")
        if _there(index.get("vae")) or _there(index.get("vqvae")):
            raise UserError(f"{path} draws in the latent space of an autoencoder: give a model that draws pixels.")

    def unet_config(self) -> dict[str, Any]:
        """Of the UNet, as diffusers wrote it."""
        return _json(self._place("unet") / "config.json")

    def unet(self, dtype: torch.dtype) -> Any:
        """The UNet, on the CPU."""
        name = self.unet_config()["_class_name"]
        with late.alone():
            import diffusers
            from diffusers.utils import is_accelerate_available

            kind = getattr(diffusers, name)  # loads that part of it
        place = self._place("unet")
        options = {"variant": "fp16"} if _only_half(place, dtype) else {}
        with torch.random.fork_rng(devices=[]):  # without accelerate diffusers draws weights first, then reads them
            return self._read(
                place,
                lambda: kind.from_pretrained(
                    place,
                    torch_dtype=dtype,
                    local_files_only=True,
                    low_cpu_mem_usage=is_accelerate_available(),
                    **options,
                ),
            )

    def scheduler(self, name: str) -> Any:
        """A DDPMScheduler with the schedule of this folder's."""
        with late.alone():
            from diffusers import DDPMScheduler

        place = self.path / name if (self.path / name).is_dir() else self.path
        if not (place / "scheduler_config.json").is_file():
            raise UserError(f"{self.path} is not whole: {name}/scheduler_config.json is missing. Get it again.")
        return self._read(place, lambda: DDPMScheduler.from_pretrained(place, local_files_only=True))

    def has_text(self) -> bool:
        """Whether there is a text encoder and its tokenizer."""
        return all((self.path / part).is_dir() for part in TEXT_PARTS)

    def text(self, dtype: torch.dtype) -> tuple[Any, Any]:
        """The tokenizer, and the T5 encoder on the CPU."""
        with late.alone():
            from transformers import AutoTokenizer, T5EncoderModel

        places = [self.path / part for part in TEXT_PARTS]
        tokenizer = self._read(places[0], lambda: AutoTokenizer.from_pretrained(places[0], local_files_only=True))
        half = {"variant": "fp16"} if _only_half(places[1], dtype) else {}
        load = T5EncoderModel.from_pretrained
        text_encoder = self._read(places[1], lambda: load(places[1], dtype=dtype, local_files_only=True, **half))
        return tokenizer, text_encoder.eval().requires_grad_(False)

    def _place(self, part: str) -> Path:
        place = self.path / part if (self.path / part).is_dir() else self.path
        if not (place / "config.json").is_file():
            raise UserError(f"{self.path} is not whole: {part}/config.json is missing. Get the folder again.")
        return place

    def _read(self, place: Path, load: Callable[[], Any]) -> Any:
        for path in place.glob("*.safetensors"):
            try:
                with safe_open(path, "pt"):
                    pass
            except (SafetensorError, OSError):
                raise UserError(f"{path} is cut short or damaged: get it again.") from None
        try:
            return load()
        except BROKEN as error:
            why = " ".join(str(error).split())[:160]
            raise UserError(
                f"{place} can't be read, a file is missing or of another shape: get it again ({why})."
            ) from None


def check(config: Mapping[str, Any], stage: int, name: str) -> None:
    """Whether a UNet of this configuration draws pixels, and is one of the stage that is wanted.

    Raises:
        UserError: saying what it is instead.
    """
    kind = config.get("_class_name", "UNet2DConditionModel")
    if kind not in ("UNet2DConditionModel", "UNet2DModel"):
        raise UserError(f"{name}: {kind!r:.60} is not a pixel-space UNet: give a UNet2DConditionModel.")
    into, out = config.get("in_channels", 0), config.get("out_channels", 0)
    second = config.get("class_embed_type") == "timestep" and into in (2, 6)
    colours = into // (2 if second else 1)
    if colours not in (1, 3) or out not in (colours, 2 * colours):
        raise UserError(
            f"{name} is not a pixel-space UNet: it has {into} channels in and {out} out, not 3 (stage 2: 6) in and 3 "
            "or 6 out. Models with 4 draw in a latent space."
        )
    if second != (stage == 2):
        raise UserError(f"{name} is a UNet of stage {1 + second}: give one of stage {stage} here.")
    texts = (config.get("encoder_hid_dim_type") or "text_proj", config.get("addition_embed_type") or "text")
    if texts != ("text_proj", "text") or not config.get("sample_size"):
        raise UserError(f"{name} needs more than a text ({', '.join(texts)}): give a model that reads text alone.")


def _only_half(place: Path, dtype: torch.dtype) -> bool:
    """Whether the weights to read are those of half precision, which have names of their own."""
    half = any(place.glob("*.fp16.safetensors")) or any(place.glob("*.fp16-*.safetensors"))
    whole = [path for path in place.glob("*.safetensors") if ".fp16" not in path.name]
    return half and (dtype == torch.float16 or not whole)


def _there(part: Any) -> bool:
    return isinstance(part, list) and any(part)


def _json(path: Path) -> dict[str, Any]:
    try:
        values = foreign.loads(foreign.read_text(path, MAX_CONFIG))
    except (OSError, ValueError):
        raise UserError(f"{path} can't be read: get it again.") from None
    if not isinstance(values, dict):
        raise UserError(f"{path} is not a configuration: get it again.")
    return values
