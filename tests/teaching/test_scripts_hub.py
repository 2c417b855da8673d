"""The script of a model of the Hub, on a tiny cascade that lies on the disk as DeepFloyd's does."""

import os
import runpy
import sys

import numpy as np
import pytest
import torch

from lib.models.miniature import build
from lib.models.pipelines import load_stage1
from lib.models.safety import load_filter
from lib.runs.recipe import make
from lib.runs.walks import walk_of
from lib.teaching.scripts import script
from tests.models.tiny_filter import put_filter

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture
def folder(tmp_path):
    """A first stage of 8 px with a safety filter."""
    made = build(tmp_path, channels=(8, 16), side=8, upsampled=16, channels2=(8, 16), text=32, layers=1, groups=4)
    put_filter(made / "stage1")
    return made / "stage1"


def test_it_draws_what_the_app_draws_and_its_filter_is_on(folder, tmp_path, monkeypatch):
    recipe = make("picture", model="DeepFloyd/IF-I-M-v1.0", prompt="a dog", count=5, steps=3, frames=2)
    text = script(recipe)
    for old, new in (
        ('MODEL = "DeepFloyd/IF-I-M-v1.0"', f"MODEL = {str(folder)!r}"),
        ('VARIANT = "fp16"', "VARIANT = None"),
        ("SHAPE = (3, 64, 64)", "SHAPE = (3, 8, 8)"),
        ("snapshot_download(MODEL, allow_patterns=wanted)", "MODEL"),
        ("from huggingface_hub import snapshot_download\n", ""),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "out.py").write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["out.py"])
    before = dict(os.environ)
    try:
        x = runpy.run_path("out.py", run_name="__main__")["x"]
    finally:
        torch.set_grad_enabled(True)
    assert dict(os.environ) == before
    wanted = _drawn(recipe, load_stage1(folder))
    checked = load_filter(folder).checked((wanted / 2 + 0.5).clamp(0, 1))
    wanted = np.where(np.array(checked.rejected)[:, None, None, None], -1, wanted.numpy())
    assert np.abs(np.clip(x.numpy(), -1, 1) - np.clip(wanted, -1, 1)).max() < 1e-2
    assert (tmp_path / "out.png").is_file()


def _drawn(recipe, model):
    """The last pictures of the walk."""
    from lib.runs.run import _steps

    walk = walk_of(recipe, model)
    with torch.inference_mode():
        *_, last = _steps(walk, slice(0, recipe.count), recipe, "cpu")
    return last.x_next
