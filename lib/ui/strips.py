"""Room: ui. Digits side by side, each crisp and with its number below it."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import streamlit as st

from lib.runs.defaults import DEFAULTS, SWEEP
from lib.runs.measures import psnr
from lib.ui import panel, session
from lib.ui.ahead import answered
from lib.ui.place import in_place
from lib.ui.plain import signed
from lib.ui.player import picture_url

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.runs.recipe import Recipe
    from lib.runs.trajectory import Trajectory

__all__ = ["COPIES", "SWEEP", "Row", "epochs", "finals", "ghost", "noises", "one_of_each", "sigmas", "strip"]

COPIES = 400
"""Noisy copies that are averaged to find a digit again: their noise is then twenty times weaker."""
MOST = 10
"""Pictures in a row of answers."""


class Row(NamedTuple):
    """A row of a strip: its name, pictures (N, H, W) in [0, 1], and what stands below each."""

    name: str
    pictures: NDArray
    below: Sequence[str] = ()


Recipes = Mapping[str, "Recipe | None"]
Answers = dict[str, "Trajectory | None"]


def sigmas(recipes: Recipes, key: str, digit: int) -> Answers:
    """One digit under rising noise, and what each model makes of it.

    Args:
        recipes: name → a ``denoise`` recipe; all with the same digits, sigmas (the first is 0) and seed.
        key: unique on its page.
        digit: which picture of the batch; the control that chooses it is called that, after the key.

    Returns:
        The answers by name; None where one isn't there yet.
    """
    found = _answers(recipes, key)
    shown = _complete(found, key)
    if shown:
        answered(key, lambda digit: _sigmas(shown, digit), digit=(digit, range(10)))
        st.caption("Below each picture its PSNR against the clean digit, in dB; * is what it was trained on.")
        _notes(shown)
    return found


def _sigmas(shown: Mapping[str, Trajectory], digit: int) -> str:
    first = next(iter(shown.values()))
    clean = first.x_t[0, digit, 0].astype(np.float32)
    rows = [_with_psnr("noisy", first.x_t[:, digit, 0], clean)]
    rows += [_with_psnr(name, answer.x_0[:, digit, 0], clean) for name, answer in shown.items()]
    return table(rows, [f"σ = {sigma:g}" + (" *" if sigma == 0.5 else "") for sigma in first.sigma])


def noises(recipes: Recipes, key: str) -> Answers:
    """Pictures of pure noise, what each model makes of them, and the mean of MNIST where it is on this machine.

    Args:
        recipes: name → a ``denoise`` recipe without digits; all with the same seed.
        key: unique on its page.
    """
    found = _answers(recipes, key)
    shown = _complete(found, key)
    if shown:
        first = next(iter(shown.values()))
        rows = [Row("pure noise", _around_grey(first.x_t[-1, :MOST, 0], 3.0))]
        rows += [Row(name, answer.x_0[-1, :MOST, 0]) for name, answer in shown.items()]
        mean = _mean_of_mnist()
        strip(rows if mean is None else [*rows, Row("mean of MNIST", mean[None])])
        _notes(shown)
    return found


def finals(recipes: Recipes, key: str) -> Answers:
    """The pictures that some runs end with, a row for each: give them the same seed, and each column began alike."""
    found = _answers(recipes, key)
    shown = _complete(found, key)
    if shown:
        strip([Row(name, answer.x_0[-1, one_of_each(answer), 0]) for name, answer in shown.items()])
    return found


def epochs(page: str) -> Answers:
    """What the same noise becomes after each epoch whose weights are there, as the page's default picture begins it."""
    from lib.models.registry import checkpoints
    from lib.runs.engine import spelled_out

    here = checkpoints()
    there = {here[id_].epoch: recipe for recipe in _defaults(page) if (id_ := spelled_out(recipe).model) in here}
    if not there:
        st.caption("No epoch of this model is on this machine yet.")
    return finals({f"epoch {epoch}": recipe for epoch, recipe in sorted(there.items())}, f"{page}_epochs")


@in_place
def ghost(found: Trajectory | None, copies: int = COPIES) -> None:
    """What is left of a digit at the noisiest level: one noisy copy shows nothing, the mean of many does.

    Args:
        found: a finished run; its last pictures are the digits, its first level is the noise.
        copies: how many noisy copies are averaged.
    """
    if found is None:
        return
    clean = found.x_0[-1, :MOST, 0].astype(np.float32).clip(0, 1)
    alpha, sigma = float(found.alpha[0]), float(found.sigma[0])
    rng = np.random.default_rng(0)
    noise = rng.standard_normal((copies, *clean.shape), dtype=np.float32)
    rows = [
        Row("our digits", clean),
        Row(f"noised to t = {found.t[0]:g}", _around_grey(alpha * clean + sigma * noise[0], 3.0)),
        Row(f"mean of {copies} such", _around_grey(alpha * clean + sigma * noise.mean(0), 0.3)),
        Row("same, noise alone", _around_grey(noise.mean(0), 0.3)),
    ]
    strip(rows, legend="Grey is zero; the contrast of the last two rows is raised ten times.")


def strip(rows: Sequence[Row], heads: Sequence[str] = (), legend: str = "") -> None:
    """A table of pictures, and what it shows."""
    body = table(rows, heads)
    st.html(body)
    if legend:
        st.caption(legend)
    session.changed(f"strip {' '.join(row.name for row in rows)}", hash(body))


def table(rows: Sequence[Row], heads: Sequence[str] = ()) -> str:
    """Pictures in rows as HTML: it scales with the page, and the words stay words."""
    columns = max(len(row.pictures) for row in rows)
    cells = ["<i></i>", *(f"<b>{html.escape(head)}</b>" for head in heads)] if heads else []
    for name, pictures, below in rows:
        cells.append(f"<span>{signed(name)}</span>")
        for i in range(columns):
            words = below[i] if i < len(below) else ""
            about = ", ".join(part for part in (name, heads[i] if heads else f"picture {i + 1}", words) if part)
            cells.append(_cell(pictures[i], about, words) if i < len(pictures) else "<i></i>")
    return f"<div class='strip' style='--columns:{columns}'>{''.join(cells)}</div>"


def _cell(picture: NDArray, about: str, words: str) -> str:
    from lib.runs.trajectory import to_uint8

    image = f"<img src='{picture_url(to_uint8(picture))}' alt='{html.escape(about, quote=True)}'>"
    return f"<figure>{image}<figcaption>{html.escape(words)}</figcaption></figure>"


def _answers(recipes: Recipes, key: str) -> Answers:
    """The answers, each computed in a panel of its own that draws nothing."""
    return {name: panel.answer(recipe, f"{key}_{i}") for i, (name, recipe) in enumerate(recipes.items())}


def _complete(found: Answers, key: str) -> dict[str, Trajectory]:
    """All answers that are there; while some are still computed, those that were shown before."""
    there = {name: answer for name, answer in found.items() if answer is not None}
    before: dict[str, Trajectory] = st.session_state.get(f"_{key}_shown", {})
    shown = there if len(there) >= len(before) else before
    st.session_state[f"_{key}_shown"] = shown
    return shown


def _notes(shown: Mapping[str, Trajectory]) -> None:
    for note in dict.fromkeys(note for answer in shown.values() for note in answer.notes):
        st.caption(note)


def _defaults(page: str) -> list[Recipe]:
    return [recipe for name, recipe in DEFAULTS.items() if name == page or name.startswith(f"{page}-epoch-")]


def one_of_each(answer: Trajectory) -> NDArray[np.int64]:
    """Places of pictures: the first of each label where there are labels, else as many as a row holds."""
    labels = answer.labels
    many = len(labels) > MOST and len(np.unique(labels)) > 1
    return np.unique(labels, return_index=True)[1] if many else np.arange(min(MOST, answer.x_0.shape[1]))


def _with_psnr(name: str, pictures: NDArray, clean: NDArray) -> Row:
    pictures = pictures.astype(np.float32)
    return Row(name, pictures, [_psnr(picture, clean) for picture in pictures])


def _psnr(picture: NDArray, clean: NDArray) -> str:
    found = psnr(picture, clean, cut=False)
    return "clean" if math.isinf(found) else f"{found:.1f}"


def _around_grey(numbers: NDArray, most: float) -> NDArray:
    """Zero as middle grey, -most as black, most as white."""
    return 0.5 + np.asarray(numbers, np.float32) / (2 * most)


@st.cache_data(show_spinner=False)
def _mean_of_mnist() -> NDArray | None:
    from lib.training.folders import mean_of_mnist

    return mean_of_mnist()
