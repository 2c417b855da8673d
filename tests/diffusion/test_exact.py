import pytest
import torch

from lib.diffusion import CLEAN, ExactGaussian, ExactPoints, Level, add_noise, ddpm_path, exact, straight_path
from lib.diffusion import linear_alphas_cumprod as abar
from tests.diffusion.kit import PATHS, picture, seeded, walk

POINTS = picture(3, (50, 2))
LABELS = torch.arange(50) % 5
LEVELS = [*PATHS["ddpm"], *PATHS["straight"]]


def test_the_gaussian_posterior_is_that_of_a_large_sample():
    mean, std = torch.tensor([0.5, -1.0]), torch.tensor([0.3, 1.5])
    points = mean + std * torch.randn(200_000, 2, generator=seeded(0))
    x_t = torch.tensor([[0.0, 0.0], [0.6, -0.8], [-0.3, 1.0]])
    for level in (PATHS["ddpm"][3], PATHS["straight"][6]):
        exact_, sampled = ExactGaussian(mean, std).on()(x_t, level), ExactPoints(points).on()(x_t, level)
        torch.testing.assert_close(exact_.x_0, sampled.x_0, atol=0.03, rtol=0)


@pytest.mark.parametrize("level", LEVELS, ids=str)
@pytest.mark.parametrize(
    "denoise", [ExactGaussian(0.2, 0.7).on(), ExactGaussian(0.2, 0.0).on(), ExactPoints(POINTS, LABELS).on(2)]
)
def test_the_law_holds_at_every_level(denoise, level):
    x_t = add_noise(torch.full((7, 2), 0.2, dtype=torch.float64), level, picture(1, (7, 2)))
    prediction = denoise(x_t, level)
    torch.testing.assert_close(level.alpha * prediction.x_0 + level.sigma * prediction.eps, x_t)


def test_pure_noise_shows_the_mean_of_everything():
    prediction = ExactPoints(POINTS).on()(picture(1, (4, 2)), Level(1, 0, 1))
    torch.testing.assert_close(prediction.x_0, POINTS.mean(0).expand(4, 2))


@pytest.mark.parametrize("sigma", [1e-3, 1e-8, 1e-30, 1e-200])
def test_a_vanishing_sigma_picks_the_nearest_point(sigma):
    level = Level(0, 1.0, sigma)
    x_t = POINTS[:9] + 1e-4
    prediction = ExactPoints(POINTS).on()(x_t, level)
    nearest = POINTS[torch.cdist(x_t, POINTS).argmin(1)]
    torch.testing.assert_close(prediction.x_0, nearest, atol=1e-6, rtol=0)


def test_clean_pictures_are_left_alone():
    x_t = picture(1, (4, 2))
    prediction = ExactPoints(POINTS).on()(x_t, CLEAN)
    assert torch.equal(prediction.x_0, x_t)
    assert not prediction.eps.any()


def test_sampling_returns_points_of_the_data_under_its_label():
    labels = torch.tensor([0, 1, 2, 3, 4, 4])
    for path, eta in ((straight_path(100), 0), (ddpm_path(abar(300), range(300, 0, -1)), 1)):
        _, end = walk(ExactPoints(POINTS, LABELS).on(labels), path, picture(1, (6, 2)), eta=eta, generator=seeded(1))
        distance, index = torch.cdist(end, POINTS).min(1)
        assert float(distance.max()) < 1e-2
        assert LABELS[index].tolist() == labels.tolist()


def test_one_label_for_all_is_the_same_as_one_each():
    x_t, level = picture(1, (4, 2)), PATHS["ddpm"][5]
    model = ExactPoints(POINTS, LABELS)
    torch.testing.assert_close(model.on(3)(x_t, level).x_0, model.on([3] * 4)(x_t, level).x_0)
    torch.testing.assert_close(model.on(3)(x_t, level).x_0, ExactPoints(POINTS[LABELS == 3]).on()(x_t, level).x_0)


def test_chunks_change_nothing(monkeypatch):
    x_t, level, denoise = picture(1, (4, 2)), PATHS["ddpm"][5], ExactPoints(POINTS, LABELS).on()
    whole = denoise(x_t, level).x_0
    monkeypatch.setattr(exact, "CHUNK", 7)
    torch.testing.assert_close(denoise(x_t, level).x_0, whole)


def test_pictures_keep_their_shape_and_type():
    points = picture(3, (5, 1, 4, 4)).float()
    prediction = ExactPoints(points).on()(picture(1, (2, 1, 4, 4)).float(), PATHS["straight"][3])
    assert prediction.x_0.shape == prediction.eps.shape == (2, 1, 4, 4)
    assert prediction.x_0.dtype == torch.float32


@pytest.mark.parametrize(
    "call",
    [
        lambda: ExactPoints(POINTS[:0]),
        lambda: ExactPoints(POINTS, LABELS[:3]),
        lambda: ExactPoints(POINTS).on(3),
        lambda: ExactPoints(POINTS, LABELS).on(7),
    ],
)
def test_errors_are_sentences(call):
    with pytest.raises(ValueError, match=r"^[A-Z0-9].* .*\.$"):
        call()
