"""Pictures of large models pass their filter; ours have none."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lib.models.safety import Checked
from lib.runs import safety
from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory


def trajectory(model: str) -> Trajectory:
    """Two frames of two white pictures."""
    white = np.ones((2, 2, 3, 4, 4), np.float16)
    return Trajectory(make("picture", model=model, count=2), np.arange(2.0), np.ones(2), np.zeros(2), white, white)


class Strict:
    """A filter that rejects every second picture."""

    def checked(self, images: torch.Tensor) -> Checked:
        """Pixels come in [0, 1]."""
        assert float(images.max()) == 1.0
        assert float(images.min()) >= 0.0
        return Checked(images, (False, True), ("One was rejected.",))


def test_a_rejected_picture_is_black_in_every_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a note says so; the others stay."""
    from lib.models import large

    monkeypatch.setattr(large, "filter_of", lambda model, device: Strict())
    found = safety.filtered(trajectory("DeepFloyd/IF-I-M-v1.0"), "cpu")
    assert (found.x_t[:, 1] == -1).all()
    assert (found.x_0[:, 1] == -1).all()
    assert (found.x_0[:, 0] == 1).all()
    assert found.images[1].max() == 0
    assert found.notes == ("One was rejected.",)


def test_a_model_without_a_filter_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own is not even asked."""
    from lib.models import large

    def asked(model: str, device: str) -> None:
        assert "/" in model

    monkeypatch.setattr(large, "filter_of", asked)
    for model in ("emoji-if", "google/ddpm-cifar10-32"):
        before = trajectory(model)
        assert safety.filtered(before, "cpu") is before
