"""Recipes that begin with a picture, and pictures that are two at once: reductions that must hold on any weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from lib.models.errors import UserError
from lib.models.loader import load
from lib.runs import images, masks
from lib.runs.edit_walks import lowpass, picture
from lib.runs.illusions import VIEWS, Blend
from lib.runs.recipe import change, make
from lib.runs.run import run
from lib.runs.trajectory import Trajectory, from_npz
from lib.runs.views import order_of, view_of
from tests.runs.test_pictures import cascade, shipped

__all__ = ["cascade", "shipped"]
SHORT = {"steps": 4, "frames": 5, "guidance": 1.0}


def last(trajectory: Trajectory) -> np.ndarray:
    return trajectory.x_0[-1].astype(np.float32)


def same(a: Trajectory, b: Trajectory) -> bool:
    return float(np.abs(last(a) - last(b)).max()) < 5e-3


def tower(side: int = 32) -> np.ndarray:
    return images.pixels("tower", side) * 2 - 1


def test_a_forward_run_keeps_the_law_and_asks_nobody(cascade: Path) -> None:
    found = run(make("forward", times=(0, 500, 999)))
    assert found.numbers["calls"] == 0
    assert np.allclose(found.x_0[0, 0], tower(), atol=1e-3)
    noise = [(found.x_t[k, 0] - found.alpha[k] * found.x_0[k, 0]) / found.sigma[k] for k in (1, 2)]
    assert np.allclose(noise[0], noise[1], atol=0.02)
    assert np.allclose(found.alpha**2 + found.sigma**2, 1)
    blown = run(make("forward", times=(999,), scaling="off"))
    assert blown.alpha[0] == 1
    assert np.allclose(blown.x_t[0] - blown.x_0[0], found.x_t[2] - found.alpha[2] * found.x_0[2], atol=0.01)
    assert blown.x_t[0].std() > found.x_t[2].std() * 1.05


def test_levels_of_the_two_schedules(cascade: Path) -> None:
    """The figures of the course for the cosine; Ho et al. for the linear."""
    cosine = run(make("forward", times=(750, 690, 500, 390, 250)))
    assert np.allclose(cosine.alpha**2, [0.143, 0.215, 0.492, 0.661, 0.846], atol=6e-4)
    linear = run(make("forward", times=(999,), schedule="linear"))
    assert linear.alpha[0] ** 2 == pytest.approx(4.04e-5, rel=0.01)


def test_one_step_sees_the_picture_of_the_forward_process(cascade: Path) -> None:
    times = (750, 250)
    there, cleaned = run(make("forward", times=times)), run(make("onestep", times=times))
    assert np.array_equal(there.x_t, cleaned.x_t)
    assert cleaned.numbers["calls"] == 2
    assert not np.allclose(cleaned.x_0[0], there.x_0[0], atol=0.1)
    assert np.abs(cleaned.x_0.astype(np.float32)).max() <= 1.001
    alone = run(make("onestep", image="", times=(990,)))
    assert abs(float(alone.x_t.astype(np.float32).std()) - 1) < 0.05


def test_an_edit_from_the_first_level_knows_nothing_but_a_hint_of_the_picture(cascade: Path) -> None:
    """alpha is 0.01 there: two pictures with the same noise begin nearly alike, and alike at the end they must not be
    from the last level, where the picture is all that there is."""
    early = [run(make("edit", image=name, i_start=0, **SHORT)) for name in ("tower", "cat")]
    late = [run(make("edit", image=name, i_start=3, **SHORT)) for name in ("tower", "cat")]
    assert np.abs(early[0].x_t[0].astype(float) - early[1].x_t[0].astype(float)).max() < 0.1
    assert np.abs(last(late[0])[0] - tower()).mean() < 0.15
    assert np.abs(last(late[0]) - last(late[1])).mean() > 0.2
    assert len(late[0].t) == 2
    assert late[0].numbers["calls"] == 1


def test_an_edit_begins_with_the_noise_of_the_forward_process(cascade: Path) -> None:
    edit = run(make("edit", i_start=17, steps=34, guidance=1.0, frames=2))
    there = run(make("forward", times=(int(edit.t[0]),)))
    assert np.array_equal(edit.x_t[0], there.x_t[0])


@pytest.mark.parametrize("paste", ["noised", "clean"])
@pytest.mark.parametrize("resample", [1, 2])
def test_what_an_inpainting_does_not_touch_is_the_original(cascade: Path, paste: str, resample: int) -> None:
    found = run(make("inpaint", mask="left", paste=paste, resample=resample, count=2, **SHORT))
    kept = masks.mask("left", 32) == 0
    assert np.abs(last(found) - tower())[..., kept].max() / 2 <= 1 / 255
    assert np.abs(last(found) - tower())[..., ~kept].mean() > 0.05
    assert found.numbers["calls"] == (4 if resample == 1 else 7)
    assert found.steps[-1] == (4 if resample == 1 else 10)  # three of them go back to a noisier level


def test_masks_of_all_and_nothing(cascade: Path) -> None:
    white = images.keep(np.full((32, 32, 3), 255, np.uint8))
    everything = run(make("inpaint", mask=white, prompt="a photo of a dog", **SHORT))
    free = run(make("picture", count=1, prompt="a photo of a dog", **SHORT))
    assert same(everything, free)
    nothing = run(make("inpaint", mask=white, inverted="yes", **SHORT))
    assert np.abs(last(nothing)[0] - tower()).max() / 2 <= 1 / 255


def test_two_equal_prompts_or_no_view_are_the_plain_picture(cascade: Path) -> None:
    ask = {**SHORT, "guidance": 3.0}
    plain = run(make("picture", count=1, prompt="a photo of a dog", **ask))
    dog = "a photo of a dog"
    assert same(plain, run(make("anagram", upright=dog, turned=dog, view="identity", **ask)))
    assert same(plain, run(make("hybrid", low=dog, high=dog, **ask)))
    assert same(plain, run(make("hybrid", low=dog, high=dog, middle=dog, **ask)))
    assert not same(plain, run(make("anagram", upright=dog, turned="a photo of a cat", view="flip", **ask)))


def test_an_anagram_of_hybrids_is_asked_in_one_call_a_step(cascade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Combinators nest, and a step is one call of the network with all its branches: guided, twice two prompts."""
    ask = {**SHORT, "guidance": 3.0}
    dog = Blend(low="a photo of a dog", high="a photo of a cat")
    model, sizes = load("emoji-if"), []
    answer = type(model).answer
    monkeypatch.setattr(
        type(model), "answer", lambda self, queries, level: sizes.append(len(queries)) or answer(self, queries, level)
    )
    nested = run(make("anagram", upright=dog, turned="a photo of a man", view="rotate180", **ask))
    assert sizes == [6] * 4
    assert nested.recipe.upright == dog
    assert from_npz(nested.to_npz()).recipe == nested.recipe
    alone = run(make("hybrid", low=dog.low, high=dog.high, **ask))
    assert same(run(make("anagram", upright=dog, turned=dog, view="identity", **ask)), alone)


@pytest.mark.parametrize("name", [*VIEWS, "jigsaw-7", "rows-7"])
@pytest.mark.parametrize("side", [28, 32, 64])
def test_views_come_back_and_say_whether_they_keep_noise(name: str, side: int) -> None:
    view = view_of(name, side)
    x = torch.randn(2, 3, side, side, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(view.inverse(view.forward(x)), x, atol=1e-4)
    keeps = torch.allclose(view.forward(x).square().sum((-2, -1)), x.square().sum((-2, -1)), rtol=1e-4)
    assert keeps == view.orthogonal == (name not in ("scale", "blur"))
    if name.partition("-")[0] in ("jigsaw", "rows", "circle", "skew"):
        order = order_of(name, side)
        assert name == "jigsaw" or (order != order_of("jigsaw", side)).any()
        assert sorted(order) == list(range(side * side))
        assert (order != np.arange(side * side)).mean() > 0.3


@pytest.mark.parametrize(
    "name", ["jigsaw-0", "jigsaw-07", "jigsaw-10000", "jigsaw--1", "flip-1", "jigsaw-", "jigsaw-x"]
)
def test_pieces_are_named_by_one_seed_only(name: str) -> None:
    with pytest.raises(UserError, match="no view"):
        make("anagram", view=name)


def test_a_low_pass_keeps_what_is_flat_and_loses_what_is_fine() -> None:
    flat, fine = torch.full((1, 3, 32, 32), 0.3), torch.ones(1, 3, 32, 32)
    fine[..., ::2] = -1
    blur = lowpass(2.0, 32)
    assert torch.allclose(blur(flat), flat, atol=1e-5)
    assert float(blur(fine).abs().max()) < 0.05
    for sigma in (0.1, 2.0, 32.0):
        for side in (28, 32, 64):
            assert lowpass(sigma, side)(torch.zeros(1, 3, side, side)).shape == (1, 3, side, side)


def test_streams_of_noise_part_after_the_same_beginning(cascade: Path) -> None:
    base = make("picture", count=1, **SHORT)
    runs = [run(change(base, z=z)) for z in (0, 1, 2, -1)]
    assert all(np.array_equal(found.x_t[0], runs[0].x_t[0]) for found in runs)
    assert all(np.array_equal(found.x_0[0], runs[0].x_0[0]) for found in runs)
    ends = [last(found) for found in runs]
    assert all(np.abs(a - b).max() > 0.01 for i, a in enumerate(ends) for b in ends[:i])
    assert np.array_equal(last(run(change(base, z=-1))), ends[-1])


def test_digits_are_edited_and_turned_too() -> None:
    """With the weights that ship: a picture becomes grey on black, and prompts are digits."""
    model = load("digits-flow")
    small = picture(make("edit", model="digits-flow", prompt="8"), model)
    assert small.shape == (1, 1, 28, 28)
    assert float(small[0, 0, 0].median()) < 0.5
    ask = {"model": "digits-flow", "steps": 4, "frames": 2, "guidance": 3.0}
    found = run(make("edit", prompt="8", i_start=2, **ask))
    assert found.x_t.shape == (2, 1, 1, 28, 28)
    assert found.recipe.data_range == (0.0, 1.0)
    turned = run(make("anagram", upright="6", turned="9", view="rotate180", count=2, **ask))
    assert turned.images.shape == (2, 28, 28)
    kept = run(make("inpaint", mask="left", prompt="3", **ask))
    assert np.allclose(last(kept)[0, 0][:, 14:], small[0, 0][:, 14:], atol=1 / 255)


def test_any_result_can_be_enlarged(cascade: Path) -> None:
    for kind in ("edit", "inpaint", "anagram", "hybrid", "forward"):
        knobs = {} if kind == "forward" else {"frames": 2, "steps": 4} | ({"i_start": 2} if kind == "edit" else {})
        large = run(make("upsample", of=make(kind, **knobs), steps=2, frames=2))
        assert large.x_t.shape[-3:] == (3, 128, 128)
        assert from_npz(large.to_npz()).recipe == large.recipe
