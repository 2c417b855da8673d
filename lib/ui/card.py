"""Room: ui. Model cards in the sidebar: what the registry knows of the models that a page shows."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.models import registry
from lib.models.cards import Checkpoint
from lib.models.errors import UserError


def cards(model_ids: Sequence[str]) -> None:
    """One popover for each model; nothing where the page uses none."""
    found = dict(map(_found, model_ids))
    if found:
        st.html(f"<div class='eyebrow'>{'Model' if len(found) == 1 else 'Models'} on this page</div>")
    for name, card in found.items():
        with st.popover(name, icon=":material/badge:", type="tertiary"):
            if isinstance(card, UserError):
                st.markdown(f"**{name}**")
                st.caption(str(card))
            else:
                _card(card)


def _found(model_id: str) -> tuple[str, Checkpoint | UserError]:
    """A model by its id, whatever it was called, so that it has one card; or why it isn't here."""
    try:
        card = registry.find(model_id)
    except UserError as error:
        return model_id, error
    return card.id, card


def _card(found: Checkpoint) -> None:
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
