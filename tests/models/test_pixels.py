"""Our loop draws what diffusers' IF pipelines draw, from the same weights, texts, timesteps and noise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Generator, Tensor

from lib.diffusion import averaged, generators, randn, sample, viewed
from lib.diffusion.views import FLIP
from lib.models.errors import UserError
from lib.models.pipelines import Parts, load_stage1, load_stage2
from lib.models.pixels import PixelModel
from tests.models.tiny_cascade import cascade, difference, stage1, stage2  # noqa: F401

PROMPT, OTHER = "A photo of a dog ", "an oil painting of an old man"
COURSE = list(range(990, -1, -30))
FIXED = {"variance_type": "fixed_small"}
PLAIN = {"thresholding": False}
CLIP = {"thresholding": False, "clip_sample": True}


def drawn(model: PixelModel, denoise: Any, x: Tensor, generator: Any, timesteps: list[int] | None = None) -> Tensor:
    path = model.path(34, timesteps)
    for step in sample(denoise, path, x, eta=model.eta, variance=model.variance(path), generator=generator):
        x = step.x_next
    return x


def parts(pipeline: Any) -> Parts:
    noising = getattr(pipeline, "image_noising_scheduler", None)
    return Parts(pipeline.unet, pipeline.scheduler, pipeline.tokenizer, pipeline.text_encoder, noising)


@pytest.mark.parametrize("changes", [{}, FIXED, PLAIN, CLIP], ids=["as it is", "fixed", "no threshold", "clip"])
@pytest.mark.parametrize("scale", [1, 2.5, 7])
def test_stage_1_equals_ifpipeline(cascade: Path, changes: dict, scale: float) -> None:  # noqa: F811
    """Without limits an untrained network throws x_0 hundreds of units far while alpha is small: start at 690 there."""
    pipeline = stage1(cascade, **changes)
    model = load_stage1(parts(pipeline))
    timesteps = COURSE[10:] if changes is PLAIN else COURSE
    theirs = pipeline(
        [PROMPT, OTHER],
        timesteps=timesteps,
        guidance_scale=scale,
        generator=Generator().manual_seed(3),
        output_type="pt",
        clean_caption=False,
    ).images
    generator = Generator().manual_seed(3)
    denoise = model.limited(model.guided([PROMPT, OTHER], scale))
    ours = drawn(model, denoise, randn((2, *model.shape), generator), generator, timesteps)
    assert difference(ours, theirs) <= 1e-3
    assert model.variance(()) == ("beta_tilde" if changes is FIXED else "learned")


def test_a_negative_prompt_other_steps_and_a_generator_for_each_picture(cascade: Path) -> None:  # noqa: F811
    pipeline = stage1(cascade)
    theirs = pipeline(
        PROMPT, num_images_per_prompt=3, num_inference_steps=10, negative_prompt=OTHER, guidance_scale=4,
        generator=generators(5, 3), output_type="pt", clean_caption=False,
    ).images  # fmt: skip
    model, noise = load_stage1(cascade / "stage1"), generators(5, 3)
    denoise = model.limited(model.guided(PROMPT, 4, OTHER))
    ours = drawn(model, denoise, randn((3, *model.shape), noise), noise, pipeline.scheduler.timesteps.tolist())
    assert difference(ours, theirs) <= 1e-3


@pytest.mark.parametrize("changes", [{}, FIXED], ids=["as it is", "fixed"])
@pytest.mark.parametrize(("scale", "noise_level"), [(1, 250), (4, 0), (7, 250)])
def test_stage_2_equals_ifsuperresolutionpipeline(
    cascade: Path,  # noqa: F811
    changes: dict,
    scale: float,
    noise_level: int,
) -> None:
    low = torch.rand(2, 3, 8, 8, generator=Generator().manual_seed(1)) * 2 - 1
    embeddings = load_stage1(cascade / "stage1").embeddings
    assert embeddings is not None
    states = embeddings.of([PROMPT, OTHER])
    pipeline = stage2(cascade, **changes)
    theirs = pipeline(
        prompt_embeds=states, negative_prompt_embeds=embeddings.of(["", ""]), image=low, timesteps=COURSE,
        guidance_scale=scale, noise_level=noise_level, generator=Generator().manual_seed(3), output_type="pt",
    ).images  # fmt: skip
    upsampler = load_stage2(parts(pipeline), embeddings=embeddings)
    generator = Generator().manual_seed(3)
    x = randn((2, *upsampler.shape), generator)
    model = upsampler.of(low, generator, noise_level)
    ours = drawn(model, model.limited(model.guided([PROMPT, OTHER], scale)), x, generator)
    assert difference(ours, theirs) <= 1e-3


def test_the_prompt_and_the_time_matter_so_that_equality_means_something(cascade: Path) -> None:  # noqa: F811
    model = load_stage1(cascade / "stage1")
    x = randn((1, *model.shape), Generator().manual_seed(0))
    path = model.path(34)
    a, b = model.on(PROMPT)(x, path[10]), model.on(OTHER)(x, path[10])
    assert difference(a.eps, b.eps) > 1e-2
    assert difference(a.eps, model.on(PROMPT)(x, path[30]).eps) > 1e-2
    assert difference(model.on()(x, path[3]).eps, model.on("")(x, path[3]).eps) == 0


def test_all_queries_of_a_step_are_one_call_and_each_gets_its_own_answer(cascade: Path) -> None:  # noqa: F811
    model = load_stage1(cascade / "stage1")
    x, level = randn((3, *model.shape), Generator().manual_seed(0)), model.path(34)[12]
    calls: list[int] = []
    forward = model.net.network.forward

    def counted(x: Tensor, *rest: Any, **other: Any) -> Any:
        calls.append(len(x))
        return forward(x, *rest, **other)

    model.net.network.forward = counted
    several = averaged([model.guided(PROMPT, 7), viewed(model.guided(OTHER, 7), FLIP)])
    together = several(x, level)
    assert sum(calls) == 12
    one_by_one = [model.guided(PROMPT, 7)(x[i : i + 1], level).eps for i in range(3)]
    mixed = model.guided([PROMPT, OTHER, PROMPT], 7)(x, level).eps
    assert difference(mixed[::2], torch.cat(one_by_one[::2])) < 1e-5
    assert difference(level.alpha * together.x_0 + level.sigma * together.eps, x) < 1e-5


@pytest.mark.parametrize("threads", [1, 2])
def test_pictures_are_the_same_on_one_core_and_on_two(cascade: Path, threads: int) -> None:  # noqa: F811
    model = load_stage1(cascade / "stage1")
    x, level = randn((5, *model.shape), Generator().manual_seed(0)), model.path(34)[12]
    alone = torch.cat([model.guided(PROMPT, 5)(row[None], level).x_0 for row in x])
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        assert difference(model.guided(PROMPT, 5)(x, level).x_0, alone) < 1e-5
    finally:
        torch.set_num_threads(before)


def test_paths(cascade: Path) -> None:  # noqa: F811
    model = load_stage1(cascade / "stage1")
    assert [level.t for level in model.path(34)[:-1]] == COURSE
    assert [level.t for level in model.path(1)] == [990, 0]
    assert len(model.path(991)) == 992
    assert [level.t for level in model.path(2, [700, 3])] == [700, 3, 0]
    abar = {t: model.schedule.level(t).alpha ** 2 for t in (250, 390, 500, 690, 750)}
    assert abar == pytest.approx({250: 0.846, 390: 0.661, 500: 0.492, 690: 0.215, 750: 0.143}, abs=6e-4)
    for steps, timesteps in ((0, None), (992, None), (2, [3, 700]), (1, [1000])):
        with pytest.raises(UserError):
            model.path(steps, timesteps)


def test_a_model_without_text_and_with_three_channels(tmp_path: Path) -> None:
    from diffusers import DDPMPipeline, DDPMScheduler, UNet2DModel

    torch.manual_seed(0)
    net = UNet2DModel(
        sample_size=8, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4, attention_head_dim=4,
        down_block_types=("DownBlock2D", "AttnDownBlock2D"), up_block_types=("AttnUpBlock2D", "UpBlock2D"),
    )  # fmt: skip
    pipeline = DDPMPipeline(net.eval(), DDPMScheduler(clip_sample=True))
    pipeline.save_pretrained(tmp_path)
    model = load_stage1(tmp_path)
    assert model.variance(model.path(5)) == "beta_tilde"
    pipeline.set_progress_bar_config(disable=True)
    theirs = pipeline(2, Generator().manual_seed(2), 10, output_type="np").images
    generator = Generator().manual_seed(2)
    denoise = model.limited(model.guided("a dog", 7))
    timesteps = pipeline.scheduler.timesteps.tolist()
    ours = drawn(model, denoise, randn((2, *model.shape), generator), generator, timesteps)
    assert difference(model.to_pixels(ours).permute(0, 2, 3, 1), torch.from_numpy(theirs)) <= 1e-3


def test_bad_conditions_end_in_one_clear_sentence(cascade: Path) -> None:  # noqa: F811
    model = load_stage1(cascade / "stage1")
    x, level = randn((3, *model.shape), Generator().manual_seed(0)), model.path(34)[12]
    for wrong in (3, [], ["a dog", 3]):
        with pytest.raises(UserError):
            model.on(wrong)
    with pytest.raises(UserError, match="2 prompts for 3 pictures"):
        model.on([PROMPT, OTHER])(x, level)
    upsampler = load_stage2(cascade / "stage2", embeddings=model.embeddings)
    with pytest.raises(UserError, match="noise level"):
        upsampler.of(x, Generator(), 1000)
    with pytest.raises(UserError, match="small pictures must be"):
        upsampler.of(x[:, :1], Generator())
    with pytest.raises(UserError, match="2 small pictures for 3"):
        upsampler.of(x[:2], Generator()).on("a dog")(randn((3, *upsampler.shape), Generator()), level)
    with pytest.raises(UserError, match="another model's text encoder"):
        load_stage1(cascade / "stage1", given={"a dog": torch.zeros(1, 77, 24)}).on("a dog")
