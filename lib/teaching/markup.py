"""Room: teaching. Markdown with formulas as HTML that is safe: no tags, pictures, scripts or styles of the writer's."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_ATTRIBUTES: Final = {"xmlns", "display", "accent", "stretchy", "width", "linethickness", "columnalign", "mathvariant"}
_MATHML: Final = re.compile(
    "m(ath|row|i|n|o|text|space|sub|sup|subsup|over|under|underover|frac|sqrt|root|table|tr|td|style|padded|enclose"
    "|phantom)"
)
_LONGEST: Final = 500
"""Characters of one formula; a longer one stays as it was typed."""


def to_html(text: str) -> str:
    """Markdown as HTML; a formula stands between dollars."""
    return str(_markdown().render(text)).strip()


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline", "autolink", "link"])
    made.inline.ruler.before("escape", "formula", _formula)
    made.add_render_rule("formula", _rendered)
    return made


def _formula(state: StateInline, silent: bool) -> bool:
    """``$x$``: no blank after the first dollar nor before the second."""
    text, start = state.src, state.pos
    if text[start] != "$" or text[start + 1 : start + 2] in ("", " ", "$"):
        return False
    end = text.find("$", start + 1, start + _LONGEST)
    if end < 0 or text[end - 1] in " \\":
        return False
    if not silent:
        state.push("formula", "math", 0).content = text[start + 1 : end]
    state.pos = end + 1
    return True


def _rendered(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    return formula(tokens[index].content)


def formula(latex: str) -> str:
    """LaTeX as MathML, which browsers draw themselves; as it was typed where it isn't understood."""
    from latex2mathml.converter import convert_to_element

    try:
        found = convert_to_element(latex)
        _cleaned(found)
        return ElementTree.tostring(found, encoding="unicode")
    except Exception:  # the library has many errors for what isn't LaTeX, and all mean the same here
        return f"<code>{html.escape(latex)}</code>"


def _cleaned(node: ElementTree.Element) -> None:
    """Known tags, harmless attributes, and texts that are texts: some commands of LaTeX bring others in."""
    for part in node.iter():
        if not _MATHML.fullmatch(part.tag):
            raise ValueError(part.tag)
        part.attrib = {name: value for name, value in part.attrib.items() if name in _ATTRIBUTES}
        part.text = html.unescape(part.text or "")
        part.tail = html.unescape(part.tail or "")
