"""Files that are opened: whoever made them is shown, and whatever else they hold ends in a sentence."""

import io
import json
import struct
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from lib.commands.files import recipes_in
from lib.models.errors import UserError
from lib.runs.recipe import from_query, make, to_json
from lib.ui.restoring.files import contents
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


def webp(packet: bytes, says: int | None = None) -> bytes:
    """A picture that is nothing but an XMP packet."""
    return b"RIFF\0\0\0\0WEBPXMP " + struct.pack("<I", len(packet) if says is None else says) + packet + b"\0" * 8


def lying_zip() -> bytes:
    """It says 1,000 bytes, and unpacks to 300 MB of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("recipe.json", "w") as member:
        for _ in range(300):
            member.write(b" " * 2**20)
    data = bytearray(out.getvalue())
    for magic, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.find(magic) + at
        data[place : place + 4] = struct.pack("<I", 1000)
    return bytes(data)


def lying_mp4() -> bytes:
    """A film of 8 kB that says that it has ten million pictures of one byte, and no recipe."""
    data = bytearray(exported(RECIPE, "mp4"))
    place = data.find(b"\xa9cmt")
    data[place : place + 4] = b"free"
    for name, at, values in ((b"stsz", 8, (1, 10**7)), (b"stts", 12, (10**7,)), (b"stsc", 16, (10**7,))):
        place = data.find(name) + at
        data[place : place + 4 * len(values)] = struct.pack(f">{len(values)}I", *values)
    return bytes(data)


TWICE = '{"kind": "digits", "steps": 5, "steps": 50}'
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
    "a picture that is cut": png(b"{}")[:50],
    "a gif that is cut": exported(RECIPE, "gif")[:30],
    "a gif of one byte": b"GIF89a",
    "an mp4 of nothing": b"\0\0\0\x18ftypmp42" + b"\0" * 100,
    "a zip of something else": bomb(),
    "a zip that is cut": bomb()[:50],
    "a webp of nothing": b"RIFF\x10\0\0\0WEBPVP8X" + b"\0" * 8,
    "a webp of opening tags": webp(b"<steps:recipe>" * 71_428),
    "a webp of many more": webp(b"<steps:recipe>" * 571_428),
    "a webp of opening tags and an end": webp(b"<steps:recipe>" * 500_000 + b"</steps:recipe>"),
    "a webp of signs": webp(b"<steps:recipe>{" + b"&amp" * 1_500_000 + b"</steps:recipe>"),
    "a webp of chunks": b"RIFF\0\0\0\0WEBP" + b"abcd\0\0\0\0" * 1_200_000,
    "a webp of many recipes": webp(b'<steps:recipe>{"recipes": [' + b"{}," * 1_000_000 + b"{}]}</steps:recipe>"),
    "a webp that says it is huge": webp(b"<steps:recipe>{", says=2**32 - 1),
    "a gif of bytes": b"GIF89a" + b"\0" * 7 + b"\x21\xfe" + b"\1a" * 5_000_000,
    "a gif of blocks": b"GIF89a" + b"\0" * 7 + b"\x21\xff\0" * 3_000_000,
    "a png of chunks": b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0abCd\0\0\0\0" * 800_000,
    "an mp4 of boxes": b"\0\0\0\x08ftyp" * 1_200_000,
    "an mp4 that lies": lying_mp4(),
    "a zip of files": b"PK\x03\x04" + (b"PK\x01\x02" + bytes(42)) * 200_000 + b"PK\x05\x06" + bytes(18),
    "a zip that lies": lying_zip(),
    "a table of brackets": b"# recipe: {" + b'"a":[' * 2_000_000,
    "a number said twice": TWICE.encode(),
    "a number said twice in a picture": png(TWICE.encode()),
    "a number said twice in one of two recipes": png(b'{"recipes": [' + TWICE.encode() + b"]}"),
    "a number said twice in a recipe in a recipe": (
        json.dumps({"kind": "upsample", "of": '{"prompt": "a dog", "seed": 1, "seed": 2}'}).encode()
    ),
}


def on_the_command_line(data: bytes, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    recipes_in("-")


@pytest.mark.parametrize("door", ["in the app", "on the command line"])
@pytest.mark.parametrize("name", WRONG)
def test_anything_else_ends_in_one_sentence(name, door, monkeypatch):
    """At once, and in little memory."""
    read = {"in the app": contents}.get(door)
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises(UserError) as told:
        read(WRONG[name]) if read else on_the_command_line(WRONG[name], monkeypatch)
    seconds, grown = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(told.value).endswith(".")
    assert len(str(told.value)) < 400
    assert "Traceback" not in str(told.value)
    assert ("stands twice" in str(told.value)) == ("twice" in name)
    assert seconds < 2, "with all of the memory counted; without that it is a tenth"
    assert grown < 50 * 2**20 + 3 * len(WRONG[name])


def test_no_picture_is_unpacked_for_the_recipe_that_it_holds():
    assert contents(png(to_json(RECIPE).encode(), side=200_000)).recipes == (RECIPE,)


def test_a_huge_file_is_not_read():
    with pytest.raises(UserError, match="larger than 50 MB"):
        contents(bytes(100 * 2**20))


@pytest.mark.parametrize("data", [to_json(RECIPE).encode(), exported(RECIPE, "gif"), exported(RECIPE, "png")])
def test_a_run_that_no_lesson_can_say_is_shown_where_any_can_be(data, monkeypatch, tmp_path):
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
