"""Room: models. Which device computes, and where bf16 arithmetic is worth it."""

from __future__ import annotations

import torch

from lib.models.errors import UserError


def pick_device(name: str = "auto") -> torch.device:
    """The device of that name; "auto" takes a GPU where there is one.

    Raises:
        UserError: for a device that this machine hasn't.
    """
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next(kind for kind in ("cuda", "mps", "cpu") if there[kind])
    if not there.get(name, False):
        known = ", ".join(["auto", *(kind for kind, here in there.items() if here)])
        raise UserError(f"This machine has no device {name!r}: choose one of {known}.")
    return torch.device(name)


def has_bf16(device: torch.device) -> bool:
    """Whether the device computes in bf16 itself; emulated bf16 is slower than float32 and no smaller in error."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return device.type == "cpu" and bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def autocast(device: torch.device) -> torch.autocast:
    """bf16 for the matrix work where that helps, else float32 as it is."""
    return torch.autocast(device.type, torch.bfloat16, enabled=has_bf16(device))
