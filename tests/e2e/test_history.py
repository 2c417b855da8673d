"""Back and Forward: every lesson stands as it was left, and no step of them leads nowhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import parameter, quiet
from tests.e2e.standing import standing, turn, unlike
from tests.e2e.test_pages import LESSONS

WALKS = [[name for name in LESSONS if name[0] == part] for part in "ab"]


def menu(page, name: str) -> None:
    """Click on a page in the sidebar."""
    page.get_by_test_id("stSidebarNav").locator(f'a[href$="/{name}"]').first.click()
    expect(page).to_have_url(re.compile(f"/{name}(\\?|$)"))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("walk", WALKS, ids=["part-a", "part-b"])
def test_back_and_forward_find_every_control_as_it_was_left(visit, walk):
    """Through all lessons with all controls moved, all the way back, and forward again."""
    page = visit(walk[0])
    left = []
    for name in walk:
        if name != walk[0]:
            menu(page, name)
        opened = standing(page)
        turn(page)
        left.append(standing(page))
        assert unlike(opened, left[-1]), name
    wrong = {}
    for way, places in (("go_back", left[-2::-1]), ("go_forward", left[1:])):
        for place in places:
            getattr(page, way)()
            expect(page.locator("h1").first).to_have_text(place["title"])
            wrong[way, place["title"]] = unlike(place, standing(page))
    assert not [f"{step}: {found}" for step, found in wrong.items() if found]
    assert page.broken == []


def test_back_finds_the_picture_that_a_lesson_opened_with(visit):
    """What was chosen on a later visit is remembered for the next one, and not for the one before."""
    page = visit("a2_classical")
    menu(page, "a1_forward")
    quiet(page)
    menu(page, "a2_classical")
    quiet(page)
    page.locator(".gallery button").nth(1).click()
    expect(page).to_have_url(re.compile("a2_image="))
    chosen = standing(page)
    page.go_back()
    expect(page).to_have_url(re.compile("a1_forward"))
    quiet(page)
    page.go_back()
    expect(page).to_have_url(re.compile(r"a2_classical$"))
    assert standing(page) != chosen
    assert parameter(page, "a2_image") is None
    page.go_forward()
    page.go_forward()
    expect(page).to_have_url(re.compile("a2_image="))
    assert unlike(chosen, standing(page)) == {}


def test_back_takes_a_scene_back_and_a_moved_control_is_no_step(visit):
    page = visit("a1_forward")
    page.get_by_test_id("stMain").get_by_text("Present to a class").click()
    expect(page).to_have_url(re.compile("present_scene=1"))
    quiet(page)
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("present_scene=2"))
    quiet(page)
    page.go_back()
    expect(page).to_have_url(re.compile("present_scene=1"))
    quiet(page)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/a1_forward$"))
    quiet(page)
    page.locator(".mixer .scrub").press("ArrowRight")
    expect(page).to_have_url(re.compile("a1_t=501"))
    quiet(page)
    menu(page, "a2_classical")
    quiet(page)
    page.go_back()
    expect(page).to_have_url(re.compile("a1_t=501"))
    assert page.broken == []
