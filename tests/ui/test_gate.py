"""The gate before the app: by which names it may be asked, and which pages may talk to it."""

import re
from pathlib import Path

import pytest
import streamlit as st

from lib.ui import gate

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def config(monkeypatch):
    """What `st.get_option` says, beside the defaults."""
    said = {}
    known = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: said.get(name, known(name)))
    monkeypatch.setattr(gate, "_own_names", lambda: ("lab3.school.example", "lab3.local"))
    return said


@pytest.mark.parametrize(
    "asked",
    [
        *("localhost", "localhost:8501", "LOCALHOST:8501", "127.0.0.1:8501", "192.168.1.7:8501", "[::1]:8501"),
        *("[fe80::1]:8501", "app.localhost", "lab3.local:8501", "lab3.school.example:8501", "10.0.0.3"),
    ],
)
def test_numbers_and_names_of_this_machine_are_known(config, asked):
    assert gate.is_known(asked)


STRANGE = [
    *("evil.example", "evil.example:8501", "", ":", "127.0.0.1.evil.example", "localhost.evil.example", "lab3"),
    *("localhost/x", "user@localhost", "localhost:99999", "localhost:x", "[::1", "127.0.0.1#", "a b", "192.168.1"),
]


@pytest.mark.parametrize("asked", STRANGE)
def test_other_names_are_not(config, asked):
    assert not gate.is_known(asked)


def test_the_config_names_more(config):
    config["server.allowedHosts"] = ["App.example.org", "*.school.example"]
    assert gate.is_known("app.example.org:443")
    assert gate.is_known("x.school.example")
    assert not gate.is_known("school.example")
    assert not gate.is_known("evil.example")
    config["server.allowedHosts"] = ["*"]
    assert gate.is_known("evil.example")
    assert not gate.is_known("evil.example/x")


@pytest.mark.parametrize(
    ("origin", "asked", "own"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("https://example.org", "example.org", True),
        (None, "localhost:8501", True),
        ("http://localhost:8501", "127.0.0.1:8501", True),
        ("http://evil.example", "127.0.0.1:8501", False),
        ("http://127.0.0.1:8501", "192.168.1.7:8501", False),
        ("http://192.168.1.9", "192.168.1.7:8501", False),
        ("https://friend.example", "127.0.0.1:8501", True),
        ("null", "127.0.0.1:8501", False),
        ("http://[", "127.0.0.1:8501", False),
        ("", "127.0.0.1:8501", False),
    ],
)
def test_only_the_apps_own_page_talks_to_it(config, origin, asked, own):
    config["server.corsAllowedOrigins"] = ["https://friend.example"]
    assert gate.is_own(origin, asked) is own


def test_all_inline_scripts_of_the_page_are_let_in_by_their_sums():
    scripts = gate._inline_scripts()
    assert scripts, "Streamlit's page changed: look at it again"
    rule = gate.answers()["Content-Security-Policy"]
    assert rule.count("'sha256-") == len(scripts)
    assert "'unsafe-eval'" not in rule
    assert "'unsafe-inline'" not in rule.split("script-src")[1].split(";")[0]


def test_the_docs_name_the_headers_that_are_sent():
    text = " ".join((ROOT / "docs" / "HOSTING.md").read_text(encoding="utf-8").split())
    for name, value in gate.answers().items():
        told = re.sub("sha256-[^ ;']+", "sha256-…", value)
        assert f"{name}: {told}" in text
