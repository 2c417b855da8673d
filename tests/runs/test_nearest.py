"""The training digits that lie nearest: found among all, at their true distance, and not at all where MNIST isn't."""

import numpy as np
import pytest

from lib.runs import nearest as module
from lib.runs.nearest import HELD_OUT, held_out, nearest
from tests.tiny import write_mnist

RNG = np.random.default_rng(0)
KNOWN = RNG.integers(0, 256, (700, 28, 28), np.uint8)
TEST = RNG.integers(0, 256, (250, 28, 28), np.uint8)


@pytest.fixture
def mnist(tmp_path, monkeypatch):
    write_mnist(tmp_path, KNOWN, TEST)
    monkeypatch.setenv("DIFFUSION_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("chunk", [64, 699, 5000])
def test_it_is_the_nearest_of_all(mnist, monkeypatch, chunk):
    monkeypatch.setattr(module, "CHUNK", chunk)
    drawn = RNG.integers(0, 256, (5, 28, 28), np.uint8)
    found = nearest(drawn)
    for picture, other, distance in zip(drawn, found.pictures, found.distances, strict=True):
        far = np.sqrt(np.square((KNOWN - picture.astype(float)) / 255).mean((1, 2)))
        np.testing.assert_array_equal(other, KNOWN[far.argmin()])
        assert distance == pytest.approx(far.min(), rel=1e-6)
    assert found.among == 700


def test_a_copy_is_found_out(mnist):
    moved = KNOWN[[699, 0]].copy()
    moved[1, 0, 0] ^= 255
    found = nearest(moved)
    np.testing.assert_array_equal(found.pictures, KNOWN[[699, 0]])
    assert found.distances[0] == 0
    assert 0 < found.distances[1] <= 1 / 28


def test_real_digits_are_measured_alike(mnist):
    found = held_out()
    assert len(found.distances) == HELD_OUT
    np.testing.assert_allclose(found.distances[:3], nearest(TEST[:3]).distances)


@pytest.mark.parametrize("name", ["train-images-idx3-ubyte", "t10k-images-idx3-ubyte"])
@pytest.mark.parametrize("keep", [0, 16, 1000])
def test_damaged_files_are_as_none(mnist, name, keep):
    path = mnist / "MNIST" / "raw" / name
    path.write_bytes(path.read_bytes()[:keep])
    assert held_out() is None
    assert (nearest(TEST[:1]) is None) == name.startswith("train")


def test_without_mnist_there_is_nothing_to_find(monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_DATA", str(tmp_path))
    assert nearest(TEST[:1]) is None
    assert held_out() is None
