"""Text states of a course: read without running what they hold, kept whole, and enough to draw with."""

from __future__ import annotations

import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from lib.diffusion import randn
from lib.models import course, course_files, hub, large, registry
from lib.models.downloads import cached, prompts_of, text_width
from lib.models.errors import UserError
from lib.models.machine import Machine
from lib.models.pipelines import load_stage1
from lib.models.pixels import PixelModel
from lib.models.prompts import Embeddings
from lib.models.upsampler import Upsampler
from lib.runs.prompts import known_prompts, understood
from lib.runs.recipe import make
from lib.runs.run import run
from tests.models.hub_kit import COMMIT, FakeHub, files, make_hub, shelve  # noqa: F401
from tests.models.test_large import published  # noqa: F401
from tests.models.tiny_cascade import cascade, difference  # noqa: F401

M, SECOND = "DeepFloyd/IF-I-M-v1.0", "DeepFloyd/IF-II-M-v1.0"
HERE = Machine(disk=100, memory=32)
COURSE = ["a photo of a dog", "An oil painting of an old man", ""]
Make = Callable[..., FakeHub]


def test_a_courses_dictionary_is_read(tmp_path: Path) -> None:
    content = {"a rocket ship": torch.ones(1, 77, 8).half(), "": torch.zeros(2, 77, 8).half()}
    torch.save(content, tmp_path / "embeds.pth")
    found = course.read(tmp_path / "embeds.pth")
    assert found.keys() == content.keys()
    assert Embeddings(given=found).of(["A rocket ship"]).sum() == 77 * 8


class Code:
    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.write_text, (Path("executed"), "yes"))


@pytest.mark.parametrize(
    "content",
    [
        {"a dog": Code()},
        [torch.ones(1, 77, 8)],
        {},
        {3: torch.ones(1, 77, 8)},
        {"a dog": torch.ones(77, 8)},
        {"a dog": torch.ones(1, 76, 8)},
        {"a dog": torch.ones(1, 77, 8).long()},
        {"a dog": torch.full((1, 77, 8), torch.nan)},
        {"a dog": torch.ones(1, 77, 8), "a cat": torch.ones(1, 77, 9)},
        {"a dog": torch.ones(1, 1, 1).expand(10**9, 77, 4096)},
        {"a dog": torch.ones(1, 77, 8).to_sparse()},
        {"a dog": torch.ones(1, 77, 8, device="meta")},
        {"a dog": torch.ones(1, 77, 8).to(torch.float8_e4m3fn)},
        {"a dog": torch.ones(1, 77, 8, dtype=torch.complex64)},
        {str(k): torch.ones(1, 77, 8) for k in range(course_files.MOST_PROMPTS + 1)},
        dict.fromkeys(map(str, range(4000)), torch.ones(1, 77, 4096)),
        {"x" * 5000: torch.ones(1, 77, 8)},
    ],
    ids=[
        *("code", "list", "empty", "key", "2d", "length", "integers", "nan", "widths", "claims", "sparse", "meta"),
        *("float8", "complex", "many", "names", "long"),
    ],
)
def test_what_is_no_dictionary_of_prompts_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save(content, "embeds.pth")
    with pytest.raises(UserError):
        course.read("embeds.pth")
    assert not Path("executed").exists()


def test_damaged_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "embeds.pth"
    with pytest.raises(UserError, match="no file"):
        course.read(path)
    torch.save({"a dog": torch.ones(1, 77, 8)}, path)
    whole = path.read_bytes()
    for blob in (b"", b"text", whole[: len(whole) // 2], pickle.dumps({"a dog": Code()}), pickle.dumps({"a": 1})):
        path.write_bytes(blob)
        with pytest.raises(UserError):
            course.read(path)
    with pytest.raises(UserError):
        course.read(tmp_path)
    assert not Path("executed").exists()


def test_any_byte_of_a_file_may_be_another_one(tmp_path: Path) -> None:
    """All of its directory, some of the rest, and cut anywhere: the same prompts, or a sentence."""
    torch.save({"a dog": torch.ones(1, 77, 1)}, tmp_path / "embeds.pth")
    whole = (tmp_path / "embeds.pth").read_bytes()
    directory = whole.find(b"PK\x01\x02")
    places = [*range(0, directory, 29), *range(directory, len(whole))]
    changed = [whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1 :] for at in places for bits in (1, 255)]
    said = []
    for blob in (*changed, *(whole[:at] for at in places)):
        try:
            course.read(blob)
        except UserError as error:
            said.append(str(error))
    assert len(said) > len(places)
    assert max(map(len, said)) < 200


def test_a_file_in_the_format_of_old_is_refused(tmp_path: Path) -> None:
    """It says itself how much is to be set aside."""
    torch.save({"a dog": torch.ones(1, 77, 8)}, tmp_path / "old.pth", _use_new_zipfile_serialization=False)
    with pytest.raises(UserError, match="can't be read"):
        course.read(tmp_path / "old.pth")


def test_a_file_that_unpacks_to_more_than_a_course_hands_out_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course_files, "LARGEST", 1000)
    with zipfile.ZipFile(tmp_path / "embeds.pth", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data", bytes(100_000))
    with pytest.raises(UserError, match="can't be read"):
        course.read(tmp_path / "embeds.pth")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "state"))
    return tmp_path


def handed_out(stage1: Path, place: Path, prompts: list[str] | None = None) -> Path:
    """A course's file: some prompts as a cascade's own text encoder reads them."""
    prompts = COURSE if prompts is None else prompts
    embeddings = load_stage1(stage1).embeddings
    assert embeddings is not None
    torch.save({prompt: embeddings.of([prompt]) for prompt in prompts}, place)
    return place


def test_what_is_kept_is_what_was_read(state: Path) -> None:
    content = {"a dog": torch.randn(2, 77, 8).half(), "": torch.randn(1, 77, 8).half()}
    torch.save(content, state / "embeds.pth")
    assert course.kept() == course.Kept()
    assert course.keep((state / "embeds.pth").read_bytes()) == ("a dog", "")
    found = course.kept()
    assert (found.prompts, found.width) == (("a dog", ""), 8)
    assert difference(course.states(8)["a dog"], content["a dog"][0]) == 0
    assert course.states(9) == {}
    content["a dog"] += 1
    torch.save(content, state / "embeds.pth")
    course.keep(state / "embeds.pth")
    assert course.kept().digest != found.digest
    with pytest.raises(UserError):
        course.keep(b"nothing")
    assert course.kept().prompts == ("a dog", "")
    place = next((state / "state").rglob("course.safetensors"))
    place.write_bytes(place.read_bytes()[:40])
    assert (course.kept(), course.states(8)) == (course.Kept(), {})
    course.forget()
    course.forget()
    assert not place.exists()


def test_a_model_of_the_hub_comes_without_its_text_encoder_and_draws_the_courses_prompts(
    make_hub: Make,  # noqa: F811
    published: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    own = make_hub()
    own.models = {M: published / "stage1", SECOND: published / "stage2"}
    whole = hub.listing(M)
    course.keep(handed_out(published / "stage1", tmp_path / "embeds.pth"))
    assert not any(name.startswith(("text_encoder", "tokenizer")) for name in hub.listing(M))
    assert sum(hub.listing(M).values()) < sum(whole.values())
    model = large.load_large(M, "cpu", HERE)
    assert not any(name.startswith(("text_encoder", "tokenizer")) for name in own.downloaded)
    assert isinstance(model, PixelModel)
    x, path = randn((1, *model.shape), torch.Generator().manual_seed(0)), model.path(10)
    plain = load_stage1(published / "stage1")
    for prompt in ("a photo of a dog", " AN oil painting of an old man"):
        ours, theirs = (m.guided(prompt, 5)(x, path[3]).eps for m in (model, plain))
        assert difference(ours, theirs) < 0.05  # its weights are in fp16 on the Hub
    with pytest.raises(UserError, match="no text states of 'a cat': known are 'a photo of a dog'"):
        model.on("a cat")
    assert prompts_of(M) == known_prompts(M) == tuple(COURSE[:2])
    assert understood(M, "A photo of a dog") == "A photo of a dog"
    with pytest.raises(UserError, match="'An oil painting of an old man'"):
        understood(M, "an oil painting of a house")
    second = large.load_large(SECOND, "cpu", HERE)
    assert isinstance(second, Upsampler)
    assert second.embeddings is model.embeddings


def test_a_recipe_is_answered_and_another_file_is_another_answer(
    make_hub: Make,  # noqa: F811
    published: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    own = make_hub()
    small = [name for name in files(published / "stage1") if not name.startswith(("text_encoder", "tokenizer"))]
    shelve(own.cache, M, published / "stage1", small)
    recipe = make("picture", model=M, prompt="a photo of a dog", count=1, steps=2, frames=2)
    with pytest.raises(UserError, match="not on this machine yet"):
        run(recipe, device="cpu")
    course.keep(handed_out(published / "stage1", tmp_path / "embeds.pth"))
    first = run(recipe, device="cpu")
    assert first.weights != COMMIT
    course.keep(handed_out(published / "stage1", tmp_path / "embeds.pth", ["a photo of a dog"]))
    assert registry.find(M).sha256 != first.weights
    with pytest.raises(UserError, match="set guidance to 1"):
        run(recipe, device="cpu")
    course.forget()
    assert cached(M) is None
    assert own.asked == []


def test_where_the_text_encoder_does_not_fit_the_courses_prompts_still_do(
    make_hub: Make,  # noqa: F811
    published: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = make_hub()
    folder = shelve(own.cache, M, published / "stage1")
    short = Machine(disk=100, memory=6)
    monkeypatch.setattr(large, "size_of", lambda files: large.Size(0.8, text=11.5, working=0.1))
    with pytest.raises(UserError, match="free main memory"):
        large.plan_of(M, "cpu", short)
    course.keep(handed_out(published / "stage1", tmp_path / "embeds.pth"))
    assert text_width(folder) == course.kept().width == 32
    found = large.plan_of(M, "cpu", short)
    assert found.text_dtype == "none"
    assert "without a text encoder" in str(found)
    assert "loaded for a new prompt" not in str(found)
    model = large.load_large(M, "cpu", short)
    model.on("a photo of a dog")  # type: ignore[union-attr]
    with pytest.raises(UserError, match="no text encoder"):
        model.on("a cat")  # type: ignore[union-attr]
    assert prompts_of(M) is None  # with more memory it would read any


def test_texts_of_another_model_change_nothing(make_hub: Make, published: Path, tmp_path: Path) -> None:  # noqa: F811
    own = make_hub()
    own.models = {M: published / "stage1"}
    torch.save({"a dog": torch.ones(1, 77, 8)}, tmp_path / "embeds.pth")
    course.keep(tmp_path / "embeds.pth")
    hub.snapshot(M)
    assert any(name.startswith("text_encoder") for name in own.downloaded)
    assert prompts_of(M) is None
    assert registry.find(M).sha256 == COMMIT


def test_looking_costs_no_torch(state: Path) -> None:
    torch.save({"a dog": torch.ones(1, 77, 8)}, state / "embeds.pth")
    course.keep(state / "embeds.pth")
    code = "import sys; from lib.models import course; from lib.runs.prompts import known_prompts\n"
    code += "assert course.kept().prompts == ('a dog',); known_prompts('a/b'); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
