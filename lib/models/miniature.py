"""Room: models. An untrained cascade of DeepFloyd IF's parts at any size, in diffusers' format on the disk.

Tests and benchmarks draw with it where no trained cascade lies; its pictures mean nothing, its arithmetic is IF's:

    folder/stage1   tokenizer, text_encoder (T5), unet of six output channels, scheduler
    folder/stage2   unet that also sees the small picture, scheduler, image_noising_scheduler
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lib.models import late
from lib.models.emoji_if import index_of, new_tokenizer

WORDS = [
    *("a", "an", "of", "the", "photo", "painting", "lithograph", "cartoon", "oil", "high", "quality", "rocket", "ship"),
    *("skull", "dog", "cat", "man", "old", "wearing", "hat", "pencil", "snowy", "mountain", "village", "apple", "red"),
]
"""What its tokenizer knows."""


def build(
    folder: Path,
    channels: Sequence[int] = (32, 64, 128),
    side: int = 32,
    upsampled: int = 128,
    channels2: Sequence[int] = (16, 32, 64),
    text: int = 64,
    layers: int = 2,
    groups: int = 16,
    seed: int = 0,
    **unet: Any,
) -> Path:
    """Write stage1 and stage2, which `IFPipeline.from_pretrained` and `IFSuperResolutionPipeline.from_pretrained` load.

    Args:
        folder: where; it is made.
        channels: of the UNet of stage 1, one number for each size on the way down; the first size has no attention.
        side: of its pictures.
        upsampled: side of the pictures of stage 2.
        channels2: of the UNet of stage 2.
        text: width of the text encoder.
        layers: residual blocks a size.
        groups: of the normalisations; divides all channels.
        seed: of the weights; the global random state stays as it was.
        unet: other options of the UNet of stage 1, by diffusers' names.

    Returns:
        The folder.
    """
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        _text(folder / "stage1", text)
        sizes = {"text": text, "layers": layers, "groups": groups}
        _unet(folder / "stage1", channels, sample_size=side, **sizes, **unet)
        _unet(folder / "stage2", channels2, sample_size=upsampled, in_channels=6, class_embed_type="timestep", **sizes)
    for stage in ("stage1", "stage2"):
        schedule(thresholding=True).save_pretrained(folder / stage / "scheduler")
    schedule(variance_type="fixed_small").save_pretrained(folder / "stage2" / "image_noising_scheduler")
    for number in (1, 2):
        index = json.dumps(index_of(number), indent=2, sort_keys=True) + "\n"
        (folder / f"stage{number}" / "model_index.json").write_text(index, encoding="utf-8")
    return folder


def schedule(**changes: Any) -> Any:
    """DeepFloyd's DDPMScheduler: 1000 steps of a cosine, learned variance, thresholding at 0.95 up to 1.5."""
    with late.alone():
        from diffusers import DDPMScheduler

    options = {
        "num_train_timesteps": 1000,
        "beta_schedule": "squaredcos_cap_v2",
        "variance_type": "learned_range",
        "clip_sample": False,
        "thresholding": False,
        "dynamic_thresholding_ratio": 0.95,
        "sample_max_value": 1.5,
        "prediction_type": "epsilon",
    }
    return DDPMScheduler(**{**options, **changes})


def _unet(folder: Path, channels: Sequence[int], text: int, layers: int, groups: int, **options: Any) -> None:
    import torch

    with late.alone():
        from diffusers import UNet2DConditionModel

    attends = len(channels) - 1
    net = UNet2DConditionModel(
        **{
            "in_channels": 3,
            "out_channels": 6,
            "block_out_channels": tuple(channels),
            "down_block_types": ("ResnetDownsampleBlock2D", *["SimpleCrossAttnDownBlock2D"] * attends),
            "mid_block_type": "UNetMidBlock2DSimpleCrossAttn",
            "up_block_types": (*["SimpleCrossAttnUpBlock2D"] * attends, "ResnetUpsampleBlock2D"),
            "layers_per_block": layers,
            "norm_num_groups": groups,
            "act_fn": "gelu",
            "attention_head_dim": groups,
            "cross_attention_dim": text,
            "encoder_hid_dim": text,
            "encoder_hid_dim_type": "text_proj",
            "addition_embed_type": "text",
            "addition_embed_type_num_heads": 4,
            "resnet_time_scale_shift": "scale_shift",
            "resnet_skip_time_act": True,
            "time_embedding_act_fn": "gelu",
            "cross_attention_norm": "group_norm",
            "mid_block_scale_factor": 1.41421356237,
            **options,
        }
    )
    with torch.no_grad():  # an untrained UNet is nearly blind to its text and time: make them matter
        for name, weight in net.named_parameters():
            if "time_emb_proj" in name or "add_embedding.proj" in name:
                weight.mul_(2)
    net.eval().save_pretrained(folder / "unet")


def _text(folder: Path, width: int) -> None:
    """A tokenizer that knows `WORDS`, with T5's special tokens, and a small T5 encoder."""
    with late.alone():
        from transformers import T5Config, T5EncoderModel

    tokenizer = new_tokenizer(WORDS)
    tokenizer.save_pretrained(folder / "tokenizer")
    config = T5Config(
        vocab_size=len(tokenizer), d_model=width, d_kv=width // 4, d_ff=2 * width, num_layers=2, num_heads=4,
        feed_forward_proj="gated-gelu", dropout_rate=0.0,
    )  # fmt: skip
    T5EncoderModel(config).eval().save_pretrained(folder / "text_encoder")
