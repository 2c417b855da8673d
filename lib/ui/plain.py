"""Room: ui. Text of unknown origin, a prompt above all, in a place that reads Markdown: it is shown as it was typed."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = re.compile(r"[\\`*_{}\[\]<>$~|]|:(?=\S)|(?<=www)\.|^[#+-]|(?<=^\d)\.", re.IGNORECASE)
"""What begins emphasis, code, a formula, a link, a picture, a colour, an icon or a list."""


def plain(text: str) -> str:
    """The text in one line, with a backslash before each sign that Markdown would read as more than itself."""
    return _MARKS.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
