"""Every page, found by glob, stays a thin script; what they share is light. That all open: test_at_once."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
STATEMENTS = 40


def test_there_are_pages():
    assert PAGES


@EACH
def test_a_page_is_prose_and_calls(page):
    """No loops, no functions, no torch: a page that needs them lacks something in lib.ui."""
    tree = ast.parse(page.read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {name for name in imported if not (name.startswith("lib.ui") or name == "streamlit")} == set()
    forbidden = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While)
    assert [type(node).__name__ for node in ast.walk(tree) if isinstance(node, forbidden)] == []
    assert sum(isinstance(node, ast.stmt) for node in ast.walk(tree)) <= STATEMENTS


def test_nothing_on_the_way_to_a_first_picture_imports_what_is_large():
    """torch takes seconds and pandas half a second; what needs them imports them inside the functions that do."""
    rooms = "lib.ui.app, lib.ui.home, lib.ui.lesson, lib.ui.panel, lib.ui.player, lib.ui.controls"
    code = (
        f"import {rooms}, lib.runs.engine, lib.draw.export, lib.models.registry, sys\n"
        "from streamlit.testing.v1 import AppTest\n"
        "app = AppTest.from_file('Home.py', default_timeout=60).run()\n"
        "print([kind for kind in ('torch', 'pandas') if kind in sys.modules], app.title[0].value)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.startswith("[] "), done.stdout
