"""Words in every script are drawn with letters of their own, in the order in which they are read."""

from itertools import combinations

import numpy as np
import pytest
from PIL import features

from lib.draw import fonts
from lib.draw.caption import band
from lib.draw.reading_order import levels, visual
from lib.draw.studio.options import options
from lib.draw.studio.words import undrawn
from tests.draw.samples import digits

SCRIPTS = {
    "Latin": "éößŁőñçığ",
    "signs": "½×≥→∞−√∑≠±·…„€№",
    "Greek": "ηθλγσεβα",
    "indices": "₀₁ᾱ",
    "Cyrillic": "шагПЖїЂ",
    "Chinese": "步数中文扩散𠮷",
    "Japanese": "ステップのノイズ",
    "Korean": "단계노이즈",
    "Arabic": "خطوةمرحبا",
    "Hebrew": "שלבים",
    "Hindi": "चरण",
    "Thai": "ขั้นตอน",
    "emoji": "🐶😀🚀❤🎲",
}
CUNEIFORM = "𒀀"


@pytest.mark.parametrize("letters", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_each_letter_of_a_script_looks_like_no_other(letters):
    """A letter that a font lacks is a box, and all boxes look the same."""
    drawn = {letter: band(letter, 40, 24).tobytes() for letter in fonts.clusters(letters)}
    drawn["a box"] = band("\ue000", 40, 24).tobytes()
    assert [(a, b) for a, b in combinations(drawn, 2) if drawn[a] == drawn[b]] == []
    assert fonts.sentence([letters]) == ""


@pytest.mark.parametrize("emoji", ["👨\u200d👩\u200d👧", "👍🏽", "🇩🇪", "1️⃣"])
def test_an_emoji_of_several_letters_is_one_picture(emoji):
    (label,) = options(labels=(emoji,)).labels
    assert label == emoji
    ink = np.flatnonzero(np.ptp(band(label, 200, 24), axis=0))
    assert ink[-1] - ink[0] < 40


def test_japanese_is_written_as_in_japan_and_chinese_as_in_china():
    face = {text: fonts.chosen(text)[0][1].face for text in ("直す", "直", "직 直", "直ㄅ")}
    assert face["直す"] == 0
    assert len(set(face.values())) >= 3
    assert not np.array_equal(band("直", 40, 24), band("直す", 64, 24)[:, :40])


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("abc 12", "abc 12"),
        ("אבג", "גבא"),
        ("אב 12.5 (גד)", ")דג( 12.5 בא"),
        ("steps אב, 5", "steps 5 ,בא"),
        ("אב steps 10%", "steps 10% בא"),
        ("عر 3 ב", "ב 3 رع"),
        ("", ""),
    ],
)
def test_what_reads_from_the_right_stands_from_the_right(said, seen):
    """As unicode-bidi orders them, brackets not yet turned."""
    assert "".join(said[i] for i in visual(levels(said))) == seen


@pytest.mark.parametrize("shapes", [True, False])
def test_a_hebrew_line_begins_on_the_right_with_and_without_raqm(shapes, monkeypatch):
    monkeypatch.setattr("lib.draw.caption._shapes", lambda: shapes)
    line, first = (band(text, 120, 24) for text in ("א   גבג", "א"))
    columns = np.flatnonzero(np.ptp(first, axis=0))
    letter = first[:, columns[0] : columns[-1] + 1]
    ink = np.flatnonzero(np.ptp(line, axis=0))
    last = line[:, ink[-1] - letter.shape[1] + 1 : ink[-1] + 1]
    assert np.abs(last.astype(int) - letter).mean() < 25  # half a pixel aside


def test_arabic_letters_are_joined():
    if not features.check("raqm"):
        pytest.skip("Pillow finds no raqm on this machine")
    joined, parted = (np.flatnonzero(np.ptp(band(t, 300, 24), axis=0)) for t in ("بببب", "ب\u200cب\u200cب\u200cب"))
    assert np.ptp(joined) < 0.8 * np.ptp(parted)


def test_what_cannot_be_drawn_is_named(monkeypatch):
    monkeypatch.setattr(fonts, "_system", lambda: ())
    look = options(labels=(f"{CUNEIFORM} and {CUNEIFORM}",), captions="prompt")
    said = undrawn([digits()], look)
    assert said.count(CUNEIFORM) == 1
    assert "U+12000" in said
    assert undrawn([digits()], options(format="csv", labels=look.labels)) == ""
    assert undrawn([digits()], options(labels=("größer · 步数 🐶",))) == ""


def test_a_font_of_the_system_helps_out(monkeypatch):
    """And one that can't be read doesn't hurt."""
    arabic = next(font for font in fonts.packaged() if "Arabic" in font.path)
    monkeypatch.setattr(fonts, "packaged", lambda face=0: (fonts.Font("nowhere.ttf"),))
    monkeypatch.setattr(fonts, "_system", lambda: (fonts.Font(__file__), arabic))
    assert fonts.chosen("ب") == [("ب", arabic)]


def test_without_any_font_installed_words_are_drawn_with_what_comes_with_pillow(monkeypatch):
    monkeypatch.setattr(fonts, "packaged", lambda face=0: ())
    monkeypatch.setattr(fonts, "_system", lambda: ())
    assert band("step 3", 100).max() > 150
