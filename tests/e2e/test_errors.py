"""What goes wrong on a page that nobody foresaw: the page says that something did, and the log says what."""

from playwright.sync_api import expect

from tests.e2e.hands import settle
from tests.e2e.serving import serve, watched

PAGE = """
import streamlit as st
st.title("A page")
raise RuntimeError("the secret of /home/somebody")
"""


def test_no_page_shows_what_stands_in_the_code_or_on_the_disk(browser, tmp_path, monkeypatch):
    monkeypatch.delenv("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS")  # as people start it
    (tmp_path / "page.py").write_text(PAGE)
    with serve(str(tmp_path / "page.py"), tmp_path) as url:
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        page = watched(context)
        page.goto(url)
        expect(page.get_by_test_id("stException")).to_be_visible()
        settle(page)
        shown = page.content()
        context.close()
    for word in ("secret", "somebody", "RuntimeError", "Traceback", "page.py", str(tmp_path)):
        assert word not in shown
    assert "the secret of /home/somebody" in (tmp_path / "log.txt").read_text()
