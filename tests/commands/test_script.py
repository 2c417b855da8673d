"""`python -m lib script`: a file or stdout, and one sentence for whatever is wrong."""

import ast
import io
import sys
import types

import pytest

from lib.runs.recipe import make, to_json


@pytest.fixture
def here(here):
    """A recipe lies there."""
    (here / "r.json").write_text(to_json(make("forward", times=(500,))))
    return here


def test_to_a_file_and_to_stdout(lib, here, monkeypatch):
    assert lib("script r.json -o out.py") == (0, "", "")
    text = (here / "out.py").read_text()
    ast.parse(text)
    assert lib("script r.json")[1] == text
    blob = (here / "r.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(buffer=io.BytesIO(blob)))
    assert lib("script - -o -")[1] == text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("none.json", "Can't read none.json"),
        ("r.json -o out.txt", "must end in .py"),
        ("r.json -o nowhere/out.py", "there is no folder"),
        ("bad.json", "This is no recipe"),
        ("hub.json", "for our own models and for DeepFloyd"),
    ],
)
def test_bad_input_is_one_sentence(lib, here, arguments, said):
    (here / "bad.json").write_text("{")
    (here / "hub.json").write_text(to_json(make("picture", model="some/one")))
    code, out, err = lib(f"script {arguments}")
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert not (here / "out.py").exists()
