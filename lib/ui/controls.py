"""Room: ui. Controls: each returns a plain value, lives in the address bar, and has a key that begins with its page.

A control that an open assignment fixes or hides isn't shown, and nothing but the assignment says where it stands.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from lib.models import registry
from lib.ui.assignments import holding

Value = TypeVar("Value", int, float, str)
SEEDS = 2**31 - 1


def steps(page: str, default: int, most: int, choices: Sequence[int] | None = None, label: str = "Steps") -> int:
    """How many steps the sampler takes.

    Args:
        page: prefix of the key ("b3").
        default: where the slider stands at first.
        most: the largest number.
        choices: the numbers to choose from; all from 1 to `most` where not given.
        label: over the slider.

    Returns:
        The number.
    """
    if choices:
        return choice(page, "steps", label, choices, default)
    return number(page, "steps", label, 1, most, default)


def guidance(page: str, default: float = 5.0, most: float = 10.0, what: str = "class") -> float:
    """The scale of classifier-free guidance: 0 asks for no class (or prompt), 1 for the class, more exaggerates it."""
    label, key = "Guidance γ", f"{page}_guidance"
    kept = holding.fixed(key, label, default, holding.real(0, most), holding.number)
    if kept is not None:
        return float(kept)
    help_ = f"0 ignores the {what}, 1 follows it, more than 1 exaggerates it."
    return float(st.slider(label, 0.0, most, default, 0.5, key=key, bind="query-params", help=help_))


def number(page: str, name: str, label: str, least: int, most: int, default: int, help: str | None = None) -> int:
    """Any whole number on a slider."""
    kept = holding.fixed(f"{page}_{name}", label, default, holding.whole(least, most))
    if kept is not None:
        return kept
    return int(st.slider(label, least, most, default, key=f"{page}_{name}", bind="query-params", help=help))


def choice(page: str, name: str, label: str, options: Sequence[Value], default: Value) -> Value:
    """One of a few values, on a slider with stops."""
    kept = holding.fixed(f"{page}_{name}", label, default, holding.among(options), holding.number)
    if kept is not None:
        return kept
    found: Value = st.select_slider(label, list(options), default, key=f"{page}_{name}", bind="query-params")
    return found


def pick(page: str, name: str, label: str, options: Sequence[str], default: str) -> str:
    """One of a few words, as buttons in a row."""
    kept = holding.fixed(f"{page}_{name}", label, default, holding.among(options))
    if kept is not None:
        return kept
    found = st.segmented_control(
        label, list(options), default=default, key=f"{page}_{name}", bind="query-params", required=True
    )
    return str(found or default)


def toggle(page: str, name: str, label: str, default: bool = False, help: str | None = None) -> bool:
    """On or off."""
    kept = holding.fixed(f"{page}_{name}", label, default, holding.switch, lambda on: "on" if on else "off")
    if kept is not None:
        return kept
    return bool(st.toggle(label, default, key=f"{page}_{name}", bind="query-params", help=help))


def epoch(page: str, model: str) -> str:
    """How long the model was trained, out of the epochs that are there.

    Args:
        page: prefix of the key.
        model: name without epoch, "digits-class-ddpm".

    Returns:
        The id of the checkpoint, "digits-class-ddpm@20", at first the last one. With no checkpoint at all it is the one
        the lesson plans on.
    """
    there = epochs(model)
    if len(there) == 1:
        return f"{model}@{there[0]}"
    return f"{model}@{choice(page, 'epoch', 'Epochs of training', there, there[-1])}"


def epochs(model: str) -> list[int]:
    """The epochs of a model that are there; with no checkpoint at all, those that the lessons plan on."""
    there = [c.epoch for c in registry.checkpoints().values() if c.name == model and c.epoch is not None]
    return there or list(registry.EPOCHS.get(model, ())) or [1]


def seed(page: str, default: int = 0) -> int:
    """The seed of all noise, with a button that draws a new one."""
    key = f"{page}_seed"
    kept = holding.fixed(key, "Seed", default, holding.whole(0, SEEDS))
    if kept is not None:
        return kept
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", width="content"):
        found = st.number_input(
            "Seed", 0, SEEDS, default, key=key, bind="query-params", width=130, help="The same seed, the same picture."
        )
        st.button("New seed", icon=":material/casino:", key=f"{page}_new_seed", on_click=_new_seed, args=(key,))
    return int(found)


def _new_seed(key: str) -> None:
    st.session_state[key] = random.randrange(10_000)
