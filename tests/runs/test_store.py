"""The store: bounded, atomic, forgiving."""

import errno
import multiprocessing
import os
import time
import tracemalloc

import numpy as np
import pytest

from lib.runs.recipe import make
from lib.runs.store import Store
from lib.runs.trajectory import Trajectory


def trajectory(seed=0, size=8):
    x = np.random.default_rng(seed).normal(size=(2, 1, 1, size, size))
    return Trajectory(make("digits", seed=seed), [1.0, 0.0], [0.0, 1.0], [1.0, 0.0], x, x)


def test_what_was_put_is_there_for_the_next_store(tmp_path):
    put = trajectory()
    key = put.recipe.key()
    store = Store(tmp_path / "new")
    assert store.get(key) is None
    store.put(put)
    assert store.get(key) is put
    again = Store(tmp_path / "new").get(key)
    assert again.x_t.tobytes() == put.x_t.tobytes()
    assert again.recipe == put.recipe


@pytest.mark.parametrize("damage", [b"", b"PK", b"\0" * 500, "cut", "other"])
def test_a_broken_file_is_a_miss_and_goes(tmp_path, damage):
    put = trajectory()
    Store(tmp_path).put(put)
    path = Store(tmp_path).path(put.recipe.key())
    whole = path.read_bytes()
    blobs = {"cut": whole[: len(whole) // 2], "other": trajectory(1).to_npz()}
    path.write_bytes(blobs[damage] if isinstance(damage, str) else damage)
    assert Store(tmp_path).get(put.recipe.key()) is None
    assert not path.exists()


def test_a_huge_file_is_a_miss_that_is_not_even_read(tmp_path):
    put = trajectory()
    path = Store(tmp_path).path(put.recipe.key())
    path.touch()
    os.truncate(path, 6 * 2**30)
    store = Store(tmp_path)
    tracemalloc.start()
    assert store.get(put.recipe.key()) is None
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()
    assert not path.exists()
    store.put(put)
    assert Store(tmp_path).get(put.recipe.key()) is not None


def test_a_recipe_of_another_version_is_a_miss(tmp_path, monkeypatch):
    put = trajectory()
    Store(tmp_path).put(put)
    from lib.models.errors import UserError
    from lib.runs import trajectory as module

    def newer(text):
        raise UserError("This recipe is of version 2.")

    monkeypatch.setattr(module, "from_json", newer)
    assert Store(tmp_path).get(put.recipe.key()) is None


@pytest.mark.parametrize("call", ["replace", "mkstemp"])
def test_a_full_disk_is_no_error_and_leaves_what_was_there(tmp_path, monkeypatch, call):
    store = Store(tmp_path)
    first, second = trajectory(0), trajectory(1)
    store.put(first)
    before = store.path(first.recipe.key()).read_bytes()

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"lib.models.files.{'os' if call == 'replace' else 'tempfile'}.{call}", full)
    store.put(second)
    store.put(first)
    assert store.get(second.recipe.key()) is second
    assert "No space left" in store.trouble
    assert "DIFFUSION_STATE" in store.trouble
    monkeypatch.undo()
    assert store.path(first.recipe.key()).read_bytes() == before
    assert [p.suffix for p in tmp_path.iterdir()] == [".npz"]
    store.put(second)
    assert store.trouble is None


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "folder")
    put = trajectory()
    store.put(put)
    assert store.get(put.recipe.key()) is put
    assert store.trouble


def test_the_folder_is_bounded_and_the_longest_unused_go_first(tmp_path):
    size = len(trajectory().to_npz())
    store = Store(tmp_path, max_bytes=int(3.5 * size), memory_bytes=0)
    for seed in range(3):
        store.put(trajectory(seed))
        past = time.time() - 100 + seed
        os.utime(store.path(trajectory(seed).recipe.key()), (past, past))
    assert store.get(trajectory(0).recipe.key()) is not None  # used: now 1 is the longest unused
    store.put(trajectory(3))
    left = [seed for seed in range(4) if store.path(trajectory(seed).recipe.key()).exists()]
    assert left == [0, 2, 3]


def test_one_that_is_larger_than_all_room_does_not_drive_out_the_others(tmp_path):
    small, large = trajectory(0), trajectory(1, size=64)
    store = Store(tmp_path, max_bytes=len(small.to_npz()) + 100)
    store.put(small)
    store.put(large)
    assert store.path(small.recipe.key()).exists()
    assert not store.path(large.recipe.key()).exists()


def test_memory_is_bounded(tmp_path):
    store = Store(tmp_path, memory_bytes=3 * trajectory().nbytes)
    puts = [trajectory(seed) for seed in range(5)]
    for put in puts:
        store.put(put)
    held = [store.get(put.recipe.key()) is put for put in reversed(puts)]
    assert held == [True, True, True, False, False]


def test_what_killed_processes_left_behind_goes_after_an_hour(tmp_path):
    for name, age in [(".old.part", 7200), (".new.part", 60)]:
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    Store(tmp_path).put(trajectory())
    assert sorted(p.name for p in tmp_path.glob("*.part")) == [".new.part"]


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "a" * 31, "A" * 32, "0" * 32 + "\n"])
def test_only_keys_become_paths(tmp_path, key):
    with pytest.raises(ValueError, match="not the key"):
        Store(tmp_path).path(key)


def _write_and_read(folder, barrier, failures):
    store = Store(folder, max_bytes=10**9, memory_bytes=0)
    put = trajectory(size=128)
    barrier.wait()
    for _ in range(30):
        store.put(put)
        found = Store(folder, memory_bytes=0).get(put.recipe.key())
        if found is None or found.x_t.tobytes() != put.x_t.tobytes() or store.trouble:
            failures.put(store.trouble or "half a file was read")


def test_two_processes_that_write_one_key(tmp_path):
    context = multiprocessing.get_context("spawn")
    barrier, failures = context.Barrier(2), context.Queue()
    both = [context.Process(target=_write_and_read, args=(tmp_path, barrier, failures)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert failures.empty()
    assert [p.suffix for p in tmp_path.iterdir()] == [".npz"]


def _write_many(folder, barrier, first):
    store = Store(folder, max_bytes=20_000, memory_bytes=0)
    barrier.wait()
    for seed in range(40):
        store.put(trajectory(first + seed, size=16))
        store.get(trajectory(seed, size=16).recipe.key())
        assert store.trouble is None


def test_two_processes_that_make_room_in_one_folder(tmp_path):
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    both = [context.Process(target=_write_many, args=(tmp_path, barrier, first)) for first in (0, 20)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert sum(p.stat().st_size for p in tmp_path.iterdir()) <= 20_000
