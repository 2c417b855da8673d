"""Files are whole or not there, whenever a process is killed; what it left goes; links, pipes and devices stay."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from lib.models import files, registry
from lib.models.errors import UserError
from lib.models.files import finish, replace_all, sweep, sweep_below
from lib.runs.engine import _engine


def write(note: str, value: float) -> None:
    """A model with two files beside its weights."""
    fields = {"name": "digits-flow", "epoch": 20, "note": note}
    beside = {f"digits-flow/{name}.json": note.encode() for name in ("config", "words")}
    registry.write(fields, {"w": torch.full((3,), value)}, beside=beside)


def killed(renames: int, work: Callable[[], None]) -> bool:
    """Do something in a process that is killed after so many renames; whether it was done before."""
    process = multiprocessing.get_context("fork").Process(target=_dying, args=(renames, work))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of threads, of which none is at work here
        process.start()
    process.join(60)
    assert process.exitcode in (0, 9)
    return process.exitcode == 0


def _dying(renames: int, work: Callable[[], None]) -> None:
    replace, left = os.replace, iter(range(renames))

    def dies(*names: Path) -> None:
        if next(left, None) is None:
            os._exit(9)
        replace(*names)

    os.replace = dies  # type: ignore[assignment]
    work()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    write("old", 0.0)
    return tmp_path / "models"


def test_weights_and_card_are_replaced_together_whenever_the_process_is_killed(cache: Path) -> None:
    """After any of the renames: what is read is all old or all new, and never refused."""
    seen = []
    for renames in range(20):
        write("old", 0.0)
        done = killed(renames, lambda: write("new", 1.0))
        tensors = registry.tensors(registry.find("digits-flow@20"))
        parts = {(cache / "digits-flow" / f"{name}.json").read_text() for name in ("config", "words")}
        found = {registry.find("digits-flow@20").note, "new" if tensors["w"][0] else "old", *parts}
        assert len(found) == 1, (renames, found)
        seen += [*found]
        sweep_below(cache)
        assert not list(cache.rglob("*.pending"))
        if done:
            break
    assert done
    assert seen[0] == "old"
    assert seen[-3:] == ["new", "new", "new"]


def test_what_a_killed_process_began_is_finished_when_the_app_starts(cache: Path, tmp_path: Path) -> None:
    killed(1, lambda: write("new", 1.0))  # written down, and nothing of it in its place
    assert registry.find("digits-flow@20").note == "old"
    _engine.cache_clear()
    _engine(tmp_path, tmp_path / "state")
    assert registry.find("digits-flow@20").note == "new"
    registry.verify(registry.find("digits-flow@20"))
    assert not list(cache.glob(".steps-*"))


def age(path: Path, hours: float) -> None:
    then = time.time() - 3600 * hours
    os.utime(path, (then, then), follow_symlinks=False)


def test_what_is_left_behind_goes_after_an_hour_and_nothing_else(tmp_path: Path) -> None:
    theirs = ["notes.part", ".film.gif.part", ".steps-abcdefgh", "x.steps-abcdefgh.part", "old.gif"]
    for name in (*theirs, ".steps-abcdefgh.part", ".steps-hgfedcba.part"):
        (tmp_path / name).write_bytes(b"x")
        age(tmp_path / name, 2)
    age(tmp_path / ".steps-hgfedcba.part", 0.5)
    replace_all({tmp_path / "new.gif": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*theirs, ".steps-hgfedcba.part", "new.gif"])


def test_a_killed_writer_leaves_nothing_for_long(tmp_path: Path) -> None:
    """Beside an output, weights and a trajectory: the next one who writes there takes it away."""
    assert not killed(0, lambda: replace_all({tmp_path / "film.gif": b"x"}))
    (left,) = tmp_path.iterdir()
    replace_all({tmp_path / "other.gif": b"x"})
    assert left.exists(), "its writer may live"
    age(left, 1.1)
    replace_all({tmp_path / "other.gif": b"x"})
    assert [path.name for path in tmp_path.iterdir()] == ["other.gif"]


def test_what_is_still_needed_is_not_swept(cache: Path) -> None:
    killed(2, lambda: write("new", 1.0))  # the card is new, the weights aren't
    for path in cache.glob(".steps-*"):
        age(path, 5)
    sweep(cache)
    registry.verify(registry.find("digits-flow@20"))
    assert registry.find("digits-flow@20").note == "new"


@pytest.mark.parametrize(
    "lines",
    [
        [["notes", "b"]],
        [[".steps-x.part", "../b"]],
        [[".steps-x.part", "/tmp/b"]],
        [["../.steps-x.part", "b"]],
        3,
        [[1]],
    ],
)
def test_a_list_that_leads_elsewhere_moves_nothing(tmp_path: Path, lines: object) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (folder / "notes", folder / ".steps-x.part", tmp_path / ".steps-x.part", tmp_path / "b", folder / "b"):
        path.write_text(path.name)
    (folder / ".steps-x.pending").write_text(json.dumps(lines))
    finish(folder)
    assert (tmp_path / "b").read_text() == (folder / "b").read_text() == "b"
    assert (folder / "notes").exists()


def test_a_link_stays_and_what_it_points_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "real.gif").write_bytes(b"old")
    for name in ("real.gif", "not there yet.gif"):
        link = tmp_path / name
        link.symlink_to(Path("films") / name)
        replace_all({link: b"new"})
        assert link.is_symlink()
        assert (tmp_path / "films" / name).read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["films", "not there yet.gif", "real.gif"]


@pytest.mark.parametrize("what", ["pipe", "folder", "loop", "device"])
def test_what_is_no_plain_file_is_not_replaced(tmp_path: Path, what: str) -> None:
    place = tmp_path / what
    {
        "pipe": lambda: os.mkfifo(place),
        "folder": place.mkdir,
        "loop": lambda: place.symlink_to("loop"),
        "device": lambda: place.symlink_to("/dev/null"),
    }[what]()
    before = os.lstat(place), os.stat("/dev/null").st_mode
    with pytest.raises(UserError, match="Can't write"):
        replace_all({place: b"x"})
    assert (os.lstat(place), os.stat("/dev/null").st_mode) == before
    assert [path.name for path in tmp_path.iterdir()] == [what]


def test_a_folder_that_may_not_be_read_is_no_reason_to_fail(tmp_path: Path) -> None:
    sweep(tmp_path / "nothing")
    sweep_below(tmp_path / "nothing")
    assert files.finish(tmp_path / "nothing") is False
