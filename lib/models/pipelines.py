"""Room: models. From a folder in diffusers' format, or from its parts, to a model that can be sampled from.

    stage1 = load_stage1(folder / "stage1")                              -> PixelModel
    stage2 = load_stage2(folder / "stage2", embeddings=stage1.embeddings)  -> Upsampler

DeepFloyd IF, our own cascade and DDPMs without text (`google/ddpm-...`) are told apart by what lies in the folder.
"""

from __future__ import annotations

import copy
import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from lib.models.parts import TEXT_PARTS, Folder, check
from lib.models.pixels import PixelModel
from lib.models.prompts import Embeddings, encoder, fingerprint
from lib.models.schedules import Schedule
from lib.models.unets import PixelNet
from lib.models.upsampler import Upsampler


@dataclass(frozen=True)
class Parts:
    """A pipeline in memory, e.g. in the middle of a training: the parts as diffusers and transformers have them.

    The UNet is copied: later training is not seen.

    Attributes:
        noising: the image_noising_scheduler of stage 2.
    """

    unet: Any
    scheduler: Any
    tokenizer: Any = None
    text_encoder: Any = None
    noising: Any = None


Source = Path | str | Parts


def load_stage1(
    source: Source,
    device: str | torch.device = "cpu",
    dtype: torch.dtype = torch.float32,
    *,
    embeddings: Embeddings | None = None,
    given: Mapping[str, Tensor] | None = None,
    in_turn: bool = False,
) -> PixelModel:
    """A model that draws pictures from noise, with a text or without.

    Args:
        source: a folder in diffusers' format, or the parts.
        device: where the UNet computes, and the text encoder.
        dtype: of both.
        embeddings: of prompts, from another model with the same text encoder.
        given: text states that are known, e.g. `course.read("prompt_embeds_dict.pth")`.
        in_turn: for models that don't fit at once: the text encoder is loaded for a new prompt, used and freed, and the
            UNet is loaded after it. Nothing is loaded before it is needed.

    Raises:
        UserError: for a folder or files that are missing, cut short, of another shape, or not of a pixel-space UNet.
    """
    config, net = _net(source, stage=1, device=device, dtype=dtype, in_turn=in_turn)
    if config.get("cross_attention_dim") is None:
        return PixelModel(net, _schedule(source, "scheduler"), None)
    texts = embeddings or _embeddings(source, net, device, dtype, given or {}, in_turn)
    return PixelModel(net, _schedule(source, "scheduler"), texts)


def load_stage2(
    source: Source,
    device: str | torch.device = "cpu",
    dtype: torch.dtype = torch.float32,
    *,
    embeddings: Embeddings | None = None,
    given: Mapping[str, Tensor] | None = None,
    in_turn: bool = False,
) -> Upsampler:
    """A model that makes small pictures large.

    Args:
        source: a folder in diffusers' format, or the parts.
        device: as in `load_stage1`, and so the other arguments.
        dtype: of the UNet.
        embeddings: of prompts: those of stage 1, `stage1.embeddings`, which spares a second text encoder.
        given: text states that are known.
        in_turn: nothing is loaded before it is needed.

    Raises:
        UserError: as `load_stage1`.
    """
    _, net = _net(source, stage=2, device=device, dtype=dtype, in_turn=in_turn)
    texts = embeddings or _embeddings(source, net, device, dtype, given or {}, in_turn)
    noising = _schedule(source, "image_noising_scheduler")
    return Upsampler(net, _schedule(source, "scheduler"), noising, texts)


def _net(
    source: Source, stage: int, device: str | torch.device, dtype: torch.dtype, in_turn: bool
) -> tuple[Mapping[str, Any], PixelNet]:
    if isinstance(source, Parts):
        config = dict(source.unet.config)
        check(config, stage, "These parts")
        net = PixelNet(config, lambda: copy.deepcopy(source.unet).to(device, dtype))
    else:
        folder = Folder(Path(source))
        config = folder.unet_config()
        check(config, stage, str(source))
        net = PixelNet(config, lambda: folder.unet(dtype).to(device))
    if not in_turn:
        _ = net.network
    return config, net


def _schedule(source: Source, name: str) -> Schedule:
    if isinstance(source, Parts):
        scheduler = source.scheduler if name == "scheduler" else source.noising or source.scheduler
    else:
        scheduler = Folder(Path(source)).scheduler(name)
    config = scheduler.config
    dynamic = bool(config.thresholding)
    return Schedule(
        scheduler.alphas_cumprod.double(),
        config.prediction_type,
        config.variance_type in ("learned", "learned_range"),
        "dynamic" if dynamic else "clip" if config.clip_sample else "none",
        config.dynamic_thresholding_ratio,
        config.sample_max_value if dynamic else config.clip_sample_range,
    )


def _embeddings(
    source: Source,
    net: PixelNet,
    device: str | torch.device,
    dtype: torch.dtype,
    given: Mapping[str, Tensor],
    in_turn: bool,
) -> Embeddings:
    """Of the source's own text encoder, where it has one."""
    if isinstance(source, Parts):
        known = source.text_encoder is not None
        return Embeddings(encoder(source.tokenizer, source.text_encoder) if known else None, "", given)
    folder = Folder(Path(source))
    if not folder.has_text():
        return Embeddings(None, "", given)
    name = fingerprint(*(folder.path / part for part in TEXT_PARTS))
    if in_turn:
        return Embeddings(_alone(folder, net, device, dtype), f"{name[:12]}{_short(dtype)}", given)
    tokenizer, text_encoder = folder.text(dtype)
    return Embeddings(encoder(tokenizer, text_encoder.to(device)), f"{name[:12]}{_short(dtype)}", given)


def _alone(
    folder: Folder, net: PixelNet, device: str | torch.device, dtype: torch.dtype
) -> Callable[[list[str]], Tensor]:
    """Encode with a text encoder that is loaded for this and freed after, while the UNet is not in memory."""

    def encode(prompts: list[str]) -> Tensor:
        net.release()
        tokenizer, text_encoder = folder.text(dtype)
        states = encoder(tokenizer, text_encoder.to(device))(prompts)
        del tokenizer, text_encoder
        gc.collect()
        if torch.device(device).type == "cuda":
            torch.cuda.empty_cache()
        return states

    return encode


def _short(dtype: torch.dtype) -> str:
    """float32 -> "f32": states of another precision are another entry."""
    return str(dtype).removeprefix("torch.").replace("bfloat", "b").replace("float", "f")
