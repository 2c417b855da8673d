"""Model cards in the sidebar."""

from streamlit.testing.v1 import AppTest

from tests.tiny import write_zoo


def _page() -> None:
    from lib.ui import card

    card.cards(["digits-flow", "digits-flow@20", "digits-flow@7"])


def test_a_model_has_one_card_whatever_a_page_calls_it(monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    write_zoo(tmp_path)
    app = AppTest.from_function(_page).run()
    assert not app.exception
    heads = [one.value.splitlines()[0].strip() for one in app.markdown]
    assert heads == ["**digits-flow@20**", "**digits-flow@7**"]
    assert "has no epoch 7" in app.caption[0].value
