"""The app with answers that no network gave."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui import panel, together

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def visit(request, monkeypatch, tmp_path):
    """Opens a page by its name; the test module's `answer(recipe)` answers, `.asked` holds the recipes asked for."""
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    asked = []

    def answered(recipe, key, *_, **__):
        asked.extend([recipe] if recipe is not None else [])
        return recipe and request.module.answer(recipe)

    monkeypatch.setattr(panel, "_answer", answered)
    monkeypatch.setattr(together.registry, "is_here", lambda model: True)
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=240).run()

    def call(page, **query):
        asked.clear()
        for name, value in query.items():
            app.query_params[name] = value
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, [e.message for e in app.exception]
        app.asked = asked
        return app

    return call
