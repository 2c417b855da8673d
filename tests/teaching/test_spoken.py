"""Formulas in words and in letters: every one of the quizzes, and what a formula can't be read as."""

import re
from pathlib import Path

import pytest

from lib.teaching.spoken import spoken, written

QUIZZES = sorted((Path(__file__).resolve().parents[2] / "lib" / "teaching" / "quizzes").glob("*.yaml"))
FORMULAS = sorted({found for quiz in QUIZZES for found in re.findall(r"\$[^$\n]+\$", quiz.read_text(encoding="utf-8"))})


@pytest.mark.parametrize(
    ("text", "words", "letters"),
    [
        (r"Guidance $\gamma$", "Guidance gamma", "Guidance γ"),
        (r"At $t = 750$, *so*", "At t equals 750, so", "At t = 750, *so*"),
        (r"$\hat x_0$", "x hat 0", "x\u0302₀"),
        (r"$x_t - \hat\epsilon$", "x t minus epsilon hat", "xₜ − ε\u0302"),
        (r"$\sqrt{1 - \bar\alpha_t}$", "the root of 1 minus alpha bar t", "√(1 − α\u0304ₜ)"),
        (r"$\sigma = 0.5$", "sigma equals 0.5", "σ = 0.5"),
        (r"$x_{t-1}$ and $x_{t'}$", "x t minus 1 and x t prime", "xₜ₋₁ and xₜ′"),
        (r"$i_{start}$", "i start", "i_start"),
        (r"$v^{-1}$", "v to the power of minus 1", "v⁻¹"),
        (r"$x \leftarrow x - v/N$", "x becomes x minus v over N", "x ← x − v/N"),
        ("It costs $5, not $6.", "It costs $5, not $6.", "It costs $5, not $6."),
        ("`i_start` is **10**", "i_start is 10", "`i_start` is **10**"),
    ],
)
def test_a_formula_in_words_and_in_letters(text, words, letters):
    assert spoken(text) == words
    assert written(text) == letters


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_formula_of_a_quiz_is_read_as_words(formula):
    assert re.fullmatch(r"[\w .,'∥‖]+", spoken(formula), re.ASCII), spoken(formula)
    assert not set("$\\{}") & set(written(formula))


def test_what_is_no_formula_is_left_alone():
    assert spoken(r"$\nonsense{$ $\frac{1}$") is not None
    assert len(spoken("$" + "x" * 600 + "$")) == 602
