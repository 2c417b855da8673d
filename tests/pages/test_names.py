"""What a screen reader says of each control, on every page: words, and no LaTeX or Markdown."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
MARKS = set("$\\`*{}")
"""What belongs to formulas and Markdown, and would be read aloud sign by sign."""
LINKS = ("page_link", "link_button")
"""Their Markdown is drawn and read as what it shows."""


def controls(block):
    """(type, name, options) of everything that has a name, however deep."""
    for child in block.children.values():
        proto = getattr(child, "proto", None)
        if hasattr(child, "children"):
            for part in ("expandable", "popover", "tab"):
                if proto is not None and hasattr(proto, part) and getattr(getattr(proto, part), "label", ""):
                    yield part, getattr(proto, part).label, []
            yield from controls(child)
        elif getattr(proto, "label", ""):
            options = [getattr(option, "content", option) for option in getattr(proto, "options", ())]
            yield child.type, proto.label, [option for option in options if isinstance(option, str)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_names_of_all_controls_are_words(page):
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.switch_page(f"pages/{page.name}").run()
    named = [found for found in controls(app._tree) if found[0] not in LINKS]
    assert named or page.stem == "home"
    wrong = [(kind, text) for kind, name, options in named for text in (name, *options) if MARKS & set(text)]
    assert wrong == []


def test_the_names_in_our_own_components_are_words():
    """What a script of ours calls its buttons and pictures."""
    for file in sorted((ROOT / "lib" / "ui").rglob("*.js")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if "aria-label" in line or "ariaLabel" in line:
                assert "\\\\" not in line, f"{file.name}: {line}"
                assert "$\\" not in line, f"{file.name}: {line}"
