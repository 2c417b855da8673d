"""Room: models. From a model's id to the model: verified, ready to sample, loaded once and shared read-only."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

import torch
from safetensors import SafetensorError
from torch import Tensor, nn

from lib.models.device import has_bf16
from lib.models.digits import KINDS, DigitsModel, Kind
from lib.models.errors import UserError
from lib.models.fast import FastUNet
from lib.models.judges import DrawingJudge, Judge
from lib.models.pixels import PixelModel
from lib.models.plane import PlaneFlow, PlaneModel
from lib.models.prompts import Embeddings
from lib.models.registry import CASCADE, CASCADES, Checkpoint, find, models_dir, tensors, verify
from lib.models.unet import UNet
from lib.models.upsampler import Upsampler

ENLARGER = f"{CASCADE}-4x"
LoadedModel = DigitsModel | PlaneModel | PixelModel
Network = UNet | PlaneFlow | Judge | DrawingJudge
_lock = Lock()


def load(model_id: str, device: str = "cpu") -> LoadedModel:
    """A model that can be sampled from; the same object for everybody who asks for the same weights.

    Args:
        model_id: "digits-class-ddpm@20"; a bare name means its latest epoch; owner/name is a model of the Hub, which is
            downloaded where it isn't here.
        device: "cpu", "cuda" or "mps".

    Raises:
        UserError: for an unknown model, and for weights that are missing, cut short, altered or of another shape;
            also for a model of the Hub that can't be had or doesn't fit on this machine.
    """
    if isinstance(model_id, str) and model_id.count("/") == 1:
        return _load_of_hub(model_id, str(device))
    checkpoint = find(model_id)
    if checkpoint.name in CASCADES:
        if checkpoint.name != CASCADE:
            raise UserError(f"{checkpoint.name} enlarges pictures and draws none: draw one with {CASCADE} first.")
        with _lock:
            return _load_cascade(checkpoint.id, checkpoint.sha256, models_dir(), str(device))
    if checkpoint.name.endswith("-judge"):
        raise UserError(f"{checkpoint.name} reads pictures and draws none: sample from another model.")
    with _lock:
        return _load(checkpoint.id, checkpoint.sha256, models_dir(), str(device))


def load_upsampler(model_id: str = ENLARGER, device: str = "cpu") -> Upsampler:
    """A second stage, which draws large pictures of small ones: our own, or owner/name of the Hub.

    Raises:
        UserError: as `load`; and for a model that is no second stage.
    """
    if model_id.count("/") == 1:
        from lib.models.large import load_large

        model = load_large(model_id, str(device))
        if not isinstance(model, Upsampler):
            raise UserError(f"{model_id} draws pictures and enlarges none: take a model of stage 2.")
        return model
    checkpoint = find(model_id)
    if checkpoint.name != ENLARGER:
        raise UserError(f"{checkpoint.name} enlarges no pictures: take {ENLARGER}.")
    first = load(CASCADE, device)  # it has the text encoder
    assert isinstance(first, PixelModel)
    with _lock:
        return _load_enlarger(checkpoint.sha256, first.embeddings, models_dir(), str(device))


def load_judge(device: str = "cpu") -> Judge:
    """The classifier of digits: ``judge(x)`` -> logits (B, 10), ``judge.features(x)`` -> (B, F).

    Raises:
        UserError: as `load`.
    """
    checkpoint = find("digits-judge")
    with _lock:
        return _load_judge(checkpoint.id, checkpoint.sha256, models_dir(), str(device))


def network(checkpoint: Checkpoint) -> Network:
    """The plain network of a checkpoint as it was trained, on the CPU, in eval mode and float32; not shared.

    Raises:
        UserError: for weights that are missing, cut short, altered or of another shape.
    """
    try:
        found = tensors(checkpoint)
        net = _empty(checkpoint.name, found)
        net.load_state_dict(found)
    except (SafetensorError, RuntimeError, KeyError, IndexError, ValueError) as error:
        if isinstance(error, UserError):
            raise
        repair = f"get it back with `git checkout cache/models/{checkpoint.file}`, or train it again."
        raise UserError(
            f"The weights of {checkpoint.id} are those of another network (wrong shape): {repair}"
        ) from None
    return net.eval().requires_grad_(False)


def load_drawing_judge() -> DrawingJudge:
    """The classifier of drawings: ``judge(x)`` -> logits of things and of styles, ``judge.features(x)`` -> (B, F).

    Raises:
        UserError: as `load`.
    """
    checkpoint = find("emoji-judge")
    with _lock:
        return _load_drawing_judge(checkpoint.sha256, models_dir())


@lru_cache(maxsize=2)
def _load_drawing_judge(sha256: str, folder: Path) -> DrawingJudge:
    judge = network(find("emoji-judge"))
    assert isinstance(judge, DrawingJudge)
    return judge


@lru_cache(maxsize=16)
def _load(model_id: str, sha256: str, folder: Path, device: str) -> LoadedModel:
    checkpoint = find(model_id)
    net = network(checkpoint)
    if isinstance(net, PlaneFlow):
        return PlaneModel(net.to(device))
    if not isinstance(net, UNet):
        raise UserError(f"{model_id} can't be sampled from.")
    return for_sampling(net.to(device), KINDS[checkpoint.name])


def for_sampling(net: UNet, kind: Kind) -> DigitsModel:
    """A trained UNet for digits, ready to sample on its device; in bf16 too, where that has bf16 arithmetic."""
    rough = FastUNet(net, torch.bfloat16) if has_bf16(next(net.parameters()).device) else None
    return DigitsModel(FastUNet(net), kind, rough)


@lru_cache(maxsize=4)
def _load_cascade(name: str, sha256: str, folder: Path, device: str) -> PixelModel:
    from lib.models.pipelines import load_stage1

    for part in CASCADES[name]:
        verify(find(part))
    return load_stage1(folder / CASCADE / "stage1", device)


@lru_cache(maxsize=2)
def _load_enlarger(sha256: str, embeddings: Embeddings | None, folder: Path, device: str) -> Upsampler:
    from lib.models.pipelines import load_stage2

    for part in CASCADES[ENLARGER]:
        verify(find(part))
    return load_stage2(folder / CASCADE / "stage2", device, embeddings=embeddings)


def _load_of_hub(model_id: str, device: str) -> PixelModel:
    from lib.models.large import load_large

    model = load_large(model_id, device)
    if not isinstance(model, PixelModel):
        raise UserError(f"{model_id} enlarges pictures and draws none: take a model of stage 1, and this one after it.")
    return model


@lru_cache(maxsize=2)
def _load_judge(model_id: str, sha256: str, folder: Path, device: str) -> Judge:
    judge = network(find(model_id))
    assert isinstance(judge, Judge)
    return judge.to(device)


def _empty(name: str, tensors: dict[str, Tensor]) -> Network:
    """The network that a model of this name has, as wide as its weights say; built without drawing random numbers."""
    with torch.device("meta"):
        if name == "digits-judge":
            net: nn.Module = Judge(width=len(tensors["body.0.0.weight"]))
        elif name == "emoji-judge":
            things, features = tensors["thing.weight"].shape
            net = DrawingJudge(things, len(tensors["style.weight"]), len(tensors["body.0.0.weight"]), features)
        elif name.startswith("plane-"):
            net = PlaneFlow(width=len(tensors["body.0.weight"]))
        elif name in KINDS:
            net = UNet(len(tensors["init.0.0.weight"]), KINDS[name].time, KINDS[name].classes)
        else:
            raise UserError(f"This version does not know the network of {name}: take one of {', '.join(KINDS)}.")
    return net.to_empty(device="cpu")  # type: ignore[return-value]
