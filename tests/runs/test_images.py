"""Pictures by reference: kept, found again, bounded."""

import errno
import multiprocessing
import os
import time

import numpy as np
import pytest

from lib.models.errors import UserError
from lib.models.places import state_dir
from lib.runs import drawings, images
from lib.runs.blur import gaussian
from lib.runs.resize import resized


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    return tmp_path / "images"


def picture(seed=0, height=24, width=24):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)


def test_what_was_kept_comes_back_to_the_last_bit(folder):
    put = picture()
    ref = images.keep(put)
    assert images.check_ref(ref) == ref
    assert images.known(ref)
    back = images.pixels(ref, 24)
    assert back.dtype == np.float32
    assert np.array_equal(np.rint(back * 255).astype(np.uint8), put.transpose(2, 0, 1))
    assert images.keep(put.copy()) == ref
    assert images.keep(np.asfortranarray(put)) == ref
    assert [path.name for path in folder.iterdir()] == [f"{ref}.png"]
    assert images.keep(picture(1)) != ref
    assert images.keep(np.zeros((2, 8, 3), np.uint8)) != images.keep(np.zeros((4, 4, 3), np.uint8))


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (17, 40)])
def test_of_a_picture_that_is_not_square_the_middle_is_taken(folder, shape):
    put = picture(0, *shape)
    side = min(shape)
    top, left = (shape[0] - side) // 2, (shape[1] - side) // 2
    middle = put[top : top + side, left : left + side].transpose(2, 0, 1) / np.float32(255)
    ref = images.keep(put)
    assert np.array_equal(images.pixels(ref, side), middle)
    assert images.pixels(ref, 7).shape == (3, 7, 7)


def test_made_smaller_nothing_is_aliased(folder):
    stripes = np.zeros((512, 512, 3), np.uint8)
    stripes[:, ::2] = 254
    assert np.allclose(images.pixels(images.keep(stripes), 32), 127 / 255, atol=1e-6)


@pytest.mark.parametrize(("n", "side"), [(10, 4), (100, 33), (512, 100), (3, 1)])
def test_areas_count_as_they_are(n, side):
    """Against the same picture with each pixel repeated, so that areas are whole numbers of pixels."""
    small = picture(3, n, n)
    repeated = small.repeat(side, 0).repeat(side, 1).astype(np.float64) if n * side < 4000 else None
    if repeated is not None:
        expected = repeated.reshape(side, n, side, n, 3).mean((1, 3)) / 255
        assert np.allclose(resized(small, side), expected, atol=1e-6)
    assert np.isclose(resized(small, side).mean(), small.mean() / 255, atol=1e-5)


def test_made_larger_it_is_smooth_and_within_bounds(folder):
    step = np.zeros((4, 4, 3), np.uint8)
    step[:, 2:] = 255
    large = images.pixels(images.keep(step), 64)
    assert large.min() == 0
    assert large.max() == 1
    assert ((large > 0.1) & (large < 0.9)).any()


@pytest.mark.parametrize("side", [1, 4, 32, 512, 700, 1024])
def test_drawings_are_known_by_name(folder, side):
    assert images.known("logo")
    assert images.pixels("logo", side).shape == (3, side, side)
    if drawings.MIN_SIDE <= side <= drawings.MAX_SIDE:
        drawn = drawings.draw("logo", side).transpose(2, 0, 1)
        assert np.array_equal(np.rint(images.pixels("logo", side) * 255), drawn)
    assert not folder.exists()


def test_a_reference_is_checked_without_the_disk(folder):
    assert images.check_ref(" Cat ") == "cat"
    assert images.check_ref("A" * 64) == "a" * 64
    digits = "a" * 64
    for wrong in ("", "dog", digits[1:], digits + "a", "g" * 64, "../" + digits[3:], None, 3, b"cat", digits * 999):
        with pytest.raises(ValueError, match="is no picture: take one of tower") as error:
            images.check_ref(wrong)
        assert len(str(error.value)) < 250
    assert not folder.exists()


@pytest.mark.parametrize("ref", ["0" * 64, "../../etc/passwd", "", "dog"])
def test_one_that_is_not_here_is_said(folder, ref):
    assert not images.known(ref)
    with pytest.raises(UserError, match="isn't on this machine"):
        images.pixels(ref, 32)


@pytest.mark.parametrize("side", [0, -1, 1025])
def test_a_side_out_of_bounds_is_said(side):
    with pytest.raises(UserError, match="1 to 1024 pixels"):
        images.pixels("cat", side)


@pytest.mark.parametrize("damage", [b"", b"\x89PNG", "cut", "other"])
def test_a_damaged_file_is_a_miss_and_is_kept_again(folder, damage):
    ref, other = images.keep(picture()), images.keep(picture(1))
    path = folder / f"{ref}.png"
    whole = path.read_bytes()
    blobs = {"cut": whole[: len(whole) // 2], "other": (folder / f"{other}.png").read_bytes()}
    path.write_bytes(blobs[damage] if isinstance(damage, str) else damage)
    with pytest.raises(UserError, match="Upload it again"):
        images.pixels(ref, 8)
    assert not images.known(ref)
    assert images.keep(picture()) == ref
    assert path.read_bytes() == whole


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_is_said_and_leaves_nothing_half_written(folder, monkeypatch, call):
    first = images.keep(picture())

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(UserError, match="No space left"):
        images.keep(picture(1))
    assert images.keep(picture()) == first  # is there already
    monkeypatch.undo()
    monkeypatch.setenv("DIFFUSION_STATE", str(folder.parent))
    assert [path.name for path in folder.iterdir()] == [f"{first}.png"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "file"))
    with pytest.raises(UserError, match="Can't write"):
        images.keep(picture())
    assert not images.known("0" * 64)


@pytest.mark.parametrize(
    "wrong",
    [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)],
)
def test_what_is_no_picture_is_not_kept(folder, wrong):
    with pytest.raises(UserError, match="shape"):
        images.keep(wrong)
    with pytest.raises(UserError, match="smaller"):
        images.keep(np.zeros((1, 2049, 3), np.uint8))
    assert not folder.exists()


@pytest.mark.parametrize("bound", ["MAX_FILES", "MAX_BYTES"])
def test_the_folder_is_bounded_and_the_longest_unused_go_first(folder, monkeypatch, bound):
    refs = [images.keep(picture(seed)) for seed in range(3)]
    size = (folder / f"{refs[0]}.png").stat().st_size
    monkeypatch.setattr(images, bound, 3 if bound == "MAX_FILES" else int(3.5 * size))
    for k, ref in enumerate(refs):
        os.utime(folder / f"{ref}.png", (time.time() - 100 + k,) * 2)
    images.pixels(refs[0], 8)  # used: now 1 is the longest unused
    (folder / ".old.part").write_bytes(b"x")
    os.utime(folder / ".old.part", (time.time() - 10_000,) * 2)
    (folder / ".new.part").write_bytes(b"x")
    refs.append(images.keep(picture(3)))
    assert [images.known(ref) for ref in refs] == [True, False, True, True]
    assert sorted(path.name for path in folder.glob("*.part")) == [".new.part"]


def test_the_one_just_kept_stays_even_if_the_others_are_of_tomorrow(folder, monkeypatch):
    monkeypatch.setattr(images, "MAX_FILES", 1)
    first = images.keep(picture())
    os.utime(folder / f"{first}.png", (time.time() + 86_400,) * 2)
    second = images.keep(picture(1))
    assert images.known(second)
    assert not images.known(first)


def _keep_many(folder, barrier, failures):
    os.environ["DIFFUSION_STATE"] = str(folder)
    images.MAX_FILES = 2
    barrier.wait(60)
    try:
        for turn in range(30):
            put = picture(turn % 3)
            ref = images.keep(put)
            found = (state_dir() / "images" / f"{ref}.png").is_file() and images._read(ref)
            if isinstance(found, np.ndarray) and not np.array_equal(found, put):
                failures.put("other pixels")
    except Exception as error:
        failures.put(repr(error))


def test_two_processes_keep_the_same_pictures(tmp_path):
    context = multiprocessing.get_context("spawn")
    barrier, failures = context.Barrier(2), context.Queue()
    both = [context.Process(target=_keep_many, args=(tmp_path, barrier, failures)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
        assert process.exitcode == 0
    assert failures.empty()
    left = list((tmp_path / "images").iterdir())
    assert 1 <= len(left) <= 3
    assert all(path.suffix == ".png" for path in left)


@pytest.mark.parametrize(("sigma", "size"), [(1.0, None), (2.5, None), (3.0, 5), (0.7, 9)])
def test_the_blur_is_the_one_of_torchvision(sigma, size):
    import torch
    from torchvision.transforms.functional import gaussian_blur

    x = np.random.default_rng(0).normal(size=(2, 3, 40, 31))
    kernel = size or 2 * int(np.ceil(4 * sigma)) + 1
    theirs = gaussian_blur(torch.from_numpy(x), [kernel, kernel], [sigma, sigma]).numpy()
    assert np.allclose(gaussian(x, sigma, size), theirs, atol=1e-6)


def test_the_blur_keeps_type_constants_and_small_arrays():
    x = np.full((5, 4), 0.3, np.float32)
    assert gaussian(x, 30.0).dtype == np.float32
    assert np.allclose(gaussian(x, 30.0), 0.3)
    assert gaussian(np.ones((1, 1)), 5.0) == 1
    assert np.array_equal(gaussian(x, 0.0), x)
    for sigma, size in ((-1.0, None), (float("nan"), None), (1.0, 4), (1.0, 0)):
        with pytest.raises(ValueError, match="odd size"):
            gaussian(x, sigma, size)
