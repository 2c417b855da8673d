"""The training of the miniature cascade: batches, the two phases of stage 1, and a folder that IFPipeline loads."""

from __future__ import annotations

import dataclasses
import warnings
from pathlib import Path

import pytest
import torch
from torch import Generator, Tensor

from lib.diffusion import cosine_alphas_cumprod
from lib.models import emoji_if, registry
from lib.models.errors import UserError
from lib.training import captioned, captions, emoji, loop, objectives, painters, progress, specs
from lib.training.captioned import Captioned, Enlarged
from lib.training.painters import Enlarger, Painter
from lib.training.things import THINGS


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> emoji.Pictures:
    """Random drawings in the place of the data set; eleven of them are trained on."""
    things, count = len(THINGS), len(captions.STYLES) * len(THINGS)
    rgba = torch.randint(0, 256, (count, 4, 32, 32), generator=Generator().manual_seed(0), dtype=torch.uint8)
    rgba[:, :3] = torch.minimum(rgba[:, :3], rgba[:, 3:])
    index = torch.arange(count)
    pictures = emoji.Pictures(rgba, index // things, index % things, (index == 3) | (index >= 12))
    monkeypatch.setattr(emoji, "load", lambda data, side: pictures)
    return pictures


@pytest.fixture
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both phases of stage 1 as trainings of two steps, in folders of their own."""
    torch.set_num_threads(1)
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path / "cache"))
    for name in (emoji_if.TEXT, emoji_if.STAGE_1, emoji_if.STAGE_2):
        monkeypatch.setitem(specs.SPECS, name, dataclasses.replace(specs.SPECS[name], batch=6, epochs=1))
    return tmp_path / "cache" / "models"


def test_a_batch_is_drawn_anew_for_each_seed_and_never_from_what_is_held_out(drawings: emoji.Pictures) -> None:
    """The same seed gives the same batch."""
    source = Captioned.load(None, 16, torch.device("cpu"))
    assert len(source) == 11
    assert 3 not in source.kept
    pictures, tokens = source.batch(torch.arange(8), 5)
    again, same = source.batch(torch.arange(8), 5)
    other, _ = source.batch(torch.arange(8), 6)
    assert torch.equal(pictures, again)
    assert torch.equal(tokens, same)
    assert not torch.equal(pictures, other)
    assert pictures.shape == (8, 3, 16, 16)
    assert tokens.shape == (8, 77)
    assert -1 <= float(pictures.min()) < float(pictures.max()) <= 1


def test_one_caption_in_ten_is_dropped(drawings: emoji.Pictures) -> None:
    """A dropped one is the null prompt: its end, and padding."""
    source = Captioned.load(None, 16, torch.device("cpu"))
    tokens = torch.cat([source.batch(torch.arange(11), seed)[1] for seed in range(60)])
    assert 0.06 < float((tokens[:, 0] == 1).double().mean()) < 0.14
    assert not bool((tokens == 2).any())  # every word of the grammar is known to the tokenizer


def test_both_phases_are_trained_shipped_and_loaded_by_the_pipeline(drawings: emoji.Pictures, short: Path) -> None:
    """What `train` writes is a pipeline's folder: diffusers draws with it, and its weights are the average's."""
    with pytest.raises(UserError, match="train it first"):
        loop.train(emoji_if.STAGE_1, quiet=True)
    assert loop.train(emoji_if.TEXT, quiet=True) == [emoji_if.TEXT]
    assert loop.train(emoji_if.STAGE_1, quiet=True) == [emoji_if.STAGE_1]
    for name in (emoji_if.TEXT, emoji_if.STAGE_1):
        card = registry.find(name)
        registry.verify(card)
        assert "Noto" in card.data
    text, unet = (progress.kept(name) for name in (emoji_if.TEXT, emoji_if.STAGE_1))
    assert all(torch.equal(text[key], unet[key]) for key in text if key.startswith("text."))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from diffusers import IFPipeline

        pipe = IFPipeline.from_pretrained(short / "emoji-if" / "stage1", torch_dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    out = pipe(prompt="a dog", num_inference_steps=2, height=32, width=32, output_type="pt").images
    assert out.shape == (1, 3, 32, 32)
    loaded = pipe.unet.state_dict()["conv_in.weight"]
    assert torch.allclose(loaded, unet["unet.conv_in.weight"], atol=1e-3)
    assert pipe.tokenizer("a dog").input_ids == emoji_if.new_tokenizer(captions.words())("a dog").input_ids


def test_stage_2_is_trained_on_crops_shipped_and_loaded(
    drawings: emoji.Pictures, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes on from the text encoder that ships, on any machine, and diffusers enlarges with what it wrote."""
    loop.train(emoji_if.TEXT, quiet=True)
    progress.place(emoji_if.TEXT).unlink()
    assert loop.train(emoji_if.STAGE_2, quiet=True) == [emoji_if.STAGE_2]
    text, second = progress.weights_of(emoji_if.TEXT), progress.kept(emoji_if.STAGE_2)
    assert len(text) + 1 == sum(key.startswith("text.") for key in second)
    assert all(torch.equal(text[key], second[f"text.{key}"]) for key in text)
    assert torch.equal(second["text.encoder.embed_tokens.weight"], text["shared.weight"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from diffusers import IFSuperResolutionPipeline

        pipe = IFSuperResolutionPipeline.from_pretrained(short / "emoji-if" / "stage2", torch_dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    states = torch.zeros(1, 77, 128)
    out = pipe(
        image=torch.zeros(1, 3, 32, 32),
        prompt_embeds=states,
        negative_prompt_embeds=states,
        num_inference_steps=2,
        height=128,
        width=128,
        output_type="pt",
    ).images
    assert out.shape == (1, 3, 128, 128)


def test_crops_of_the_small_picture_lie_where_the_crops_of_the_large_one_do(
    drawings: emoji.Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without noise the small one is the large one, blurred."""
    source = Enlarged.load(None, 128, torch.device("cpu"))
    monkeypatch.setattr(captioned, "cosine_alphas_cumprod", lambda steps: torch.ones(steps))
    sharp, blurred, levels, tokens = source.batch(torch.arange(6), 3)
    assert sharp.shape == blurred.shape == (6, 3, 64, 64)
    assert levels.shape == (6,)
    assert tokens.shape == (6, 77)
    means = [torch.nn.functional.avg_pool2d(part, 16) for part in (sharp, blurred)]
    assert float((means[0] - means[1]).abs().mean()) < 0.1
    other = means[1].roll(1, 0)
    assert float((means[0] - other).abs().mean()) > 2 * float((means[0] - means[1]).abs().mean())


def test_stage_2_reads_the_small_picture_and_its_level() -> None:
    """Both reach the UNet, and the text stays fixed."""
    net = Enlarger()
    x, small = torch.zeros(2, 3, 64, 64), torch.randn(2, 3, 64, 64, generator=Generator().manual_seed(1))
    tokens = torch.ones(2, 77, dtype=torch.int64)
    objectives.text_to_image(
        net, (x, small, torch.tensor([5, 900]), tokens), Generator().manual_seed(0)
    ).mean().backward()
    assert all(bool(kernels.any()) for kernels in net.unet.conv_in.weight.grad[:, 3:].unbind(1))
    assert not any(p.grad is not None for p in net.text.parameters())
    assert bool(net.unet.class_embedding.linear_1.weight.grad.any())


def test_growing_keeps_what_the_small_one_learned() -> None:
    """All coarse levels are taken over; only the new finest level, and what joins it, begins anew."""
    small, large = emoji_if.new_unet(16), emoji_if.new_unet(32)
    before = {k: v.clone() for k, v in small.state_dict().items()}
    fresh = emoji_if.grow(large, before)
    own = large.state_dict()
    assert torch.equal(own["down_blocks.3.resnets.0.conv2.weight"], before["down_blocks.2.resnets.0.conv2.weight"])
    assert torch.equal(own["up_blocks.0.resnets.0.conv1.weight"], before["up_blocks.0.resnets.0.conv1.weight"])
    assert torch.equal(own["mid_block.attentions.0.to_q.weight"], before["mid_block.attentions.0.to_q.weight"])
    assert any(name.startswith("up_blocks.3.") for name in fresh)
    assert sum(own[name].numel() for name in fresh) < 0.2 * sum(v.numel() for v in own.values())


def test_only_the_first_phase_teaches_the_text_encoder() -> None:
    """In stage 1 the text is fixed."""
    for side, learns in ((16, True), (32, False)):
        net = Painter(side)
        batch = (torch.zeros(2, 3, side, side), torch.ones(2, 77, dtype=torch.int64))
        objectives.text_to_image(net, batch, Generator().manual_seed(0)).mean().backward()
        assert any(p.grad is not None for p in net.text.parameters()) == learns
        assert all(p.grad is not None for p in net.unet.parameters() if p.requires_grad)


def test_the_schedule_is_that_of_diffusers() -> None:
    """`squaredcos_cap_v2`, and its values that the lessons quote."""
    from diffusers import DDPMScheduler

    theirs = DDPMScheduler(1000, beta_schedule="squaredcos_cap_v2").alphas_cumprod.double()
    ours = cosine_alphas_cumprod(1000)
    assert torch.allclose(ours, theirs, rtol=2e-4, atol=1e-7)
    assert [round(float(ours[t]), 3) for t in (250, 390, 500, 690, 750)] == [0.846, 0.661, 0.492, 0.215, 0.143]


def test_the_bound_teaches_only_the_variance_and_is_least_where_it_is_right() -> None:
    """KL of two Gaussians of equal mean is zero where their variances agree: v = -1 is beta_tilde."""
    abar = cosine_alphas_cumprod(1000).float()
    now, before = abar[500].view(1, 1, 1, 1), abar[499].view(1, 1, 1, 1)
    x_0 = torch.rand(1, 3, 4, 4) - 0.5
    eps = torch.randn(1, 3, 4, 4)
    x_t = now.sqrt() * x_0 + (1 - now).sqrt() * eps

    def bound(v: float, estimate: Tensor) -> float:
        return float(objectives._variance_bound(x_t, x_0, estimate, torch.full_like(eps, v), now, before))

    assert abs(bound(-1.0, eps)) < 1e-5
    assert bound(1.0, eps) > bound(0.0, eps) > bound(-1.0, eps)
    assert bound(-1.0, eps + 0.3) > bound(-1.0, eps) + 1e-5


def test_ship_names_files_below_the_folder_of_the_models() -> None:
    """A card may only name files in its own folder."""
    part = painters.ship_text(Painter(16))
    assert part.file == "emoji-if/stage1/text_encoder/model.safetensors"
    assert {
        "emoji-if/stage1/tokenizer/tokenizer.json",
        "emoji-if/stage1/text_encoder/config.json",
        "emoji-if/vocabulary.json",
    } <= set(part.beside)


def test_the_judge_learns_from_moved_drawings(drawings: emoji.Pictures) -> None:
    """Two heads, a loss for each picture; in a few steps it tells eleven drawings apart better than at first."""
    torch.manual_seed(0)
    plan = specs.SPECS["emoji-judge"]
    source = captioned.Disguised.load(None, 32, torch.device("cpu"))
    net = plan.network()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    losses = []
    for step in range(12):
        loss = plan.objective(net, source.batch(torch.arange(11), step), Generator().manual_seed(step))
        assert loss.shape == (11,)
        optimizer.zero_grad()
        loss.mean().backward()
        optimizer.step()
        losses.append(float(loss.mean().detach()))
    assert losses[-1] < 0.7 * losses[0]
