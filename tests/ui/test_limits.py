"""Upload limits: one number, said beside each box, allowed by the server, and let through by the proxy of the docs."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from lib.models.errors import UserError
from lib.runs import uploads
from lib.runs.limits import LARGEST, TEXT
from lib.teaching import files, scenes
from lib.ui.restoring.files import contents

ROOT = Path(__file__).resolve().parents[2]
SAID = re.compile(r"\b(\d+) ?MB\b|\{(\w+)\} ?MB")


def boxes():
    """Every box for files in the app: where it is, and its call."""
    for path in sorted((ROOT / "lib" / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("file_uploader"):
                yield pytest.param(node, id=f"{path.stem}:{node.lineno}")


@pytest.mark.parametrize("call", list(boxes()))
def test_each_box_says_the_bound_that_holds(call):
    given = {word.arg: ast.unparse(word.value) for word in call.keywords}
    assert given.get("max_upload_size") in ("LARGEST", "TEXT"), "it would say and allow another number"
    for said in SAID.finditer(ast.unparse(call.args[0])):
        assert said[2] == given["max_upload_size"], "write the name, not a number that stays behind"


def test_the_server_allows_what_the_boxes_say():
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["server"]
    assert server["maxUploadSize"] == LARGEST
    assert TEXT <= LARGEST


def test_the_proxy_of_the_docs_lets_it_through():
    text = (ROOT / "docs" / "HOSTING.md").read_text(encoding="utf-8")
    [allowed] = re.findall(r"client_max_body_size (\d+)m;", text)
    assert int(allowed) > LARGEST  # the form around the file counts too
    assert {int(n) for n in re.findall(r"uploads are at most (\d+) MB", text)} == {LARGEST}


def test_who_reads_refuses_no_less_and_no_more():
    with pytest.raises(UserError, match=rf"has {LARGEST + 1} MB, and {LARGEST} are the most"):
        uploads.read(b"x" * (LARGEST * 10**6 + 1))
    with pytest.raises(UserError, match=r"no picture|can't|isn't"):
        uploads.read(b"x" * 1000 * 1000 * 15)
    with pytest.raises(UserError, match=f"larger than {LARGEST} MB"):
        contents(b"x" * (LARGEST * 10**6 + 1))
    with pytest.raises(UserError, match=f"larger than {TEXT} MB"):
        scenes.read(b"#" * (TEXT * 10**6 + 1), "list.yaml")
    assert files.MAX_BYTES == TEXT * 10**6
