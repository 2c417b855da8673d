"""Room: models. The networks of our own miniature cascade, and its folder in the format of diffusers.

Three trained parts, each with a card: the text encoder, stage 1 (32 px) and stage 2 (128 px). They lie so that
``IFPipeline.from_pretrained("cache/models/emoji-if/stage1")`` loads them as it loads DeepFloyd IF, whose shape they
have: a T5 encoder, and UNets that put out noise and variance. diffusers and transformers are imported when needed.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from lib.models import late
from lib.models.registry import CASCADE

NAME = CASCADE
TEXT, STAGE_1, STAGE_2 = f"{NAME}-text", f"{NAME}-stage1", f"{NAME}-stage2"
WIDTH = 128
"""Numbers in the embedding of a token."""
MAX_TOKENS = 77
"""As DeepFloyd IF pads its prompts."""
STEPS = 1000
CHANNELS = {16: (48, 96, 144), 32: (32, 48, 96, 144), 128: (24, 32, 48, 64, 64)}
ATTENTION = {16: (False, True, True), 32: (False, False, True, True), 128: (False, False, False, False, False)}
FILES = {
    TEXT: f"{NAME}/stage1/text_encoder/model.safetensors",
    STAGE_1: f"{NAME}/stage1/unet/diffusion_pytorch_model.safetensors",
    STAGE_2: f"{NAME}/stage2/unet/diffusion_pytorch_model.safetensors",
}
"""Where the weights of each part lie, in `cache/models`."""

_DYNAMIC = {"thresholding": True, "dynamic_thresholding_ratio": 0.95, "sample_max_value": 1.5}
_SCHEDULER: dict[str, Any] = {
    "_class_name": "DDPMScheduler",
    "num_train_timesteps": STEPS,
    "beta_schedule": "squaredcos_cap_v2",
    "beta_start": 0.0001,
    "beta_end": 0.02,
    "prediction_type": "epsilon",
    "variance_type": "learned_range",
    "clip_sample": False,
    "clip_sample_range": 1.0,
    "trained_betas": None,
    **_DYNAMIC,
}


def new_tokenizer(words: Sequence[str]) -> Any:
    """A tokenizer that knows these words and no others: one token a word, with the special tokens of T5."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    with late.alone():
        from transformers import PreTrainedTokenizerFast

    numbers = {word: i for i, word in enumerate(["<pad>", "</s>", "<unk>", *words])}
    raw = Tokenizer(models.WordLevel(numbers, unk_token="<unk>"))
    raw.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    raw.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace()])
    raw.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=raw,
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
        model_max_length=MAX_TOKENS,
        padding_side="right",
    )


def tokens(tokenizer: Any, prompts: Sequence[str]) -> Tensor:
    """Prompts -> (n, 77) token numbers, padded with 0, as IFPipeline does it."""
    found = tokenizer(
        [prompt.lower().strip() for prompt in prompts],
        padding="max_length",
        max_length=MAX_TOKENS,
        truncation=True,
        add_special_tokens=True,
        return_tensors="pt",
    )
    return found.input_ids  # type: ignore[no-any-return]


def new_text_encoder(vocabulary: int) -> Any:
    """An untrained T5 encoder of two layers: tokens (B, 77) and their mask -> (B, 77, 128)."""
    with late.alone():
        from transformers import T5Config, T5EncoderModel

    config = T5Config(
        vocab_size=vocabulary,
        d_model=WIDTH,
        d_kv=32,
        num_heads=4,
        d_ff=256,
        num_layers=2,
        dropout_rate=0.0,
        feed_forward_proj="gated-gelu",
        pad_token_id=0,
        eos_token_id=1,
        is_encoder_decoder=False,
        use_cache=False,
    )
    return T5EncoderModel(config)


def new_unet(side: int) -> Any:
    """An untrained UNet for pictures of this side: six channels out, noise and learned variance.

    16 px is where the training begins (`grow` takes it to 32), 128 px is stage 2, which also sees the small picture
    and is told how much noise was put on it.
    """
    with late.alone():
        from diffusers import UNet2DConditionModel

    with_text = ATTENTION[side]
    second = {"in_channels": 6, "class_embed_type": "timestep"} if side == 128 else {"in_channels": 3}
    return UNet2DConditionModel(
        sample_size=side,
        out_channels=6,
        block_out_channels=CHANNELS[side],
        layers_per_block=1,
        down_block_types=tuple(
            "SimpleCrossAttnDownBlock2D" if text else "ResnetDownsampleBlock2D" for text in with_text
        ),
        mid_block_type="UNetMidBlock2DSimpleCrossAttn",
        up_block_types=tuple(
            "SimpleCrossAttnUpBlock2D" if text else "ResnetUpsampleBlock2D" for text in reversed(with_text)
        ),
        cross_attention_dim=WIDTH,
        encoder_hid_dim=WIDTH,
        encoder_hid_dim_type="text_proj",
        addition_embed_type="text",
        addition_embed_type_num_heads=4,
        attention_head_dim=16,
        norm_num_groups=16 if side < 128 else 8,
        resnet_time_scale_shift="scale_shift",
        time_embedding_dim=192,
        act_fn="silu",
        **second,
    )


def grow(large: nn.Module, small: dict[str, Tensor]) -> list[str]:
    """Begin a UNet of 32 px with what one of 16 px has learned: all its levels move one level down.

    Args:
        large: `new_unet(32)`; it is changed.
        small: the state_dict of a trained `new_unet(16)`.

    Returns:
        The names of the weights that begin anew: the finest level, and what is joined to it.
    """
    own = large.state_dict()
    taken = {_one_level_down(name): tensor for name, tensor in small.items()}
    fits = {name: tensor for name, tensor in taken.items() if name in own and own[name].shape == tensor.shape}
    large.load_state_dict({**own, **fits})
    return [name for name in own if name not in fits]


def _one_level_down(name: str) -> str:
    room, _, rest = name.partition(".")
    if room != "down_blocks":
        return name
    level, _, rest = rest.partition(".")
    return f"down_blocks.{int(level) + 1}.{rest}"


def folder_of_text(tokenizer: Any, encoder: Any) -> dict[str, bytes]:
    """What lies beside the weights of the text encoder: its config, and the tokenizer; by path in `cache/models`."""
    with tempfile.TemporaryDirectory() as place:
        tokenizer.save_pretrained(place)
        found = {
            f"{NAME}/stage1/tokenizer/{path.name}": path.read_bytes()
            for path in Path(place).iterdir()
            if path.suffix == ".json"
        }
    found[f"{NAME}/stage1/text_encoder/config.json"] = _json(encoder.config.to_dict() | {"dtype": "float32"})
    return found


def vocabulary_path() -> str:
    """Where the words lie that the model knows, in `cache/models`."""
    return f"{NAME}/vocabulary.json"


def folder_of_unet(unet: Any, stage: int) -> dict[str, bytes]:
    """What lies beside the weights of a UNet: its config, the schedulers and the index of the pipeline."""
    place = f"{NAME}/stage{stage}"
    found = {
        f"{place}/unet/config.json": unet.to_json_string().encode(),
        f"{place}/scheduler/scheduler_config.json": _json(_SCHEDULER),
        f"{place}/model_index.json": _json(index_of(stage)),
    }
    if stage == 2:
        found[f"{place}/image_noising_scheduler/scheduler_config.json"] = _json(_SCHEDULER)
    return found


def index_of(stage: int) -> dict[str, Any]:
    """model_index.json of a stage: which class of which library each part is; what it hasn't is null."""
    nothing = [None, None]
    index: dict[str, Any] = {
        "_class_name": "IFPipeline" if stage == 1 else "IFSuperResolutionPipeline",
        "unet": ["diffusers", "UNet2DConditionModel"],
        "scheduler": ["diffusers", "DDPMScheduler"],
        "text_encoder": ["transformers", "T5EncoderModel"] if stage == 1 else nothing,
        "tokenizer": ["transformers", "PreTrainedTokenizerFast"] if stage == 1 else nothing,
        "safety_checker": nothing,
        "feature_extractor": nothing,
        "watermarker": nothing,
        "requires_safety_checker": False,
    }
    return index | ({"image_noising_scheduler": ["diffusers", "DDPMScheduler"]} if stage == 2 else {})


def _json(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, indent=2, sort_keys=True) + "\n").encode()
