"""Room: models. What a large model needs, beside what this machine has; plans.py says how it is loaded. No torch.

Sizes are in GB of 10^9 bytes. Weights are the sizes of files, in half precision; what the arithmetic takes on top of
them (`working`) is an estimate for a few guided pictures at once, on the safe side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lib.models.machine import GB, Machine

MARGIN = 1.0
"""GB of disk and of main memory that stay free for everything else."""
EIGHT_BIT, BF16 = 0.69, 0.83
"""Size of T5 as against fp16, where a quarter of it stays in 32 bits: in 8 bits, and in bf16."""
LAYERS = 0.5
"""GB on the GPU for the largest layers of a UNet whose weights stay in main memory."""


@dataclass(frozen=True)
class Size:
    """What the parts of a model weigh.

    Attributes:
        unet: in half precision.
        text: the text encoder, or 0.
        filter: the safety filter, or 0.
        working: what one step takes on top, in half precision.
        sentencepiece: whether its tokenizer is read with that package.
    """

    unet: float
    text: float = 0.0
    filter: float = 0.0
    working: float = 1.0
    sentencepiece: bool = False

    @property
    def disk(self) -> float:
        """All of it as files."""
        return self.unet + self.text + self.filter


@dataclass(frozen=True)
class Need:
    """One line of the check before loading: GB that are needed and that are there."""

    what: str
    needed: float
    there: float

    @property
    def enough(self) -> bool:
        """Whether it will do."""
        return self.needed <= self.there


def size_of(files: Mapping[str, int]) -> Size:
    """The size of a model by its files.

    Args:
        files: bytes, by path in the model's folder. Weights without "fp16" in their name count as 32 bits.
    """

    def half(*parts: str) -> float:
        weights = [path for path in files if path.endswith(".safetensors") and path.rpartition("/")[0] in parts]
        return sum(files[path] * (1.0 if "fp16" in path else 0.5) for path in weights) / GB

    spiece = "tokenizer/spiece.model" in files and "tokenizer/tokenizer.json" not in files
    return Size(half("unet", ""), half("text_encoder"), half("safety_checker"), sentencepiece=spiece)


def check(size: Size, here: Machine, download: float = 0.0) -> list[Need]:
    """What the ways to load a model would need, beside what is there: for a reader, before anything is loaded.

    Args:
        size: of the model.
        here: the machine.
        download: GB that have yet to come.
    """
    parts = size.unet + size.working + size.filter
    lines = [Need("free disk for the download", download + MARGIN, here.disk)] if download else []
    lines += [
        Need("GPU memory, everything at once", parts + size.text, here.gpu),
        Need("GPU memory, one part after the other", max(parts, size.text), here.gpu),
        Need("GPU memory, weights in main memory", size.working + size.filter + LAYERS, here.gpu),
        Need("main memory, with a GPU", passing(size, here), here.memory),
        Need("main memory, without a GPU", on_cpu(size, here), here.memory),
    ]
    return lines


def on_cpu(size: Size, here: Machine) -> float:
    """Main memory without a GPU: the UNet in float32, the text encoder before it in bf16."""
    unet = 2 * size.unet + max(2 * size.working, 0.0 if here.accelerate else size.unet)
    return max(unet + size.filter * 2, size.text * BF16) + MARGIN


def passing(size: Size, here: Machine) -> float:
    """Main memory that the UNet passes through on its way to the GPU, or stays in."""
    return size.unet * (1 if here.accelerate else 2) + MARGIN
