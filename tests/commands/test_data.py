"""`python -m lib data mnist`: what is there to train on afterwards, and that nothing is trained."""

from types import SimpleNamespace

import torch
from torchvision import datasets

NAMES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")


def test_mnist_is_downloaded_to_where_the_app_looks(lib, here, monkeypatch):
    folder, asked = here / "state" / "data", []

    def mnist(root, train, download):
        asked.append((root, train, download))
        for name in NAMES:
            (folder / "MNIST" / "raw").mkdir(parents=True, exist_ok=True)
            (folder / "MNIST" / "raw" / f"{name}-ubyte").touch()
        count = 3 if train else 2
        return SimpleNamespace(data=torch.zeros(count, 28, 28), targets=torch.zeros(count))

    monkeypatch.setattr(datasets, "MNIST", mnist)
    code, out, err = lib("data mnist")
    assert code == 0, err
    assert asked == [(str(folder), True, True), (str(folder), False, False)]
    assert out == f"{folder}: MNIST, 3 digits to train on, 2 to test with\n"
    assert not (here / "state" / "training").exists()


def test_who_has_no_mnist_is_told_how_to_get_it_and_nothing_else(lib, here):
    code, _, err = lib("eval digits-judge")
    assert code == 2
    assert "`python -m lib data mnist`" in err
    assert "lib train" not in err
