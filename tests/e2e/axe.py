"""axe-core on a page as it stands: what it finds serious, but for what is Streamlit's."""

import time

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e.hands import settle

# What axe finds in Streamlit's own frame, which no page can change: (rule, where, why).
STREAMLIT = (
    ("list", '[data-testid="stSidebarNavItems"]', "the navigation puts a div for each section into its list"),
    ("listitem", '[data-testid="stSidebarNavItems"] *', "the same, seen from the entries"),
    ("scrollable-region-focusable", ".katex-display", "wide formulas scroll; browsers take Tab there by themselves"),
    ("scrollable-region-focusable", '.stCode pre, [data-testid="stPopoverBody"]', "so do listings and popovers"),
    ("aria-required-children", '[data-testid="stDataFrame"] *', "the table is drawn by a canvas grid"),
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
FADING = 30
"""Seconds for what is only being drawn, as a label that is a formula: it isn't a fault."""
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on the theme."""
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
FADED = """theme => getComputedStyle(document.querySelector('.stApp')).colorScheme === theme
    && !document.getAnimations().some(one => one.playState === 'running')"""


def sound(page: Page, *rules: str) -> None:
    """axe finds nothing serious; by some rules, or by all where none is named."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    end = time.monotonic() + FADING
    while found := page.evaluate(RUN, [KNOWN, TAGS, rules]):
        assert time.monotonic() < end, f"{page.url}:\n" + "\n".join(found)
        page.wait_for_timeout(1000)


def unfold(page: Page) -> None:
    """Lay open all that folds."""
    page.locator(FOLDED).evaluate_all("all => all.forEach(summary => summary.click())")
    settle(page)


def dress(page: Page, theme: str) -> None:
    """Another theme, once its colours have faded over."""
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(FADED, arg=theme)
