"""Room: teaching. What a script has to know of a model, by its name: sizes, target, files. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lib.models import foreign
from lib.models.deepfloyd import KNOWN
from lib.models.errors import UserError
from lib.models.registry import CASCADE, CASCADES, find, models_dir

Shape = tuple[int, ...]
DDPM_STEPS = 300
"""Timesteps of a DDPM of digits."""
LAST = 990
"""Where a walk of pictures out of text begins."""


@dataclass(frozen=True)
class Facts:
    """What a model is.

    Attributes:
        id: with its epoch.
        family: digits, points of the plane, our own cascade, or one of the Hub.
        shape: of what it draws.
        target: what its network puts out.
        time: whether it is told the time.
        classes: whether it is told a digit.
        file: its weights, beside the other models; "" for one of the Hub.
        sha256: of that file.
        bits: of a weight in it.
    """

    id: str
    family: Literal["digits", "plane", "cascade", "hub"]
    shape: Shape
    target: Literal["eps", "velocity", "x_0"] = "eps"
    time: bool = True
    classes: bool = True
    file: str = ""
    sha256: str = ""
    bits: int = 16

    @property
    def flow(self) -> bool:
        """Whether it was trained on straight paths."""
        return self.target == "velocity"

    @property
    def pixels(self) -> bool:
        """Whether it draws pictures in [-1, 1] out of text, with six channels and limits."""
        return self.family in ("cascade", "hub")

    @property
    def eta(self) -> float:
        """What it is usually sampled with."""
        return 1.0 if self.target == "eps" else 0.0


def facts_of(model: str) -> Facts:
    """The facts of a model.

    Raises:
        UserError: for a model that isn't here, and one of the Hub that nothing is known of.
    """
    if "/" in model:
        return _of_hub(model)
    found = find(model)
    if found.name in CASCADES:
        place = f"{CASCADE}/stage{1 if found.name == CASCADE else 2}"
        side = _side(models_dir() / place / "unet" / "config.json")
        return Facts(found.id, "cascade", (3, side, side), file=place, sha256=found.sha256)
    if found.name.startswith("plane-"):
        return Facts(found.id, "plane", (2,), "velocity", file=found.file, sha256=found.sha256)
    told = not found.name.startswith("digits-denoiser")
    target = "x_0" if not told else "eps" if found.name.endswith("-ddpm") else "velocity"
    classes = told and not found.name.startswith("digits-time")
    return Facts(
        found.id,
        "digits",
        (1, 28, 28),
        target,  # type: ignore[arg-type]
        time=told,
        classes=classes,
        file=found.file,
        sha256=found.sha256,
        bits=found.bits,
    )


def _side(config: Path) -> int:
    """Of the pictures of a UNet."""
    try:
        return int(foreign.loads(foreign.read(config, 10**6))["sample_size"])
    except (OSError, ValueError, LookupError, TypeError):
        raise UserError(f"{config} can't be read: get it back with `git checkout cache/models`.") from None


def _of_hub(model: str) -> Facts:
    if model not in KNOWN:
        raise UserError(
            f"A script can be written for our own models and for DeepFloyd IF, not for {model[:80]}: take "
            f"{CASCADE}, or the pipeline of that model in diffusers."
        )
    side = 64 if KNOWN[model].stage == 1 else 256
    return Facts(model, "hub", (3, side, side))
