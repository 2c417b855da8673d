"""Room: training. Drawings with their captions as batches, and the network that learns from them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import torch
from torch import Generator, Tensor, nn

from lib.models import emoji_if
from lib.models.emoji_if import STAGE_1, TEXT
from lib.models.judges import DrawingJudge
from lib.models.vocabulary import Vocabulary
from lib.training import captions, emoji, progress
from lib.training.objectives import DROPPED, Batch
from lib.training.specs import Part
from lib.training.things import THINGS


@dataclass(frozen=True)
class Drawings:
    """A source of (pictures (B, 3, S, S) in [-1, 1], things (B,), styles (B,)): moved anew each time.

    Attributes:
        pictures: all drawings.
        kept: numbers of those that are trained on; the others are held out.
        side: S.
        device: where the batches are put.
    """

    pictures: emoji.Pictures
    kept: Tensor
    side: int
    device: torch.device

    @classmethod
    def load(cls, data: str | Path | None, side: int, device: torch.device) -> Self:
        """All drawings that aren't held out.

        Raises:
            UserError: where the drawings aren't in the folder, or are damaged.
        """
        pictures = emoji.load(data, side)
        return cls(pictures, torch.nonzero(~pictures.held_out).flatten(), side, device)

    def __len__(self) -> int:
        """How many drawings."""
        return len(self.kept)

    def batch(self, chosen: Tensor, seed: int) -> Batch:
        """Moved, mirrored, on some background."""
        numbers = self.kept[chosen]
        drawn = emoji.batch(self.pictures, numbers, self.side, Generator().manual_seed(seed))
        things, styles = self.pictures.thing[numbers], self.pictures.style[numbers]
        return tuple(part.to(self.device) for part in (drawn, things, styles))


@dataclass(frozen=True)
class Captioned(Drawings):
    """A source of (pictures, tokens (B, 77)): single things and scenes, one caption in ten dropped."""

    @cached_property
    def tokenizer(self) -> Any:
        """Of the grammar's words."""
        return emoji_if.new_tokenizer(captions.words())

    def batch(self, chosen: Tensor, seed: int) -> Batch:
        """Moved, mirrored, on some background, with one of its captions or none."""
        generator = Generator().manual_seed(seed)
        pictures, texts = emoji.draw(self.pictures, self.kept[chosen], self.side, generator)
        dropped = (torch.rand(len(texts), generator=generator) < DROPPED).tolist()
        tokens = emoji_if.tokens(
            self.tokenizer, ["" if gone else text for text, gone in zip(texts, dropped, strict=True)]
        )
        return pictures.to(self.device), tokens.to(self.device)


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
            told = self.text(tokens, attention_mask=(tokens != 0).long()).last_hidden_state
        x_t = x_t.contiguous(memory_format=torch.channels_last) if x_t.device.type == "cpu" else x_t
        return self.unet(x_t, t, told).sample  # type: ignore[no-any-return]


def begin_stage_1(net: nn.Module, before: str) -> None:
    """Take over the text encoder, and grow the UNet of 16 px that was trained with it."""
    assert isinstance(net, Painter)
    learned = progress.kept(before)
    net.text.load_state_dict(_under("text.", learned))
    emoji_if.grow(net.unet, _under("unet.", learned))


def ship_text(net: nn.Module) -> Part:
    """The text encoder, with tokenizer, config and vocabulary; the UNet of 16 px was only its teacher."""
    assert isinstance(net, Painter)
    tokenizer = emoji_if.new_tokenizer(captions.words())
    tensors = {k: v for k, v in net.text.state_dict().items() if k != "encoder.embed_tokens.weight"}
    words = Vocabulary.from_json(json.dumps(captions.vocabulary())).to_json().encode()
    beside = emoji_if.folder_of_text(tokenizer, net.text) | {emoji_if.vocabulary_path(): words}
    return Part(tensors, emoji_if.FILES[TEXT], beside)


def ship_stage_1(net: nn.Module) -> Part:
    """The UNet, with its config, scheduler and index."""
    assert isinstance(net, Painter)
    return Part(net.unet.state_dict(), emoji_if.FILES[STAGE_1], emoji_if.folder_of_unet(net.unet, 1))


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
