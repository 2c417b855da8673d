"""What a prompt asks for, how unlike pictures are, and where a noise estimate lies."""

import numpy as np
import pytest

from lib.models.errors import UserError
from lib.models.vocabulary import Known, Style, Vocabulary
from lib.runs import judged
from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory

WORDS = Vocabulary(
    things=(Known("a dog", ("a puppy",)), Known("a castle"), Known("a polar bear")),
    styles=(Style("photo", ("a photo of", "a high quality photo of")), Style("oil", ("an oil painting of",))),
    words=(
        "a",
        "an",
        "bear",
        "castle",
        "dog",
        "high",
        "of",
        "oil",
        "painting",
        "photo",
        "polar",
        "puppy",
        "quality",
        "the",
    ),
    gallery=("a photo of a dog",),
)


@pytest.mark.parametrize(
    ("prompt", "thing", "style"),
    [
        ("a photo of a dog", 0, 0),
        ("a high quality photo of a puppy", 0, 0),
        ("an oil painting of the castle", 1, 1),
        ("a polar bear", 2, None),
        ("a dog castle", None, None),
        ("a high quality photo", None, None),
    ],
)
def test_a_prompt_asks_for_one_thing_in_one_style(prompt, thing, style):
    assert judged.asked(WORDS, prompt) == (thing, style)


def test_unlike_is_one_minus_the_cosine():
    assert judged.unlike(np.array([[1.0, 0], [0, 2.0]])) == pytest.approx(1)
    assert judged.unlike(np.array([[1.0, 0], [3.0, 0]])) == pytest.approx(0)
    assert judged.unlike(np.array([[1.0, 0]])) == 0


def test_guided_estimates_lie_on_the_line_at_their_scale():
    rng = np.random.default_rng(0)
    nothing, told, other = rng.standard_normal((3, 3, 8, 8))
    for scale in (0, 0.5, 1, 7):
        where = judged.place(nothing + scale * (told - nothing), nothing, told)
        assert where.along == pytest.approx(scale)
        assert (where.across, where.off) == pytest.approx((0, 0), abs=1e-6)
    whole = judged.place(other, nothing, told)
    length = np.linalg.norm(other - nothing) / np.linalg.norm(told - nothing)
    assert np.linalg.norm(whole[:3]) == pytest.approx(length)
    assert whole.size == pytest.approx(np.sqrt((other**2).mean()))


def test_a_judge_that_is_not_here_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    x = np.zeros((2, 2, 3, 32, 32))
    found = Trajectory(make("picture", count=2, frames=2), [990, 0], [0.1, 1], [0.9, 0], x, x)
    with pytest.raises(UserError):
        judged.reading(found)


def test_a_judge_that_is_here_reads_probabilities(monkeypatch):
    import torch

    from lib.models import loader
    from lib.models.judges import DrawingJudge

    torch.manual_seed(0)
    judge = DrawingJudge(3, 2, width=4, features=8).eval()
    monkeypatch.setattr(loader, "load_drawing_judge", lambda: judge)
    monkeypatch.setattr(judged, "vocabulary_of", lambda model: WORDS)
    x = np.random.default_rng(0).uniform(-1, 1, (2, 2, 3, 32, 32))
    found = Trajectory(make("picture", count=2, frames=2), [990, 0], [0.1, 1], [0.9, 0], x, x)
    read = judged.reading(found)
    assert 0 < read.thing < 1
    assert 0 < read.style < 1
    assert 0 < read.apart < 1
    assert judged.spread(found) > 0.1
