"""Pictures out of text: recipes, and runs of an untrained cascade of the shape that ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from lib.draw.frames import frames
from lib.models import emoji_if, loader, registry
from lib.models.errors import UserError
from lib.runs.engine import Engine
from lib.runs.recipe import change, from_query, make, to_query
from lib.runs.run import run
from lib.runs.store import Store
from lib.runs.trajectory import from_npz
from lib.training import painters


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with all parts of the cascade, untrained."""
    folder = tmp_path_factory.mktemp("cache")
    torch.manual_seed(0)
    for name, net, ship in (
        (emoji_if.TEXT, painters.Painter(16), painters.ship_text),
        (emoji_if.STAGE_1, painters.Painter(32), painters.ship_stage1),
        (emoji_if.STAGE_2, painters.Enlarger(), painters.ship_stage2),
    ):
        part = ship(net)
        registry.write({"name": name, "file": part.file}, part.tensors, folder / "models", part.beside)
    return folder


@pytest.fixture
def cascade(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment names it."""
    torch.set_num_threads(1)
    monkeypatch.setenv("DIFFUSION_CACHE", str(shipped))
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "state"))
    return shipped


def test_a_run_keeps_the_law_and_its_pictures_do_not_depend_on_the_batch(cascade: Path) -> None:
    """``alpha x_0 + sigma eps == x_t`` can't be seen without eps; the last frame is data, and a seed is a picture."""
    four = run(make("picture", count=3, steps=4, frames=5))
    assert four.x_t.shape == (5, 3, 3, 32, 32)
    assert four.weights == registry.find("emoji-if").sha256
    assert np.array_equal(four.x_t[-1], four.x_0[-1])
    assert four.images.shape == (3, 32, 32, 3)
    one = run(make("picture", count=1, steps=4, frames=5))
    assert np.abs(one.x_t[-1, 0].astype(float) - four.x_t[-1, 0].astype(float)).max() < 5e-3
    other = run(make("picture", count=1, steps=4, frames=5, seed=1))
    assert not np.array_equal(one.x_t[0], other.x_t[0])


def test_black_and_white_are_minus_one_and_one(cascade: Path) -> None:
    """What is drawn is the data range, stretched to 0 ... 255."""
    trajectory = run(make("picture", count=1, steps=2))
    drawn = frames(trajectory, show=("x_0",))
    expected = np.clip((trajectory.x_0[-1, 0].astype(float) + 1) / 2, 0, 1).transpose(1, 2, 0) * 255
    assert np.abs(drawn[-1].astype(float) - expected).max() <= 1
    again = from_npz(trajectory.to_npz())
    assert np.array_equal(again.images, trajectory.images)


def test_the_first_estimate_is_heard_of_after_one_call(cascade: Path) -> None:
    """In colour, for those who wait."""
    heard = []
    run(make("picture", count=2, steps=3), heard.append)
    assert [p.done for p in heard] == [1, 2, 3]
    assert heard[0].preview.shape == (32, 64, 3)
    assert heard[0].preview.any()


def test_other_weights_make_a_known_answer_unknown(cascade: Path, tmp_path: Path) -> None:
    """The checksum of a cascade changes with each of its parts."""
    engine = Engine(tmp_path / "none", Store(tmp_path / "store"))
    recipe = make("picture", count=1, steps=1)
    engine.compute(recipe)
    assert engine.get(recipe) is not None
    card = registry.find(emoji_if.TEXT)
    before = (cascade / "models" / card.file).read_bytes()
    part = painters.ship_text(painters.Painter(16))
    try:
        registry.write({"name": card.name, "file": card.file}, part.tensors, beside=part.beside)
        assert engine.get(recipe) is None
    finally:
        (cascade / "models" / card.file).write_bytes(before)
        registry.write({"name": card.name, "file": card.file}, _tensors(before), beside=part.beside)


def _tensors(blob: bytes) -> dict[str, torch.Tensor]:
    from safetensors.torch import load

    return load(blob)


def test_weights_that_were_altered_are_refused(cascade: Path) -> None:
    """Before anything is drawn with them."""
    path = registry.path_of(registry.find(emoji_if.STAGE_1))
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        loader._load_cascade.cache_clear()
        with pytest.raises(UserError, match="altered"):
            run(make("picture", steps=1))
    finally:
        path.write_bytes(whole)


def test_what_cannot_be_asked_is_said_in_a_sentence() -> None:
    """Bounds, models, and texts."""
    for knobs, words in (
        ({"count": 0}, "count must be"),
        ({"steps": 0}, "steps must be"),
        ({"prompt": "x" * 301}, "prompt must be a text"),
        ({"model": "emoji-of"}, "knows no model"),
        ({"model": "../../etc/passwd"}, "knows no model"),
        ({"guidance": float("nan")}, "guidance must be"),
    ):
        with pytest.raises(UserError, match=words):
            make("picture", **knobs)


def test_a_prompt_survives_the_address_bar_and_loses_only_what_means_nothing() -> None:
    """Any script, quotes and markup are text; control characters are not."""
    for prompt in ("a photo of a “dog”", "<b>&?=#%", "犬の写真", "a, b; c: d"):
        recipe = make("picture", prompt=prompt)
        assert recipe.prompt == prompt
        assert from_query(to_query(recipe)) == recipe
    assert make("picture", prompt="a\x00 dog\n\tand  cat ").prompt == "a dog and cat"
    assert change(make("picture"), prompt="").prompt == ""
