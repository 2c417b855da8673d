"""Pictures of several things: where they stand, what they are called, and what they may not show."""

import pytest
import torch
from torch import Tensor

from lib.training import scenes
from lib.training.captions import names, words
from lib.training.things import THINGS

SIDE = 32


@pytest.fixture(scope="module")
def pictures() -> Tensor:
    """Squares in the middle, each with a red of its own."""
    made = torch.zeros(len(THINGS), 4, SIDE, SIDE, dtype=torch.uint8)
    made[:, 3, 8:24, 8:24] = 255
    made[:, 0, 8:24, 8:24] = (torch.arange(len(THINGS)) % 256).to(torch.uint8)[:, None, None]
    return made


def many(pictures: Tensor, hidden: Tensor, count: int = 400) -> list[tuple[Tensor, str] | None]:
    generator = torch.Generator().manual_seed(0)
    return [scenes.scene(pictures, hidden, k % len(THINGS), generator) for k in range(count)]


def test_every_kind_in_known_words(pictures: Tensor) -> None:
    texts = [made[1] for made in many(pictures, torch.zeros(len(THINGS), dtype=torch.bool)) if made]
    assert len(texts) == 400
    assert {word for text in texts for word in text.split()} <= set(words())
    found = set(texts)
    assert {"a man wearing a hat", "a snowy mountain village", "people around a campfire"} <= found
    for part in (" and ", " next to ", " above ", " under ", " wearing a crown"):
        assert any(part in text for text in found), part
    assert all(made[0].shape == (4, SIDE, SIDE) for made in many(pictures, torch.zeros(len(THINGS)) > 0, 5) if made)


def test_nothing_held_out_is_shown(pictures: Tensor) -> None:
    assert many(pictures, torch.ones(len(THINGS), dtype=torch.bool), 40) == [None] * 40
    man = next(k for k, thing in enumerate(THINGS) if thing.label == "man")
    shown = many(pictures, torch.arange(len(THINGS)) == man)
    assert all("a man wearing" not in made[1] for made in shown if made)
    assert 0 < sum(made is None for made in shown) < 200


def test_the_frame_holds_what_it_is_given(pictures: Tensor) -> None:
    for made in many(pictures, torch.zeros(len(THINGS), dtype=torch.bool), 100):
        assert made is not None
        rgba = made[0]
        assert bool((rgba[:3] <= rgba[3:]).all())
        covered = float((rgba[3] > 127).float().mean())
        assert 0.15 < covered < 1, made[1]


def test_a_hat_sits_on_the_head() -> None:
    stage = scenes.Stage(torch.zeros(len(THINGS), 4, SIDE, SIDE, dtype=torch.uint8), torch.zeros(len(THINGS)) > 0)
    man, hat = (next(k for k, thing in enumerate(THINGS) if thing.label == label) for label in ("man", "top hat"))
    stage.pictures[man, (0, 3), 4:28, 4:28] = 255
    stage.pictures[hat, 1:, 10:20, 4:28] = 255
    assert scenes._hat(stage, [0.0, 0.0, 0.9, 0.0]) == "a man wearing a top hat"
    red, green = (torch.nonzero(stage.frame[k] > 0.5) for k in (0, 1))
    assert int(green[:, 0].max()) < int(red[:, 0].max())
    assert float(green[:, 0].float().mean()) + 6 < float(red[:, 0].float().mean())
    assert float(green[:, 1].float().mean()) == pytest.approx(float(red[:, 1].float().mean()), abs=1)


def test_two_things_stand_side_by_side(pictures: Tensor) -> None:
    stage = scenes.Stage(pictures, torch.zeros(len(THINGS)) > 0)
    text = scenes._two(stage, 200, [100.5 / len(THINGS), 0.0, 0.0, 0.0])
    assert text == f"{names(THINGS[200])[0]} and {names(THINGS[100])[0]}"
    row = (stage.frame[0, SIDE // 2] * 255).round()
    assert {200.0, 100.0} <= set(row.tolist())
    assert float(row[: SIDE // 2].max()) == 200
    assert float(row[SIDE // 2 :].max()) == 100
