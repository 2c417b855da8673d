"""The stage in a browser: both walkthroughs from start to end by a clicker's keys, and what needs no server."""

import re
import time

import pytest
from playwright.sync_api import expect

from lib.teaching import scene_lists
from tests.e2e.hands import quiet

DRAWN = """title => {
    const hosts = [...document.querySelectorAll('*')].filter((element) => element.shadowRoot);
    const found = hosts.map((host) => host.shadowRoot.querySelector('.player')).filter(Boolean);
    return document.querySelector('h1')?.innerText === title && found.length === 1 && found[0].dataset.frame;
}"""
QUICK = 2_000  # ms; what a scene may take on a quiet machine
LIST = """title: Mine
scenes:
  - title: Only one
    recipe: a1
    show: x_t
    note: Remember this.
  - title: Another
    recipe: a3
"""


def drawn(page, title: str) -> float:
    """Seconds until the scene of that title has its picture."""
    began = time.monotonic()
    page.wait_for_function(DRAWN, arg=title)
    return time.monotonic() - began


def jobs(page) -> int:
    return page.locator('[data-testid="stProgress"], [class*="_running"]').count()


@pytest.mark.parametrize(("name", "key"), [("part-a", "PageDown"), ("part-b", "ArrowRight")])
def test_a_walkthrough_plays_from_start_to_end(visit, name, key):
    page = visit("present", query=f"present_list={name}")
    shown, took = scene_lists.shipped()[name].scenes, []
    for i, scene in enumerate(shown):
        if i:
            page.keyboard.press(key)
        if scene.predict:
            expect(page.locator(".st-key-present_question")).to_contain_text(scene.predict.options[0].text[:12])
            expect(page.locator("h1")).to_have_text(scene.title)
            expect(page.locator(".player")).to_have_count(0)
            page.keyboard.press(key)
        took.append(drawn(page, scene.title))
        assert jobs(page) == 0, scene.title
        expect(page.locator(".place")).to_have_text(f"{i + 1} / {len(shown)}")
    assert sorted(took)[len(took) // 2] < QUICK / 1000, took
    assert page.broken == []
    assert not any("drawn" in str(message) for message in page.sent)  # it could take the next scene back
    page.keyboard.press(key)
    quiet(page)
    expect(page.locator("h1")).to_have_text(shown[-1].title)


def test_blank_notes_list_and_timer_need_no_server(visit):
    page = visit("present", query="present_list=part-a")
    drawn(page, scene_lists.shipped()["part-a"].scenes[0].title)
    sent = quiet(page)
    notes = page.locator(".st-key-present_notes")
    expect(notes).to_be_hidden()
    page.keyboard.press("n")
    expect(notes).to_be_visible()
    page.keyboard.press("n")
    expect(notes).to_be_hidden()
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(page.locator(".blank")).to_be_visible()
        box = page.locator(".blank").bounding_box()
        assert (box["width"], box["height"]) == (1280, 900)
        page.keyboard.press("Escape" if key == "b" else ".")
        expect(page.locator(".blank")).to_be_hidden()
    timer = page.locator(".timer")
    expect(timer).to_have_text(re.compile(r"^0:00"))
    page.keyboard.press("t")
    expect(timer).to_have_text(re.compile(r"^0:0[12]"))
    page.keyboard.press("t")
    stopped = timer.inner_text()
    page.wait_for_timeout(1500)
    assert timer.inner_text() == stopped
    page.keyboard.press("Shift+T")
    expect(timer).to_have_text(re.compile(r"^0:00"))
    page.keyboard.press("l")
    expect(page.locator(".scenes")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".scenes")).to_be_hidden()
    assert len(page.sent) == sent
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()


def test_a_prediction_is_locked_before_the_picture_and_stays(visit):
    found = scene_lists.shipped()["part-a"]
    at = next(i for i, scene in enumerate(found.scenes) if scene.predict)
    page = visit("present", query=f"present_list=part-a&present_scene={at + 1}")
    expect(page.locator(".place")).to_have_text(f"{at + 1} / {len(found.scenes)}")
    page.keyboard.press("2")
    chosen = page.locator(".st-key-present_option_1 button")
    expect(chosen).to_have_attribute("data-testid", "stBaseButton-primary")
    assert page.locator(".player").count() == 0
    page.keyboard.press("ArrowRight")
    drawn(page, found.scenes[at].title)
    expect(page.locator(".votes .right")).to_contain_text("predicted")
    assert page.locator(".st-key-present_question").count() == 0
    page.keyboard.press("1")
    page.keyboard.press("PageUp")
    drawn(page, found.scenes[at - 1].title)
    page.keyboard.press("PageDown")
    drawn(page, found.scenes[at].title)
    expect(page.locator(".votes div").nth(1)).to_contain_text("predicted")


def test_a_locked_prediction_outlives_a_reload_and_a_new_class_is_asked_again(visit):
    found = scene_lists.shipped()["part-a"]
    at = next(i for i, scene in enumerate(found.scenes) if scene.predict)
    page = visit("present", query=f"present_list=part-a&present_scene={at + 1}")
    page.get_by_text("Count hands").click()
    hands = page.locator(".st-key-present_question").get_by_role("spinbutton")
    hands.nth(1).fill("7")
    hands.nth(1).press("Tab")
    page.locator(".st-key-present_option_1 button").click()
    expect(page.locator(".st-key-present_option_1 button")).to_have_attribute("data-testid", "stBaseButton-primary")
    page.keyboard.press("PageDown")
    drawn(page, found.scenes[at].title)
    votes = page.locator(".votes div").nth(1)
    for _ in range(2):
        expect(votes).to_contain_text("7 of 7 hands")
        expect(votes).to_contain_text("predicted")
        page.reload()
        drawn(page, found.scenes[at].title)
    expect(page.locator(".st-key-present_question")).to_have_count(0)
    quiet(page)
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text("Present to a class")
    page.goto(page.url.partition("?")[0] + f"?present_list=part-a&present_scene={at + 1}")
    expect(page.locator(".st-key-present_question")).to_be_visible()
    quiet(page)
    expect(page.locator(".st-key-present_question")).to_be_visible()
    assert page.broken == []


def test_a_player_has_the_arrows_while_it_is_clicked_and_a_clicker_always_wins(visit):
    found = scene_lists.shipped()["part-a"].scenes
    page = visit("present", query="present_list=part-a")
    drawn(page, found[0].title)
    player = page.locator(".player")
    player.locator(".scrub").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    last = int(player.get_attribute("data-frame"))
    page.keyboard.press("ArrowLeft")
    expect(player).to_have_attribute("data-frame", str(last - 1))
    expect(page.locator("h1")).to_have_text(found[0].title)
    page.keyboard.press("PageDown")
    drawn(page, found[1].title)
    page.locator(".player .scrub").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    drawn(page, found[0].title)


def test_a_reload_stays_and_the_keys_leave_with_the_stage(visit):
    found = scene_lists.shipped()["part-a"].scenes
    page = visit("present", query="present_list=part-a")
    drawn(page, found[0].title)
    expect(page.locator(".place")).to_be_visible()
    page.keyboard.press("ArrowRight")
    drawn(page, found[1].title)
    page.wait_for_url("**present_scene=2**")
    page.reload()
    drawn(page, found[1].title)
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text("Present to a class")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    quiet(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("b")
    quiet(page)
    expect(page.locator("h1")).to_have_text("Present to a class")
    assert page.broken == []


def test_a_file_of_ones_own(visit):
    page = visit("present")
    upload = page.locator('.st-key-present_file input[type="file"]')
    wrong = LIST.replace("recipe: a3", "recipe: a33").encode()
    upload.set_input_files({"name": "mine.yaml", "mimeType": "application/yaml", "buffer": wrong})
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text("mine.yaml, line 8")
    upload.set_input_files({"name": "mine.yaml", "mimeType": "application/yaml", "buffer": LIST.encode()})
    loaded = page.locator(".st-key-present_loaded")
    expect(loaded).to_contain_text("2 scenes")
    loaded.get_by_role("button", name="Begin").click()
    drawn(page, "Only one")
    page.keyboard.press("n")
    expect(page.locator(".st-key-present_notes")).to_contain_text("Remember this.")
    page.reload()
    drawn(page, "Only one")
    page.keyboard.press("End")
    drawn(page, "Another")
    assert jobs(page) == 0
