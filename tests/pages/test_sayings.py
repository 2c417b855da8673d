"""What pages say of pictures that ship, and of noise, is measured here."""

from pathlib import Path

import pytest
import torch

from lib.diffusion import Prediction, cosine_alphas_cumprod, ddpm_path, from_x_0, generators, randn, sample
from lib.runs import anatomy, filters, images
from lib.runs.defaults import DEFAULTS
from lib.runs.engine import engine

ROOT = Path(__file__).resolve().parents[2]


def said(file: str) -> str:
    """The text of a page or a list, without the seams of its lines."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return " ".join(text.replace('"\n', "").replace(' "', "").split())


def shipped(name: str):
    found = engine().get(DEFAULTS[name])
    if found is None:
        pytest.skip(f"The picture {name} doesn't ship with these weights.")
    return found


def test_a_blur_keeps_up_with_the_model_where_a2_says_so():
    """Level at t = 500, ahead at 650 and 750; and at 850 it gains a lot."""
    found, clean = shipped("a2"), images.pixels("tower", 32) * 2 - 1
    lead = {}
    for k, t in enumerate(found.t):
        noisy = filters.unscaled(found.x_t[k, 0], float(found.alpha[k]))
        best = max(filters.kernel_curve(noisy, clean).values())
        lead[int(t)] = best - filters.psnr(found.x_0[k, 0], clean)
        assert t != 850 or best > filters.psnr(noisy, clean) + 6
    assert abs(lead[500]) < 0.1
    assert min(lead[650], lead[750]) > 0.3
    assert max(lead[390], lead[850]) < 0
    assert "level with our model at $t$ = 500, and ahead of it at 650 and 750" in said("pages/a2_classical.py")


def test_the_example_assignment_asks_for_what_is_there():
    """The walk ends in no tower, so nobody is asked to find one; one call is nearer to it, and has less detail."""
    walk, once, clean = shipped("a4"), shipped("a4-once"), images.pixels("tower", 32)
    ends = {"walk": walk.pixels("x_0")[-1, 0], "once": once.pixels("x_0")[0, 0]}
    near = {name: anatomy.psnr(end, clean) for name, end in ends.items()}
    assert near["walk"] + 0.5 < near["once"]
    assert anatomy.detail(ends["walk"]) > 1.2 * anatomy.detail(ends["once"])
    assert "recognise a tower" not in said("lib/teaching/example_assignment.yaml")


def test_two_runs_of_one_seed_share_all_their_noise():
    """As the page of comparisons says: what differs is the answers."""

    def run(answer: float) -> tuple[torch.Tensor, list[torch.Tensor]]:
        noise = generators(7, 1)
        x = randn((1, 1, 4, 4), noise)
        steps = list(sample(lambda x, level: believed(answer, x, level), path, x, generator=noise))
        put = [(s.x_next - mean(s)) / s.coefficients.z for s in steps if s.coefficients.z]
        return x, put

    def believed(answer, x, level) -> Prediction:
        return from_x_0(x, level, torch.full_like(x, answer))

    def mean(step):
        return step.coefficients.x_0 * step.prediction.x_0 + step.coefficients.eps * step.prediction.eps

    path = ddpm_path(cosine_alphas_cumprod(1000), [900, 600, 300])
    (one, first), (other, second) = run(0.0), run(0.8)
    assert len(first) == len(path) - 2  # none is put back by the last step
    assert torch.equal(one, other)
    assert all(torch.allclose(a, b, atol=1e-4) for a, b in zip(first, second, strict=True))
    assert all(float(z.std()) > 0.5 for z in first)
    assert "and nothing after it" not in said("pages/compare.py")
