"""Reductions, the law of Prediction under every combinator, and one forward pass a step."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.diffusion import averaged, guided, sample, split, viewed
from lib.diffusion.views import FLIP, IDENTITY, MIRROR, NEGATE, View, permutation, rotation
from tests.diffusion.kit import PATHS, lowpass, picture, toy_for

KINDS = pytest.mark.parametrize("kind", PATHS)
VIEWS = [FLIP, MIRROR, NEGATE, rotation(1), rotation(2), permutation("shuffle", torch.randperm(64))]


def same(a, b) -> None:
    torch.testing.assert_close(a.x_0, b.x_0)
    torch.testing.assert_close(a.eps, b.eps)


@KINDS
def test_reductions(kind):
    toy, x_t = toy_for(kind), picture()
    a, b = toy.on(1), toy.on(2)
    for level in PATHS[kind][1:-1]:
        plain = a(x_t, level)
        same(guided(a, b, 1)(x_t, level), plain)
        same(guided(a, b, 0)(x_t, level), b(x_t, level))
        same(guided(a, a, 7.5)(x_t, level), plain)
        same(viewed(a, IDENTITY)(x_t, level), plain)
        same(averaged([a])(x_t, level), plain)
        same(averaged([viewed(a, FLIP)] * 2)(x_t, level), viewed(a, FLIP)(x_t, level))
        same(viewed(viewed(a, FLIP), FLIP)(x_t, level), plain)
        same(split(a, a, lowpass)(x_t, level), plain)


@KINDS
def test_guidance_is_linear_in_its_scale(kind):
    toy, x_t, level = toy_for(kind), picture(), PATHS[kind][3]
    c, u = toy.on(1)(x_t, level), toy.on()(x_t, level)
    for scale in (-1.0, 0.5, 2.0, 7.0):
        torch.testing.assert_close(guided(toy.on(1), toy.on(), scale)(x_t, level).eps, u.eps + scale * (c.eps - u.eps))


@KINDS
def test_a_hybrid_takes_low_from_one_and_high_from_the_other(kind):
    toy, x_t, level = toy_for(kind), picture(), PATHS[kind][3]
    low, high = toy.on(1)(x_t, level), toy.on(2)(x_t, level)
    mixed = split(toy.on(1), toy.on(2), lowpass)(x_t, level)
    torch.testing.assert_close(mixed.eps, lowpass(low.eps) + high.eps - lowpass(high.eps))


def denoisers(toy):
    """Any nesting of all combinators over a few conditions of one model."""
    leaves = st.sampled_from([toy.on(), toy.on(0), toy.on(1), toy.on(5)])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(guided, inner, inner, st.floats(-2, 10)),
            st.builds(averaged, st.lists(inner, min_size=1, max_size=3)),
            st.builds(viewed, inner, st.sampled_from(VIEWS)),
            st.builds(lambda a, b: split(a, b, lowpass), inner, inner),
        ),
        max_leaves=6,
    )


@KINDS
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_law_survives_every_nesting(kind, data):
    denoise = data.draw(denoisers(toy_for(kind)))
    first = 1 if kind == "straight" else 0
    level = data.draw(st.sampled_from(PATHS[kind][first:-1]))
    x_t = picture()
    prediction = denoise(x_t, level)
    scale = max(1.0, float(prediction.x_0.abs().max()))
    error = (level.alpha * prediction.x_0 + level.sigma * prediction.eps - x_t).abs().max()
    assert float(error) < 1e-9 * scale


@KINDS
def test_a_guided_anagram_asks_the_model_once_a_step(kind):
    toy, x_t = toy_for(kind), picture()
    anagram = averaged([viewed(guided(toy.on(i), toy.on(), 7), view) for i, view in enumerate((IDENTITY, FLIP))])
    anagram(x_t, PATHS[kind][3])
    assert (toy.calls, toy.pictures) == (1, 4 * len(x_t))
    steps = list(sample(anagram, PATHS[kind], x_t, eta=0))
    assert toy.calls == 1 + len(steps)


def test_two_models_are_asked_once_each():
    a, b, x_t = toy_for("ddpm"), toy_for("ddpm"), picture()
    averaged([a.on(0), b.on(1), a.on(2)])(x_t, PATHS["ddpm"][3])
    assert (a.calls, b.calls) == (1, 1)


def test_learned_variance_under_every_combinator():
    toy, x_t, level = toy_for("ddpm", variance=True), picture(), PATHS["ddpm"][3]
    a, b = toy.on(1), toy.on(2)
    c, d = a(x_t, level).variance, b(x_t, level).variance
    torch.testing.assert_close(guided(a, b, 7)(x_t, level).variance, c)
    torch.testing.assert_close(averaged([a, b])(x_t, level).variance, (c + d) / 2)
    torch.testing.assert_close(viewed(a, FLIP)(x_t, level).variance, a(x_t.flip(-2), level).variance.flip(-2))
    torch.testing.assert_close(viewed(a, NEGATE)(x_t, level).variance, a(-x_t, level).variance)
    double = View("double", lambda x: 2 * x, lambda x: x / 2, orthogonal=False)
    torch.testing.assert_close(viewed(a, double)(x_t, level).variance, a(2 * x_t, level).variance)
