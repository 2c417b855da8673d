"""Step for step against the schedulers of diffusers, with the same network and the same noise."""

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler, DDPMScheduler, FlowMatchEulerDiscreteScheduler

from lib.diffusion import ddpm_path, sample, straight_path
from lib.diffusion.levels import Level
from tests.diffusion.kit import Toy, picture, seeded

SCHEDULE = {"num_train_timesteps": 1000, "beta_schedule": "squaredcos_cap_v2", "clip_sample": False}


def precise(scheduler):
    """The scheduler with its table in double precision: near clean data 1 - abar has few digits left in single."""
    scheduler.alphas_cumprod = scheduler.alphas_cumprod.double()
    return scheduler


def level_of(scheduler, t) -> Level:
    abar = float(scheduler.alphas_cumprod[t])
    return Level(float(t), abar**0.5, (1 - abar) ** 0.5)


def theirs(scheduler, toy, x, steps, **options):
    """Walk with diffusers' own loop; yields x after every step."""
    scheduler.set_timesteps(steps)
    for t in scheduler.timesteps:
        answer = toy.one(x, None, level_of(scheduler, t))
        output = answer.eps if answer.variance is None else torch.cat([answer.eps, answer.variance], 1)
        x = scheduler.step(output, t, x, **options).prev_sample
        yield x


def compare(ours, expected, count) -> None:
    for step, x in zip(ours, expected, strict=True):
        scale = max(1.0, float(x.abs().max()))
        assert float((step.x_next - x).abs().max()) < 2e-5 * scale, step.index
        count -= 1
    assert count == 0


@pytest.mark.parametrize("steps", [1000, 50])
@pytest.mark.parametrize(
    ("theirs_", "ours"), [("fixed_small", "beta_tilde"), ("fixed_large", "beta"), ("learned_range", "learned")]
)
def test_ddpm(theirs_, ours, steps):
    toy, x = Toy(v=True, variance=ours == "learned", dtype=torch.float32), picture(dtype=torch.float32)
    scheduler = precise(DDPMScheduler(**SCHEDULE, variance_type=theirs_))
    scheduler.set_timesteps(steps)
    path = ddpm_path(scheduler.alphas_cumprod, scheduler.timesteps.tolist())
    run = sample(toy.on(), path, x, variance=ours, generator=seeded(1))
    compare(run, theirs(scheduler, toy, x, steps, generator=seeded(1)), steps)


@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("steps", [1000, 50])
def test_ddim(eta, steps):
    toy, x = Toy(v=True, dtype=torch.float32), picture(dtype=torch.float32)
    scheduler = precise(DDIMScheduler(**SCHEDULE))
    scheduler.set_timesteps(steps)
    path = ddpm_path(scheduler.alphas_cumprod, scheduler.timesteps.tolist())
    run = sample(toy.on(), path, x, eta=eta, generator=seeded(1))
    compare(run, theirs(scheduler, toy, x, steps, eta=eta, generator=seeded(1)), steps)


@pytest.mark.parametrize("steps", [1, 3, 50])
def test_flow_matching(steps):
    """Its arrow is ours: sigma falls from 1 to 0 and its velocity is eps - x_0; its timestep is 1000 * sigma."""
    toy, x = Toy(velocity=True, dtype=torch.float32), picture(dtype=torch.float32)
    scheduler = FlowMatchEulerDiscreteScheduler(num_train_timesteps=1000, shift=1.0)
    scheduler.set_timesteps(sigmas=np.linspace(1, 1 / steps, steps))
    expected = x
    for step, t in zip(sample(toy.on(), straight_path(steps), x, eta=0), scheduler.timesteps, strict=True):
        assert step.level.t == pytest.approx(float(t) / 1000, abs=1e-6)
        answer = toy.one(expected, None, step.level)
        expected = scheduler.step(answer.eps - answer.x_0, t, expected).prev_sample
        torch.testing.assert_close(step.x_next, expected, atol=2e-5, rtol=1e-4)
