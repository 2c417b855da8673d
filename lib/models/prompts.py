"""Room: models. From a prompt to what a UNet reads: (77, d) text states, computed once and kept on the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as tensors_of
from safetensors.torch import save
from torch import Tensor

from lib.models import foreign
from lib.models.course import LENGTH, unheard
from lib.models.errors import UserError
from lib.models.files import replace_all
from lib.models.places import state_dir

_MAX_STATES = 10**7
"""Bytes of the states of one prompt."""
Encode = Callable[[list[str]], Tensor]


def processed(prompt: str) -> str:
    """The prompt as IFPipeline reads it without `clean_caption`: lower case, no blanks around it.

    Raises:
        UserError: for what is not text.
    """
    if not isinstance(prompt, str):
        raise UserError(f"{prompt!r:.60} is not a prompt: write a text, as in 'a photo of a dog'.")
    return prompt.encode("utf-8", "replace").decode().lower().strip()


def encoder(tokenizer: Any, text_encoder: Any) -> Encode:
    """Processed prompts -> (n, 77, d) text states on the CPU, as `IFPipeline.encode_prompt` makes them.

    Args:
        tokenizer: of transformers; longer prompts are cut at 77 tokens.
        text_encoder: T5EncoderModel, on any device.
    """

    @torch.no_grad()
    def encode(prompts: list[str]) -> Tensor:
        tokens = tokenizer(
            prompts,
            padding="max_length",
            max_length=LENGTH,
            truncation=True,
            add_special_tokens=True,
            return_tensors="pt",
        )
        device = text_encoder.device
        states = text_encoder(tokens.input_ids.to(device), attention_mask=tokens.attention_mask.to(device))[0]
        return states.cpu()

    return encode


class Embeddings:
    """The text states of prompts: in memory, on the disk, or from the text encoder, in this order.

    Args:
        encode: processed prompts -> (n, 77, d); None where there is no text encoder.
        fingerprint: of the text encoder's weights; without one nothing is kept on the disk.
        given: text states that are known already, by prompt; they come before all others.
    """

    def __init__(
        self, encode: Encode | None = None, fingerprint: str = "", given: Mapping[str, Tensor] | None = None
    ) -> None:
        self.encode, self.fingerprint = encode, fingerprint
        self._known = {processed(prompt): _row(states) for prompt, states in (given or {}).items()}

    def of(self, prompts: Sequence[str]) -> Tensor:
        """(n, 77, d), on the CPU.

        Raises:
            UserError: for what is not text, for a prompt that isn't known where there is no text encoder, and where
                the disk is full.
        """
        wanted = [processed(prompt) for prompt in prompts]
        missing = [prompt for prompt in dict.fromkeys(wanted) if prompt not in self._known]
        for prompt in missing:
            kept = self._read(prompt)
            if kept is not None:
                self._known[prompt] = kept
        missing = [prompt for prompt in missing if prompt not in self._known]
        if missing:
            self._compute(missing)
        return torch.stack([self._known[prompt] for prompt in wanted])

    @property
    def prompts(self) -> list[str]:
        """What is known without a text encoder, in memory."""
        return sorted(self._known)

    def _compute(self, prompts: list[str]) -> None:
        if self.encode is None:
            raise UserError(unheard(prompts[0], self.prompts))
        states = self.encode(prompts)
        files: dict[Path, bytes] = {}
        for prompt, row in zip(prompts, states, strict=True):
            self._known[prompt] = row
            if self.fingerprint:
                files[self._path(prompt)] = save({"states": row.contiguous()}, metadata={"prompt": prompt})
        if files:
            replace_all(files)

    def _read(self, prompt: str) -> Tensor | None:
        """From the disk; None where it isn't there, or isn't whole."""
        if not self.fingerprint:
            return None
        try:
            states = tensors_of(foreign.read(self._path(prompt), _MAX_STATES))["states"]
        except (OSError, SafetensorError, KeyError, ValueError):
            return None
        whole = states.ndim == 2 and len(states) == LENGTH and bool(states.isfinite().all())
        return states if whole else None

    def _path(self, prompt: str) -> Path:
        name = sha256(prompt.encode()).hexdigest()[:40]
        return state_dir() / "embeddings" / self.fingerprint[:16] / f"{name}.safetensors"


def fingerprint(*folders: Path) -> str:
    """A name for what lies in some folders (a text encoder, its tokenizer): another file, another name.

    Files above 64 MiB go in by size, beginning and end, for hashing gigabytes takes a minute.
    """
    digest = sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder)}\0{size}\0".encode())
            with path.open("rb") as stream:
                if size <= 1 << 26:
                    digest.update(stream.read())
                    continue
                digest.update(stream.read(1 << 22))
                stream.seek(-(1 << 22), 2)
                digest.update(stream.read())
    return digest.hexdigest()


def _row(states: Tensor) -> Tensor:
    """(77, d) of (77, d) or (n, 77, d): one prompt's rows are the same."""
    return states[0] if states.ndim == 3 else states
