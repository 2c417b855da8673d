"""What a page asks at first is what ships: otherwise its first picture takes a run instead of a moment."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.runs.defaults import DEFAULTS
from lib.runs.engine import spelled_out
from lib.runs.recipe import change
from lib.ui import panel

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("page", ["b1_denoiser", "b2_time_ddpm", "b3_class_ddpm"])
def test_a_page_opens_with_what_ships(page, monkeypatch):
    asked = []
    monkeypatch.setattr(panel, "_answer", lambda recipe, *_, **__: asked.extend([recipe] if recipe is not None else []))
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    asked.clear()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    shipped = {spelled_out(recipe).key() for recipe in DEFAULTS.values()}
    asked = [change(r, source="generated") if getattr(r, "source", "") == "auto" else r for r in asked]
    assert asked
    assert [recipe for recipe in asked if spelled_out(recipe).key() not in shipped] == []
