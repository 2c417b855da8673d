"""Room: ui. Digits side by side, each crisp and with its number below it."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from lib.ui import panel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

Row = tuple[str, "Sequence[NDArray]", Sequence[str]]
"""A name, pictures (H, W) in [0, 1], and what stands below each."""
COPIES = 400


def sigmas(recipes: Mapping[str, Recipe | None], key: str, digit: int) -> dict[str, Trajectory | None]:
    """One digit under rising noise, and what each model makes of it.

    Args:
        recipes: name → a ``denoise`` recipe; all with the same digits, sigmas and seed.
        key: unique on its page.
        digit: which picture of the batch.

    Returns:
        The answers, by the same names; None where one isn't there yet.
    """
    found = _answers(recipes, key)
    shown = _whole(found, key)
    if shown:
        first = next(iter(shown.values()))
        clean = first.x_t[0, digit, 0].astype(np.float32)
        rows = [_sigma_row("noisy", first.x_t[:, digit, 0], clean)]
        rows += [_sigma_row(name, answer.x_0[:, digit, 0], clean) for name, answer in shown.items()]
        heads = [f"σ = {sigma:g}" + ("*" if sigma == 0.5 else "") for sigma in first.sigma]
        _draw(heads, rows, "* the noise it was trained on. Below each picture: PSNR against the clean digit, in dB.")
        _notes(shown)
    return found


def noises(recipes: Mapping[str, Recipe | None], key: str) -> dict[str, Trajectory | None]:
    """Ten pictures of pure noise, and what each model makes of them; last the mean of each row of answers."""
    found = _answers(recipes, key)
    shown = _whole(found, key)
    if shown:
        first = next(iter(shown.values()))
        rows: list[Row] = [("pure noise", list(_gray(first.x_t[-1, :, 0])), ())]
        rows += [(name, list(answer.x_0[-1, :, 0]), ()) for name, answer in shown.items()]
        _draw((), rows, "")
        _notes(shown)
    return found


def ghost(found: Trajectory | None, copies: int = COPIES) -> None:
    """What is left of a digit at the noisiest level: one noisy copy shows nothing, the mean of many does.

    Args:
        found: a finished run; its last pictures are the digits, its first level is the noise.
        copies: how many noisy copies are averaged.
    """
    if found is None:
        return
    clean = found.x_0[-1, :5, 0].astype(np.float32).clip(0, 1)
    alpha, sigma = float(found.alpha[0]), float(found.sigma[0])
    rng = np.random.default_rng(0)
    noisy = alpha * clean + sigma * rng.standard_normal((copies, *clean.shape), dtype=np.float32)
    flat = rng.standard_normal((copies, *clean.shape), dtype=np.float32).mean(0)
    rows: list[Row] = [
        ("a digit", list(clean), ()),
        (f"noised to t = {found.t[0]:g}", list(_gray(noisy[0])), ()),
        (f"mean of {copies} such", list(_gray(noisy.mean(0), 0.3)), ()),
        (f"mean of {copies} times pure noise", list(_gray(flat, 0.3)), ()),
    ]
    _draw((), rows, "Noise is drawn around middle grey; the two rows of means have their contrast raised alike.")


def _answers(recipes: Mapping[str, Recipe | None], key: str) -> dict[str, Trajectory | None]:
    """The answers, each computed in a panel of its own that draws nothing."""
    return {name: panel.answer(recipe, f"{key}_{i}") for i, (name, recipe) in enumerate(recipes.items())}


def _whole(found: Mapping[str, Trajectory | None], key: str) -> dict[str, Trajectory]:
    """All answers that are there; while some are computed, those that were shown before."""
    there = {name: answer for name, answer in found.items() if answer is not None}
    before: dict[str, Trajectory] = st.session_state.get(f"_{key}_strip", {})
    shown = there if len(there) >= len(before) else before
    st.session_state[f"_{key}_strip"] = shown
    return shown


def _notes(shown: Mapping[str, Trajectory]) -> None:
    for note in dict.fromkeys(note for answer in shown.values() for note in answer.notes):
        st.caption(note)


def _sigma_row(name: str, pictures: NDArray, clean: NDArray) -> Row:
    pictures = pictures.astype(np.float32)
    return name, list(pictures), [_psnr(picture, clean) for picture in pictures]


def _psnr(picture: NDArray, clean: NDArray) -> str:
    error = float(np.square(picture - clean).mean())
    return "exact" if error < 1e-9 else f"{-10 * math.log10(error):.1f}"


def _gray(noise: NDArray, most: float = 3.0) -> NDArray:
    """Numbers around 0 as greys around the middle: -most is black, most is white."""
    return 0.5 + noise.astype(np.float32) / (2 * most)


def _draw(heads: Sequence[str], rows: Sequence[Row], legend: str) -> None:
    """A table of pictures as HTML: it scales with the page, and the words stay words."""
    columns = max(len(pictures) for _, pictures, _ in rows)
    cells = [f"<b class='head'>{html.escape(head)}</b>" for head in heads]
    for name, pictures, below in rows:
        cells.append(f"<span class='name'>{html.escape(name)}</span>")
        for i, picture in enumerate(pictures):
            words = below[i] if i < len(below) else ""
            about = ", ".join(part for part in (name, heads[i] if heads else f"picture {i + 1}", words) if part)
            cells.append(
                f"<figure><img src='{_data_url(picture)}' alt='{html.escape(about, quote=True)}'>"
                f"<figcaption>{html.escape(words)}</figcaption></figure>"
            )
    st.html(f"<div class='strip' style='--columns:{columns}'>{''.join(cells)}</div>")
    if legend:
        st.caption(legend)


def _data_url(picture: NDArray) -> str:
    """A grey PNG for an <img>."""
    import base64
    import io

    from PIL import Image

    from lib.runs.trajectory import to_uint8

    out = io.BytesIO()
    Image.fromarray(to_uint8(picture)).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
