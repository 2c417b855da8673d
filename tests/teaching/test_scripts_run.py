"""Scripts that ran alone draw what the app draws: every kind, in a process that knows nothing of the project."""

import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from lib.models.errors import UserError
from lib.models.registry import find, models_dir
from lib.runs import clean, posterior
from lib.runs.recipe import make
from lib.runs.run import run
from lib.teaching.scripts import script

SMALL = {"steps": 3, "frames": 2}
TWO = {"upright": "an oil painting of an old man", "turned": "a photo of a dog"}
SIX = {"model": "digits-flow", "upright": "6", "turned": "9"}
BLEND = {"kind": "blend", "low": "a photo of a cat", "high": "a rocket", "middle": "a red apple"}
RECIPES = {
    "digits": make("digits", labels=(3, 1, 4), per_label=2, **SMALL),
    "digits-one-step": make("digits", model="digits-flow", labels="0-9", per_label=1, guidance=1, steps=1, frames=2),
    "digits-time": make("digits", model="digits-time-ddpm", per_label=3, labels=(), eta=0, **SMALL),
    "digits-flow": make("digits", model="digits-flow", labels=(5, 2), per_label=1, guidance=3, seed=7, **SMALL),
    "digits-flow-eta": make("digits", model="digits-flow", labels=(5,), per_label=2, guidance=0, eta=0.5, **SMALL),
    "digits-many": make("digits", model="digits-time-ddpm", labels=(), per_label=51, steps=1, frames=2),
    "plane": make("plane", points=60, **SMALL),
    "field": make("field", times=(1.0, 0.4), side=5),
    "denoise": make("denoise", source="generated", digits=(3, 3, 8), sigmas=(0.0, 0.5)),
    "denoise-noise": make("denoise", source="noise", digits=(1, 2), sigmas=(1.0,)),
    "plausible": make("plausible", times=(300, 150), seed=1),
    "picture": make("picture", count=2, **SMALL),
    "picture-plain": make("picture", count=1, guidance=1, eta=0.3, seed=5, **SMALL),
    "picture-stream": make("picture", count=1, z=2, negative="a cat", **SMALL),
    "forward": make("forward", times=(999, 500, 0)),
    "forward-linear": make("forward", image="cat", times=(700, 20), schedule="linear", scaling="off"),
    "onestep": make("onestep", times=(750, 250), guidance=3),
    "edit": make("edit", i_start=2, count=2, prompt="a rocket", **SMALL),
    "edit-digit": make("edit", model="digits-flow", image="three", i_start=1, prompt="8", **SMALL),
    "inpaint": make("inpaint", mask="ring", feather=0.1, prompt="a castle", **SMALL),
    "inpaint-again": make("inpaint", mask="top", resample=3, inverted="yes", guidance=1, **SMALL),
    "inpaint-digit": make("inpaint", model="digits-flow", image="three", mask="left", prompt="3", resample=2, **SMALL),
    "anagram-jigsaw": make("anagram", **TWO, view="jigsaw-7", guidance=1, **SMALL),
    "anagram-negate": make("anagram", **TWO, view="negate", **SMALL),
    "anagram-scale": make("anagram", **TWO, view="scale", **SMALL),
    "anagram-blur": make("anagram", **TWO, view="blur", eta=0, **SMALL),
    "anagram-circle": make("anagram", **SIX, view="circle", eta=0.5, **SMALL),
    "anagram-skew": make("anagram", **SIX, view="skew", guidance=0, **SMALL),
    "anagram-rows": make("anagram", **SIX, view="rows", guidance=2, **SMALL),
    "anagram-digits": make("anagram", model="digits-flow", upright="6", turned="9", view="rotate90", count=2, **SMALL),
    "anagram-of-hybrids": make("anagram", upright="a cat", turned=BLEND, view="rotate270", **SMALL),
    "hybrid-three": make("hybrid", middle="a photo of a dog", guidance=3, eta=0, **SMALL),
    "upsample": make("upsample", of=make("picture", count=1, **SMALL), **SMALL),
    "upsample-edit": make("upsample", of=make("edit", i_start=2, **SMALL), guidance=1, prompt="a tree", **SMALL),
    "upsample-forward": make("upsample", of=make("forward", times=(100,)), count=9, guidance=1, steps=1, frames=2),
}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]  # one process that runs all scripts takes its time
DRIVER = """
import os, runpy, sys
import numpy as np, torch
torch.set_num_threads(1)
weights, *folders = sys.argv[1:]
for folder in folders:
    os.chdir(folder)
    sys.argv = ["out.py", "--weights", weights]
    named = runpy.run_path("out.py", run_name="__main__")
    torch.set_grad_enabled(True)
    np.savez("x.npz", x=named["x"].cpu().float().numpy())
assert not [name for name in sys.modules if name == "lib" or name.startswith(("lib.", "streamlit"))]
"""


def here(recipe):
    """Whether all its weights are on this machine."""
    try:
        find(recipe.model)
    except UserError:
        return False
    return True


@pytest.fixture(scope="module")
def quick():
    """A known set of ten digits; digits that are drawn to begin with, in a few steps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "PER_DIGIT", 1)
        patch.setitem(posterior.SET, "steps", 3)
        patch.setitem(clean.GENERATOR, "steps", 3)
        yield


@pytest.fixture(scope="module")
def ran(tmp_path_factory, quick):
    """A folder for each recipe, in which its script has run: out.py, out.png and x.npz."""
    base = tmp_path_factory.mktemp("scripts")
    folders = {name: base / name for name, recipe in RECIPES.items() if here(recipe)}
    for name, folder in folders.items():
        folder.mkdir()
        (folder / "out.py").write_text(script(RECIPES[name]), encoding="utf-8")
    command = [sys.executable, "-c", DRIVER, str(models_dir()), *map(str, folders.values())]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error"}
    done = subprocess.run(command, cwd=base, env=environment, capture_output=True, text=True, timeout=570)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Warning" not in done.stderr
    return folders


def psnr(a, b, low):
    """In dB, of what can be shown."""
    a, b = (np.clip(x.astype(np.float64), low, 1) for x in (a, b))
    return 10 * np.log10((1 - low) ** 2 / max(float(np.square(a - b).mean()), 1e-12))


@pytest.mark.parametrize("name", RECIPES)
def test_a_script_draws_what_the_app_draws(ran, name):
    if name not in ran:
        pytest.skip(f"{RECIPES[name].model} is not trained here")
    recipe = RECIPES[name]
    found = run(recipe)
    low = recipe.data_range[0] if recipe.kind not in ("plane", "field") else -3
    with np.load(ran[name] / "x.npz") as npz:
        x = npz["x"]
    wanted = found.x_t if recipe.kind == "forward" else found.x_0
    if recipe.kind not in ("forward", "onestep", "denoise", "field", "plausible"):
        wanted = wanted[-1:]
    if recipe.kind == "forward":
        low = -1
    reached = psnr(x.reshape(wanted.shape), wanted, low)
    assert reached > 40
    with Image.open(ran[name] / "out.png") as image:
        assert min(image.size) >= 28
