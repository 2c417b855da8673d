"""Room: models. A UNet of diffusers behind one call: whole on a GPU, its pictures split over the cores of a CPU."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any

import torch
from torch import Tensor, nn

from lib.models.parallel import side_by_side
from lib.models.tuned import remember, tune

ROWS = 4
"""Pictures that go through together on a core: what its cache holds of them."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Text states of a batch as a UNet reads them: in the groups in which its pictures go through."""

    groups: tuple[Tensor, ...]


class PixelNet:
    """A UNet2DConditionModel or UNet2DModel, loaded when it is first called.

    Args:
        config: its configuration, as diffusers writes it.
        load: gives the network, on its device and in its dtype; tuned here where that is the CPU.

    Attributes:
        shape: of what it draws, (C, H, W).
        learned: whether it puts out a variance as well.
        text_width: of the text states that it reads; 0 for none.
    """

    def __init__(self, config: Any, load: Callable[[], nn.Module]) -> None:
        self._load, self._lock = load, Lock()
        self._net: nn.Module | None = None
        side = config["sample_size"]
        height, width = side if isinstance(side, list | tuple) else (side, side)
        second = config.get("class_embed_type") == "timestep"
        channels = config["in_channels"] // 2 if second else config["in_channels"]
        self.shape = (channels, height, width)
        self.learned = config["out_channels"] == 2 * channels
        width = config.get("encoder_hid_dim") or config.get("cross_attention_dim") or 0
        self.text_width = width[0] if isinstance(width, list | tuple) else width

    @property
    def network(self) -> Any:
        """The network itself."""
        with self._lock:
            if self._net is None:
                net = self._load().eval().requires_grad_(False)
                self._net = tune(net) if _place(net).device.type == "cpu" else net
            return self._net

    def release(self) -> None:
        """Free its memory until it is called again."""
        with self._lock:
            self._net = None

    def read(self, states: Tensor) -> Texts:
        """(n, L, d) text states, one row a picture -> what to give to each call with these prompts."""
        place = _place(self.network)
        groups = states.to(place.device, place.dtype).tensor_split(_groups(len(states), place.device))
        return Texts(tuple(remember(group.clone()) for group in groups))

    def __call__(self, x: Tensor, t: int, texts: Texts | None = None, label: int | None = None) -> Tensor:
        """The output for pictures at one timestep.

        Args:
            x: (B, channels in, H, W), on any device.
            t: the timestep.
            texts: what `read` made of B prompts.
            label: the noise level of the small picture, in stage 2.

        Returns:
            (B, channels out, H, W) on the device and in the dtype of x.
        """
        net = self.network
        place = _place(net)
        x_net = x.to(place.device, place.dtype)
        if texts is None:
            parts = x_net.tensor_split(_groups(len(x), place.device))
            states: Sequence[Tensor | None] = [None] * len(parts)
        else:
            parts, states = x_net.split([len(group) for group in texts.groups]), texts.groups
        out = side_by_side([partial(_one, net, part, t, s, label) for part, s in zip(parts, states, strict=True)])
        return torch.cat(out).to(x)


def _one(net: Any, x: Tensor, t: int, states: Tensor | None, label: int | None) -> Tensor:
    other: dict[str, Any] = {}
    if states is not None:
        other["encoder_hidden_states"] = states
    if label is not None:
        other["class_labels"] = torch.full((len(x),), label, device=x.device)
    if x.device.type == "cpu":
        x = x.contiguous(memory_format=torch.channels_last)
    return net(x, torch.tensor(t, device=x.device), return_dict=False, **other)[0]


def _groups(rows: int, device: torch.device) -> int:
    """How many groups B pictures go through in: a multiple of the cores on a CPU."""
    if device.type != "cpu":
        return 1
    cores = min(torch.get_num_threads(), rows)
    return min(rows, -(-rows // (ROWS * cores)) * cores)


def _place(net: nn.Module) -> Tensor:
    """A tensor of the network's device and dtype."""
    return next(p for p in net.parameters() if p.is_floating_point())
