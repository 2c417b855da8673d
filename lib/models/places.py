"""Room: models. Where files live: what ships with the project, and what a user's machine keeps between runs."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

ROOT = Path(__file__).resolve().parents[2]
APP = "diffusion-step-by-step"


def shipped_dir() -> Path:
    """The folder `cache/` that ships with the project; DIFFUSION_CACHE points elsewhere (tests do)."""
    return Path(os.environ.get("DIFFUSION_CACHE", ROOT / "cache"))


def state_dir() -> Path:
    """The user's own cache folder, outside the repository; DIFFUSION_STATE points elsewhere."""
    return Path(os.environ.get("DIFFUSION_STATE") or platformdirs.user_cache_dir(APP))
