"""Room: models. The course's UNet for 28 x 28 digits: unconditional, conditioned on time, or on time and class."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLASSES = 10


def conv(channels_in: int, channels_out: int, stride: int = 1) -> nn.Sequential:
    """3 x 3 convolution, BatchNorm, GELU; stride 2 halves the picture."""
    return nn.Sequential(nn.Conv2d(channels_in, channels_out, 3, stride, 1), nn.BatchNorm2d(channels_out), nn.GELU())


def conv_block(channels_in: int, channels_out: int) -> nn.Sequential:
    """Two convolutions."""
    return nn.Sequential(conv(channels_in, channels_out), conv(channels_out, channels_out))


def down_block(channels_in: int, channels_out: int) -> nn.Sequential:
    """Half the size, then two convolutions."""
    return nn.Sequential(conv(channels_in, channels_out, stride=2), conv_block(channels_out, channels_out))


def up_block(channels_in: int, channels_out: int) -> nn.Sequential:
    """Twice the size, then two convolutions."""
    up = nn.Sequential(nn.ConvTranspose2d(channels_in, channels_out, 4, 2, 1), nn.BatchNorm2d(channels_out), nn.GELU())
    return nn.Sequential(up, conv_block(channels_out, channels_out))


def fc_block(features_in: int, features_out: int) -> nn.Sequential:
    """Linear, GELU, Linear: turns a scalar or a one-hot class into one number a channel."""
    return nn.Sequential(nn.Linear(features_in, features_out), nn.GELU(), nn.Linear(features_out, features_out))


class UNet(nn.Module):
    """Two levels down to 7 x 7, one vector in the middle, two levels up, with skips.

    Args:
        hidden: D, the number of channels at full size.
        time: whether it is told the time.
        classes: how many classes it is told of; 0 for none. The null condition is an all-zero one-hot vector.
    """

    def __init__(self, hidden: int = 64, time: bool = False, classes: int = 0) -> None:
        super().__init__()
        d = hidden
        self.hidden, self.time, self.classes = hidden, time, classes
        self.init = conv_block(1, d)
        self.down1 = down_block(d, d)
        self.down2 = down_block(d, 2 * d)
        self.flatten = nn.Sequential(nn.AvgPool2d(7), nn.GELU())
        self.unflatten = nn.Sequential(nn.ConvTranspose2d(2 * d, 2 * d, 7, 7), nn.BatchNorm2d(2 * d), nn.GELU())
        self.up1 = up_block(4 * d, d)
        self.up2 = up_block(2 * d, d)
        self.out = nn.Sequential(conv_block(2 * d, d), nn.Conv2d(d, 1, 3, 1, 1))
        if time:
            self.time1, self.time2 = fc_block(1, 2 * d), fc_block(1, d)
        if classes:
            self.class1, self.class2 = fc_block(classes, 2 * d), fc_block(classes, d)

    def forward(self, x: Tensor, t: Tensor | None = None, c: Tensor | None = None) -> Tensor:
        """Estimate the target that the network was trained for.

        Args:
            x: (B, 1, 28, 28).
            t: (B,) times in [0, 1], where the network is conditioned on time.
            c: (B, classes) one-hot classes, zeros for the null condition, where it is conditioned on class.

        Returns:
            (B, 1, 28, 28).
        """
        full = self.init(x)
        half = self.down1(full)
        quarter = self.down2(half)
        middle = self.unflatten(self.flatten(quarter))
        middle = self._condition(middle, "1", t, c)
        up = self.up1(torch.cat([middle, quarter], 1))
        up = self._condition(up, "2", t, c)
        up = self.up2(torch.cat([up, half], 1))
        return self.out(torch.cat([up, full], 1))  # type: ignore[no-any-return]

    def _condition(self, h: Tensor, place: str, t: Tensor | None, c: Tensor | None) -> Tensor:
        """``h * class + time`` at one of the two places."""
        if self.classes and c is not None:
            h = h * getattr(self, f"class{place}")(c)[..., None, None]
        if self.time and t is not None:
            h = h + getattr(self, f"time{place}")(t[:, None])[..., None, None]
        return h
