"""Room: runs. The recipes that every page opens with: they are computed ahead and ship in `cache/trajectories`."""

from __future__ import annotations

from types import MappingProxyType

from lib.runs.recipe import Recipe, make

SWEEP = tuple(round(0.05 * i, 2) for i in range(31))
"""Noise levels of B1 that are scrubbed through: from none to three times what the denoiser was trained on."""


def _defaults() -> dict[str, Recipe]:
    found = {
        "b1": make("denoise", model="digits-denoiser@5", source="generated"),
        "b1-epoch-1": make("denoise", model="digits-denoiser@1", source="generated"),
        "b1-sweep": make("denoise", model="digits-denoiser@5", source="generated", sigmas=SWEEP),
        "b1-noise": make("denoise", model="digits-denoiser@5", source="noise", sigmas=(1.0,)),
        "b1-noise-trained": make("denoise", model="digits-denoiser-noise", source="noise", sigmas=(1.0,)),
        "b4": make("digits", model="digits-flow@20"),
        "b4-epoch-1": make("digits", model="digits-flow@1"),
    }
    for epoch in (1, 5, 10, 20):
        end = "" if epoch == 20 else f"-epoch-{epoch}"
        time, told = f"digits-time-ddpm@{epoch}", f"digits-class-ddpm@{epoch}"
        found[f"b2{end}"] = make("digits", model=time, labels=(), per_label=20, steps=50, frames=26)
        found[f"b3{end}"] = make("digits", model=told, per_label=2, steps=50, frames=26)
        found[f"b3-null{end}"] = make("digits", model=told, per_label=1, guidance=0, steps=50, frames=2)
        found[f"b3-zeros{end}"] = make("digits", model=told, labels=(0,) * 10, per_label=1, steps=50, frames=2)
    for k in (0, 1, 2, 3):
        plane = "plane-flow" if k == 0 else f"plane-reflow-{k}"
        found[f"plane-{k}"] = make("plane", model=plane)
        for steps in (1, 3) if k else ():
            found[f"b5-{k}-{steps}"] = make("digits", model=f"digits-reflow-{k}", guidance=1, steps=steps)
    return found


DEFAULTS = MappingProxyType(_defaults())
"""By the name of the page, and of its variant: "b3" is what B3 opens with, "b3-epoch-1" is one click away."""
