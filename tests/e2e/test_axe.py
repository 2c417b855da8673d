"""Every page under axe-core: nothing serious in light, in dark, on a telephone, and with all that folds laid open."""

from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.e2e.conftest import settle

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
NARROW = ("home", "a4_iterative", "a7_image_to_image", "b3_class_ddpm", "compare", "glossary", "studio")
"""Pages that differ most on a telephone: cards, strips, drawing, a grid, tools."""
LONG = 240_000  # ms; where something has to be computed first

# What axe finds in Streamlit's own frame, which no page can change: (rule, where, why).
STREAMLIT = (
    ("list", '[data-testid="stSidebarNavItems"]', "the navigation puts a div for each section into its list"),
    ("listitem", '[data-testid="stSidebarNavItems"] *', "the same, seen from the entries"),
    ("scrollable-region-focusable", ".katex-display", "wide formulas scroll; browsers take Tab there by themselves"),
    ("scrollable-region-focusable", '.stCode pre, [data-testid="stPopoverBody"]', "so do listings and popovers"),
    ("aria-required-children", '[data-testid="stDataFrame"] *', "the table is drawn by a canvas grid"),
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
RUN = """([known, tags, rules]) => axe.run(document, {
  resultTypes: ["violations"], elementRef: true,
  runOnly: rules.length ? {type: "rule", values: rules} : {type: "tag", values: tags},
}).then(({violations}) => violations.filter(v => ["serious", "critical"].includes(v.impact)).flatMap(v => v.nodes
  .filter(node => !known.some(([rule, where]) => rule === v.id && node.element?.matches(where)))
  .map(node => `${v.id}: ${[].concat(...node.target).join(" > ")}\\n    ${node.html.slice(0, 160)}\\n    ` +
    [...node.any, ...node.all, ...node.none].map(check => check.message).join("; "))))"""
KNOWN = [[rule, where] for rule, where, _ in STREAMLIT]
FOLDED = ", ".join(
    f'[data-testid="{part}"] details:not([open]) > summary' for part in ("stMain", "stSidebarUserContent")
)


def faults(page, *rules: str) -> list[str]:
    """What axe finds on a page as it stands, but for what is Streamlit's.

    Args:
        page: the page.
        rules: names of rules; all of them where none is named.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for _ in range(5):  # what is being drawn, as a label with a formula, isn't a fault
        found = page.evaluate(RUN, [KNOWN, TAGS, rules])
        if not found:
            break
        page.wait_for_timeout(1000)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(visit, name):
    """All rules by day; by night, where the same elements have other colours, contrast alone."""
    page = visit("" if name == "home" else name, patience=LONG)
    page.locator(FOLDED).evaluate_all("all => all.forEach(summary => summary.click())")
    settle(page, LONG)
    found = faults(page)
    assert not found, "\n".join(found)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        """() => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'
            && !document.getAnimations().some(one => one.playState === 'running')"""  # colours fade over
    )
    found = faults(page, "color-contrast", "link-in-text-block")
    assert not found, "\n".join(found)
    if name in NARROW:
        page.set_viewport_size({"width": 390, "height": 900})
        page.emulate_media(color_scheme="light")
        settle(page, LONG)
        found = faults(page)
        assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_over_a_page_is_sound_too(visit, theme):
    """The popovers of a lesson, one after the other: notation, the model's words, the run as a script."""
    page = visit("a0_models", theme=theme, patience=LONG)
    for name in ("Notation", "things that it knows", "As a script"):
        button = page.get_by_test_id("stPopover").get_by_role("button", name=name).first
        button.scroll_into_view_if_needed()
        button.click()
        page.get_by_test_id("stPopoverBody").first.wait_for()
        settle(page, LONG)
        page.wait_for_timeout(400)  # it fades in
        found = faults(page)
        assert not found, f"{name}:\n" + "\n".join(found)
        page.keyboard.press("Escape")
