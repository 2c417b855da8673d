"""What opens over a page under axe-core; the pages themselves are in test_pages.py."""

from tests.e2e.axe import COLOURS, dress, sound
from tests.e2e.hands import settle


def test_what_opens_over_a_page_is_sound_too(visit, subtests):
    """The popovers of a lesson, one after the other: notation, words, one picture of the run, the run as a script."""
    page = visit("a0_models")
    for theme, rules in (("light", ()), ("dark", COLOURS)):
        for name in ("Notation", "things that it knows", "One picture", "As a script"):
            with subtests.test(f"{name}, {theme}"):
                button = page.get_by_test_id("stPopover").get_by_role("button", name=name).first
                button.scroll_into_view_if_needed()
                button.click()
                body = page.get_by_test_id("stPopoverBody")
                body.first.wait_for()
                settle(page)
                dress(page, theme)  # and it has faded in
                sound(page, *rules)
                page.keyboard.press("Escape")
                body.first.wait_for(state="hidden")
