"""Room: models. What this machine has free for a large model, and which packages. No torch up here."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

GB = 1e9


@dataclass(frozen=True)
class Machine:
    """What there is to compute with: free GB, and packages.

    Attributes:
        disk: where the Hub keeps its files.
        memory: main memory.
        gpu: of the GPU; 0 where there is none.
        mps: whether it is an Apple GPU, which shares the main memory.
        accelerate: without it a UNet is in memory twice while it is loaded.
        bitsandbytes: for text encoders in 8 bits; needs accelerate.
        sentencepiece: for the tokenizer of T5.
    """

    disk: float
    memory: float
    gpu: float = 0.0
    mps: bool = False
    accelerate: bool = False
    bitsandbytes: bool = False
    sentencepiece: bool = False


def machine(cache: Path) -> Machine:
    """This machine, as it is now.

    Args:
        cache: the folder that large files go to; it need not exist yet.
    """
    import torch

    there = next((place for place in (cache, *cache.parents) if place.is_dir()), Path("/"))
    gpu = torch.cuda.mem_get_info()[0] / GB if torch.cuda.is_available() else 0.0
    packages = {name: find_spec(name) is not None for name in ("accelerate", "bitsandbytes", "sentencepiece")}
    free = shutil.disk_usage(there).free / GB
    return Machine(free, free_memory() / GB, gpu, bool(torch.backends.mps.is_available()), **packages)


def free_memory(meminfo: Path = Path("/proc/meminfo")) -> float:
    """Bytes of main memory that a program can still have; infinite where nobody says."""
    if find_spec("psutil"):
        import psutil  # type: ignore[import-untyped]

        return float(psutil.virtual_memory().available)
    try:
        lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines() if ":" in line)
        return float(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError, IndexError):
        return float("inf")
