"""Prompts become the text states that IFPipeline makes of them; what is kept on the disk is whole or computed again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from lib.models.errors import UserError
from lib.models.pipelines import load_stage1
from lib.models.prompts import Embeddings, fingerprint, processed
from tests.models.tiny_cascade import cascade, difference, stage1  # noqa: F401

PROMPTS = [
    "a photo of a dog",
    "  An OIL painting of an old man ",
    "",
    "word " * 200,
    "чудо <b>zebra</b>\x00\t",
    "\ud800",
]


class Counted:
    """A text encoder that counts, and makes another row of every prompt."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, prompts: list[str]) -> Tensor:
        self.seen += prompts
        return torch.stack([torch.full((77, 4), float(len(prompt))) for prompt in prompts])


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    return tmp_path / "embeddings"


def test_states_are_those_of_ifpipeline(cascade: Path, state: Path) -> None:  # noqa: F811
    embeddings = load_stage1(cascade / "stage1").embeddings
    assert embeddings is not None
    ours = embeddings.of(PROMPTS[:5])
    theirs, _ = stage1(cascade).encode_prompt(PROMPTS[:5], do_classifier_free_guidance=False)
    assert ours.shape == (5, 77, 32)
    assert difference(ours, theirs) < 1e-5
    assert embeddings.of([PROMPTS[5]]).isfinite().all()


def test_a_prompt_is_encoded_once_and_kept_on_the_disk(state: Path) -> None:
    encode = Counted()
    first = Embeddings(encode, "weights").of(["A dog ", "a cat", "a dog"])
    assert encode.seen == ["a dog", "a cat"]
    assert difference(Embeddings(encode, "weights").of(["a cat", "a dog"]), first[[1, 0]]) == 0
    assert encode.seen == ["a dog", "a cat"]
    Embeddings(encode, "other weights").of(["a dog"])
    Embeddings(encode).of(["a dog"])
    assert encode.seen == ["a dog", "a cat", "a dog", "a dog"]


@pytest.mark.parametrize("damage", [b"", b"not a tensor", None, "cut"])
def test_a_damaged_file_is_computed_again(state: Path, damage: Any) -> None:
    encode = Counted()
    right = Embeddings(encode, "weights").of(["a dog"])
    (path,) = state.rglob("*.safetensors")
    path.write_bytes(path.read_bytes()[:-9] if damage in ("cut", None) else damage)
    if damage is None:
        path.unlink()
    assert difference(Embeddings(encode, "weights").of(["a dog"]), right) == 0
    assert encode.seen == ["a dog", "a dog"]
    assert difference(Embeddings(encode, "weights").of(["a dog"]), right) == 0
    assert encode.seen == ["a dog", "a dog"]


def test_another_text_encoder_has_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    (tmp_path / "a").write_bytes(b"2")
    assert fingerprint(tmp_path) != before


def test_what_is_not_text_and_what_is_not_known(state: Path) -> None:
    with pytest.raises(UserError, match="not a prompt"):
        processed(3)  # type: ignore[arg-type]
    known = Embeddings(given={"A dog": torch.ones(2, 77, 4)})
    assert known.of([" a dog"]).shape == (1, 77, 4)
    with pytest.raises(UserError, match="no text encoder"):
        known.of(["a cat"])
