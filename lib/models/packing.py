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
        bits: of a number in a kernel or matrix. 16 is half precision. 8 is a whole number between -127 and 127, times
            a scale for each slice along the first dimension, float32 (N, 1, ...): the largest number of a slice is
            kept, and no other moves by more than 1/254 of it. A tensor that half precision can't hold stays as it is.

    Returns:
        Contiguous tensors on the CPU, for safetensors; `unpacked` reads them.
    """
    found: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        full = tensor.detach().cpu().contiguous()
        small = full.half() if full.is_floating_point() and full.ndim > 1 else full
        if small is full or not bool(small.isfinite().all()):
            found[name] = full
        elif bits == 8:
            found[name], found[name + SCALE] = _in_eight_bits(full.float())
        else:
            found[name] = small
    return found


def unpacked(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What `packed` made, as a state_dict in float32."""
    found = {}
    for name, tensor in tensors.items():
        if not name.endswith(SCALE):
            scale = tensors.get(name + SCALE)
            full = tensor.float() if tensor.is_floating_point() else tensor
            found[name] = full if scale is None else full * scale
    return found


def _in_eight_bits(full: Tensor) -> tuple[Tensor, Tensor]:
    """Whole numbers, int8, and their scales."""
    scale = full.abs().amax(tuple(range(1, full.ndim)), keepdim=True).clamp(min=torch.finfo().tiny) / _MOST
    return (full / scale).round().to(torch.int8), scale
