"""Going on with a training: from the save, from what ships, or not at all."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from lib.models import registry
from lib.models.errors import UserError
from lib.training import loop, progress, resuming, specs
from lib.training.spec import Spec
from tests.training.test_loop import TINY, tiny

__all__ = ["tiny"]  # a fixture


def test_without_a_save_it_goes_on_from_the_last_epoch_that_ships(tiny: Spec, tmp_path: Path) -> None:
    """On another machine: same weights, same step, a fresh optimizer, and the card says so."""
    loop.train("tiny", until=2, quiet=True)
    before = registry.find("tiny@2")
    (tmp_path / "state" / "training" / "tiny.pt").unlink()
    assert loop.train("tiny", resume=True, quiet=True) == ["tiny@3"]
    after = registry.find("tiny@3")
    assert after.losses[: len(before.losses)] == before.losses
    assert after.losses[-1][0] == 9
    assert "After epoch 2 it went on from the shipped weights" in after.note
    old, new = progress.weights_of("tiny@2"), progress.weights_of("tiny@3")
    moved = max(float((new[key] - old[key]).abs().max()) for key in old if key.endswith("weight"))
    assert 0 < moved < 0.5


def test_what_is_whole_is_not_trained_again(tiny: Spec, tmp_path: Path) -> None:
    """Not on another machine, nor where an older save lies about; to start anew it takes a run without resume."""
    loop.train("tiny", until=1, quiet=True)
    old = progress.place("tiny").read_bytes()
    loop.train("tiny", resume=True, quiet=True)
    before = registry.checkpoints()
    for leave in (Path.touch, lambda path: path.write_bytes(old), Path.unlink):
        leave(progress.place("tiny"))
        with pytest.raises(UserError, match="tiny is whole: train without --resume to start anew"):
            loop.train("tiny", resume=True, quiet=True)
    assert registry.checkpoints() == before


def test_the_card_of_an_older_version_is_of_the_same_plan(tiny: Spec) -> None:
    """It may lack what it has in common with every plan, or name what isn't used."""
    recipe = progress.on_card(tiny)
    assert resuming.differing({k: v for k, v in recipe.items() if k != "side"} | {"pairs": 0}, tiny) == []
    assert resuming.differing(recipe | {"decay": 0.5}, tiny) == ["decay"]


def test_what_ships_is_gone_on_from_where_it_is_ahead_of_the_save(tiny: Spec, tmp_path: Path) -> None:
    """The save of another machine's beginning is older than what came since."""
    loop.train("tiny", until=1, quiet=True)
    old = progress.place("tiny").read_bytes()
    loop.train("tiny", until=2, resume=True, quiet=True)
    progress.place("tiny").write_bytes(old)
    assert loop.train("tiny", resume=True, quiet=True) == ["tiny@3"]
    assert "After epoch 2 it went on from the shipped weights" in registry.find("tiny@3").note


def test_an_epoch_that_is_missing_is_made_beside_later_ones(tiny: Spec, tmp_path: Path) -> None:
    """What the registry suggests for it: it goes on from the epoch before, and nothing else is written."""
    loop.train("tiny", quiet=True)
    for path in (tmp_path / "cache" / "models").glob("tiny@2.*"):
        path.unlink()
    before = registry.find("tiny@3")
    assert loop.train("tiny", until=2, resume=True, quiet=True) == ["tiny@2"]
    assert registry.find("tiny@3") == before
    with pytest.raises(UserError, match="tiny has its epoch 2"):
        loop.train("tiny", until=2, resume=True, quiet=True)


def test_a_snapshot_that_got_lost_is_written_again(tiny: Spec, tmp_path: Path) -> None:
    """The save has all that it takes."""
    loop.train("tiny", quiet=True)
    for path in (tmp_path / "cache" / "models").glob("tiny@3.*"):
        path.unlink()
    assert loop.train("tiny", resume=True, quiet=True) == ["tiny@3"]


def test_the_epoch_of_another_plan_is_not_gone_on_from(tiny: Spec, tmp_path: Path) -> None:
    """Other hyper-parameters: it starts anew."""
    loop.train("tiny", until=1, quiet=True)
    (tmp_path / "state" / "training" / "tiny.pt").unlink()
    assert loop.train("tiny", epochs=4, resume=True, quiet=True) == ["tiny@1", "tiny@2", "tiny@3", "tiny@4"]
    assert registry.find("tiny@4").note == ""


def test_every_card_that_ships_is_of_the_plan_of_today() -> None:
    """Of another one a training with --resume would begin anew, without a word, and overwrite it."""
    for card in registry.checkpoints().values():
        assert card.epoch in resuming.shipped(specs.SPECS[card.name]), card.id


def test_a_plan_that_keeps_other_epochs_is_the_same_plan(tiny: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    loop.train("tiny", until=1, quiet=True)
    monkeypatch.setitem(specs.SPECS, "tiny", dataclasses.replace(TINY, snapshots=(2, 3)))
    assert resuming.shipped(specs.SPECS["tiny"]).keys() == {1}
    assert loop.train("tiny", resume=True, quiet=True) == ["tiny@2", "tiny@3"]


def test_a_save_of_an_older_version_is_gone_on_from(tiny: Spec, tmp_path: Path) -> None:
    """It holds five of the hyper-parameters, and not beside what it began."""
    loop.train("tiny", until=1, quiet=True)
    content = torch.load(progress.place("tiny"), weights_only=True)
    assert set(content["plan"]) == {"name", "batch", "epochs", "lr", "seed"}
    progress.write_whole(progress.place("tiny"), {k: v for k, v in content.items() if k not in ("card", "over")})
    assert loop.train("tiny", resume=True, quiet=True) == ["tiny@2", "tiny@3"]
    assert registry.find("tiny@3").note == ""


def test_a_save_of_another_plan_or_a_broken_one_is_refused(
    tiny: Spec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each in a sentence, and the file stays."""
    loop.train("tiny", until=1, quiet=True)
    with pytest.raises(UserError, match=r"another plan \(with another epochs\)"):
        loop.train("tiny", epochs=7, resume=True, quiet=True)
    with monkeypatch.context() as patch:
        patch.setitem(specs.SPECS, "tiny", dataclasses.replace(TINY, decay=0.5))
        with pytest.raises(UserError, match=r"another plan \(with another decay\)"):
            loop.train("tiny", resume=True, quiet=True)
    path = progress.place("tiny")
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(UserError, match="can't be read"):
        loop.train("tiny", resume=True, quiet=True)
    assert path.stat().st_size == 1000


def test_a_shorter_plan_replaces_nothing_of_a_longer_one_unless_asked(tiny: Spec, tmp_path: Path) -> None:
    """Neither the weights nor the save; the model's own plan is trained anew as ever."""
    loop.train("tiny", quiet=True)
    before, save = registry.checkpoints(), progress.place("tiny").read_bytes()
    with pytest.raises(UserError, match="would replace tiny@1, which is of a plan of 3: add --force"):
        loop.train("tiny", epochs=2, quiet=True)
    assert registry.checkpoints() == before
    for card in before.values():
        registry.path_of(card).unlink()
        (tmp_path / "cache" / "models" / f"{card.id}.json").unlink()
    with pytest.raises(UserError, match="would replace the last save, which is of a plan of 3"):
        loop.train("tiny", epochs=2, quiet=True)
    assert progress.place("tiny").read_bytes() == save
    assert loop.train("tiny", epochs=2, force=True, quiet=True) == ["tiny@1", "tiny@2"]
    assert loop.train("tiny", epochs=2, quiet=True) == ["tiny@1", "tiny@2"], "a plan as short as what is there"
    assert loop.train("tiny", quiet=True) == ["tiny@1", "tiny@2", "tiny@3"]


@pytest.mark.parametrize("name", specs.SPECS)
def test_what_ships_is_spared(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every model that ships, asked for one epoch, on the command line's way in; nothing is trained or written."""
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    monkeypatch.setattr(loop, "load_source", lambda *_: pytest.fail("it would have begun"))
    if specs.SPECS[name].epochs > 1 and any(card.name == name for card in registry.checkpoints().values()):
        with pytest.raises(UserError, match="would replace"):
            loop.train(name, epochs=1, quiet=True)
