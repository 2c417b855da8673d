"""Room: draw. Which font has which letter: Noto first, as it is installed with the app, then what the system has."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

import regex
from PIL import ImageFont

_WEIGHT: Final = 400
_MOST: Final = 400
"""Fonts of the system that are opened, at most."""
_PLACES: Final = {
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
}
_LAST: Final = ("NotoSansSymbols", "NotoEmoji")
_FACES: Final = (("HIRAGANA", 0), ("KATAKANA", 0), ("HANGUL", 1), ("BOPOMOFO", 3))
"""Japanese, Korean and Traditional Chinese in Noto's collection; all else is written as in Simplified Chinese."""
_SIMPLIFIED: Final = 2


class Font(NamedTuple):
    """A file with letters; of a collection, its n-th face."""

    path: str
    face: int = 0


def clusters(text: str) -> list[str]:
    """A text as readers see its letters: with their accents, an emoji with its skin, a flag as one."""
    return regex.findall(r"\X", text)


def chosen(text: str) -> list[tuple[str, Font | None]]:
    """The letters of a text, each with the first font that has all of it; else the first, which draws a box."""
    fonts = packaged(_face(text))
    return [(cluster, _font_of(cluster, fonts) or (fonts[0] if fonts else None)) for cluster in clusters(text)]


def undrawn(texts: Iterable[str]) -> str:
    """The letters of which no font has a picture, each once, in order; "" where all can be drawn."""
    missed: dict[str, None] = {}
    for text in texts:
        fonts = packaged(_face(text))
        missed |= dict.fromkeys(c for c in clusters(text) if _font_of(c, fonts) is None)
    return "".join(missed)


def sentence(texts: Iterable[str]) -> str:
    """What to tell somebody whose words can't all be drawn; "" where they can."""
    missed = clusters(undrawn(texts))
    if not missed:
        return ""
    named = ", ".join(f"{c} (U+{ord(c[0]):04X})" for c in missed[:5]) + (" and others" if len(missed) > 5 else "")
    return f"No font on this machine has {named}: boxes stand in their place. Use other words, or install a font."


def _face(text: str) -> int:
    """Which of Noto's faces for Chinese, Japanese and Korean a text wants."""
    names = {unicodedata.name(c, "").partition(" ")[0].partition("-")[0] for c in text if c > "\u2fff"}
    return next((face for script, face in _FACES if script in names), _SIMPLIFIED)


def _font_of(cluster: str, fonts: Sequence[Font]) -> Font | None:
    """The first font that has all letters of a cluster: those which the app brings are asked first."""
    needed = [ord(c) for c in cluster if not _silent(c)]
    for font in fonts:
        if all(letter in _letters(font) for letter in needed):
            return font
    return next((font for font in _system() if all(letter in _letters(font) for letter in needed)), None)


def _silent(c: str) -> bool:
    """Whether a letter has no picture of its own: it says how its neighbours are drawn."""
    return unicodedata.category(c) == "Cf" or "\ufe00" <= c <= "\ufe0f"


@lru_cache
def packaged(face: int = _SIMPLIFIED) -> tuple[Font, ...]:
    """Noto, as far as it is installed: letters and signs, other scripts, symbols, emoji, and Chinese last."""
    files = [path for path in _files("manimgx_fonts", "*.ttf") if "-Italic" not in path.name]
    files.sort(key=lambda path: (path.name.startswith(_LAST), not path.name.startswith("NotoSans["), path.name))
    return (
        *(Font(str(path)) for path in files),
        *(Font(str(path), face) for path in _files("manimgx_fonts_cjk", "*.ttc")),
    )


def _files(package: str, pattern: str) -> list[Path]:
    found = find_spec(package)
    places = (found.submodule_search_locations if found else None) or ()
    return [path for place in places for path in sorted(Path(place).glob(pattern))]


@lru_cache(maxsize=1)
def _system() -> tuple[Font, ...]:
    """Upright fonts of the system, of which little more than a name is known yet."""
    places = [Path(place).expanduser() for place in _PLACES.get(sys.platform, ())]
    files = [path for place in places for path in sorted(place.rglob("*.[to]t[fc]"))]
    return tuple(Font(str(p)) for p in files if not any(w in p.name for w in ("Italic", "Oblique", "Bold")))[:_MOST]


@lru_cache(maxsize=_MOST + 64)
def _letters(font: Font) -> frozenset[int]:
    """The letters that a font has outlines of; none where it can't be read, as some fonts of a system can't."""
    from fontTools.ttLib import TTFont

    try:
        with open(font.path, "rb") as file, TTFont(file, lazy=True, fontNumber=font.face) as read:
            drawn = any(table in read for table in ("glyf", "CFF ", "CFF2"))
            return frozenset(read.getBestCmap() or ()) if drawn else frozenset()
    except Exception:  # whatever is wrong with a font that somebody installed: another one may have the letter
        return frozenset()


@lru_cache(maxsize=128)
def opened(font: Font | None, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font to draw with; where none is installed, the one that comes with Pillow."""
    if font is None:
        return ImageFont.load_default(size)
    found = ImageFont.truetype(font.path, size, index=font.face)
    if font.path.endswith(".ttc") and font in packaged(font.face):
        found.set_variation_by_axes([_WEIGHT])  # it begins as thin as a hair
    return found
