"""Room: models. Weights as they lie on the disk: kernels and matrices in half precision, or in eight bits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import torch
from torch import Tensor

Bits = Literal[8, 16]
SCALE = "/scale"
"""Ends the name of the scales that belong to a tensor of whole numbers."""
_MOST = 127


def packed(tensors: Mapping[str, Tensor], bits: Bits = 16) -> dict[str, Tensor]:
    """A state_dict, small.

    Args:
        tensors: of any shapes. Vectors (biases, BatchNorm) stay as they are.
        bits: of a number in a kernel or matrix. 16 is half precision, where the numbers fit. 8 is a whole number
            between -127 and 127, times a scale for each slice along the first dimension, float32 (N, 1, ...): the
            largest number of a slice is kept, and no other moves by more than 1/254 of it.

    Returns:
        Contiguous tensors on the CPU, for safetensors; `unpacked` reads them.
    """
    found: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        full = tensor.detach().cpu().contiguous()
        if not full.is_floating_point() or full.ndim < 2:
            found[name] = full
        elif bits == 8:
            found[name], found[name + SCALE] = _eighth(full.float())
        else:
            half = full.half()
            found[name] = half if bool(half.isfinite().all()) else full
    return found


def unpacked(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What `packed` made, as a state_dict in float32."""
    found = {}
    for name, tensor in tensors.items():
        if not name.endswith(SCALE):
            scale = tensors.get(name + SCALE)
            found[name] = tensor.float() if tensor.is_floating_point() else tensor
            found[name] = found[name] if scale is None else tensor * scale
    return found


def _eighth(full: Tensor) -> tuple[Tensor, Tensor]:
    """Whole numbers, int8, and their scales."""
    scale = full.abs().amax(tuple(range(1, full.ndim)), keepdim=True).clamp(min=torch.finfo().tiny) / _MOST
    return (full / scale).round().to(torch.int8), scale
