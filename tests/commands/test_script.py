"""`python -m lib script`: a file or stdout, and one sentence for whatever is wrong."""

import ast
import io
import sys
import types

import pytest

from lib import cli
from lib.runs.recipe import make, to_json


@pytest.fixture
def lib(tmp_path, monkeypatch, capfd):
    """Run a command in this process, in a folder of its own: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.json").write_text(to_json(make("forward", times=(500,))))

    def call(*arguments):
        with pytest.raises(SystemExit) as caught:
            cli.main(["script", *arguments])
        out, err = capfd.readouterr()
        return caught.value.code, out, err

    return call


def test_to_a_file_and_to_stdout(lib, tmp_path, monkeypatch):
    assert lib("r.json", "-o", "out.py") == (0, "", "")
    text = (tmp_path / "out.py").read_text()
    ast.parse(text)
    assert lib("r.json")[1] == text
    blob = (tmp_path / "r.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(buffer=io.BytesIO(blob)))
    assert lib("-", "-o", "-")[1] == text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.json",), "Can't read none.json"),
        (("r.json", "-o", "out.txt"), "must end in .py"),
        (("r.json", "-o", "nowhere/out.py"), "there is no folder"),
        (("bad.json",), "This is no recipe"),
        (("hub.json",), "for our own models and for DeepFloyd"),
    ],
)
def test_bad_input_is_one_sentence(lib, tmp_path, arguments, said):
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "hub.json").write_text(to_json(make("picture", model="some/one")))
    code, out, err = lib(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "out.py").exists()
