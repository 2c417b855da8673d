"""Room: models. A pixel-space UNet of diffusers made for sampling on a CPU: the same function in less time.

What makes it fast, whatever blocks it is built of:
- Pictures lie in memory pixel by pixel (channels_last), so that attention and 1 x 1 convolutions need no copies.
- What depends on the text alone (its projections, keys and values in every layer, and its pooled embedding) is
  computed once for a prompt, not once for a step: see `remember`.
- All residual blocks get their scale and shift from the time embedding in one product; activation and residual are
  done in place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def remember(states: Tensor) -> Tensor:
    """Mark text states (B, L, d) that come again at every step: what a tuned UNet makes of them is kept with them."""
    states._made_of_it = {}  # type: ignore[attr-defined]
    return states


def tune(net: nn.Module) -> nn.Module:
    """Make a UNet fast, in place: use it for sampling only from here on.

    Args:
        net: UNet2DConditionModel or UNet2DModel on the CPU. Blocks of other kinds than IF's stay as they are.

    Returns:
        The same network.
    """
    net.eval().requires_grad_(False).to(memory_format=torch.channels_last)
    blocks = [block for block in net.modules() if type(block).__name__ == "ResnetBlock2D" and _simple(block)]
    table = _Table(blocks) if blocks else None
    for index, block in enumerate(blocks):
        assert table is not None
        block.forward = _Resnet(block, table, index)  # type: ignore[assignment]
    for part in net.modules():
        if type(part).__name__ == "Attention" and type(part.processor).__name__ == "AttnAddedKVProcessor2_0":
            part.forward = _Attention(part)  # type: ignore[assignment]
    for name in ("encoder_hid_proj", "add_embedding"):
        text: Any = getattr(net, name, None)
        if isinstance(text, nn.Linear) or type(text).__name__ == "TextTimeEmbedding":
            text.forward = _Once(text.forward)
    return net


def _made(states: Tensor, key: object, make: Callable[[Tensor], Any]) -> Any:
    """What `make` makes of states: once where they are remembered, and then what came out is remembered too."""
    kept = getattr(states, "_made_of_it", None)
    if kept is None:
        return make(states)
    if key not in kept:
        made = make(states)
        kept[key] = remember(made) if isinstance(made, Tensor) else made
    return kept[key]


class _Once:
    """A layer that sees nothing but the text."""

    def __init__(self, layer: Callable[[Tensor], Tensor]) -> None:
        self.layer = layer

    def __call__(self, states: Tensor) -> Tensor:
        return _made(states, self, self.layer)


def _simple(block: Any) -> bool:
    """Whether it is a block as IF's: scale and shift from the time, 3 x 3 convolutions, no trained resampling."""
    resampling = [block.upsample, block.downsample]
    plain = all(r is None or not getattr(r, "use_conv", True) for r in resampling)
    return block.time_embedding_norm == "scale_shift" and block.time_emb_proj is not None and plain


def _activation(module: nn.Module) -> Callable[[Tensor], Tensor]:
    if isinstance(module, nn.SiLU):
        return torch.ops.aten.silu_
    return torch.ops.aten.gelu_ if isinstance(module, nn.GELU) and module.approximate == "none" else module


class _Norm:
    """nn.GroupNorm without its checks."""

    def __init__(self, norm: nn.GroupNorm) -> None:
        self.given = (norm.num_groups, norm.weight, norm.bias, norm.eps)

    def __call__(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> the same shape, a tensor of its own."""
        return torch.group_norm(x, *self.given)


class _Table:
    """Scale and shift of all residual blocks, from one product with the time embedding.

    Args:
        blocks: ResnetBlock2D with `scale_shift`, all of one activation.
    """

    def __init__(self, blocks: list[Any]) -> None:
        ones = [
            torch.cat([torch.ones(p.out_features // 2), torch.zeros(p.out_features // 2)]) for p in self._of(blocks)
        ]
        self.weight = torch.cat([p.weight for p in self._of(blocks)])
        self.bias = torch.cat([p.bias + one.to(p.bias) for p, one in zip(self._of(blocks), ones, strict=True)])
        self.sizes = [p.out_features // 2 for p in self._of(blocks) for _ in range(2)]
        self.act = None if blocks[0].skip_time_act else blocks[0].nonlinearity

    @staticmethod
    def _of(blocks: list[Any]) -> list[nn.Linear]:
        return [block.time_emb_proj for block in blocks]

    def __call__(self, temb: Tensor, index: int) -> tuple[Tensor, Tensor]:
        """(B, d) -> 1 + scale and shift of one block, (B, C, 1, 1) each; the product is done by the first that asks."""
        kept = getattr(temb, "_table", None)
        if kept is None:
            rows = F.linear(temb if self.act is None else self.act(temb), self.weight, self.bias)
            kept = rows[:, :, None, None].split(self.sizes, 1)
            temb._table = kept  # type: ignore[attr-defined]
        return kept[2 * index], kept[2 * index + 1]


class _Resnet:
    """A residual block: norm, act, conv, scale and shift by the time, act, conv; the 1 x 1 shortcut as a product."""

    def __init__(self, block: Any, table: _Table, index: int) -> None:
        self.table, self.index = table, index
        self.norm1, self.norm2 = _Norm(block.norm1), _Norm(block.norm2)
        self.act = _activation(block.nonlinearity)
        self.resample, self.factor = block.upsample or block.downsample, block.output_scale_factor
        self.conv1, self.conv2, self.bias = block.conv1, block.conv2.weight, block.conv2.bias
        self.shortcut: Tensor | None = None
        if block.conv_shortcut is not None:
            self.shortcut = block.conv_shortcut.weight.flatten(1).t().contiguous()
            if block.conv_shortcut.bias is not None:
                self.bias = self.bias + block.conv_shortcut.bias

    def __call__(self, x: Tensor, temb: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C', H', W')."""
        scale, shift = self.table(temb, self.index)
        h = self.act(self.norm1(x))
        if self.resample is not None:
            x, h = self.resample(x), self.resample(h)
        h = self.act(torch.addcmul(shift, self.norm2(self.conv1(h)), scale))
        h = F.conv2d(h, self.conv2, self.bias, 1, 1)
        if self.shortcut is None:
            h += x
        else:
            _rows(h).addmm_(_rows(x), self.shortcut)
        return h if self.factor == 1 else h.div_(self.factor)


class _Attention:
    """IF's attention: over the pixels and the text at once, or over the text alone; the text's part once a prompt."""

    def __init__(self, attn: Any) -> None:
        self.attn, self.plain, self.norm = attn, attn.forward, _Norm(attn.group_norm)
        layers = [attn.to_q] if attn.only_cross_attention else [attn.to_q, attn.to_k, attn.to_v]
        self.weight = torch.cat([layer.weight for layer in layers])
        biases = [layer.bias for layer in layers]
        self.bias = None if biases[0] is None else torch.cat(biases)
        self.parts = len(layers)
        self.out = attn.to_out[0].weight.t().contiguous()

    def __call__(
        self, x: Tensor, encoder_hidden_states: Tensor | None = None, attention_mask: Tensor | None = None, **other: Any
    ) -> Tensor:
        """(B, C, H, W) and text (B, L, d) -> (B, C, H, W)."""
        if encoder_hidden_states is None or attention_mask is not None or other:
            return self.plain(x, encoder_hidden_states, attention_mask, **other)
        b, c, h, w = x.shape
        normed = _rows(self.norm(x))
        own = F.linear(normed, self.weight, self.bias).view(b, h * w, self.parts, self.attn.heads, -1)
        query, *key_value = own.permute(2, 0, 3, 1, 4)
        key, value = _made(encoder_hidden_states, self, self._text)
        if key_value:
            key, value = torch.cat([key, key_value[0]], 2), torch.cat([value, key_value[1]], 2)
        seen = F.scaled_dot_product_attention(query, key, value).transpose(1, 2).reshape(-1, self.out.shape[0])
        out = torch.addmm(self.attn.to_out[0].bias, seen, self.out).add_(_rows(x))
        return out.view(b, h, w, c).permute(0, 3, 1, 2)

    def _text(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Keys and values of the text, (B, heads, L, d) each."""
        if self.attn.norm_cross:
            states = self.attn.norm_encoder_hidden_states(states)
        both = (self.attn.add_k_proj(states), self.attn.add_v_proj(states))
        key, value = (part.unflatten(-1, (self.attn.heads, -1)).transpose(1, 2).contiguous() for part in both)
        return key, value


def _rows(x: Tensor) -> Tensor:
    """(B, C, H, W) -> (B * H * W, C), without a copy where it lies pixel by pixel."""
    return x.permute(0, 2, 3, 1).reshape(-1, x.shape[1])
