"""The registry: names, cards, and one sentence for each way in which a file can be broken."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from lib.models import registry
from lib.models.errors import UserError
from lib.models.files import replace_all

ID = "digits-class-ddpm@20"


def test_a_card_is_read_back_as_written_and_is_text_for_people(zoo: Path) -> None:
    made = registry.write({"name": "digits-flow", "epoch": 1, "recipe": {"lr": 1e-3}}, {"w": torch.ones(2, 3)})
    assert registry.find("digits-flow@1") == made
    text = (zoo / "digits-flow@1.json").read_text()
    keys = [line.split('"')[1] for line in text.splitlines()[1:-1]]
    assert keys == sorted(keys)
    assert (made.bytes, made.parameters) == (os.path.getsize(zoo / made.file), 6)
    assert not list(zoo.glob(".*")), "no temporary file stays"


def test_a_bare_name_means_the_latest_epoch(zoo: Path) -> None:
    assert registry.find("digits-class-ddpm").id == ID
    assert registry.find("digits-judge").epoch is None
    assert [i for i in registry.checkpoints() if i.startswith("digits-class")] == ["digits-class-ddpm@5", ID]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("digits-clas-ddpm", "did you mean digits-class-ddpm"),
        ("digits-class-ddpm@7", "digits-class-ddpm has no epoch 7: there are 5, 20."),
        ("digits-class-ddpm@10", "to train it: `python -m lib train digits-class-ddpm --data DIR --until 10 --resume`"),
        ("digits-flow@20", "to train it: `python -m lib train digits-flow --data DIR --until 20 --resume`"),
        ("digits-reflow-1@7", "digits-reflow-1 has no epoch 7: there is 5."),
        ("emoji-if@1", "emoji-if has no epochs: ask for emoji-if."),
        ("plane-reflow-1", "run `python -m lib train plane-reflow-1`"),
        ("zebra", "python -m lib models"),
        ("../../etc/passwd", "not the name of a model"),
        ("digits-flow@-1", "not the name of a model"),
        ("", "not the name of a model"),
        (float("nan"), "not the name of a model"),
    ],
)
def test_a_name_that_is_not_there_gets_a_way_out(zoo: Path, asked: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        registry.find(asked)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_epoch_is_found_where_its_id_is_the_bare_name(zoo: Path) -> None:
    registry.write({"id": "plane-flow", "name": "plane-flow", "epoch": 40}, {"w": torch.ones(2)})
    assert registry.find("plane-flow@40").id == "plane-flow"
    assert registry.find("digits-class-ddpm@05").id == "digits-class-ddpm@5"
    with pytest.raises(UserError, match=r"there is 40\.$"):
        registry.find("plane-flow@4")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda p: p.unlink(), "are missing"),
        (lambda p: p.write_bytes(p.read_bytes()[:-7]), "are cut short"),
        (lambda p: p.write_bytes(b""), "are cut short"),
        (lambda p: p.write_bytes(p.read_bytes() + b"x"), "are too long"),
        (lambda p: p.write_bytes(p.read_bytes()[:-1] + bytes([p.read_bytes()[-1] ^ 1])), "were altered"),
        (lambda p: (p.unlink(), p.mkdir()), "can't be read"),
    ],
)
def test_a_broken_file_gets_its_own_sentence(zoo: Path, harm, said: str) -> None:
    checkpoint = registry.find(ID)
    registry.verify(checkpoint)
    harm(registry.path_of(checkpoint))
    with pytest.raises(UserError) as caught:
        registry.verify(checkpoint)
    assert said in str(caught.value)
    assert f"git checkout cache/models/{ID}.safetensors" in str(caught.value)
    assert "python -m lib train digits-class-ddpm" in str(caught.value)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"id": 3}', "null", "\udcff"])
def test_a_broken_card_hides_no_other_and_says_so_when_asked(zoo: Path, content: str) -> None:
    (zoo / f"{ID}.json").write_text(content, errors="surrogateescape")
    assert registry.find("digits-class-ddpm").epoch == 5
    with pytest.raises(UserError, match=r"card .* can't be read"):
        registry.find(ID)


def test_a_card_that_points_elsewhere_is_refused(zoo: Path) -> None:
    card = zoo / f"{ID}.json"
    card.write_text(json.dumps(json.loads(card.read_text()) | {"file": "../../secret"}))
    with pytest.raises(UserError, match="can't be read"):
        registry.find(ID)


def test_a_full_disk_leaves_what_was_there(zoo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in zoo.iterdir()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left"):
        registry.write({"name": "digits-class-ddpm", "epoch": 20}, {"w": torch.zeros(3)})
    assert {path.name: path.read_bytes() for path in zoo.iterdir()} == before


def test_half_precision_only_where_it_holds(zoo: Path) -> None:
    from safetensors.torch import load_file

    made = registry.write(
        {"name": "digits-flow", "epoch": 2}, {"m": torch.ones(2, 2), "big": torch.full((2, 2), 1e6), "v": torch.ones(3)}
    )
    kept = load_file(registry.path_of(made))
    assert [kept[key].dtype for key in ("m", "big", "v")] == [torch.float16, torch.float32, torch.float32]


def test_nothing_is_replaced_before_everything_is_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError):
        replace_all({tmp_path / "a": b"new", tmp_path / "file" / "b": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"


def test_the_registry_does_not_import_torch() -> None:
    code = "import sys, lib.models.registry as r; r.checkpoints(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
