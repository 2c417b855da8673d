"""The adapters of the digit models: what is asked, what is answered, and in how many calls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from lib.diffusion import Level, Query, averaged, generators, guided, randn, resampled, sample, viewed
from lib.diffusion.views import FLIP
from lib.models import registry
from lib.models.digits import KINDS, DigitsModel
from lib.models.errors import UserError
from lib.models.fast import FastUNet
from lib.models.loader import load, load_judge
from lib.models.unet import UNet
from tests.models.conftest import network

BF16 = torch.bfloat16


def model(name: str = "digits-class-ddpm") -> DigitsModel:
    return DigitsModel(FastUNet(network(name)), KINDS[name])


def close(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Within rounding: the networks here amplify it more than trained ones."""
    return bool((a - b).abs().max() <= 3e-4 * max(1.0, float(b.abs().max())))


def x_t(size: int = 3) -> torch.Tensor:
    return torch.randn(size, 1, 28, 28, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("name", list(KINDS))
def test_predictions_obey_their_law_and_the_target_of_the_network(name: str) -> None:
    m, plain, x = model(name), network(name), x_t()
    level = m.path(1)[0] if m.kind.target == "x_0" else m.path(4)[1]
    condition = 7 if m.kind.classes else None
    p = m.on(condition)(x, level)
    assert close(level.alpha * p.x_0 + level.sigma * p.eps, x)
    t = torch.full((3,), level.t / 300 if m.kind.target == "eps" else level.t) if m.kind.time else None
    c = torch.eye(10)[[7, 7, 7]] if m.kind.classes else None
    with torch.no_grad():
        out = plain(x, t, c)
    target = {"x_0": p.x_0, "eps": p.eps, "velocity": p.eps - p.x_0}[m.kind.target]
    assert close(target, out)


def test_levels_are_the_course_s() -> None:
    path = model().path(300)
    assert [path[0].t, path[-2].t, path[-1].sigma] == [300, 1, 0]
    assert path[0].alpha ** 2 == pytest.approx(0.048, abs=5e-4)
    assert model("digits-flow").path(2)[0] == Level(1.0, 0.0, 1.0)
    assert (model().eta, model("digits-flow").eta) == (1.0, 0.0)
    assert [model().variance(model().path(steps)) for steps in (300, 299)] == ["beta", "beta_tilde"]
    assert model().variance(resampled(model().path(50), 10)) == "beta_tilde"


def test_bf16_answers_where_there_is_less_noise_than_picture() -> None:
    m = DigitsModel(FastUNet(network("digits-flow")), KINDS["digits-flow"], FastUNet(network("digits-flow"), BF16))
    asked = [m.at(level) for level in m.path(4)[:-1]]
    assert asked == [m.network, m.network, m.rough, m.rough]
    assert {model("digits-flow").at(level).dtype for level in m.path(4)} == {torch.float32}
    near = Level(0.25, 0.75, 0.25)
    alone = m.on(3)(x_t(), near).eps
    assert 0 < (alone - model("digits-flow").on(3)(x_t(), near).eps).std() < 2e-2 * alone.std()


def test_guidance_is_what_its_formula_says() -> None:
    m, x = model(), x_t()
    level = m.path(5)[1]
    labels = [3, 1, 4]
    c, u = m.on(labels)(x, level).eps, m.on(None)(x, level).eps
    assert torch.equal(m.guided(labels, 1)(x, level).eps, c)
    assert torch.equal(m.guided(labels, 0)(x, level).eps, u)
    assert close(m.guided(labels, 5.0)(x, level).eps, u + 5 * (c - u))


def test_the_null_condition_is_not_class_0() -> None:
    m, x = model(), x_t()
    level = m.path(5)[1]
    assert (m.on(None)(x, level).eps - m.on(0)(x, level).eps).abs().max() > 1e-3


def test_batched_is_one_by_one() -> None:
    m, x = model(), x_t(7)
    level = m.path(5)[2]
    together = m.guided([0, 1, 2, 3, 4, 5, 6], 5.0)(x, level).x_0
    alone = torch.cat([m.guided(i, 5.0)(x[i : i + 1], level).x_0 for i in range(7)])
    assert close(together, alone)


class Counting(FastUNet):
    """Remembers how many pictures it saw, and under how many conditions."""

    def __init__(self, net: UNet) -> None:
        super().__init__(net)
        self.seen: list[tuple[int, int]] = []

    def forward(self, x, t=None, c=None):
        self.seen.append((len(x), 1 if c is None else len(c)))
        return super().forward(x, t, c)


def test_one_call_a_step_and_the_way_down_is_shared_for_the_same_tensor_only() -> None:
    m = DigitsModel(Counting(network("digits-class-ddpm")), KINDS["digits-class-ddpm"])
    x, level = x_t(), m.path(5)[1]
    shared = m.answer([Query(m, x, 1), Query(m, x, None)], level)
    apart = m.answer([Query(m, x, 1), Query(m, x.clone(), None)], level)
    assert m.network.seen == [(3, 2), (6, 1)]
    for a, b in zip(shared, apart, strict=True):
        assert close(a.eps, b.eps)


def test_views_and_uneven_questions_come_back_in_order() -> None:
    m = DigitsModel(Counting(network("digits-class-ddpm")), KINDS["digits-class-ddpm"])
    x, level = x_t(), m.path(5)[1]
    denoise = averaged([m.guided(1, 3.0), viewed(m.on(2), FLIP)])
    got = denoise(x, level)
    assert len(m.network.seen) == 1
    one = m.guided(1, 3.0)(x, level).eps
    two = m.on(2)(x.flip(-2), level).eps.flip(-2)
    assert close(got.eps, (one + two) / 2)


def test_a_model_without_classes_takes_none_into_account() -> None:
    m, x = model("digits-time-ddpm"), x_t()
    level = m.path(5)[1]
    plain = m.on()(x, level).eps
    assert torch.equal(m.on(3)(x, level).eps, plain)
    assert torch.equal(m.guided([1, 2, 3], 5.0)(x, level).eps, plain)
    assert close(guided(m.on(3), m.on(), 5.0)(x, level).eps, plain)


@pytest.mark.parametrize("label", [10, -1, 2.5, "3", True and "seven", [1, 11], float("nan"), object()])
def test_what_is_not_a_digit_is_refused(label) -> None:
    with pytest.raises(UserError, match="not a digit"):
        model().on(label)


def test_as_many_labels_as_pictures() -> None:
    m = model()
    with pytest.raises(UserError, match="2 labels for 3 pictures"):
        m.on([1, 2])(x_t(3), m.path(5)[0])


@pytest.mark.parametrize(
    ("name", "steps"),
    [("digits-class-ddpm", 0), ("digits-class-ddpm", 301), ("digits-flow", 0), ("digits-denoiser", 2)],
)
def test_steps_that_there_are_not(name: str, steps: int) -> None:
    with pytest.raises(UserError):
        model(name).path(steps)


def test_the_same_seed_is_the_same_picture_bit_for_bit(zoo: Path) -> None:
    m = load("digits-class-ddpm")

    def run() -> torch.Tensor:
        noise = generators(3, 4)
        x = randn((4, *m.shape), noise)
        *_, last = sample(m.guided([1, 2, 3, 4], 5.0), m.path(5), x, eta=m.eta, variance="beta", generator=noise)
        return last.x_next

    assert torch.equal(run(), run())


def test_loading_is_shared_read_only_and_follows_the_file(zoo: Path) -> None:
    m = load("digits-class-ddpm")
    assert load("digits-class-ddpm@20") is m
    assert load("digits-class-ddpm@5") is not m
    assert not m.network.training
    assert not any(p.requires_grad for p in m.network.parameters())
    torch.manual_seed(9)
    registry.write({"name": "digits-class-ddpm", "epoch": 20}, UNet(16, True, 10).state_dict())
    assert load("digits-class-ddpm") is not m


def test_every_model_loads_and_samples(zoo: Path) -> None:
    for name in [*KINDS, "plane-flow"]:
        m = load(name)
        path = m.path(1)
        noise = generators(0, 2)
        *_, last = sample(
            m.guided([1, 2], 5.0), path, randn((2, *m.shape), noise), eta=m.eta, variance="beta", generator=noise
        )
        pixels = m.to_pixels(last.x_next)
        assert pixels.shape == (2, *m.shape)
        assert 0 <= float(pixels.min()) <= float(pixels.max()) <= 1
    judge = load_judge()
    assert judge(torch.rand(2, 1, 28, 28)).shape == (2, 10)
    assert judge.features(torch.rand(2, 1, 28, 28)).shape == (2, 32)


@pytest.mark.parametrize(
    "tensors",
    [
        {"init.0.0.weight": torch.zeros(16, 1, 3, 3)},
        {},
        UNet(16, True, 0).state_dict(),
        {k: v[..., :2] if k == "out.1.weight" else v for k, v in UNet(16, True, 10).state_dict().items()},
        {k: v.flatten() if k == "init.0.0.weight" else v for k, v in UNet(16, True, 10).state_dict().items()},
    ],
)
def test_weights_of_another_shape_are_refused(zoo: Path, tensors: dict) -> None:
    registry.write({"name": "digits-class-ddpm", "epoch": 20}, tensors)
    with pytest.raises(UserError, match="another network"):
        load("digits-class-ddpm")


def test_a_file_that_is_no_safetensors_is_refused_though_its_checksum_is_right(zoo: Path) -> None:
    from hashlib import sha256

    checkpoint = registry.find("digits-class-ddpm")
    blob = b"\x80" * checkpoint.bytes
    registry.path_of(checkpoint).write_bytes(blob)
    card = zoo / f"{checkpoint.id}.json"
    card.write_text(json.dumps(json.loads(card.read_text()) | {"sha256": sha256(blob).hexdigest()}))
    with pytest.raises(UserError, match="another network"):
        load("digits-class-ddpm")


def test_an_altered_file_is_refused_by_load(zoo: Path) -> None:
    path = registry.path_of(registry.find("digits-class-ddpm"))
    path.write_bytes(path.read_bytes()[:-4] + b"evil")
    with pytest.raises(UserError, match="were altered"):
        load("digits-class-ddpm")


def test_the_judge_draws_nothing(zoo: Path) -> None:
    with pytest.raises(UserError, match="reads pictures"):
        load("digits-judge")
