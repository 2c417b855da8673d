import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lib.diffusion import CLEAN, add_noise, ddpm_path, linear_alphas_cumprod, straight_path, strided
from tests.diffusion.kit import PATHS, picture


@pytest.mark.parametrize("last", [1, 2, 3, 10, 299, 300, 1000])
def test_strided_timesteps_are_a_path_for_every_number_of_steps(last):
    for steps in range(1, last + 1):
        timesteps = strided(last, steps)
        assert len(timesteps) == steps
        assert timesteps[0] == last
        assert timesteps[-1] == (1 if steps > 1 else last)
        assert all(a > b for a, b in itertools.pairwise(timesteps))


def test_all_steps_are_the_whole_schedule():
    assert strided(300, 300) == list(range(300, 0, -1))


@pytest.mark.parametrize(("name", "path"), PATHS.items())
def test_paths_lead_from_noise_to_clean(name, path):
    assert path[-1] == CLEAN
    assert all(a.sigma > b.sigma and a.alpha < b.alpha and a.t > b.t for a, b in itertools.pairwise(path))
    for level in path:
        total = level.alpha**2 + level.sigma**2 if name == "ddpm" else level.alpha + level.sigma
        assert total == pytest.approx(1)


def test_the_course_schedule_leaves_a_fifth_of_the_picture():
    abar = linear_alphas_cumprod(300)
    assert float(abar[0]) == 1
    assert len(abar) == 301
    assert float(abar[300]) == pytest.approx(0.048, abs=0.001)
    assert math.sqrt(abar[300]) == pytest.approx(0.22, abs=0.005)


def test_no_noise_is_added_at_the_end_of_a_path():
    x_0 = picture()
    assert torch.equal(add_noise(x_0, CLEAN, picture(1)), x_0)


@given(st.integers(1, 300))
def test_noise_keeps_the_variance_of_unit_data_on_a_ddpm_path(t):
    level = ddpm_path(linear_alphas_cumprod(300), [t])[0]
    x_t = add_noise(picture(0, (4, 3, 64, 64)), level, picture(1, (4, 3, 64, 64)))
    assert float(x_t.var()) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    "call",
    [
        lambda: strided(300, 0),
        lambda: strided(300, 301),
        lambda: strided(300, -5),
        lambda: straight_path(0),
        lambda: ddpm_path(linear_alphas_cumprod(10), [1, 2]),
        lambda: ddpm_path(linear_alphas_cumprod(10), [5, 5]),
        lambda: ddpm_path(linear_alphas_cumprod(10), [11]),
        lambda: ddpm_path(linear_alphas_cumprod(10), [3, -1]),
    ],
)
def test_errors_are_sentences(call):
    with pytest.raises(ValueError, match=r"^[A-Z].* .*\.$"):
        call()
