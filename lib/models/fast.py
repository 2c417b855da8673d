"""Room: models. The course's UNet made for sampling: the same function as `unet.UNet` in eval mode, in less time.

What makes it fast, on any CPU:
- The way down sees neither time nor class. Branches that look at the same picture (guidance: with and without class)
  share it; a convolution over ``cat([up, skip])`` is ``conv_a(up) + conv_b(skip)``, so conv_b(skip) is shared too.
- BatchNorm is folded into the convolution before it, and the bias of a shared sum into the shared part.
- Pictures lie in memory pixel by pixel (N, H, W, C), and go through in small groups that stay in the processor's cache,
  each core with a group of its own (parallel.py).
- 3 x 3 convolutions at 28 and 14 pixels are done in Winograd's way (winograd.py), which needs float32. Where the
  processor computes in bf16 itself, direct convolutions in bf16 are twice as fast; `digits.DigitsModel` says when.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from lib.models.parallel import side_by_side
from lib.models.unet import UNet
from lib.models.winograd import Winograd, fits

ROWS = 10
"""Pictures times branches that go through together: some megabytes of activations a layer."""


class Conv:
    """A convolution with everything folded in, on pictures (N, H, W, C).

    Args:
        weight: (channels_out, channels_in, 3, 3), or (channels_in, channels_out, 4, 4) where it doubles the size.
        bias: (channels_out,), or None where it is added elsewhere.
        side: height and width of what comes in.
        stride: 1, 2, or -2 to double the size.
        dtype: of weights and pictures.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None, side: int, stride: int, dtype: torch.dtype) -> None:
        self.bias, self.stride = None if bias is None else bias.to(dtype), stride
        self.weight = weight.to(dtype).contiguous(memory_format=torch.channels_last)
        self.winograd = Winograd(weight, side) if stride == 1 and fits(self.weight, side) else None

    def __call__(self, x: Tensor) -> Tensor:
        """(N, H, W, C) -> (N, H', W', C'), contiguous; may overwrite x."""
        if self.winograd is not None:
            y = self.winograd(x)
            return y if self.bias is None else y.add_(self.bias)
        x = x.permute(0, 3, 1, 2)
        if self.stride < 0:
            y = F.conv_transpose2d(x, self.weight, self.bias, -self.stride, 1)
        else:
            y = F.conv2d(x, self.weight, self.bias, self.stride, 1)
        return y.permute(0, 2, 3, 1).contiguous()


@dataclass(frozen=True, slots=True)
class Seen:
    """What all branches share of P pictures.

    Attributes:
        middle: (P, 7, 7, 2D), before time and class, float32.
        quarter: (P, 14, 14, D), the skip's part of the first way up.
        half: (P, 28, 28, D), of the second.
        full: (P, 28, 28, D), of the last convolutions.
    """

    middle: Tensor
    quarter: Tensor
    half: Tensor
    full: Tensor


class FastUNet(nn.Module):
    """A trained UNet, ready to sample.

    Args:
        net: it is copied; later changes to it are not seen.
        dtype: of the convolutions, float32 or bfloat16. What comes in and goes out is float32, and so are the
            conditions, the code between the way down and the way up, and the last sum.
    """

    def __init__(self, net: UNet, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        net = copy.deepcopy(net).float().eval().requires_grad_(False)
        d = net.hidden
        self.hidden, self.time, self.classes, self.dtype = d, net.time, net.classes, dtype
        self.embed = nn.ModuleDict(
            {name: part for name, part in net.named_children() if name[:-1] in ("time", "class")}
        )
        self._fold(net, d)
        self.eval()

    def _fold(self, net: Any, d: int) -> None:
        fan, self.fan_bias = _folded(net.init[0][0], net.init[0][1])
        self.fan = fan.reshape(d, 9).t().contiguous()
        self.init = [self._conv(block, 28) for block in net.init[1:]]
        self.down1 = [self._conv(net.down1[0], 28, 2), *(self._conv(block, 14) for block in net.down1[1])]
        self.down2 = [self._conv(net.down2[0], 14, 2), *(self._conv(block, 7) for block in net.down2[1])]
        spread, bias = _folded(net.unflatten[0], net.unflatten[1])
        self.spread = spread.permute(0, 2, 3, 1).reshape(2 * d, -1).contiguous()
        self.spread_bias = bias.repeat(49)
        self.up1, self.skip1 = self._split(net.up1[0][0], net.up1[0][1], 2 * d, 7, -2)
        self.up2, self.skip2 = self._split(net.up2[0][0], net.up2[0][1], d, 14, -2)
        self.last, self.skip3 = self._split(net.out[0][0][0], net.out[0][0][1], d, 28, 1)
        self.after1 = [self._conv(block, 14) for block in net.up1[1]]
        self.after2 = [self._conv(block, 28) for block in net.up2[1]]
        self.after3 = self._conv(net.out[0][1], 28)
        self.taps = net.out[1].weight[0].reshape(d, 9).t().contiguous()
        self.out_bias = net.out[1].bias.detach().clone()

    def _conv(self, block: Any, side: int, stride: int = 1) -> Conv:
        """Convolution, BatchNorm and GELU of `unet.conv` as one Conv; the GELU is its caller's."""
        return Conv(*_folded(block[0], block[1]), side, stride, self.dtype)

    def _split(self, conv: Any, norm: Any, first: int, side: int, stride: int) -> tuple[Conv, Conv]:
        """A convolution over ``cat([up, skip])`` in two: of the first channels, and of the skip with the bias."""
        weight, bias = _folded(conv, norm)
        up, skip = (weight[:first], weight[first:]) if stride < 0 else (weight[:, :first], weight[:, first:])
        return Conv(up, None, side, stride, self.dtype), Conv(skip, bias, side, stride, self.dtype)

    @torch.no_grad()
    def forward(self, x: Tensor, t: float | None = None, c: Tensor | None = None) -> Tensor:
        """Estimate the target for some branches of the same pictures.

        Args:
            x: (P, 1, 28, 28) pictures.
            t: one time in [0, 1] for all, where the network is conditioned on time.
            c: (n, P, classes) one-hot classes of n branches, zeros for the null condition, where it is conditioned
                on class.

        Returns:
            (n, P, 1, 28, 28); n = 1 without classes.
        """
        branches = len(c) if c is not None and self.classes else 1
        if not len(x):
            return x.new_zeros(branches, *x.shape)
        cores = torch.get_num_threads()
        groups = max(-(-len(x) * branches // ROWS), cores) if x.device.type == "cpu" else 1
        parts = [
            partial(self._group, seen, t, None if c is None else cond, branches)
            for seen, cond in zip(x.chunk(groups), (x if c is None else c.transpose(0, 1)).chunk(groups), strict=True)
        ]
        return torch.cat(side_by_side(parts), 1)

    def _group(self, x: Tensor, t: float | None, c: Tensor | None, branches: int) -> Tensor:
        """A few pictures, all the way: c is (P, n, classes) here."""
        return self._answer(self.see(x), t, None if c is None else c.transpose(0, 1), branches)

    def see(self, x: Tensor) -> Seen:
        """The way down: (P, 1, 28, 28) -> what all branches share."""
        full = _through(self.init, _gelu(self._first(x)).to(self.dtype))
        half = _through(self.down1, full)
        quarter = _through(self.down2, half)
        flat = F.gelu(quarter.float().mean((1, 2)))
        middle = F.gelu(torch.addmm(self.spread_bias, flat, self.spread)).view(quarter.shape)
        return Seen(middle, self.skip1(quarter), self.skip2(half), self.skip3(full))

    def _first(self, x: Tensor) -> Tensor:
        """The first convolution, from one channel: one product with the nine neighbours of each pixel."""
        neighbours = F.unfold(x, 3, padding=1).transpose(1, 2)
        return torch.matmul(neighbours, self.fan).add_(self.fan_bias).view(len(x), *x.shape[2:], -1)

    def _answer(self, seen: Seen, t: float | None, c: Tensor | None, branches: int) -> Tensor:
        """The way up, once for each branch: -> (n, P, 1, 28, 28)."""
        h = self._condition(seen.middle.expand(branches, *seen.middle.shape), "1", t, c)
        h = _through(self.after1, _join(self.up1, h, seen.quarter))
        h = self._condition(h.view(branches, *seen.quarter.shape), "2", t, c)
        h = _through(self.after2, _join(self.up2, h, seen.half))
        h = _join(self.last, h.view(branches, *seen.full.shape), seen.full)
        h = _gelu(self.after3(h))
        return self._to_pixels(h).view(branches, -1, 1, 28, 28)

    def _condition(self, h: Tensor, place: str, t: float | None, c: Tensor | None) -> Tensor:
        """``h * class + time`` in float32 at one of the two places; h is (n, P, H, W, C)."""
        h = h.float()
        if self.classes and c is not None:
            h = h * self.embed[f"class{place}"](c)[:, :, None, None]
        if self.time and t is not None:
            h = h + self.embed[f"time{place}"](h.new_full((1,), t))
        return h.to(self.dtype)

    def _to_pixels(self, h: Tensor) -> Tensor:
        """The last convolution, to one channel: nine products a pixel, each then shifted to where it belongs."""
        n, side = h.shape[:2]
        products = torch.matmul(self.taps, h.float().view(-1, self.hidden).t()).view(9, n, side, side)
        padded = F.pad(products, (1, 1, 1, 1))
        out = self.out_bias.expand(n, side, side).clone()
        for tap in range(9):
            i, j = divmod(tap, 3)
            out += padded[tap, :, i : i + side, j : j + side]
        return out


def _folded(conv: Any, norm: Any) -> tuple[Tensor, Tensor]:
    """Weight and bias of a convolution (transposed or not) with the BatchNorm after it."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    shape = (1, -1, 1, 1) if isinstance(conv, nn.ConvTranspose2d) else (-1, 1, 1, 1)
    bias = (conv.bias - norm.running_mean) * scale + norm.bias
    return (conv.weight * scale.view(shape)).detach(), bias.detach()


def _join(conv: Conv, h: Tensor, skip: Tensor) -> Tensor:
    """GELU of ``conv(h) + skip`` for h (n, P, H, W, C) and a skip (P, ...) that the branches share -> (n * P, ...)."""
    y = conv(h.flatten(0, 1))
    y.view(-1, *skip.shape).add_(skip)
    return _gelu(y)


def _through(convs: list[Conv], x: Tensor) -> Tensor:
    for conv in convs:
        x = _gelu(conv(x))
    return x


def _gelu(x: Tensor) -> Tensor:
    return torch.ops.aten.gelu_(x)  # type: ignore[no-any-return]
