"""Models of the Hub behind our adapter: through a cache as the Hub's library writes it, by all plans that run here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
import torch
from torch import Generator, Tensor

from lib.diffusion import randn
from lib.models import hub, large, turns
from lib.models.errors import UserError
from lib.models.loader import load
from lib.models.machine import Machine
from lib.models.parts import Folder
from lib.models.pipelines import load_stage1, load_stage2
from lib.models.pixels import PixelModel
from lib.models.plans import Plan
from lib.models.prompts import Embeddings
from lib.models.upsampler import Upsampler
from lib.runs.recipe import make
from lib.runs.run import run
from tests.models.hub_kit import COMMIT, FakeHub, make_hub, shelve  # noqa: F401
from tests.models.tiny_cascade import cascade, difference  # noqa: F401
from tests.models.tiny_filter import put_filter

M, SECOND, DDPM = "DeepFloyd/IF-I-M-v1.0", "DeepFloyd/IF-II-M-v1.0", "someone/ddpm"
HERE = Machine(disk=100, memory=32)
CPU = Plan()
Make = Callable[..., FakeHub]


@pytest.fixture(scope="module")
def published(cascade: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """The tiny cascade as DeepFloyd's lies on the Hub: fp16 files, the text encoder in shards, a safety filter."""
    from diffusers import UNet2DConditionModel
    from transformers import T5EncoderModel

    folder = shutil.copytree(cascade, tmp_path_factory.mktemp("published"), dirs_exist_ok=True)
    for stage in ("stage1", "stage2"):
        place = folder / stage / "unet"
        UNet2DConditionModel.from_pretrained(place).half().save_pretrained(place, variant="fp16")
        put_filter(folder / stage, half=True)
    place = folder / "stage1" / "text_encoder"
    encoder = T5EncoderModel.from_pretrained(place).half()
    encoder.save_pretrained(place, variant="fp16", max_shard_size="30KB")
    assert len(list(place.glob("*.fp16-*-of-*.safetensors"))) > 1
    return folder


@pytest.fixture(autouse=True)
def _forget() -> None:
    large._opened.cache_clear()
    large._filter.cache_clear()


def _eps(model: PixelModel, prompt: str = "a dog") -> Tensor:
    x = randn((2, *model.shape), Generator().manual_seed(0))
    return model.on(prompt)(x, model.path(34)[9]).eps


def test_load_goes_from_an_id_in_the_cache_to_a_model(make_hub: Make, published: Path) -> None:  # noqa: F811
    own = make_hub()
    shelve(own.cache, M, published / "stage1")
    model = load(M)
    assert isinstance(model, PixelModel)
    assert load(M) is model
    assert own.asked == []
    plain = load_stage1(published / "stage1")
    assert difference(_eps(model), _eps(plain)) < 0.05  # the text states come from bf16, as on a processor
    assert model.guided("a dog", 5.0) is not None
    assert large.filter_of(M) is not None


def test_load_downloads_what_is_not_here(make_hub: Make, published: Path) -> None:  # noqa: F811
    own = make_hub()
    own.models = {M: published / "stage1"}
    model = large.load_large(M, "cpu", HERE)
    assert own.asked[0] == "access"
    weights = [name for name in own.downloaded if name.endswith(".safetensors")]
    assert weights
    assert all(".fp16" in name for name in weights)
    assert isinstance(model, PixelModel)
    assert torch.isfinite(_eps(model)).all()
    asked = len(own.asked)
    large.load_large(M, "cpu", HERE)
    assert len(own.asked) == asked


def test_nothing_is_downloaded_that_would_not_run(make_hub: Make, published: Path) -> None:  # noqa: F811
    own = make_hub()
    own.models = {M: published / "stage1"}
    with pytest.raises(UserError, match=r"GB of disk are free: make room"):
        large.fetch(M, here=Machine(disk=0.5, memory=32))
    with pytest.raises(UserError, match=r"needs 3.0 GB of free main memory and here are 1.0 GB"):
        large.load_large(M, "cpu", Machine(disk=100, memory=1))
    assert own.downloaded == []
    own.trouble = {"access": httpx2.ConnectError("no route")}
    with pytest.raises(UserError, match="connect to the network"):
        load(M)


def test_stage_2_reads_the_text_states_of_a_stage_1_that_is_here(make_hub: Make, published: Path) -> None:  # noqa: F811
    own = make_hub()
    own.models = {SECOND: published / "stage2"}
    small = randn((1, 3, 8, 8), Generator().manual_seed(1))
    alone = large.load_large(SECOND, "cpu", HERE)
    assert isinstance(alone, Upsampler)
    with pytest.raises(UserError, match="no text encoder"):
        alone.of(small, Generator()).on("a dog")
    shelve(own.cache, M, published / "stage1")
    first, second = large.load_large(M, "cpu", HERE), large.load_large(SECOND, "cpu", HERE)
    assert isinstance(second, Upsampler)
    assert second.embeddings is first.embeddings
    plain = load_stage2(hub.snapshot(SECOND), embeddings=first.embeddings)
    drawn = [_eps(stage.of(small, Generator().manual_seed(2)), "a cat") for stage in (second, plain)]
    assert difference(*drawn) < 1e-5
    with pytest.raises(UserError, match="enlarges pictures and draws none"):
        load(SECOND)


def test_a_recipe_is_answered_by_a_model_of_the_hub(make_hub: Make, published: Path) -> None:  # noqa: F811
    own = make_hub()
    recipe = make("picture", model=M, prompt="a dog", count=1, steps=2, frames=2)
    with pytest.raises(UserError, match="not on this machine yet"):
        run(recipe, device="cpu")
    assert own.asked == []
    shelve(own.cache, M, published / "stage1")
    trajectory = run(recipe, device="cpu")
    assert trajectory.weights == COMMIT
    assert trajectory.recipe.model == M


def test_a_ddpm_without_text_loads_by_the_same_door(make_hub: Make, tmp_path: Path) -> None:  # noqa: F811
    from diffusers import DDPMPipeline, DDPMScheduler, UNet2DModel

    net = UNet2DModel(
        8, 3, 3, block_out_channels=(8, 16), norm_num_groups=4, layers_per_block=1,
        down_block_types=("DownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "UpBlock2D"),
    )  # fmt: skip
    DDPMPipeline(net, DDPMScheduler()).save_pretrained(tmp_path / "made")
    remote = tmp_path / "remote"  # as google/ddpm-cifar10-32: all at the top
    remote.mkdir()
    for part in ("unet", "scheduler", "."):
        for path in (tmp_path / "made" / part).iterdir():
            if path.is_file():
                shutil.copy(path, remote)
    make_hub(someone__ddpm=remote)
    model = load(DDPM)
    assert isinstance(model, PixelModel)
    assert model.shape == (3, 8, 8)
    assert torch.isfinite(model.on()(torch.zeros(1, 3, 8, 8), model.path(5)[0]).eps).all()
    assert large.filter_of(DDPM) is None


def test_parts_take_turns(make_hub: Make, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    make_hub()
    loaded: list[str] = []
    for part in ("unet", "text"):
        read = getattr(Folder, part)

        def told(self: Folder, dtype: torch.dtype, part: str = part, read: Any = read) -> Any:
            loaded.append(f"{self.path.name} {part}")
            return read(self, dtype)

        monkeypatch.setattr(Folder, part, told)
    first = turns.assemble(published / "stage1", CPU)
    second = turns.assemble(published / "stage2", CPU, first.embeddings)
    assert isinstance(first, PixelModel)
    assert isinstance(second, Upsampler)
    assert loaded == []
    _eps(first)
    _eps(first)
    assert loaded == ["stage1 text", "stage1 unet"]
    _eps(second.of(torch.zeros(1, 3, 8, 8), Generator().manual_seed(0)))
    assert loaded[2:] == ["stage2 unet"]
    assert not first.net.loaded  # type: ignore[attr-defined]
    assert second.net.loaded  # type: ignore[attr-defined]
    _eps(first, "a cat")
    assert loaded[3:] == ["stage1 text", "stage1 unet"]
    turns.make_room()
    assert not first.net.loaded  # type: ignore[attr-defined]


def test_where_there_is_room_everything_stays(make_hub: Make, published: Path) -> None:  # noqa: F811
    make_hub()
    roomy = Plan(text_dtype="float32", in_turn=False)
    first = turns.assemble(published / "stage1", roomy)
    assert isinstance(first, PixelModel)
    _eps(first)
    turns.make_room()
    assert first.net.loaded  # type: ignore[attr-defined]
    assert difference(_eps(first, "a cat"), _eps(load_stage1(published / "stage1"), "a cat")) < 1e-5


def test_weights_that_visit_layer_by_layer_compute_the_same(published: Path) -> None:
    net = Folder(published / "stage1").unet(torch.float32).eval()
    x, states = torch.randn(2, 3, 8, 8), torch.randn(2, 5, 32)
    with torch.no_grad():
        plain = net(x, 500, encoder_hidden_states=states, return_dict=False)[0]
        homes = {name: weight.data_ptr() for name, weight in net.named_parameters()}
        away = turns.Offloaded(net, "cpu")
        assert next(away.parameters()) is away.place
        visits: list[bool] = []
        net.conv_in.register_forward_pre_hook(
            lambda part, _: visits.append(part.weight.data_ptr() != homes["conv_in.weight"])
        )
        assert difference(away(x, 500, encoder_hidden_states=states, return_dict=False)[0], plain) == 0
    assert visits == [True]
    assert {name: weight.data_ptr() for name, weight in net.named_parameters()} == homes


def test_a_text_encoder_in_8_bits_is_asked_for_by_its_names(
    make_hub: Make,  # noqa: F811
    published: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import transformers

    make_hub()
    asked: dict[str, Any] = {}
    read = transformers.T5EncoderModel.from_pretrained

    def told(place: Path, **options: Any) -> Any:
        asked.update(options)
        return read(place, variant=options["variant"], dtype=torch.float32, local_files_only=True)

    monkeypatch.setattr(transformers.T5EncoderModel, "from_pretrained", told)
    model = turns.assemble(published / "stage1", Plan(text_dtype="int8"))
    assert isinstance(model, PixelModel)
    assert torch.isfinite(_eps(model)).all()
    assert asked["quantization_config"].load_in_8bit
    assert (asked["variant"], asked["device_map"]) == ("fp16", {"": "cpu"})
    assert model.embeddings is not None
    assert model.embeddings.fingerprint.endswith("i8")


def test_text_states_of_a_course_come_before_the_text_encoder(make_hub: Make, published: Path) -> None:  # noqa: F811
    make_hub()
    states = load_stage1(published / "stage1").embeddings.of(["a dog"])  # type: ignore[union-attr]
    model = turns.assemble(published / "stage1", CPU, Embeddings(None, given={"a rocket": states}))
    assert isinstance(model, PixelModel)
    assert difference(_eps(model, "a rocket"), _eps(load_stage1(published / "stage1"), "a dog")) < 0.01
    with pytest.raises(UserError, match="no text encoder"):
        _eps(model, "a cat")


def test_a_device_that_is_full_is_said(published: Path, monkeypatch: pytest.MonkeyPatch, make_hub: Make) -> None:  # noqa: F811
    make_hub()
    model = turns.assemble(published / "stage1", CPU)

    def full(*_: Any) -> Any:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(turns, "_unet", full)
    assert isinstance(model, PixelModel)
    with pytest.raises(UserError, match="memory of the GPU doesn't hold a step for 2 pictures") as caught:
        model.net(torch.zeros(2, 3, 8, 8), 500)
    assert caught.value.__context__ is None


def test_a_filter_that_is_missing_keeps_the_model_away(make_hub: Make, published: Path, tmp_path: Path) -> None:  # noqa: F811
    remote = shutil.copytree(published / "stage1", tmp_path / "remote")
    shutil.rmtree(remote / "safety_checker")
    own = make_hub()
    own.models = {M: remote}
    with pytest.raises(UserError, match="not whole on the Hub: safety_checker"):
        large.load_large(M, "cpu", HERE)
    shelve(own.cache, M, remote)
    own.trouble = {"access": httpx2.ConnectError("no route")}
    with pytest.raises(UserError, match="connect to the network"):
        load(M)
    assert "safety_checker" in json.loads((remote / "model_index.json").read_text())
