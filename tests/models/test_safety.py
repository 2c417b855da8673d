"""The safety filter: on where a model has it, equal to DeepFloyd's own, and no model without it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from lib.models.downloads import missing
from lib.models.errors import UserError
from lib.models.safety import Filter, load_filter
from tests.models.tiny_cascade import cascade, stage1  # noqa: F401
from tests.models.tiny_filter import put_filter


@pytest.fixture
def own(cascade: Path, tmp_path: Path) -> Path:  # noqa: F811
    """Stage 1 with a safety filter; a test may damage it."""
    folder = shutil.copytree(cascade / "stage1", tmp_path / "own")
    put_filter(folder)
    return folder


def _loaded(folder: Path, unsafe: float, marked: float = -9.0) -> Filter:
    """The filter with other heads: above 0.5 a picture is rejected."""
    found = load_filter(folder)
    assert found is not None
    for head, bias in ((found.checker.p_head, unsafe), (found.checker.w_head, marked)):
        head.weight.zero_()
        head.bias.fill_(bias)
    return found


PICTURES = torch.rand(3, 3, 8, 8, generator=torch.Generator().manual_seed(0)) * 0.9 + 0.1


def test_our_own_cascade_has_none(cascade: Path) -> None:  # noqa: F811
    assert load_filter(cascade / "stage1") is None
    assert missing(cascade / "stage1") == []


def test_what_it_rejects_is_black_and_said(own: Path) -> None:
    safe = _loaded(own, -9.0).checked(PICTURES)
    assert safe.rejected == (False, False, False)
    assert safe.notes == ()
    assert torch.equal(safe.images, PICTURES)
    unsafe = _loaded(own, 9.0).checked(PICTURES)
    assert unsafe.rejected == (True, True, True)
    assert not unsafe.images.any()
    assert "something unsafe in pictures 1, 2, 3" in unsafe.notes[0]
    marked = _loaded(own, -9.0, 9.0).checked(PICTURES[:1])
    assert marked.rejected == (True,)
    assert "a watermark in picture 1 and" in marked.notes[0]
    assert _loaded(own, 9.0).checked(PICTURES[:0]).rejected == ()


def test_only_the_rejected_are_black(own: Path) -> None:
    found = load_filter(own)
    assert found is not None
    head = found.checker.p_head
    clip = [found.extractor([_pil(p)], return_tensors="pt").pixel_values for p in PICTURES]
    with torch.no_grad():
        scores = torch.cat([head(found.checker.vision_model(c)[0]).flatten() for c in clip])
    head.bias.add_(0.5 - scores.sort().values[1:].mean())  # the highest one alone is above 0.5
    found.checker.w_head.bias.fill_(-9)
    checked = found.checked(PICTURES)
    assert sum(checked.rejected) == 1
    assert checked.rejected[int(scores.argmax())]
    for picture, shown, flag in zip(PICTURES, checked.images, checked.rejected, strict=True):
        assert torch.equal(shown, picture) != flag


def _pil(picture: torch.Tensor) -> object:
    from diffusers import IFPipeline

    return IFPipeline.numpy_to_pil(picture.permute(1, 2, 0)[None].numpy())[0]


def test_it_says_what_ifpipeline_says(own: Path, cascade: Path) -> None:  # noqa: F811
    found = load_filter(own)
    assert found is not None
    pipeline = stage1(cascade)
    pipeline.safety_checker, pipeline.feature_extractor = found.checker, found.extractor
    for bias in (-1.0, 0.0, 0.5, 1.0):
        found.checker.p_head.bias.fill_(bias)
        images, unsafe, marked = pipeline.run_safety_checker(
            PICTURES.permute(0, 2, 3, 1).numpy().copy(), "cpu", torch.float32
        )
        checked = found.checked(PICTURES)
        assert checked.rejected == tuple(a or b for a, b in zip(unsafe, marked, strict=True))
        assert torch.equal(checked.images, torch.from_numpy(images).permute(0, 3, 1, 2).contiguous())


def test_weights_in_half_precision_are_read(cascade: Path, tmp_path: Path) -> None:  # noqa: F811
    folder = shutil.copytree(cascade / "stage1", tmp_path / "half")
    net = put_filter(folder, half=True)
    before = torch.get_rng_state()
    found = load_filter(folder)
    assert found is not None
    assert torch.equal(torch.get_rng_state(), before)
    assert found.checker.p_head.weight.dtype == torch.float32
    assert torch.equal(found.checker.p_head.weight, net.p_head.weight.half().float())


@pytest.mark.parametrize(
    "part", ["safety_checker/model.safetensors", "safety_checker/config.json", "feature_extractor"]
)
def test_a_model_whose_filter_is_gone_is_not_whole(own: Path, part: str) -> None:
    gone = own / part
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    assert missing(own) == [part.split("/")[0]]
    with pytest.raises(UserError, match="isn't used without it") as caught:
        load_filter(own)
    assert caught.value.__context__ is None


def test_a_filter_that_is_cut_short_is_refused(own: Path) -> None:
    path = own / "safety_checker" / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(UserError, match="isn't used without it"):
        load_filter(own)
