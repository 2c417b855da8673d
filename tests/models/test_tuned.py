"""A tuned UNet is the same function, whatever blocks it is built of, and computes the text's part once."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import torch
from torch import Generator, nn

from lib.models.tuned import remember, tune
from tests.models.tiny_cascade import difference

SIMPLE = {
    "down_block_types": ("ResnetDownsampleBlock2D", "SimpleCrossAttnDownBlock2D"),
    "mid_block_type": "UNetMidBlock2DSimpleCrossAttn",
    "up_block_types": ("SimpleCrossAttnUpBlock2D", "ResnetUpsampleBlock2D"),
    "resnet_time_scale_shift": "scale_shift",
}
STABLE = {
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
}
KINDS: dict[str, dict[str, Any]] = {
    "if": {**SIMPLE, "act_fn": "gelu", "resnet_skip_time_act": True, "cross_attention_norm": "group_norm"},
    "emoji-if": {**SIMPLE, "time_embedding_dim": 24},
    "text alone": {**SIMPLE, "only_cross_attention": True},
    "scaled": {**SIMPLE, "resnet_out_scale_factor": 1.5, "mid_block_scale_factor": 1.41421356237},
    "noise level": {**SIMPLE, "in_channels": 6, "class_embed_type": "timestep"},
    "no scale and shift": {**SIMPLE, "resnet_time_scale_shift": "default"},
    "stable diffusion's blocks": STABLE,
    "its blocks with scale and shift": {**STABLE, "resnet_time_scale_shift": "scale_shift"},
}


def unet(**options: Any) -> nn.Module:
    from diffusers import UNet2DConditionModel

    torch.manual_seed(0)
    given = {
        "sample_size": 8, "in_channels": 3, "out_channels": 6, "block_out_channels": (8, 16), "layers_per_block": 1,
        "norm_num_groups": 4, "attention_head_dim": 4, "cross_attention_dim": 32, "encoder_hid_dim": 32,
        "encoder_hid_dim_type": "text_proj", "addition_embed_type": "text", "addition_embed_type_num_heads": 4,
    }  # fmt: skip
    return UNet2DConditionModel(**{**given, **options}).eval()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_function(kind: str) -> None:
    plain = unet(**KINDS[kind])
    tuned = tune(copy.deepcopy(plain))
    noise = Generator().manual_seed(1)
    texts = [torch.randn(2, 77, 32, generator=noise) for _ in range(2)]
    other = {"class_labels": torch.full((2,), 250)} if kind == "noise level" else {}
    with torch.no_grad():
        for text in (*texts, *map(remember, texts), *texts):
            for t in (990, 30):
                x = torch.randn(2, 6 if other else 3, 8, 8, generator=noise)
                a, b = (net(x, torch.tensor(t), text, return_dict=False, **other)[0] for net in (plain, tuned))
                assert difference(a, b) < 1e-5


def test_the_text_is_projected_once_a_prompt_and_not_once_a_step() -> None:
    tuned = tune(unet(**KINDS["if"]))
    calls: list[nn.Module] = []
    for part in tuned.modules():
        if type(part).__name__ in ("TextTimeEmbedding", "Attention"):
            layer = part.add_k_proj if hasattr(part, "add_k_proj") else part.proj
            layer.register_forward_hook(lambda module, *_: calls.append(module))
    text = torch.randn(1, 77, 32, generator=Generator().manual_seed(0))
    with torch.no_grad():
        for state in (remember(text.clone()), remember(text.clone())):
            before = len(calls)
            for t in (990, 30, 0):
                tuned(torch.zeros(1, 3, 8, 8), torch.tensor(t), state)
            assert len(calls) - before == len(set(calls)) > 2
