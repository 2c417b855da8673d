"""Room: ui. Figures about a training and what came of it: every number in them was read from the model's own card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from lib.models import registry
from lib.models.errors import UserError
from lib.ui import controls
from lib.ui.charts import chart
from lib.ui.soon import soon

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from lib.models.registry import Checkpoint
    from lib.runs.trajectory import Trajectory

BETAS = (1e-4, 0.02)
"""First and last beta of the course's schedule; a test compares with lib.diffusion, which would bring in torch."""
TRAINED = 300


def loss(page: str, model: str) -> None:
    """The loss over the steps of a training, linear or logarithmic, with a mark at each epoch that can be looked at.

    Args:
        page: prefix of the keys ("b2").
        model: name or id; shown is the latest epoch of this name, which holds the whole curve.
    """
    card = _card(model.partition("@")[0])
    if card is None:
        return
    if not card.losses:
        _say(f"The card of {card.id} holds no losses: `python -m lib train {card.name} --data DIR` writes them.")
        return
    soon(lambda: _losses(page, card))
    st.caption(
        f"{card.name}: {int(card.losses[-1][0]):,} steps so far, each point the mean of {_spacing(card)}; "
        f"{card.epoch or '–'} of {card.epochs_planned or '–'} epochs. The last point is {card.losses[-1][1]:.4f}."
    )


def _losses(page: str, card: Checkpoint) -> None:
    scale = controls.pick(page, "loss", "Scale of the loss", ("linear", "log"), "linear")
    marks = epoch_marks(card)
    shows = (card.sha256, len(card.losses), card.losses[-1], scale, marks)
    chart(f"{page}_loss_figure", lambda: _loss_figure(card.losses, scale == "log", marks), *shows)


def loss_by_t(page: str, model: str) -> None:
    """The error of the noise estimate at each time, on pictures that the model never saw."""
    card = _measured(model, "loss_by_t", "The loss by t")
    if card is None:
        return
    t, values = np.array(sorted(card.figures["loss_by_t"])).T
    chart(f"{page}_loss_by_t_figure", lambda: _by_t_figure(t, values), card.figures["loss_by_t"])
    st.caption(
        f"{card.id} on digits of the test set: {values[0]:.3f} at t = {t[0]:g}, {values[-1]:.4f} at t = {t[-1]:g}. "
        "To answer “no noise at all” would cost 1 everywhere."
    )


def guidance(page: str, model: str) -> None:
    """What guidance buys and what it costs: accuracy of the judge, and the distance to real digits."""
    card = _measured(model, "evaluation", "Accuracy and diversity")
    if card is None:
        return
    found = card.figures["evaluation"]
    chart(f"{page}_guidance_figure", lambda: _guidance_figure(found["rows"], found.get("floor")), found)
    best = min(found["rows"], key=lambda row: row["frechet"])
    surest = max(found["rows"], key=lambda row: row["accuracy"])
    st.caption(
        f"{card.id}: {found['count']:,} digits for each γ, {found['steps']} steps. The judge agrees most often at "
        f"γ = {surest['guidance']:g} ({surest['accuracy']:.1%}); the digits resemble real ones most, in shape and in "
        f"variety, at γ = {best['guidance']:g}. The distance is Fréchet's, between features of the judge."
    )


def schedule(page: str) -> None:
    """How much picture and how much noise is in x_t, for a schedule of T steps that the reader chooses."""
    soon(lambda: _schedule(page))


def _schedule(page: str) -> None:
    total = int(controls.pick(page, "T", "Steps of the forward process, T", ("100", "300", "1000"), str(TRAINED)))
    alpha, sigma = coefficients(total)
    chart(f"{page}_schedule_figure", lambda: _schedule_figure(alpha, sigma), total)
    fixed = "" if total == TRAINED else f" (Our models know only T = {TRAINED}: this changes the figure alone.)"
    st.caption(
        f"At T = {total} the product of (1 − β) is {alpha[-1] ** 2:.2g}: {alpha[-1]:.1%} of the picture's amplitude "
        f"is left, under noise of amplitude {sigma[-1]:.3f}.{fixed}"
    )


def error_by_sigma(page: str, answers: Sequence[Trajectory | None]) -> None:
    """PSNR after denoising against the noise of the input, a line for each model.

    Args:
        page: prefix of the key.
        answers: to ``denoise`` recipes; those that aren't there yet are left out, and of one model the last counts.
    """
    there = {f"after epoch {a.recipe.model.partition('@')[2]}": psnr_by_sigma(a) for a in answers if a is not None}
    if there:
        chart(f"{page}_error_figure", lambda: _error_figure(there), there)


def coefficients(total: int) -> tuple[np.ndarray, np.ndarray]:
    """sqrt(abar_t) and sqrt(1 - abar_t) for t = 0 ... T."""
    abar = np.concatenate([[1.0], np.cumprod(1 - np.linspace(*BETAS, total))])
    return np.sqrt(abar), np.sqrt(1 - abar)


def psnr_by_sigma(found: Trajectory) -> dict[float, float]:
    """PSNR in dB for each sigma, out of the mean squared errors that a run measured."""
    errors = {float(name[4:]): value for name, value in found.numbers.items() if name.startswith("mse@")}
    return {sigma: float(-10 * np.log10(max(error, 1e-10))) for sigma, error in sorted(errors.items())}


def epoch_marks(card: Checkpoint) -> dict[str, float]:
    """Names and steps of the epochs of a model whose weights are there."""
    if not card.epoch:
        return {}
    each = card.losses[-1][0] / card.epoch
    epochs = [c.epoch for c in registry.checkpoints().values() if c.name == card.name and c.epoch]
    return {f"epoch {epoch}": epoch * each for epoch in epochs}


def _loss_figure(losses: Sequence[Sequence[float]], log: bool, marks: Mapping[str, float]) -> Figure:
    from lib.draw import figures

    figure = figures.loss_curve(losses, log=log, marks=marks)
    if not log:  # the first points are so high that all others would lie on the floor
        figure.update_yaxes(range=[0, 1.5 * float(np.quantile([row[1] for row in losses], 0.98))])
    return figure


def _by_t_figure(t: np.ndarray, values: np.ndarray) -> Figure:
    from lib.draw import figures

    return figures.loss_by_t(t, values).update_yaxes(type="log", dtick="D2", tickformat="~g")


def _guidance_figure(rows: Sequence[Mapping[str, float]], floor: float | None) -> Figure:
    from lib.draw import figures

    return figures.accuracy_against_guidance(rows, floor)


def _schedule_figure(alpha: np.ndarray, sigma: np.ndarray) -> Figure:
    from lib.draw import figures

    return figures.coefficients(np.arange(len(alpha)), alpha, sigma)


def _error_figure(rows: Mapping[str, Mapping[float, float]]) -> Figure:
    """A line for the noisy input, which theory gives, and one for each model."""
    from lib.draw.paper import empty, mark
    from lib.draw.style import QUIET, SERIES

    figure = empty("Noise σ of the input", "PSNR (dB), higher is better")
    grid = np.linspace(0.1, max(sigma for row in rows.values() for sigma in row), 60)
    dashed = {"color": QUIET, "dash": "dash", "width": 2}
    figure.add_scatter(x=grid, y=-20 * np.log10(grid), name="noisy input", mode="lines", line=dashed)
    for colour, (name, row) in zip(reversed(SERIES[: len(rows)]), rows.items(), strict=True):
        style: dict[str, Any] = {"mode": "lines+markers", "marker": {"size": 6}, "line": {"color": colour, "width": 2}}
        figure.add_scatter(x=list(row), y=list(row.values()), name=name, **style)
    mark(figure, 0.5, "trained here")
    figure.update_yaxes(hoverformat=".1f")
    return figure


def _card(model: str) -> Checkpoint | None:
    try:
        return registry.find(model)
    except UserError as error:
        _say(str(error))
        return None


def _measured(model: str, figure: str, what: str) -> Checkpoint | None:
    """The card, if it holds the figure; else a sentence that says how to get it."""
    card = _card(model)
    if card is None or card.figures.get(figure):
        return card
    _say(f"{what} of {card.id}: not measured yet. `python -m lib eval {card.id} --data DIR --write` does it, where DIR "
         "holds MNIST.")  # fmt: skip
    return None


def _say(sentence: str) -> None:
    st.info(sentence, icon=":material/model_training:")


def _spacing(card: Checkpoint) -> int:
    return round(card.losses[-1][0] / len(card.losses)) or 1
