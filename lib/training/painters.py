"""Room: training. The networks of the miniature cascade as they are trained.

How one begins where another ended, and what of each goes into the zoo.
"""

from __future__ import annotations

import json
from typing import Any

import torch
from torch import Tensor, nn

from lib.models import emoji_if
from lib.models.emoji_if import STAGE_1, STAGE_2, TEXT
from lib.models.judges import DrawingJudge
from lib.models.vocabulary import Vocabulary
from lib.training import captions, progress
from lib.training.captioned import LARGE
from lib.training.spec import Part
from lib.training.things import THINGS

TIED = "encoder.embed_tokens.weight"
"""Another name for "shared.weight" of the text encoder."""


def new_judge() -> DrawingJudge:
    """An untrained judge of all things and styles."""
    return DrawingJudge(len(THINGS), len(captions.STYLES))


class Painter(nn.Module):
    """A text encoder and a UNet as one network.

    Args:
        side: of its pictures: 16 (where text and pictures are learned together) or 32 (stage 1, the text is fixed).
    """

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side
        self.text = emoji_if.new_text_encoder(len(emoji_if.new_tokenizer(captions.words())))
        self.unet = emoji_if.new_unet(side)
        self.text.requires_grad_(side == 16)

    def forward(self, x_t: Tensor, t: Tensor, tokens: Tensor) -> Tensor:
        """(B, 3, S, S), (B,) steps 0 ... 999, (B, 77) tokens -> (B, 6, S, S), noise and variance."""
        with torch.set_grad_enabled(self.side == 16 and torch.is_grad_enabled()):
            told = _read(self.text, tokens)
        return self.unet(x_t, t, told).sample  # type: ignore[no-any-return]


class Enlarger(nn.Module):
    """Stage 2: a fixed text encoder and a UNet that sees the small picture beside x_t."""

    def __init__(self) -> None:
        super().__init__()
        self.text = emoji_if.new_text_encoder(len(emoji_if.new_tokenizer(captions.words()))).requires_grad_(False)
        self.unet = emoji_if.new_unet(LARGE)

    def forward(self, x_t: Tensor, t: Tensor, small: Tensor, level: Tensor, tokens: Tensor) -> Tensor:
        """(B, 3, S, S), (B,), (B, 3, S, S) enlarged and noised, (B,) its noise level, (B, 77) -> (B, 6, S, S)."""
        with torch.no_grad():
            told = _read(self.text, tokens)
        return self.unet(torch.cat([x_t, small], 1), t, told, class_labels=level).sample  # type: ignore[no-any-return]


def _read(text: Any, tokens: Tensor) -> Tensor:
    """(B, 77) tokens -> (B, 77, d) text states."""
    return text(tokens, attention_mask=(tokens != 0).long()).last_hidden_state  # type: ignore[no-any-return]


def begin_stage2(net: nn.Module, before: str) -> None:
    """Take over the text encoder that ships; its two names for one table of words are stored as one."""
    assert isinstance(net, Enlarger)
    learned = progress.weights_of(before)
    net.text.load_state_dict(learned | {TIED: learned["shared.weight"]})


def ship_stage2(net: nn.Module) -> Part:
    """The UNet, with its config, schedulers and index."""
    assert isinstance(net, Enlarger)
    return Part(net.unet.state_dict(), emoji_if.FILES[STAGE_2], emoji_if.folder_of_unet(net.unet, 2))


def begin_stage1(net: nn.Module, before: str) -> None:
    """Take over the text encoder, and grow the UNet of 16 px that was trained with it."""
    assert isinstance(net, Painter)
    learned = progress.kept(before)
    net.text.load_state_dict(_under("text.", learned))
    emoji_if.grow(net.unet, _under("unet.", learned))


def ship_text(net: nn.Module) -> Part:
    """The text encoder, with tokenizer, config and vocabulary; the UNet of 16 px was only its teacher."""
    assert isinstance(net, Painter)
    tokenizer = emoji_if.new_tokenizer(captions.words())
    tensors = {k: v for k, v in net.text.state_dict().items() if k != TIED}
    words = Vocabulary.from_json(json.dumps(captions.vocabulary())).to_json().encode()
    beside = emoji_if.folder_of_text(tokenizer, net.text) | {emoji_if.vocabulary_path(): words}
    return Part(tensors, emoji_if.FILES[TEXT], beside)


def ship_stage1(net: nn.Module) -> Part:
    """The UNet, with its config, scheduler and index."""
    assert isinstance(net, Painter)
    return Part(net.unet.state_dict(), emoji_if.FILES[STAGE_1], emoji_if.folder_of_unet(net.unet, 1))


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
