"""Files that are opened: whoever made them is shown, and whatever else they hold ends in a sentence."""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from lib.models.errors import UserError
from lib.runs.recipe import from_query, make, to_json
from lib.ui import opening
from tests.draw.samples import exported

ROOT = Path(__file__).resolve().parents[2]
RECIPE = make("digits", guidance=2, seed=7)


def png(text: bytes, side: int = 4) -> bytes:
    """A picture with a note of any bytes, and any size in its head."""
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))  # noqa: E731
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"tEXt", b"recipe\0" + text), chunk(b"IDAT", zlib.compress(b"\0" * 20))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """A zip that unpacks to 100 MB of zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("head.npy", b"\0" * 10**8)
    return out.getvalue()


def plain_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


WRONG = {
    "empty": b"",
    "text": b"hello",
    "nul": b"\0" * 1000,
    "json of something else": b'{"a": 1}',
    "json list": b"[1, 2]",
    "json cut": to_json(RECIPE).encode()[:40],
    "json deep": b"[" * 50_000,
    "json long": b'{"kind": "' + b"x" * 200_000 + b'"}',
    "bad knob": json.dumps({"kind": "digits", "steps": 10**9}).encode(),
    "script": json.dumps({"kind": "<script>alert(1)</script>"}).encode(),
    "a picture without a note": plain_png(),
    "a note that is no recipe": png(b"hello"),
    "a note that claims one": png(b'{"kind": "digits", "steps": "many"}'),
    "a note that is cut": png(b'{"kind": "digits", '),
    "a picture of a billion pixels": png(to_json(RECIPE).encode(), side=200_000),
    "a picture that is cut": png(b"{}")[:50],
    "a gif that is cut": exported(RECIPE, "gif")[:30],
    "a gif of one byte": b"GIF89a",
    "an mp4 of nothing": b"\0\0\0\x18ftypmp42" + b"\0" * 100,
    "a zip of something else": bomb(),
    "a zip that is cut": bomb()[:50],
    "a webp of nothing": b"RIFF\x10\0\0\0WEBPVP8X" + b"\0" * 8,
}


@pytest.mark.parametrize("name", WRONG)
def test_anything_else_ends_in_one_sentence(name):
    with pytest.raises(UserError) as told:
        opening.read(WRONG[name])
    assert str(told.value).endswith(".")
    assert len(str(told.value)) < 400
    assert "Traceback" not in str(told.value)


def test_a_huge_file_is_not_read():
    with pytest.raises(UserError, match="larger than 50 MB"):
        opening.read(bytes(100 * 2**20))


@pytest.mark.parametrize("data", [to_json(RECIPE).encode(), exported(RECIPE, "gif"), exported(RECIPE, "png")])
def test_a_file_on_any_page_shows_its_run(data, monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))  # no weights: nothing is computed here
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.switch_page("pages/b1_denoiser.py").run()
    app.file_uploader(key="opening_0").upload("run.bin", data, "application/octet-stream").run()
    assert not app.exception, [e.message for e in app.exception]
    assert "Compare two runs" in [title.value for title in app.title]
    query = {name: value for name, value in app.query_params.items() if not name.startswith("compare_")}
    assert from_query(query) == RECIPE
    assert app.query_params["compare_knob"] == "nothing"
    assert app.file_uploader(key="opening_1").value is None


def test_a_file_that_holds_no_recipe_leaves_the_page_as_it_is(monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.switch_page("pages/b1_denoiser.py").run()
    app.file_uploader(key="opening_0").upload("x.png", plain_png(), "image/png").run()
    assert not app.exception
    assert ["no recipe in this file" in warning.value for warning in app.warning] == [True]
    assert "One-step denoiser" in [title.value for title in app.title]
