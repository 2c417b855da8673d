"""Room: models. How a large model is loaded on this machine: as fast as it fits, or why it doesn't. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lib.models.errors import UserError
from lib.models.machine import Machine
from lib.models.needs import BF16, EIGHT_BIT, LAYERS, MARGIN, Size, on_cpu, passing

ROOMY = 30.0
"""GB of a GPU that holds both stages and T5 at once; below this they take turns."""


@dataclass(frozen=True)
class Plan:
    """How a model is loaded.

    Attributes:
        device: of the UNet and of the safety filter.
        dtype: of the UNet, by torch's name.
        text_device: of the text encoder.
        text_dtype: of the text encoder, or "int8"; "none" where the text states of a course take its place.
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
        texts = self.text_dtype != "none"
        turns = texts and self.in_turn
        said += ["its prompts are those of the course's file, without a text encoder"] * (not texts)
        said += ["the text encoder is loaded for a new prompt, used and freed before the UNet"] * turns
        said += ["the text encoder is in 8 bits"] * (self.text_dtype == "int8")
        apart = texts and self.text_device != self.device
        said += ["the text encoder computes on the processor, once for each new prompt"] * apart
        said += ["without a GPU a large model takes minutes for a picture, or hours"] * (self.device == "cpu")
        return "; ".join(said) + "."


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
    if text is None or here.memory < passing(size, here):
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
    return Plan(device, "float32", "cpu", "bfloat16") if on_cpu(size, here) <= here.memory else None


def _lacking(name: str, size: Size, here: Machine, device: str) -> str:
    smaller = "close other programs, take a smaller model such as DeepFloyd/IF-I-M-v1.0, or our own emoji-if"
    if device != "cuda":
        needed = on_cpu(size, here)
        return f"{name} needs {needed:.1f} GB of free main memory and here are {here.memory:.1f} GB: {smaller}."
    least = size.working + size.filter + LAYERS
    if least > here.gpu:
        return f"{name} needs {least:.1f} GB of free GPU memory at least and here are {here.gpu:.1f} GB: {smaller}."
    memory = max(passing(size, here), size.text * BF16 + MARGIN)
    return (
        f"{name} needs {memory:.1f} GB of free main memory beside the GPU and here are {here.memory:.1f} GB: "
        f"{'' if here.accelerate else 'run `pip install accelerate bitsandbytes`, '}{smaller}."
    )


_NAMES = {"cuda": "the GPU", "mps": "Apple's GPU", "cpu": "the processor"}
