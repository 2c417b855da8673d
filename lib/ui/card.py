"""Room: ui. Model cards in the sidebar: what the registry knows of the models that a page shows."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.models import registry
from lib.models.errors import UserError


def cards(model_ids: Sequence[str]) -> None:
    """One popover for each model; nothing where the page uses none."""
    if model_ids:
        st.html(f"<div class='eyebrow'>{'Model' if len(model_ids) == 1 else 'Models'} on this page</div>")
    for model_id in model_ids:
        with st.popover(model_id, icon=":material/badge:", type="tertiary"):
            _card(model_id)


def _card(model_id: str) -> None:
    try:
        found = registry.find(model_id)
    except UserError as error:
        st.markdown(f"**{model_id}**")
        st.caption(str(error))
        return
    epochs = [str(c.epoch) for c in registry.checkpoints().values() if c.name == found.name and c.epoch is not None]
    facts = {
        "Trained on": found.data,
        "Licence": found.licence,
        "Epochs shipped": ", ".join(epochs),
        "Parameters": f"{found.parameters:,}",
        "File": f"{found.bytes / 1e6:.1f} MB, sha256 `{found.sha256[:12]}`",
        **{_words(name): _number(value) for name, value in found.figures.items() if _is_plain(value)},
    }
    lines = [f"{name}: {value}" for name, value in facts.items() if value]
    st.markdown("  \n".join([f"**{found.id}**", *lines]))
    if found.note:
        st.caption(found.note)


def _is_plain(value: object) -> bool:
    return isinstance(value, int | float | str)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _number(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
