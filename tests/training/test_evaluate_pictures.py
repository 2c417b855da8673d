"""Reading pictures: the measure is 1 where it must be, and falls where it must."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from lib.models.errors import UserError
from lib.training import emoji, evaluate_pictures
from lib.training.captions import STYLES
from lib.training.evaluate_pictures import Asked, asked, reading
from lib.training.things import THINGS


def test_prompts_are_fixed_by_the_seed_and_name_style_and_thing() -> None:
    """The same seed asks for the same."""
    given = asked(50, 3)
    assert given.prompts == asked(50, 3).prompts
    assert given.prompts != asked(50, 4).prompts
    for prompt, style, thing in zip(given.prompts, given.styles.tolist(), given.things.tolist(), strict=True):
        assert prompt == f"{STYLES[style].phrases[0]} {THINGS[thing].name}"


class Reader:
    """Reads a picture by its mean colour: red is the thing, green the style."""

    def features(self, x: Tensor) -> Tensor:
        """One-hot of the thing, rounded from red."""
        return torch.nn.functional.one_hot((x[:, 0].mean((1, 2)) * 4).long(), 4).float()

    def styles(self, x: Tensor) -> Tensor:
        """Style 1 where green is positive."""
        green = x[:, 1].mean((1, 2))
        return torch.stack([-green, green], 1)


def test_the_shares_count_what_is_right() -> None:
    """Three of four pictures show their thing."""
    judge = Reader()
    pictures = torch.zeros(4, 3, 32, 32)
    pictures[:, 0] = (torch.arange(4) / 4 + 0.05).view(4, 1, 1)
    pictures[:, 1] = torch.tensor([1.0, 1, -1, -1]).view(4, 1, 1)
    known = judge.features(pictures).repeat_interleave(2, 0)
    things = torch.arange(4).repeat_interleave(2)
    given = Asked([""] * 4, torch.tensor([0, 1, 2, 0]), torch.tensor([1, 1, 0, 0]))
    figures = reading(judge, pictures, known, things, given)
    assert figures["thing_top1"] == 0.75
    assert figures["style"] == 1.0
    wrong = Asked([""] * 4, torch.tensor([3, 3, 3, 2]), torch.tensor([0, 0, 1, 1]))
    assert reading(judge, pictures, known, things, wrong)["style"] == 0.0


def test_each_picture_has_noise_of_its_own_number() -> None:
    """Drawing in parts gives the same pictures."""

    class Model:
        """Draws what it was given."""

        shape = (3, 4, 4)
        eta = 0.0

        def path(self, steps: int) -> object:
            """A straight path."""
            from lib.diffusion import straight_path

            return straight_path(steps)

        def variance(self, path: object) -> str:
            """Not used."""
            return "beta"

        def guided(self, prompts: list[str], scale: float) -> object:
            """An exact Gaussian."""
            from lib.diffusion import ExactGaussian

            return ExactGaussian(0.0, 0.3).on()

        def limited(self, denoiser: object) -> object:
            """As it is."""
            return denoiser

    whole = evaluate_pictures.draw(Model(), ["a"] * 45, 5.0, 3, seed=1)
    assert whole.shape == (45, 3, 4, 4)
    part = evaluate_pictures.draw(Model(), ["a"] * 5, 5.0, 3, seed=1, first=40)
    assert torch.allclose(whole[40:], part, atol=1e-6)


def test_every_guidance_draws_its_share() -> None:
    """As evenly as can be; where there are too few, a sentence says so before anything is loaded."""
    shares = evaluate_pictures.shared(9, (4.0, 5.0, 6.0, 7.0))
    assert [(guidance, len(part)) for guidance, part in shares] == [(4.0, 3), (5.0, 2), (6.0, 2), (7.0, 2)]
    assert torch.cat([part for _, part in shares]).tolist() == list(range(9))
    for count in (3, 0, -1):
        with pytest.raises(UserError, match="Ask for 4 prompts or more"):
            evaluate_pictures.evaluate("emoji-if", count=count)
    with pytest.raises(UserError, match="seed"):
        evaluate_pictures.evaluate("emoji-if", seed=-1)


def test_a_drawing_whose_painted_copy_was_trained_on_counts_as_seen() -> None:
    """The painted style is a filter over the solid one, and of a thing only one style is held out."""
    names = [style.name for style in STYLES]
    style, held_out = torch.arange(6).repeat(2), torch.arange(12) < 6
    drawn = emoji.Pictures(torch.zeros(12, 4, 2, 2, dtype=torch.uint8), style, torch.zeros(12).long(), held_out)
    left = [names[k] for k in style[evaluate_pictures.unseen(drawn)]]
    assert sorted([*left, "fluent_3d", "painterly"]) == sorted(names)
