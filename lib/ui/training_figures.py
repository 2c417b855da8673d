"""Room: ui. Figures about a training and what came of it: every number in them was read from the model's own card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from lib.models import registry
from lib.models.errors import UserError
from lib.ui import controls

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
    from lib.draw import figures

    card = _card(model.partition("@")[0])
    if card is None:
        return
    if not card.losses:
        _say(f"The card of {card.id} holds no losses: `python -m lib train {card.name} --data DIR` writes them.")
        return
    scale = controls.pick(page, "loss", "Scale of the loss", ("linear", "log"), "linear")
    figure = figures.loss_curve(card.losses, log=scale == "log", marks=epoch_marks(card))
    if scale == "linear":  # the first points are so high that all others would lie on the floor
        figure.update_yaxes(range=[0, 1.5 * float(np.quantile([row[1] for row in card.losses], 0.98))])
    show(figure, f"{page}_loss_figure")
    st.caption(
        f"{card.name}: {int(card.losses[-1][0]):,} steps so far, each point the mean of {_spacing(card)}; "
        f"{card.epoch or '–'} of {card.epochs_planned or '–'} epochs. The last point is {card.losses[-1][1]:.4f}."
    )


def loss_by_t(page: str, model: str) -> None:
    """The error of the noise estimate at each time, on pictures that the model never saw."""
    from lib.draw import figures

    card = _measured(model, "loss_by_t", "The loss by t")
    if card is None:
        return
    t, values = np.array(sorted(card.figures["loss_by_t"])).T
    figure = figures.loss_by_t(t, values)
    figure.update_yaxes(type="log", dtick="D2", tickformat="~g")
    show(figure, f"{page}_loss_by_t_figure")
    st.caption(
        f"{card.id} on digits of the test set: {values[0]:.3f} at t = {t[0]:g}, {values[-1]:.4f} at t = {t[-1]:g}. "
        "To answer “no noise at all” would cost 1 everywhere."
    )


def guidance(page: str, model: str) -> None:
    """What guidance buys and what it costs: accuracy of the judge, and the distance to real digits."""
    from lib.draw import figures

    card = _measured(model, "evaluation", "Accuracy and diversity")
    if card is None:
        return
    found = card.figures["evaluation"]
    show(figures.accuracy_against_guidance(found["rows"], found.get("floor")), f"{page}_guidance_figure")
    best = min(found["rows"], key=lambda row: row["frechet"])
    surest = max(found["rows"], key=lambda row: row["accuracy"])
    st.caption(
        f"{card.id}: {found['count']:,} digits for each γ, {found['steps']} steps. The judge agrees most often at "
        f"γ = {surest['guidance']:g} ({surest['accuracy']:.1%}); the digits resemble real ones most, in shape and in "
        f"variety, at γ = {best['guidance']:g}. The distance is Fréchet's, between features of the judge."
    )


def schedule(page: str) -> None:
    """How much picture and how much noise is in x_t, for a schedule of T steps that the reader chooses."""
    from lib.draw import figures

    total = int(controls.pick(page, "T", "Steps of the forward process, T", ("100", "300", "1000"), str(TRAINED)))
    alpha, sigma = coefficients(total)
    show(figures.coefficients(np.arange(total + 1), alpha, sigma), f"{page}_schedule_figure")
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
        show(_error_figure(there), f"{page}_error_figure")


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


def show(figure: Figure, key: str) -> None:
    """A plotly figure, as wide as the page."""
    st.plotly_chart(figure, width="stretch", key=key, config={"displayModeBar": False})


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
