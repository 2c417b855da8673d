"""Room: bench. Text to image: our loop against diffusers' IFPipeline, on the same weights, texts and noise."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Generator, Tensor

from lib.bench.measuring import clocks, finite, in_turn, psnr
from lib.diffusion import randn, sample
from lib.models.errors import UserError
from lib.models.pipelines import load_stage1
from lib.models.pixels import PixelModel
from lib.models.reference import if_pipeline

PROMPT = "a photo of a dog"


def bench_cascade(
    folder: Path | str | None = None,
    steps: int = 34,
    count: int = 1,
    repeats: int = 5,
    guidance: float = 7.0,
    channels: Sequence[int] = (32, 64, 128),
    seed: int = 0,
) -> dict[str, Any]:
    """Time guided pictures of stage 1 in three ways, in turn, in this process.

    - `ifpipeline`: `IFPipeline.__call__` as diffusers has it.
    - `bare`: as many batched calls of its UNet, and nothing else.
    - `ours`: `diffusion.sample` with guidance and thresholding on our adapter, the text's part of every layer included.

    All start from text states that are known, and the same noise. `speedup` is the median over the repeats, each of
    which does all three one after the other; `max_difference` is that of pictures in [-1, 1] before they are clipped,
    `psnr_db` that of pixels in [0, 1].

    Args:
        folder: stage 1 in diffusers' format; without one an untrained UNet of 32 px with these channels.
        steps: from 2 on; 34 are the course's 990, 960, ..., 0.
        count: pictures; each step asks for all of them with and without the prompt.
        repeats: how often each way is timed, after a first time that isn't.
        guidance: above 1.
        channels: of the untrained UNet.
        seed: of the noise.

    Returns:
        Numbers and strings, ready for JSON.

    Raises:
        UserError: for a folder that isn't whole, or steps that there aren't.
    """
    if min(count, repeats) < 1 or guidance <= 1:
        raise UserError("The benchmark needs a picture and a repeat at least, and guidance above 1.")
    if folder is not None:
        return _bench(Path(folder), str(folder), steps, count, repeats, guidance, seed)
    from lib.models.miniature import build

    with tempfile.TemporaryDirectory() as place:
        name = f"random, channels {'/'.join(map(str, channels))}"
        made = build(Path(place), channels) / "stage1"
        return _bench(made, name, steps, count, repeats, guidance, seed)


def _bench(folder: Path, name: str, steps: int, count: int, repeats: int, guidance: float, seed: int) -> dict[str, Any]:
    model = load_stage1(folder)
    draw, unet = if_pipeline(folder)
    assert model.embeddings is not None
    states, null = model.embeddings.of([PROMPT] * count), model.embeddings.of([""] * count)
    timesteps = [int(level.t) for level in model.path(steps)[:-1]]
    ways: dict[str, Callable[[], Tensor]] = {
        "ifpipeline": lambda: draw(states, null, timesteps, guidance, Generator().manual_seed(seed)),
        "bare": lambda: _bare(unet, torch.cat([null, states]), model.shape, timesteps),
        "ours": lambda: _ours(model, steps, count, guidance, seed),
    }
    drawn = {way: make() for way, make in ways.items()}
    theirs, ours = drawn["ifpipeline"], drawn["ours"]
    seconds = clocks(in_turn(ways, repeats))
    return {
        "model": name,
        "parameters": sum(weight.numel() for weight in unet.parameters()),
        "side": model.shape[-1],
        "steps": steps,
        "count": count,
        "guidance": guidance,
        "repeats": repeats,
        "threads": torch.get_num_threads(),
        "seconds": {way: statistics.median(taken) for way, taken in seconds.items()},
        "fastest": {way: min(taken) for way, taken in seconds.items()},
        "speedup": statistics.median(a / b for a, b in zip(seconds["ifpipeline"], seconds["ours"], strict=True)),
        "max_difference": float((ours - theirs).abs().max()),
        "psnr_db": finite(psnr(model.to_pixels(ours), model.to_pixels(theirs))),
    }


def _ours(model: PixelModel, steps: int, count: int, guidance: float, seed: int) -> Tensor:
    """A model that remembers no text yet, on the same network."""
    fresh = PixelModel(model.net, model.schedule, model.embeddings)
    path, generator = fresh.path(steps), Generator().manual_seed(seed)
    x = randn((count, *fresh.shape), generator)
    denoise = fresh.limited(fresh.guided(PROMPT, guidance))
    with torch.inference_mode():
        for step in sample(denoise, path, x, eta=fresh.eta, variance=fresh.variance(path), generator=generator):
            x = step.x_next
    return x


@torch.no_grad()
def _bare(unet: Any, states: Tensor, shape: tuple[int, ...], timesteps: Sequence[int]) -> Tensor:
    x = torch.randn(len(states), *shape, generator=Generator().manual_seed(0))
    for t in timesteps:
        unet(x, torch.tensor(t), encoder_hidden_states=states, return_dict=False)
    return x
