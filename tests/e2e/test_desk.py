"""What is kept in the browser: ticks of exercises, answers of quizzes, marks on the map; and what goes wrong there."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import quiet, settle
from tests.e2e.serving import watched

PAGES = Path(__file__).resolve().parents[2] / "pages"
LESSONS = [path.stem for path in PAGES.glob("*.py") if re.match(r"[ab]\d", path.stem)]
NAME = "diffusion-step-by-step.progress"
KEPT = {
    "version": 1,
    "lessons": {
        "a6_guidance": {"tasks": 1, "questions": 4, "done": [1], "answered": [0, 1, 2], "right": [0, 2]},
        "b2_time_ddpm": {"tasks": 2, "questions": 4, "done": [], "answered": [], "right": []},
    },
}
BLOCKED = (
    "Storage.prototype.setItem = Storage.prototype.getItem = () => { throw new DOMException('no', 'SecurityError'); }"
)


def store(page):
    return json.loads(page.evaluate(f"localStorage.getItem('{NAME}')") or "{}")


def put(page, text):
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [NAME, text])


def mark(page, selector):
    """The words that a rule of the stylesheet puts behind something; "none" where there is no such rule."""
    box = page.locator(selector).first
    return box.evaluate("box => getComputedStyle(box, '::after').content").strip('"')


def card(page, lesson):
    return mark(page, f".st-key-card-{lesson} .eyebrow")


def arrive(page):
    """The desk is the last thing on a page: its line or its list of marks is there."""
    expect(page.locator(".desk").last).to_be_attached(timeout=60_000)
    page.wait_for_function(
        "() => [...document.adoptedStyleSheets].some(sheet => [...sheet.cssRules].some(rule => "
        "(rule.selectorText || '').includes('st-key-task-')))"
    )


def test_a_lesson_is_worked_through_and_remembered(visit):
    page = visit("a1_forward")
    arrive(page)
    tick = ".st-key-task-a1_forward-1 li"
    assert mark(page, tick) == "none"
    assert store(page)["lessons"]["a1_forward"] == {
        "tasks": 1, "questions": 4, "answered": [], "done": [], "right": []
    }  # fmt: skip
    sent = quiet(page)
    page.locator(".st-key-a1_mixer input[type=range]").press("ArrowRight")
    page.wait_for_function(f"() => JSON.parse(localStorage.getItem('{NAME}')).lessons.a1_forward.done.length")
    assert "You tried it." in mark(page, tick)
    expect(page.locator(".desk .said")).to_have_text("An exercise is done and ticked off.")
    assert len(page.sent) - sent <= 1  # the mixer tells where it stands, nobody else says a word

    page.get_by_text("Check yourself: 4 questions").click()
    quiz = page.get_by_test_id("stRadio")
    quiz.first.get_by_text("Nothing, it only lies under much noise.").click()
    expect(page.get_by_text("Not so.")).to_be_visible()
    quiz.first.get_by_role("radio", checked=True).press("ArrowDown")
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    expect(page.get_by_text("Not so.")).to_have_count(0)
    quiz.nth(1).get_by_text("So that the picture keeps its mean brightness.").click()
    expect(page.get_by_text("Not so.")).to_be_visible()
    settle(page)
    assert store(page)["lessons"]["a1_forward"]["right"] == [0]
    assert store(page)["lessons"]["a1_forward"]["answered"] == [0, 1]
    assert mark(page, ".st-key-quiz-a1_forward summary") == "1 of 4 right"

    page.reload()
    arrive(page)
    settle(page)
    assert "You tried it." in mark(page, tick)
    assert mark(page, ".st-key-quiz-a1_forward summary") == "1 of 4 right"
    assert "answered" in mark(page, ".st-key-a1_quiz_0_asked p")
    page.emulate_media(reduced_motion="reduce")
    still = page.locator(tick).evaluate("box => getComputedStyle(box, '::after').animationName")
    page.emulate_media(reduced_motion="no-preference")
    moving = page.locator(tick).evaluate("box => getComputedStyle(box, '::after').animationName")
    assert (still, moving) == ("none", "desk-tick")

    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Home").click()
    told = f"1 of {len(LESSONS)} lessons visited, 1 exercise tried, 1 quiz question right."
    expect(page.locator(".desk .sum")).to_have_text(f"{told} It is kept in this browser only.")
    assert card(page, "a1_forward") == "1 of 1 tried · quiz 1/4"
    assert card(page, "a2_classical") == "none"
    assert page.broken == []


def test_a_control_that_stands_as_asked_is_noticed_by_its_own_run(visit):
    page = visit("b4_rectified_flow", query="b4_t=0.9")
    arrive(page)
    tick = ".st-key-task-b4_rectified_flow-2 li"
    assert mark(page, tick) == "none"
    page.locator(".st-key-b4_t").get_by_role("slider").press("ArrowLeft")
    page.wait_for_url("**b4_t=1.0**")
    page.wait_for_function(f"() => JSON.parse(localStorage.getItem('{NAME}')).lessons.b4_rectified_flow.done[0] === 2")
    settle(page)
    assert "Done." in mark(page, tick)
    assert page.broken == []


FOREIGN = [
    "{",
    "null",
    '"a text"',
    "[1, 2]",
    '{"version": 2, "lessons": {"a6_guidance": {"tasks": 1, "done": [1]}}}',
    '{"version": 1, "lessons": [1]}',
    '{"version": 1, "lessons": {"a6_guidance": 5, "__proto__": {"tasks": 1}, "x{}*": {"tasks": 1}, "A\\"": {}}}',
    '{"version": 1, "lessons": {"b1_denoiser": {"tasks": "many", "done": {"a": 1}, "right": [9, -1, 1e99, "x"]}}}',
]


def test_what_is_not_ours_is_ignored(home):
    for text in FOREIGN:
        put(home, text)
        home.evaluate("name => window.dispatchEvent(new StorageEvent('storage', { key: name }))", NAME)
        assert card(home, "a6_guidance") == "none"
        assert card(home, "b1_denoiser") == ("visited" if "b1_denoiser" in text else "none")
        assert home.evaluate(f"localStorage.getItem('{NAME}')") == text
    put(home, FOREIGN[0])
    home.reload()
    arrive(home)
    expect(home.locator(".desk .sum")).to_contain_text("What you visit, try and answer is marked")
    assert home.broken == []


@pytest.fixture(scope="module")
def shared(app, browser):
    """One context for all that happens on the first page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def home(app, shared):
    page = watched(shared)
    page.goto(app)
    arrive(page)
    yield page
    page.evaluate("localStorage.clear()")
    page.close()


def test_progress_goes_into_a_file_and_comes_back(home, tmp_path):
    put(home, json.dumps(KEPT))
    home.reload()
    arrive(home)
    assert card(home, "a6_guidance") == "1 of 1 tried · quiz 2/4"
    assert card(home, "b2_time_ddpm") == "visited"
    with home.expect_download() as waiting:
        home.get_by_role("button", name="Save as a file").click()
    waiting.value.save_as(tmp_path / "mine.json")
    assert json.loads((tmp_path / "mine.json").read_text()) == KEPT

    forget = home.locator(".forget")
    forget.press("Enter")
    expect(forget).to_have_text("Really? Press again")
    assert store(home) == KEPT
    forget.press("Enter")
    expect(home.locator(".desk .said")).to_have_text("Forgotten.")
    expect(forget).to_be_disabled()
    assert card(home, "a6_guidance") == "none"
    assert home.evaluate(f"localStorage.getItem('{NAME}')") is None

    more = {"version": 1, "lessons": {"b2_time_ddpm": {"tasks": 2, "questions": 4, "done": [2]}}}
    put(home, json.dumps(more))
    home.locator(".desk input[type=file]").set_input_files(tmp_path / "mine.json")
    expect(home.locator(".desk .said")).to_have_text("Loaded: 2 lessons, added to what was here.")
    assert card(home, "a6_guidance") == "1 of 1 tried · quiz 2/4"
    assert card(home, "b2_time_ddpm") == "1 of 2 tried"

    (tmp_path / "other.json").write_text('{"version": 1, "lessons": "<script>alert(1)</script>"}')
    home.locator(".desk input[type=file]").set_input_files(tmp_path / "other.json")
    expect(home.locator(".desk .said")).to_contain_text("This file holds no progress of this app")
    assert card(home, "a6_guidance") == "1 of 1 tried · quiz 2/4"
    assert home.broken == []


def test_a_browser_that_keeps_nothing_is_told_so(app, shared):
    page = watched(shared)
    page.add_init_script(BLOCKED)
    page.goto(app)
    expect(page.locator(".desk .sum")).to_contain_text("This browser keeps nothing")
    page.locator(".desk input[type=file]").set_input_files(
        {"name": "mine.json", "mimeType": "application/json", "buffer": json.dumps(KEPT).encode()}
    )
    expect(page.locator(".desk .said")).to_contain_text("Loaded: 2 lessons")
    assert card(page, "a6_guidance") == "1 of 1 tried · quiz 2/4"
    assert page.broken == []
    page.close()


def test_a_word_has_a_link_of_its_own(app, shared):
    page = watched(shared)
    page.goto(f"{app}/glossary#reflow")
    heading = page.get_by_role("heading", name="Reflow", exact=True)
    expect(heading).to_be_visible()
    expect(heading).to_have_attribute("id", "reflow")
    page.get_by_role("textbox", name="Find a word").fill("straight")
    page.get_by_role("textbox", name="Find a word").press("Enter")
    page.wait_for_url("**glossary_find=straight**")
    expect(page.get_by_role("heading", name="Straightness")).to_be_visible()
    expect(page.get_by_role("heading", name="Inpainting")).to_have_count(0)
    page.close()
