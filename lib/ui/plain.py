"""Room: ui. Text of unknown origin, a prompt above all, where Markdown or HTML is read: it is shown as it was typed."""

from __future__ import annotations

import html
import re
from typing import Final

_MARKS: Final = re.compile(r"[\\`*_{}\[\]<>$~|]|:(?=\S)|(?<=www)\.|^[#+-]|(?<=^\d)\.", re.IGNORECASE)
"""What begins emphasis, code, a formula, a link, a picture, a colour, an icon or a list."""
_SIGN: Final = re.compile("\\b(x\u0302?)_(t\u2032?|0)")


def plain(text: str) -> str:
    """The text in one line, with a backslash before each sign that Markdown would read as more than itself."""
    return _MARKS.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))


def signed(text: str) -> str:
    """The text for HTML, with the signs of the lessons as signs: x_t, x_t′ and x̂_0 have their index below the line."""
    return _SIGN.sub(r"<em>\1</em><sub style='font-size: .75em; line-height: 0'>\2</sub>", html.escape(text))
