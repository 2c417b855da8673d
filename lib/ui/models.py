"""Room: ui. The models of Part A: which to take, a plain card of each, and what a large one needs."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from lib.models import registry
from lib.models.errors import UserError
from lib.ui import fetching, host
from lib.ui.assignments import holding

if TYPE_CHECKING:
    from lib.models.machine import Machine
    from lib.models.needs import Size
    from lib.runs.trajectory import Trajectory

LARGE = {f"DeepFloyd IF {letter}": f"DeepFloyd/IF-I-{letter}-v1.0" for letter in ("M", "L", "XL")}
MODELS = {registry.CASCADE: registry.CASCADE, **LARGE}
"""What they are called here, and in a recipe."""
_STYLE = Path(__file__).with_suffix(".css")


def pick(page: str) -> str:
    """Which model draws; its name in a recipe."""
    names = list(MODELS)
    kept = holding.fixed(f"{page}_model", "Model", names[0], holding.among(names))
    if kept is not None:
        return MODELS[kept]
    found = st.segmented_control(
        "Model", names, default=names[0], key=f"{page}_model", bind="query-params", required=True
    )
    return MODELS.get(str(found), registry.CASCADE)


def card(model: str, found: Trajectory | None = None) -> None:
    """What a model was trained on, what it can't do, licence, size, and how fast it was here.

    Args:
        model: its name in a recipe.
        found: the run that is shown, if there is one.
    """
    facts = _own() if model == registry.CASCADE else _of_hub(model)
    if found is not None and found.recipe.model == model:
        facts["Speed here"] = _speed(found)
    told = {name: f"{text[:1].upper()}{text[1:].rstrip('.')}." for name, text in facts.items() if text}
    lines = [f"<b>{html.escape(name)}</b><span>{html.escape(text)}</span>" for name, text in told.items()]
    st.html(_STYLE)
    st.html(f"<div class='facts'>{''.join(lines)}</div>")
    if model != registry.CASCADE:
        _needs(model)


def _own() -> dict[str, str]:
    """From the cards of its three parts, as far as they are here."""
    from lib.runs.prompts import vocabulary_of

    words, parts = vocabulary_of(registry.CASCADE), registry.checkpoints()
    here = [parts[f"{registry.CASCADE}-{part}"] for part in ("text", "stage1", "stage2") if _is_here(part, parts)]
    said = {name: next((getattr(c, name) for c in reversed(here) if getattr(c, name)), "") for name in _SAID}
    known = f"{len(words.things)} things in {len(words.styles)} ways of drawing" if words else "a few hundred things"
    size = f"{sum(c.parameters for c in here) / 1e6:.1f} million numbers, {sum(c.bytes for c in here) / 1e6:.0f} MB"
    return {
        "What it is": "A miniature of DeepFloyd IF, trained for this app: a small T5 reads the prompt, stage 1 draws "
        "32 × 32 pixels, stage 2 makes 128 × 128 of them. It runs on any laptop.",
        "Trained on": said["data"] or "Emoji of public collections, with captions made for them.",
        "What it can't do": f"Anything but {known}. It doesn't count, write, or draw people who exist; of a sentence "
        "it hears words, and little of their order. Of the course's prompts a rocket ship, a "
        "pencil and a hipster are not to be recognised, and an old man is a man of any age.",
        "Licence": said["licence"],
        "Size": size if here else "",
        "Good to know": said["note"],
    }


_SAID = ("data", "licence", "note")


def _is_here(part: str, parts: Mapping[str, object]) -> bool:
    return f"{registry.CASCADE}-{part}" in parts


def _of_hub(model: str) -> dict[str, str]:
    from lib.models.deepfloyd import DATA, KNOWN, LICENCE, LIMITS

    known = KNOWN[model]
    size = known.size
    return {
        "What it is": f"Stage 1 of a cascade: it draws 64 × 64 pixels. Its UNet has {known.parameters / 1e6:,.0f} "
        "million numbers, and T5-XXL, which reads the prompt, several thousand million.",
        "Trained on": f"{DATA}.",
        "What it can't do": LIMITS,
        "Licence": f"{LICENCE}.",
        "Size": f"{size.disk:.1f} GB on the disk: UNet {size.unet:.1f}, text encoder {size.text:.1f}, safety filter "
        f"{size.filter:.1f}.",
    }


def _speed(found: Trajectory) -> str:
    """Seconds of the run that is shown, if it was made here."""
    from lib.runs.precompute import is_shipped

    if is_shipped(found.recipe):
        return "This picture came with the app: change a control, and the seconds of your own run stand here."
    seconds, steps = found.numbers.get("seconds", 0.0), found.steps[-1]
    count = found.recipe.pictures
    what = "a picture" if count == 1 else f"{count} pictures"
    return f"{seconds:.1f} s for {what} in {steps} steps; a first run also loads the model."


def _needs(model: str) -> None:
    """What a large model asks for, whether this machine has it, and the way to get it."""
    from lib.models.refusals import gate
    from lib.runs.enlargements import enlarger_of

    with st.expander("What it needs, and how to get it", icon=":material/download:"):
        st.markdown("\n".join(f"{i}. {step}" for i, step in enumerate(gate(model), 1)))
        st.markdown("Your token stays with huggingface_hub: this app only asks whether there is one.")
        if not host.may_change():
            st.markdown(
                f"Whoever runs this app gets it with `python -m lib get {model}` in a terminal. Here it isn't offered, "
                "because it changes the machine for everybody who uses it."
            )
        st.button("Would it run here?", key="a0_needs", icon=":material/fact_check:", on_click=_ask, args=(model,))
        asked = f"_needs_{model}"
        if st.session_state.get(asked) == ():
            with st.spinner("Looking at this machine, and asking the Hub …"):
                st.session_state[asked] = _check(model)
        for line in st.session_state.get(asked, ()):
            st.markdown(line)
        fetching.download(model, "Stage 1", "a0_get")
        fetching.download(enlarger_of(model), "Stage 2", "a0_get_large")
        fetching.course_prompts("a0")


def _ask(model: str) -> None:
    st.session_state[f"_needs_{model}"] = ()


def _check(model: str) -> tuple[str, ...]:
    """Whether it would run here, what it needs beside what is here, and whether the Hub would give it."""
    from lib.models.downloads import cache_dir, cached
    from lib.models.hub import access
    from lib.models.machine import machine
    from lib.models.needs import check

    try:
        size, here = fetching.size_of(model), machine(cache_dir())
        download = 0.0 if cached(model) else size.disk
        sentence = access(model).sentence
    except UserError as error:
        return (str(error),)
    lines = check(size, here, download)
    rows = [f"| {n.what} | {n.needed:.1f} GB | {n.there:.1f} GB | {'enough' if n.enough else '—'} |" for n in lines]
    table = "\n".join(["| | needed | free here | |", "|---|---|---|---|", *rows])
    return _answer(model, size, here, download), table, sentence


def _answer(model: str, size: Size, here: Machine, download: float) -> str:
    """How it would be loaded, or what lacks."""
    from lib.models.plans import plan

    try:
        found = plan(model, size, here, download=download)
    except UserError as error:
        return f"**No.** {error}"
    return f"**Yes.** {found if size.text else replace(found, text_dtype='none')}"
