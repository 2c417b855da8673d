r"""Room: teaching. Formulas where no formula can stand: in words, for those who hear a page, and in plain letters.

The name of a control is read aloud as it is: "$\gamma$" would be "dollar backslash gamma dollar". And what a browser
takes as the name of an answer leaves formulas out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final
from xml.etree import ElementTree

_FORMULA: Final = re.compile(r"\$(?![ $])([^$]{0,498}[^ \\$])\$")
_MARKS: Final = re.compile(r"[*`]|(?<!\w)_|_(?!\w)")
"""What makes words bold, slanted or code."""
_SIGNS: Final = {
    "−": "minus",
    "-": "minus",
    "+": "plus",
    "=": "equals",
    "/": "over",
    "⋅": "times",
    "·": "times",
    "×": "times",
    "≈": "is about",
    "←": "becomes",
    "≥": "is at least",
    "≤": "is at most",
    "∣": "given",
    "|": "given",
    "…": "and so on",
    "∞": "infinity",
    "′": "prime",
    "'": "prime",
}
_ACCENTS: Final = {"^": ("hat", "\u0302"), "¯": ("bar", "\u0304"), "‾": ("bar", "\u0304"), "~": ("tilde", "\u0303")}
_LOW: Final = dict(zip("0123456789+−-=aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_HIGH: Final = dict(zip("0123456789+−-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ", strict=True)) | {"′": "′", "'": "′"}


def spoken(text: str) -> str:
    """Markdown with formulas as words alone: "Guidance gamma", "At t equals 750"."""
    return " ".join(_MARKS.sub("", _each(text, _said)).split())


def written(text: str) -> str:
    """The same text with its formulas in plain letters, "x̂₀" and "γ = 1"; other Markdown stays."""
    return _each(text, _letters)


def _each(text: str, how: Callable[[Any], str]) -> str:
    """The text with each formula put in another way; as it was typed where it isn't understood, without the dollars."""
    from latex2mathml.converter import convert_to_element

    def put(found: re.Match[str]) -> str:
        try:
            return " ".join(how(convert_to_element(found[1])).split())
        except Exception:  # the library has many errors for what isn't LaTeX
            return found[1].replace("\\", " ")

    return _FORMULA.sub(put, text)


def _said(node: ElementTree.Element) -> str:
    """A part of a formula in words."""
    parts = [_said(part) for part in node]
    match node.tag:
        case "mi" | "mo" | "mn" | "mtext":
            return " ".join(_word(c) if node.tag != "mtext" else c for c in _split(node))
        case "msub" | "munder":
            below = parts[1].replace(" ", "") if _is_name(parts[1]) else parts[1]
            return f"{parts[0]} {below}"
        case "msup":
            return f"{parts[0]} {parts[1] if parts[1] == 'prime' else f'to the power of {parts[1]}'}"
        case "mover":
            return f"{parts[0]} {_ACCENTS.get(_text(node[1]), (parts[1], ''))[0]}"
        case "msqrt":
            return f"the root of {' '.join(parts)}"
        case "mfrac":
            return f"{parts[0]} over {parts[1]}"
        case _:
            return " ".join(parts)


def _letters(node: ElementTree.Element) -> str:
    """A part of a formula in letters."""
    parts = [_letters(part) for part in node]
    match node.tag:
        case "mi" | "mn" | "mtext":
            return _text(node)
        case "mo":
            sign = {"-": "−", "∣": "|"}.get(_text(node), _text(node))
            return sign if sign in "()[]/′'‖" else f"{sign} " if sign == "," else f" {sign} "
        case "msub":
            return parts[0] + _small(parts[1], _LOW, "_")
        case "msup":
            return parts[0] + _small(parts[1], _HIGH, "^")
        case "mover":
            return parts[0] + _ACCENTS.get(_text(node[1]), ("", parts[1]))[1]
        case "msqrt":
            inner = "".join(parts).strip()
            return f"√({inner})" if " " in inner else f"√{inner}"
        case "mfrac":
            return "/".join(parts)
        case _:
            return "".join(parts)


def _is_name(text: str) -> bool:
    """Whether letters, each for itself, are one word: the "start" of i_start."""
    return len(text) > 3 and all(len(part) == 1 and part.isalpha() for part in text.split())


def _small(text: str, small: dict[str, str], sign: str) -> str:
    plain = text.replace(" ", "")
    if len(plain) > 2 and plain.isalpha():
        return f"{sign}{plain}"
    return "".join(small[c] if c != "′" else c for c in plain) if set(plain) <= {*small, "′"} else f"{sign}{plain}"


def _text(node: ElementTree.Element) -> str:
    """What stands in a leaf; a sign may be written as its number."""
    return html.unescape("".join(node.itertext())).strip().replace("\u03f5", "ε")


def _split(node: ElementTree.Element) -> list[str]:
    text = _text(node)
    return [text] if node.tag == "mn" or (text.isalnum() and text.isascii()) else list(text)


def _word(sign: str) -> str:
    """A letter or a sign as it is spoken; brackets are silent."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    name = unicodedata.name(sign, "") if len(sign) == 1 else ""
    if "GREEK" in name or "MATHEMATICAL" in name:
        return name.split()[-1].lower() if "GREEK" in name else name.split()[-1]
    return "" if sign in "()[]{},\u2009\u2003" else sign
