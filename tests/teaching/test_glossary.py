"""The glossary: in order, complete, found by any of its names; its lessons and papers are there."""

import re
from pathlib import Path

import pytest

from lib.models.errors import UserError
from lib.teaching import glossary
from lib.teaching.files import read
from lib.teaching.glossary import Glossary, folded, search
from lib.ui.desk import words

PAGES = Path(__file__).resolve().parents[2] / "pages"
ALL = glossary.glossary()


def test_terms_stand_in_order_and_each_name_once():
    names = [term.term for term in ALL.terms]
    assert names == sorted(names, key=folded)
    every = [folded(name) for term in ALL.terms for name in (term.term, *term.also, *term.unlike)]
    assert len(every) == len(set(every))
    assert len(names) >= 60


def test_terms_are_a_sentence_or_a_few():
    for term in ALL.terms:
        assert 60 < len(term.says) < 420, term.term
        assert term.says.endswith((".", "*."))
        assert term.says.count("$") % 2 == 0


def test_lessons_and_papers_are_there():
    numbers = {path.stem.split("_")[0].upper() for path in PAGES.glob("*.py")}
    assert {number for term in ALL.terms for number in term.lessons} <= numbers
    assert {term.source for term in ALL.terms} - {""} == set(ALL.papers)
    assert {term.term for term in ALL.terms if not term.lessons} == {"Negative prompt"}  # no lesson asks for one


def test_the_notation_card_holds_the_symbols_of_the_lessons():
    symbols = {symbol.symbol for symbol in ALL.symbols}
    names = (
        r"x_0",
        r"x_t",
        r"\epsilon",
        r"\bar\alpha_t",
        r"\alpha_t",
        r"\sigma_t",
        r"\beta_t",
        "t",
        r"\gamma",
        r"\eta",
    )
    assert {f"${name}$" for name in (*names, "v")} <= symbols
    said = " ".join(e.here + e.there for e in ALL.elsewhere)
    for what in ("$w = \\gamma - 1$", "$1 - t$", "EDM", "$x_1 - x_0$"):
        assert what in said


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("eta", "Eta"),
        ("η", "Eta"),
        ("SDEDIT", "Image to image"),
        ("frechet", "Fréchet distance"),
        ("  cfg ", "Classifier-free guidance"),
        ("tweedie", "Posterior mean"),
        ("noise schedule", "Noise schedule"),
        ("ddim", "DDIM"),
        ("memorisation", "Generalisation"),
        ("variance exploding", "Variance preserving"),
    ],
)
def test_a_word_is_found_by_any_of_its_names(text, first):
    assert search(text)[0].term == first


@pytest.mark.parametrize("text", ["zzz", "<script>", "[(", "x" * 5000, "\\"])
def test_what_is_not_there_is_not_found(text):
    found = search(text)
    assert len(found) < len(ALL.terms)
    assert text != "zzz" or found == ()


@pytest.mark.parametrize(
    ("term", "other"),
    [
        ("Generalisation", "memorisation"),
        ("Variance preserving", "variance exploding"),
        ("Dynamic thresholding", "clipping"),
        ("i_start", "strength"),
    ],
)
def test_an_opposite_is_found_and_not_shown_as_another_name(term, other):
    found = search(other)[0]
    assert (found.term, other in found.unlike, other in found.also) == (term, True, False)
    said = words._said(found)
    assert f"Not the same: {other}" in said
    assert f"Also: {other}" not in said


def test_nothing_finds_everything():
    assert search(" ") == ALL.terms


def test_an_unknown_paper_is_an_error():
    text = glossary.FILE.read_text(encoding="utf-8")
    broken = re.sub(r"from: ho2020\b", "from: nobody1999", text, count=1)
    with pytest.raises(UserError, match="nobody1999"):
        read(broken, Glossary, "glossary.yaml")
