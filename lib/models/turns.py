"""Room: models. From a model's folder and a plan to the model: its large parts are in memory when it is their turn.

Where they don't fit together, only one of them is there: the text encoder, the UNet of stage 1 or that of stage 2.
"""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any
from weakref import WeakSet

import torch
from torch import Tensor, nn

from lib.models import course, late
from lib.models.downloads import stage_of, text_width
from lib.models.errors import UserError
from lib.models.parts import Folder
from lib.models.pipelines import load_stage1, load_stage2
from lib.models.pixels import PixelModel
from lib.models.plans import Plan
from lib.models.prompts import Embeddings, Encode, encoder
from lib.models.unets import PixelNet, Texts
from lib.models.upsampler import Upsampler

_SHORT = {"float16": "f16", "bfloat16": "b16", "float32": "f32", "int8": "i8"}


def assemble(folder: Path, found: Plan, embeddings: Embeddings | None = None) -> PixelModel | Upsampler:
    """From a folder in diffusers' format to a model, by a plan; nothing is loaded before it is needed.

    Raises:
        UserError: as `load_stage1`.
    """
    dtype = getattr(torch, found.dtype)
    config = Folder(folder).unet_config()
    net = _Net(config, folder, found)
    given = course.states(text_width(folder))
    if embeddings is None and found.text_dtype == "none":
        embeddings = Embeddings(None, given=given)
    ask: dict[str, Any] = {"embeddings": embeddings, "given": given, "in_turn": True}
    if stage_of(config) == 2:
        second = load_stage2(folder, found.device, dtype, **ask)
        return Upsampler(net, second.schedule, second.noising, second.embeddings)
    first = load_stage1(folder, found.device, dtype, **ask)
    texts = first.embeddings
    if embeddings is None and texts is not None and texts.encode is not None:
        name = f"{texts.fingerprint[:12]}{_SHORT[found.text_dtype]}"
        texts = Embeddings(_encode(folder, found), name, given)
    return PixelModel(net, first.schedule, texts)


class _Net(PixelNet):
    """A UNet that takes turns with other large parts."""

    def __init__(self, config: Any, folder: Path, found: Plan) -> None:
        super().__init__(config, lambda: _unet(folder, found))
        if found.in_turn:
            _NETS.add(self)

    @property
    def network(self) -> Any:
        """The network itself; others make room for it."""
        with _turns:
            if self in _NETS:
                make_room(self)
            return super().network

    def __call__(self, x: Tensor, t: int, texts: Texts | None = None, label: int | None = None) -> Tensor:
        """As PixelNet; a device that is full is said in a sentence."""
        try:
            return super().__call__(x, t, texts, label)
        except torch.OutOfMemoryError:
            pass  # the error holds on to what fills the memory: it ends here
        make_room()
        raise UserError(
            f"The memory of the GPU doesn't hold a step for {len(x)} pictures at once, both sides of guidance counted: "
            "ask for fewer pictures, or close other programs that use it."
        )

    @property
    def loaded(self) -> bool:
        """Whether it is in memory."""
        return self._net is not None


_turns, _NETS = RLock(), WeakSet[_Net]()


def make_room(keep: _Net | None = None) -> None:
    """Make room for one large part."""
    with _turns:
        others = [net for net in _NETS if net is not keep and net.loaded]
        for net in others:
            net.release()
        if others:
            _swept()


def _swept() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _unet(folder: Path, found: Plan) -> nn.Module:
    net = Folder(folder).unet(getattr(torch, found.dtype))
    return Offloaded(net, found.device) if found.offload else net.to(found.device)


class Offloaded(nn.Module):
    """A UNet whose weights stay in main memory and visit a device layer by layer.

    As diffusers' group offloading by leaves, which can't do without accelerate.

    Args:
        net: on the CPU.
        device: where it computes.
    """

    def __init__(self, net: Any, device: str) -> None:
        super().__init__()
        place = torch.zeros(1, device=device, dtype=net.dtype)
        self.place = nn.Parameter(place, requires_grad=False)  # the first parameter tells where a network computes
        self.net = net
        for part in net.modules():
            own = [*part.parameters(recurse=False), *part.buffers(recurse=False)]
            if own:
                home = [weight.data for weight in own]
                part.register_forward_pre_hook(partial(_visit, own, home, device))
                part.register_forward_hook(partial(_return, own, home), always_call=True)

    def forward(self, *values: Any, **named: Any) -> Any:
        """As the UNet itself."""
        return self.net(*values, **named)


def _visit(own: list[Tensor], home: list[Tensor], device: str, *_: Any) -> None:
    for weight, data in zip(own, home, strict=True):
        weight.data = data.to(device, copy=True)


def _return(own: list[Tensor], home: list[Tensor], *_: Any) -> None:
    for weight, data in zip(own, home, strict=True):
        weight.data = data


def _encode(folder: Path, found: Plan) -> Encode:
    """Encode prompts with a text encoder that is loaded when it is needed, and freed after where parts take turns."""
    kept: list[Encode] = []

    def encode(prompts: list[str]) -> Tensor:
        with _turns:
            if not found.in_turn:
                kept[:] = kept or [_text(folder, found)]
                return kept[0](prompts)
            make_room()
            states = _text(folder, found)(prompts)
            _swept()
            return states

    return encode


def _text(folder: Path, found: Plan) -> Encode:
    if found.text_dtype != "int8":
        tokenizer, text_encoder = Folder(folder).text(getattr(torch, found.text_dtype))
        return encoder(tokenizer, text_encoder.to(found.text_device))
    with late.alone():
        from transformers import AutoTokenizer, BitsAndBytesConfig, T5EncoderModel

    place = folder / "text_encoder"
    half = {"variant": "fp16"} if any(place.glob("*.fp16*.safetensors")) else {}
    text_encoder = T5EncoderModel.from_pretrained(
        place,
        quantization_config=BitsAndBytesConfig(load_in_8bit=True),
        device_map={"": found.text_device},
        local_files_only=True,
        **half,
    )
    return encoder(AutoTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True), text_encoder.eval())
