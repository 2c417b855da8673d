"""Evaluation: the Fréchet distance against closed forms, and that what is measured lands in the card."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch

from lib.models import registry
from lib.models.errors import UserError
from lib.training import evaluate
from lib.training.data import Digits
from tests.tiny import write_zoo


def test_frechet_of_shifted_and_stretched_gaussians() -> None:
    """|m|^2 for a shift by m, and sum (s - 1)^2 for a stretch by s: the closed form for commuting covariances."""
    x = torch.randn(200_000, 3, generator=torch.Generator().manual_seed(0)).double()
    shift = torch.tensor([1.0, -2.0, 0.5]).double()
    stretch = torch.tensor([1.0, 2.0, 0.5]).double()
    assert evaluate.frechet(x, x) == pytest.approx(0, abs=1e-9)
    assert evaluate.frechet(x + shift, x) == pytest.approx(5.25, abs=1e-6)
    assert evaluate.frechet(x * stretch, x) == pytest.approx(1.25, abs=0.02)
    assert evaluate.frechet(x, x + shift) == pytest.approx(evaluate.frechet(x + shift, x))


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiny untrained models, and a handful of random digits in MNIST's place."""
    torch.set_num_threads(1)
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    write_zoo(tmp_path)
    images = torch.randint(0, 256, (400, 1, 28, 28), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)
    monkeypatch.setattr(evaluate, "mnist", lambda *_, **__: Digits(images, torch.arange(400) % 10))


@pytest.mark.usefixtures("zoo")
def test_what_is_measured_is_kept_in_the_card() -> None:
    """Rows for each guidance, the floor, and for a DDPM the loss by t, over the whole schedule."""
    checkpoint = registry.find("digits-class-ddpm")
    before = registry.read(checkpoint)
    figures = evaluate.record(checkpoint.id, guidances=(1.0, 5.0), steps=2, per_label=2)
    kept = registry.find(checkpoint.id)
    assert kept.figures["evaluation"]["rows"] == figures["rows"]
    assert [row["guidance"] for row in figures["rows"]] == [1.0, 5.0]
    assert all(0 <= row["accuracy"] <= 1 and math.isfinite(row["frechet"]) for row in figures["rows"])
    levels = [t for t, _ in kept.figures["loss_by_t"]]
    assert levels == sorted(levels)
    assert levels[-1] == 300
    assert registry.read(kept) == before


@pytest.mark.usefixtures("zoo")
@pytest.mark.parametrize("told", [True, False])
def test_the_floor_is_of_sets_like_those_that_a_model_draws(monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    """As many digits, as many of each label where the model is told the label, and no digit twice."""
    labels = torch.arange(400) % 10
    images = torch.zeros(400, 1, 28, 28, dtype=torch.uint8)
    images[:, 0, 0, 0], images[:, 0, 0, 1] = labels, torch.arange(400) // 10
    monkeypatch.setattr(evaluate, "mnist", lambda *_, **__: Digits(images, labels))
    seen: list[list[tuple[int, int]]] = []

    def features(_judge: object, shown: torch.Tensor) -> tuple[torch.Tensor, None]:
        corner = (shown[:, 0, 0, :2] * 255).round().int()
        seen.append([(int(label), int(place)) for label, place in corner])
        return corner.double(), None

    monkeypatch.setattr(evaluate, "features", features)
    assert math.isfinite(evaluate.floor(torch.nn.Identity(), None, 20, told)[1])
    _, *sets = seen
    assert len(sets) == 10
    assert len({digit for part in sets for digit in part}) == 200
    counts = {tuple(sorted(label for label, _ in part)) for part in sets}
    assert (counts == {tuple(i // 2 for i in range(20))}) is told


@pytest.mark.usefixtures("zoo")
def test_figures_stay_with_the_epoch_that_they_were_measured_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks by a bare name gets its latest epoch, also where a training writes another one meanwhile."""
    draw = evaluate.draw

    def meanwhile(*args: object) -> evaluate.Drawn:
        net = registry.tensors(registry.find("digits-flow@20"))
        registry.write({"name": "digits-flow", "epoch": 21}, net)
        return draw(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(evaluate, "draw", meanwhile)
    figures = evaluate.record("digits-flow", guidances=(1.0,), steps=1, per_label=1)
    assert figures["model"] == "digits-flow@20"
    assert registry.find("digits-flow@20").figures["evaluation"] == figures
    assert registry.find("digits-flow@21").figures == {}


@pytest.mark.usefixtures("zoo")
def test_flows_have_a_straightness_and_ddpms_have_none() -> None:
    """It is measured only where the path is straight; a model that is told no class has no accuracy."""
    settings = {"guidances": (1.0,), "steps": 2, "per_label": 1}
    assert evaluate.evaluate("digits-flow", **settings)["rows"][0]["straightness"] is not None
    assert evaluate.evaluate("digits-class-ddpm", **settings)["rows"][0]["straightness"] is None
    assert evaluate.evaluate("digits-time-ddpm", **settings)["rows"][0]["accuracy"] is None


@pytest.mark.usefixtures("zoo")
@pytest.mark.parametrize("name", ["digits-denoiser", "plane-flow", "digits-nothing"])
def test_models_that_draw_no_digits_are_refused(name: str) -> None:
    """In a sentence."""
    with pytest.raises(UserError):
        evaluate.evaluate(name, steps=1, per_label=1)


@pytest.mark.usefixtures("zoo")
def test_the_same_digits_whatever_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Picture i has its own noise: drawn in chunks of 7 or all at once it is the same."""
    whole = evaluate.draw("digits-class-ddpm", 2, 2.0, 3).images
    monkeypatch.setattr(evaluate, "CHUNK", 7)
    assert torch.allclose(evaluate.draw("digits-class-ddpm", 2, 2.0, 3).images, whole, atol=1e-4)
