"""Room: models. The safety filter of DeepFloyd IF, which its licence asks to leave on.

It reads finished pictures with CLIP and two heads, one for what is unsafe and one for watermarks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from lib.models import late
from lib.models.downloads import parts_of
from lib.models.errors import UserError


@dataclass(frozen=True, eq=False)
class Checked:
    """Pictures that went through the filter.

    Attributes:
        images: (B, 3, H, W) in [0, 1], black where one was rejected.
        rejected: one flag a picture.
        notes: what a learner should be told; nothing where all passed.
    """

    images: Tensor
    rejected: tuple[bool, ...]
    notes: tuple[str, ...]


class Filter:
    """DeepFloyd's safety filter.

    Args:
        checker: IFSafetyChecker.
        extractor: CLIPImageProcessor, what prepares pictures for it.
    """

    def __init__(self, checker: Any, extractor: Any) -> None:
        self.checker, self.extractor = checker.eval().requires_grad_(False), extractor

    @torch.no_grad()
    def checked(self, images: Tensor) -> Checked:
        """Finished pictures as they may be shown, as IFPipeline does it.

        Args:
            images: (B, 3, H, W) in [0, 1], on any device.
        """
        if not len(images):
            return Checked(images, (), ())
        pixels = images.detach().float().cpu().permute(0, 2, 3, 1).clamp(0, 1).numpy()
        weight = self.checker.p_head.weight
        clip = self.extractor([_picture(p) for p in pixels], return_tensors="pt").pixel_values.to(weight)
        _, unsafe, marked = self.checker(clip_input=clip, images=list(pixels.copy()))
        rejected = tuple(bool(a or b) for a, b in zip(unsafe, marked, strict=True))
        keep = torch.tensor([not flag for flag in rejected], device=images.device)
        shown = torch.where(keep[:, None, None, None], images, torch.zeros_like(images))
        return Checked(shown, rejected, _notes(unsafe, marked))


def load_filter(folder: Path, device: str | torch.device = "cpu", dtype: torch.dtype = torch.float32) -> Filter | None:
    """The safety filter of a model's folder; None where its model_index.json names none, as that of our own cascade.

    Raises:
        UserError: where it is named and isn't there or isn't whole: such a model isn't used without it.
    """
    if "safety_checker" not in parts_of(folder):
        return None
    with late.alone():
        from diffusers.pipelines.deepfloyd_if.safety_checker import IFSafetyChecker
    from safetensors.torch import load_file

    with late.alone():
        from transformers import CLIPConfig, CLIPImageProcessor

    place = folder / "safety_checker"
    try:
        config = CLIPConfig.from_pretrained(place, local_files_only=True)
        files = sorted(place.glob("*.safetensors"), key=lambda path: "fp16" not in path.name)
        # `from_pretrained` of this class fails with transformers 5, so the weights are put in by hand. Files of 2023
        # hold the numbers 0, 1, 2, ... of the positions as well.
        weights = {key: w for key, w in load_file(files[0]).items() if not key.endswith("position_ids")}
        with torch.random.fork_rng(devices=[]):
            checker = IFSafetyChecker(config)
        checker.load_state_dict(weights)
        extractor = CLIPImageProcessor.from_pretrained(folder / "feature_extractor", local_files_only=True)
    except Exception as error:  # whatever is wrong with it, nothing is drawn without it
        failure = UserError(
            f"The safety filter of {folder} can't be read ({type(error).__name__}), and its model isn't used without "
            "it: get the folder again."
        )
    else:
        return Filter(checker.to(device, dtype), extractor)
    raise failure


def _picture(pixels: Any) -> Any:
    from PIL import Image

    return Image.fromarray((pixels * 255).round().astype("uint8"))


def _notes(unsafe: Sequence[bool], marked: Sequence[bool]) -> tuple[str, ...]:
    said = []
    for why, flags in (("something unsafe", unsafe), ("a watermark", marked)):
        numbers = [str(i + 1) for i, flag in enumerate(flags) if flag]
        if numbers:
            many = "pictures" if len(numbers) > 1 else "picture"
            said.append(
                f"DeepFloyd's safety filter saw {why} in {many} {', '.join(numbers)} and blacked it out: take another "
                "seed or prompt."
            )
    return tuple(said)
