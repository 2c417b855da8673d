"""Room: models. What a large model needs, what this machine has, and how the one fits into the other. No torch up here.

Sizes are in GB of 10^9 bytes. Weights are the sizes of files, in half precision; what the arithmetic takes on top of
them (`working`) is an estimate for a few guided pictures at once, on the safe side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lib.models.errors import UserError
from lib.models.machine import GB, Machine

MARGIN = 1.0
"""GB of disk and of main memory that stay free for everything else."""
EIGHT_BIT, BF16 = 0.69, 0.83
"""Size of T5 as against fp16, where a quarter of it stays in 32 bits: in 8 bits, and in bf16."""
ROOMY = 30.0
"""GB of a GPU that holds both stages and T5 at once; below this they take turns."""
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
class Plan:
    """How a model is loaded.

    Attributes:
        device: of the UNet and of the safety filter.
        dtype: of the UNet, by torch's name.
        text_device: of the text encoder.
        text_dtype: of the text encoder, or "int8".
        in_turn: whether only one large part is in memory at a time: the text encoder is loaded, used and freed, then
            the UNet; and the UNets of two stages make room for each other.
        offload: whether the weights of the UNet stay in main memory and visit the GPU layer by layer.
    """

    device: str = "cpu"
    dtype: str = "float32"
    text_device: str = "cpu"
    text_dtype: str = "float32"
    in_turn: bool = True
    offload: bool = False

    def __str__(self) -> str:
        """What a learner is told of it."""
        said = [f"The UNet computes on {_NAMES[self.device]} in {self.dtype}"]
        said += ["its weights stay in main memory and visit the GPU layer by layer, which is slow"] * self.offload
        said += ["the text encoder is loaded for a new prompt, used and freed before the UNet"] * self.in_turn
        said += ["the text encoder is in 8 bits"] * (self.text_dtype == "int8")
        apart = self.text_device != self.device
        said += ["the text encoder computes on the processor, once for each new prompt"] * apart
        said += ["without a GPU a large model takes minutes for a picture, or hours"] * (self.device == "cpu")
        return "; ".join(said) + "."


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
    parts, on_cpu = size.unet + size.working + size.filter, _on_cpu(size, here)
    lines = [Need("free disk for the download", download + MARGIN, here.disk)] if download else []
    lines += [
        Need("GPU memory, everything at once", parts + size.text, here.gpu),
        Need("GPU memory, one part after the other", max(parts, size.text), here.gpu),
        Need("GPU memory, weights in main memory", size.working + size.filter + LAYERS, here.gpu),
        Need("main memory, with a GPU", _passing(size, here), here.memory),
        Need("main memory, without a GPU", on_cpu, here.memory),
    ]
    return lines


def plan(name: str, size: Size, here: Machine, device: str = "auto", download: float = 0.0) -> Plan:
    """How to load a model on this machine, decided before anything is downloaded or loaded.

    Args:
        name: of the model, for the sentence.
        size: of the model.
        here: the machine.
        device: "cuda", "mps", "cpu"; "auto" takes the first of them that will do.
        download: GB that have yet to come.

    Raises:
        UserError: saying what lacks, how much of it is there, and what to do.
    """
    if download and download + MARGIN > here.disk:
        raise UserError(
            f"{name} is a download of {download:.1f} GB and {here.disk:.1f} GB of disk are free: make room, or let "
            "HF_HUB_CACHE point to another disk."
        )
    if size.sentencepiece and not here.sentencepiece:
        raise UserError(f"The tokenizer of {name} needs a package that isn't here: run `pip install sentencepiece`.")
    kinds = [kind for kind in ("cuda", "mps", "cpu") if {"cuda": here.gpu > 0, "mps": here.mps}.get(kind, True)]
    for kind in kinds if device == "auto" else [device]:
        found = _on_gpu(size, here) if kind == "cuda" else _in_memory(size, here, "mps" if kind == "mps" else "cpu")
        if found:
            return found
    raise UserError(_lacking(name, size, here, device if device != "auto" else kinds[0]))


def _on_gpu(size: Size, here: Machine) -> Plan | None:
    """In fp16, as fast as it fits."""
    parts, text = size.unet + size.working + size.filter, _text(size, here)
    if text is None or here.memory < _passing(size, here):
        return None
    if here.gpu >= ROOMY and parts + size.text <= here.gpu and text == ("cuda", "float16"):
        return Plan("cuda", "float16", *text, in_turn=False)
    if parts <= here.gpu:
        return Plan("cuda", "float16", *text)
    by_layers = size.working + size.filter + LAYERS <= here.gpu
    return Plan("cuda", "float16", *text, offload=True) if by_layers else None


def _text(size: Size, here: Machine) -> tuple[str, str] | None:
    """Where the text encoder computes, and in what: on the GPU, there in 8 bits, or on the processor."""
    if size.text + LAYERS <= here.gpu and size.text + MARGIN <= here.memory:
        return "cuda", "float16"
    if here.bitsandbytes and here.accelerate and size.text * EIGHT_BIT + LAYERS <= here.gpu:
        return "cuda", "int8"
    return ("cpu", "bfloat16") if size.text * BF16 + MARGIN <= here.memory else None


def _in_memory(size: Size, here: Machine, device: Literal["cpu", "mps"]) -> Plan | None:
    """In float32: half precision is emulated on processors, and gives wrong pictures of IF on Apple's GPUs."""
    return Plan(device, "float32", "cpu", "bfloat16") if _on_cpu(size, here) <= here.memory else None


def _on_cpu(size: Size, here: Machine) -> float:
    unet = 2 * size.unet + max(2 * size.working, 0.0 if here.accelerate else size.unet)
    return max(unet + size.filter * 2, size.text * BF16) + MARGIN


def _passing(size: Size, here: Machine) -> float:
    """Main memory that the UNet passes through on its way to the GPU, or stays in."""
    return size.unet * (1 if here.accelerate else 2) + MARGIN


def _lacking(name: str, size: Size, here: Machine, device: str) -> str:
    smaller = "close other programs, take a smaller model such as DeepFloyd/IF-I-M-v1.0, or our own emoji-if"
    if device != "cuda":
        needed = _on_cpu(size, here)
        return f"{name} needs {needed:.1f} GB of free main memory and here are {here.memory:.1f} GB: {smaller}."
    least = size.working + size.filter + LAYERS
    if least > here.gpu:
        return f"{name} needs {least:.1f} GB of free GPU memory at least and here are {here.gpu:.1f} GB: {smaller}."
    memory = max(_passing(size, here), size.text * BF16 + MARGIN)
    return (
        f"{name} needs {memory:.1f} GB of free main memory beside the GPU and here are {here.memory:.1f} GB: "
        f"{'' if here.accelerate else 'run `pip install accelerate bitsandbytes`, '}{smaller}."
    )


_NAMES = {"cuda": "the GPU", "mps": "Apple's GPU", "cpu": "the processor"}
