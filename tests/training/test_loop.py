"""The training loop: resumed is the same as uninterrupted, saves are whole, snapshots reach the zoo, and it learns."""

from __future__ import annotations

import dataclasses
import signal
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from lib.models import files, registry
from lib.models.errors import UserError
from lib.models.judges import Judge
from lib.models.unet import UNet
from lib.training import loop, objectives, progress, specs
from lib.training.source import Fixed
from lib.training.spec import Spec

TINY = Spec(
    name="tiny",
    network=lambda: UNet(4, time=True, classes=10),
    objective=objectives.ddpm_of_class,
    batch=8,
    epochs=3,
    snapshots=(1, 2, 3),
)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spec:
    """A very small model, 24 pictures, and folders of its own."""
    torch.set_num_threads(1)
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(specs.SPECS, "tiny", TINY)
    generator = torch.Generator().manual_seed(1)
    images = torch.randint(0, 256, (24, 1, 28, 28), generator=generator, dtype=torch.uint8)
    monkeypatch.setattr(loop, "load_source", lambda *_: Fixed((images, torch.arange(24) % 10)))
    return TINY


def weights(tmp_path: Path) -> dict[str, Tensor]:
    """The running average in the last save."""
    content = torch.load(tmp_path / "state" / "training" / "tiny.pt", weights_only=True)
    return dict(content["ema"])


def strike(patch: pytest.MonkeyPatch, owner: object, name: str, call: int) -> None:
    """Ctrl-C in the middle of a call of a function."""
    real, calls = getattr(owner, name), []

    def struck(*args: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) == call:
            signal.raise_signal(signal.SIGINT)
        return real(*args, **kwargs)

    patch.setattr(owner, name, struck)


JUDGE = dataclasses.replace(TINY, network=lambda: Judge(2), objective=objectives.classify)
STRIKES = {"before the average moves": (loop, "_average", 5, 5), "in a snapshot": (registry, "write", 3, 9)}


@pytest.mark.parametrize("plan", [TINY, JUDGE], ids=["ddpm", "judge with Dropout"])
@pytest.mark.parametrize("where", STRIKES)
def test_interrupted_and_resumed_is_the_same_run(
    tiny: Spec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, plan: Spec
) -> None:
    """Ctrl-C within a step or a snapshot loses nothing: the resumed run ends in the same weights, bit for bit."""
    monkeypatch.setitem(specs.SPECS, "tiny", plan)
    assert loop.train("tiny", quiet=True) == ["tiny@1", "tiny@2", "tiny@3"]
    whole = weights(tmp_path)
    registry.path_of(registry.find("tiny@3")).unlink()
    owner, name, call, step = STRIKES[where]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a background shell starts ignores it
    try:
        with monkeypatch.context() as patch:
            strike(patch, owner, name, call)
            with pytest.raises(KeyboardInterrupt):
                loop.train("tiny", quiet=True)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert torch.load(progress.place("tiny"), weights_only=True)["step"] == step
    if step < 9:
        loop.train("tiny", resume=True, quiet=True)
    registry.verify(registry.find("tiny@3"))
    again = weights(tmp_path)
    assert all(torch.equal(whole[key], again[key]) for key in whole)


def test_until_stops_within_the_same_plan(tiny: Spec, tmp_path: Path) -> None:
    """A run in two sittings is the run in one."""
    assert loop.train("tiny", quiet=True) == ["tiny@1", "tiny@2", "tiny@3"]
    whole = weights(tmp_path)
    assert loop.train("tiny", until=1, quiet=True) == ["tiny@1"]
    assert loop.train("tiny", resume=True, quiet=True) == ["tiny@2", "tiny@3"]
    assert all(torch.equal(whole[key], value) for key, value in weights(tmp_path).items())


def test_snapshots_are_verified_checkpoints_of_the_average(tiny: Spec, tmp_path: Path) -> None:
    """What is in the zoo is what was trained, to half precision."""
    loop.train("tiny", quiet=True)
    card = registry.find("tiny@3")
    registry.verify(card)
    assert card.epochs_planned == 3
    assert card.losses[-1][0] == 9
    loaded = progress.weights_of("tiny@3")
    for key, value in weights(tmp_path).items():
        assert torch.allclose(loaded[key].double(), value.double(), rtol=1e-3, atol=1e-4)


def test_it_learns(tiny: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty epochs on 24 pictures bring the loss well below that of the first steps."""
    monkeypatch.setitem(specs.SPECS, "tiny", dataclasses.replace(TINY, epochs=60, lr=1e-2))
    loop.train("tiny", quiet=True)
    losses = registry.find("tiny").losses
    assert losses[-1][1] < 0.6 * losses[0][1]


def test_a_full_disk_leaves_the_last_save_whole(tiny: Spec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new save fails in a sentence; the old one still resumes, and no half file lies about."""
    loop.train("tiny", until=1, quiet=True)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        with pytest.raises(UserError, match="No space left"):
            loop.train("tiny", until=2, resume=True, quiet=True)
    assert [path.name for path in (tmp_path / "state" / "training").iterdir()] == ["tiny.pt"]
    assert torch.load(tmp_path / "state" / "training" / "tiny.pt", weights_only=True)["step"] == 3


@pytest.mark.parametrize(("name", "epochs"), [("digits-clas-ddpm", None), ("tiny", 0), ("tiny", 10**9)])
def test_bad_orders(tiny: Spec, name: str, epochs: int | None) -> None:
    """Unknown models and impossible numbers of epochs end in a sentence."""
    with pytest.raises(UserError):
        loop.train(name, epochs=epochs, quiet=True)


def test_every_network_of_the_zoo_can_take_a_step() -> None:
    """Each Spec's network and objective fit each other."""
    for spec in (spec for spec in specs.SPECS.values() if spec.source not in ("captions", "drawings", "enlargements")):
        shape = (2, 2) if spec.name.startswith("plane") else (2, 1, 28, 28)
        net: nn.Module = spec.network()
        batch = (torch.rand(shape), torch.tensor([3, 0]), torch.randn(shape))
        loss = spec.objective(net, batch, torch.Generator().manual_seed(0))
        assert loss.shape == (2,)
        assert bool(loss.isfinite().all())


def test_the_null_condition_is_not_class_0() -> None:
    """About one class in ten is dropped to all zeros; class 0 itself is a one."""
    c = objectives.one_hot(torch.zeros(20_000, dtype=torch.int64), torch.Generator().manual_seed(0))
    dropped = float((c.sum(1) == 0).double().mean())
    assert abs(dropped - 0.1) < 0.01
    assert torch.equal(c[c.sum(1) == 1][0], torch.eye(10)[0])
