"""Folders in diffusers' format: what fits loads, and what doesn't says in one sentence what it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Generator

from lib.diffusion import randn
from lib.models.errors import UserError
from lib.models.parts import Folder
from lib.models.pipelines import Parts, load_stage1, load_stage2
from tests.models.tiny_cascade import cascade, difference, stage1  # noqa: F401


@pytest.fixture
def own(cascade: Path, tmp_path: Path) -> Path:  # noqa: F811
    """A cascade that a test may damage."""
    return shutil.copytree(cascade, tmp_path / "own")


def _config(folder: Path, **changes: Any) -> None:
    path = folder / "unet" / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def _index(folder: Path, **changes: Any) -> None:
    path = folder / "model_index.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


DAMAGES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no folder": (shutil.rmtree, "no folder"),
    "no index": (lambda f: (f / "model_index.json").unlink(), "model_index.json is missing"),
    "index is no json": (lambda f: (f / "model_index.json").write_text("{"), "can't be read"),
    "no unet": (lambda f: shutil.rmtree(f / "unet"), "unet/config.json is missing"),
    "no weights": (lambda f: (f / "unet" / "diffusion_pytorch_model.safetensors").unlink(), "file is missing"),
    "cut weights": (lambda f: _cut(f / "unet" / "diffusion_pytorch_model.safetensors"), "cut short"),
    "cut text": (lambda f: _cut(f / "text_encoder" / "model.safetensors"), "cut short"),
    "no scheduler": (lambda f: shutil.rmtree(f / "scheduler"), "scheduler_config.json is missing"),
    "other shape": (lambda f: _config(f, block_out_channels=[8, 24]), "another shape"),
    "latent": (lambda f: _config(f, in_channels=4, out_channels=4), "not a pixel-space UNet"),
    "vae": (lambda f: _index(f, vae=["diffusers", "AutoencoderKL"]), "latent space"),
    "transformer": (lambda f: _config(f, _class_name="DiTTransformer2DModel"), "not a pixel-space UNet"),
    "stage 2": (lambda f: _config(f, in_channels=6, class_embed_type="timestep"), "stage 2"),
    "image embeddings": (lambda f: _config(f, addition_embed_type="text_image"), "text alone"),
    "no tokenizer": (lambda f: [p.unlink() for p in (f / "tokenizer").iterdir()], "can't be read"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_folder_says_what_is_wrong(own: Path, damage: str) -> None:
    spoil, says = DAMAGES[damage]
    spoil(own / "stage1")
    with pytest.raises(UserError, match=says) as caught:
        load_stage1(own / "stage1")
    assert "\n" not in str(caught.value)


def test_stages_are_told_apart(cascade: Path) -> None:  # noqa: F811
    with pytest.raises(UserError, match="stage 2: give one of stage 1"):
        load_stage1(cascade / "stage2")
    with pytest.raises(UserError, match="stage 1: give one of stage 2"):
        load_stage2(cascade / "stage1")
    with pytest.raises(UserError, match="no text encoder"):
        load_stage2(cascade / "stage2").of(torch.zeros(1, 3, 8, 8), Generator()).on("a dog")


def test_in_turn_the_unet_is_not_there_while_a_text_is_encoded(
    cascade: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    loaded: list[str] = []
    for part in ("unet", "text"):
        load = getattr(Folder, part)

        def told(self: Folder, dtype: torch.dtype, part: str = part, load: Any = load) -> Any:
            loaded.append(part)
            return load(self, dtype)

        monkeypatch.setattr(Folder, part, told)
    model = load_stage1(cascade / "stage1", in_turn=True)
    assert loaded == []
    x, level = randn((1, *model.shape), Generator().manual_seed(0)), model.path(34)[9]
    first = model.on("a dog")(x, level)
    model.on("a dog")(x, level)
    assert loaded == ["text", "unet"]
    model.on("a cat")(x, level)
    assert loaded == ["text", "unet", "text", "unet"]
    assert difference(load_stage1(cascade / "stage1").on("a dog")(x, level).eps, first.eps) < 1e-6


def test_parts_in_memory_are_copied(cascade: Path) -> None:  # noqa: F811
    pipeline = stage1(cascade)
    pipeline.unet.train().requires_grad_(True)
    parts = Parts(pipeline.unet, pipeline.scheduler, pipeline.tokenizer, pipeline.text_encoder)
    model = load_stage1(parts)
    x, level = randn((1, *model.shape), Generator().manual_seed(0)), model.path(34)[9]
    before = model.on("a dog")(x, level).eps
    with torch.no_grad():
        pipeline.unet.conv_out.bias.add_(1)
    assert pipeline.unet.training
    assert next(pipeline.unet.parameters()).requires_grad
    assert difference(model.on("a dog")(x, level).eps, before) == 0
    assert difference(load_stage1(parts).on("a dog")(x, level).eps, before + 1) < 1e-4


def test_loading_leaves_the_global_random_state_alone(cascade: Path) -> None:  # noqa: F811
    before = torch.get_rng_state()
    load_stage1(cascade / "stage1")
    assert bool((torch.get_rng_state() == before).all())
