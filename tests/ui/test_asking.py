"""What an address asks for: short runs begin by themselves, some seconds in all; the rest waits for the reader."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.runs.cost import seconds_of
from lib.runs.recipe import change, make
from lib.ui import asking
from tests.ui.test_panel import engine

__all__ = ["engine"]
ROOT = Path(__file__).resolve().parents[2]
SHORT = {"labels": "7", "per_label": "1", "steps": "5", "frames": "2"}
LONG = {"labels": "0-9", "per_label": "100", "guidance": "5", "steps": "300", "frames": "2", "seed": "4"}


def _script():
    import streamlit as st

    from lib.runs.recipe import from_query
    from lib.ui import jobs, links, panel, session

    session.start()
    for i, query in enumerate(st.session_state["asked"]):
        panel.show(from_query(query), key=f"b9_{i}")
    jobs.cancel_all_but(session.run().panels)
    links.leave()


def opened(*queries):
    app = AppTest.from_function(_script, default_timeout=20)
    app.session_state["asked"] = [{"kind": "digits", **query} for query in queries]
    return app.run()


def asks(app):
    return [button.key for button in app.button if button.key.endswith("_run")]


def test_half_an_hour_is_asked_for_first(engine):
    app = opened(LONG)
    app.run()
    assert engine.started == []
    assert asks(app) == ["b9_0_run"]
    assert "takes about 25 minutes on two processor cores" in app.markdown[0].value
    app.button(key="b9_0_run").click().run()
    assert not app.exception
    assert [job.recipe.seed for job in engine.started] == [4]
    assert asks(app) == []


def test_a_moment_begins_by_itself(engine):
    app = opened(SHORT)
    assert len(engine.started) == 1
    assert asks(app) == []


def test_many_moments_are_long(engine):
    queries = [{"labels": "7", "per_label": "20", "steps": "30", "frames": "2", "seed": str(i)} for i in range(9)]
    each = seconds_of(make("digits", labels="7", per_label=20, steps=30, frames=2))
    app = opened(*queries)
    begun = int(asking.UNASKED / each)
    assert 1 < begun < 9
    assert len(engine.started) == begun
    assert len(asks(app)) == 9 - begun
    app.run()
    assert len(engine.started) == begun, "another run of the page is no new reader"
    app.button(key=asks(app)[0]).click().run()
    assert len(engine.started) == 9


def test_a_reader_who_moves_a_control_has_asked(engine):
    app = opened(SHORT)
    app.session_state["asked"] = [{"kind": "digits", **LONG}]
    app.run()
    assert asks(app) == []
    assert len(engine.started) == 2


def test_another_page_asks_again(monkeypatch):
    kept = {}
    monkeypatch.setattr(asking.st, "session_state", kept)
    long = make("digits", labels="0-9", per_label=100, steps=300, frames=2)
    asking.arrive()
    asking.meet(long, "a")
    assert not asking.may_begin(long)
    assert asking.waiting()
    asking.meet(change(long, seed=1), "a")
    assert asking.may_begin(long)
    assert not asking.waiting()
    asking.arrive()
    assert not asking.may_begin(long)


def starters():
    """Where in lib/ui a run is begun, by file."""
    for path in sorted((ROOT / "lib" / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("jobs.mine().start", "engine().start"):
                yield path.relative_to(ROOT / "lib" / "ui").as_posix()


@pytest.mark.parametrize("path", sorted(set(starters())))
def test_who_begins_runs_asks_first(path):
    """All doors to the queue are known; `jobs` is the way of the others, and `live` asks for one digit at one level."""
    asks = {"panel.py": "asking.may_begin", "noising.py": "asking.may_begin", "stage/prepare.py": "asking.agreed"}
    assert path in {*asks, "jobs.py", "live.py"}
    assert asks.get(path, "") in (ROOT / "lib" / "ui" / path).read_text(encoding="utf-8")
