"""Room: models. diffusers' own IFPipeline on a folder, as everybody runs it: what ours is measured against."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Generator, Tensor

from lib.models import late
from lib.models.parts import BROKEN, Folder

Draw = Callable[[Tensor, Tensor, Sequence[int], float, Generator], Tensor]


def if_pipeline(folder: Path) -> tuple[Draw, Any]:
    """IFPipeline of a folder on the CPU in float32.

    Returns:
        A function (text states (B, 77, d), those of the null prompt, timesteps, guidance, generator) -> (B, 3, H, W) in
        [-1, 1]; and the pipeline's UNet.

    Raises:
        UserError: for a folder that isn't whole.
    """
    Folder(folder).unet_config()
    with late.alone():
        from diffusers import IFPipeline

    log = logging.getLogger("diffusers")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        with torch.random.fork_rng(devices=[]):
            pipeline = IFPipeline.from_pretrained(folder, text_encoder=None, tokenizer=None, local_files_only=True)
    except BROKEN as error:
        Folder(folder).unet(torch.float32)  # says what is wrong with it
        raise error
    finally:
        log.setLevel(before)
    pipeline.set_progress_bar_config(disable=True)

    def draw(states: Tensor, null: Tensor, timesteps: Sequence[int], guidance: float, generator: Generator) -> Tensor:
        return pipeline(
            prompt_embeds=states,
            negative_prompt_embeds=null,
            timesteps=list(timesteps),
            guidance_scale=guidance,
            generator=generator,
            output_type="pt",
        ).images

    return draw, pipeline.unet
