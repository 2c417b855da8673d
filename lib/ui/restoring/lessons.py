"""Room: ui. The lessons and their controls, read backwards: by kind, which page can show a run again just as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.models.errors import UserError
from lib.runs import editing
from lib.runs.defaults import DEFAULTS
from lib.runs.recipe import Recipe, change
from lib.ui import flow_figures, iterative, models
from lib.ui.restoring import special
from lib.ui.restoring.rules import Query, Rule, control, epoch, latest, prompt, told

STEPS: Final = (10, 20, 34, 50, 100)
DIGIT_STEPS: Final = (10, 25, 50, 100, 300)


def halves(most: float, least: float = 0) -> tuple[float, ...]:
    """What a slider in steps of a half can say."""
    return tuple(i / 2 for i in range(round(2 * least), round(2 * most) + 1))


@dataclass(frozen=True)
class Lesson:
    """A lesson, and a run of it that files are made of.

    Attributes:
        page: the file in pages/, without its ending.
        opening: the run that it opens with, among the defaults.
        rules: what its controls can say; all other knobs are as in the opening.
    """

    page: str
    opening: str
    rules: tuple[Rule, ...]

    def said(self, recipe: Recipe) -> Query | None:
        """The part of an address that makes the lesson show this run; None where its controls can't say it."""
        opening = DEFAULTS[self.opening]
        free = {knob: getattr(recipe, knob) for rule in self.rules for knob in rule.knobs}
        try:
            if change(opening, **free) != recipe:
                return None
        except UserError:  # as far as the controls go, they would ask for nonsense
            return None
        found: Query = {}
        for rule in self.rules:
            part = rule.say(recipe, opening)
            if part is None:
                return None
            found |= part
        return found


def _drawn(page: str, prefix: str, opening: str, *more: Rule) -> Lesson:
    """A lesson in which one of the models of pictures draws."""
    return Lesson(page, opening, (control("seed", f"{prefix}_seed"), latest(f"{prefix}_model", models.MODELS), *more))


def _digits(page: str, prefix: str, *more: Rule) -> Lesson:
    return Lesson(page, prefix, (control("seed", f"{prefix}_seed"), epoch(f"{prefix}_epoch"), *more))


STRIDES: Final = {stride: {"steps": n, "frames": n + 1} for stride, n in iterative.STRIDES.items()}
LESSONS: Final[dict[str, tuple[Lesson, ...]]] = {
    "digits": (
        _digits("b2_time_ddpm", "b2", control("steps", "b2_steps", DIGIT_STEPS)),
        _digits(
            "b3_class_ddpm",
            "b3",
            control("guidance", "b3_guidance", halves(10)),
            control("per_label", "b3_rows", (1, 2, 4, 8)),
            control("steps", "b3_steps", DIGIT_STEPS),
        ),
        _digits(
            "b4_rectified_flow",
            "b4",
            control("guidance", "b4_guidance", halves(10)),
            control("steps", "b4_steps", range(1, 301)),
        ),
    ),
    "picture": (
        _drawn(
            "a0_models",
            "a0",
            "a0",
            prompt("prompt", "a0_prompt"),
            control("guidance", "a0_guidance", halves(10)),
            control("steps", "a0_steps", STEPS),
        ),
        _drawn(
            "a5_sampling",
            "a5",
            "a5",
            prompt("prompt", "a5_prompt"),
            control("count", "a5_count", range(1, 11)),
            control("steps", "a5_steps", STEPS),
            control("eta", "a5_eta", special.QUARTERS),
        ),
        _drawn(
            "a6_guidance",
            "a6",
            "a6",
            prompt("prompt", "a6_prompt"),
            control("guidance", "a6_guidance", halves(15)),
        ),
    ),
    "forward": (
        Lesson(
            "a1_forward",
            "a1",
            tuple(control(knob, f"a1_{knob}") for knob in ("image", "schedule", "scaling", "seed")),
        ),
    ),
    "onestep": (
        Lesson("a2_classical", "a2", (control("image", "a2_image"), control("seed", "a2_seed"))),
        Lesson(
            "a3_one_step",
            "a3",
            (control("image", "a3_image"), prompt("prompt", "a3_prompt"), control("seed", "a3_seed")),
        ),
    ),
    "edit": (
        _drawn(
            "a4_iterative",
            "a4",
            "a4",
            control("image", "a4_image"),
            control("i_start", "a4_start", range(21)),
            told(("steps", "frames"), STRIDES, "a4_stride"),
        ),
        _drawn(
            "a7_image_to_image",
            "a7",
            "a7-10",
            control("image", "a7_image"),
            prompt("prompt", "a7_prompt"),
            control("guidance", "a7_guidance", halves(10)),
            control("i_start", "a7_i_start", editing.SCALE),
        ),
    ),
    "inpaint": (
        _drawn(
            "a8_inpainting",
            "a8",
            "a8-noised",
            control("image", "a8_image"),
            prompt("prompt", "a8_prompt"),
            control("guidance", "a8_guidance", halves(10)),
            Rule(("mask", "inverted", "feather"), special.mask),
            Rule(("paste", "resample"), special.way),
        ),
    ),
    "anagram": (
        _drawn(
            "a9_anagrams",
            "a9",
            "a9",
            prompt("upright", "a9_upright_prompt"),
            prompt("turned", "a9_turned_prompt"),
            control("count", "a9_count", range(1, 5)),
            control("steps", "a9_steps", STEPS),
            control("guidance", "a9_guidance", halves(15)),
            Rule(("view",), special.view),
        ),
    ),
    "hybrid": (
        _drawn(
            "a10_hybrids",
            "a10",
            "a10",
            prompt("low", "a10_low_prompt"),
            prompt("high", "a10_high_prompt"),
            control("sigma", "a10_sigma", halves(8, 0.5)),
            control("steps", "a10_steps", STEPS),
            control("guidance", "a10_guidance", halves(15)),
            Rule(("middle", "fine"), special.middle),
        ),
    ),
    "upsample": (
        Lesson(
            "a11_upsampling",
            "a11",
            (
                control("seed", "a11_seed"),
                control("noise_level", "a11_level", range(1000)),
                control("guidance", "a11_guidance", halves(10)),
                Rule(("consistent",), special.held),
                Rule(("of", "prompt", "model"), special.small),
            ),
        ),
    ),
    "denoise": (Lesson("b1_denoiser", "b1-sweep", (latest(), Rule(("source",), special.source))),),
    "plane": (
        Lesson(
            "b5_reflow",
            "b5-1",
            (control("seed", "b5_seed"), latest("b5_k", dict(enumerate(flow_figures.PLANE)))),
        ),
    ),
}
"""By kind; the first is where a run goes that no lesson's controls can say."""
