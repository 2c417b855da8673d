"""What comes from elsewhere is read within bounds, and nothing in lib reads it in another way."""

from __future__ import annotations

import ast
import io
import os
import struct
import threading
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.models import foreign
from lib.models.errors import UserError

ROOT = Path(__file__).resolve().parents[2]
MB = 2**20

METHODS = {"read_bytes", "read_text", "open", "fromfile", "load_file", "ZipFile", "read_parquet"}
FUNCTIONS = {f"{module}.{name}" for module in ("json", "np", "numpy", "torch", "pickle") for name in ("load", "loads")}
"""What reads a whole file, or unpacks one."""
OURS = {
    "lib/models/foreign.py": "here it is done",
    "lib/models/emoji_if.py": "what a library has just written into a folder of ours",
    "lib/models/course.py": "the head of a file, bounded",
    "lib/models/course_files.py": "torch.load of an archive that we wrote ourselves",
    "lib/models/machine.py": "/proc/meminfo",
    "lib/models/prompts.py": "pieces of a file, each bounded",
    "lib/models/safety.py": "safetensors checks its own sizes",
    "lib/runs/drawings.py": "a picture of ours, which ships",
    "lib/runs/images.py": "Image.open of bytes that were read within bounds; it unpacks when its size was looked at",
    "lib/runs/trajectory.py": "np.load of a member that was unpacked within bounds",
    "lib/draw/reading.py": "likewise",
    "lib/runs/uploads.py": "Image.open of what was uploaded; its size is looked at first",
    "lib/draw/fonts.py": "a font of the system, of which its reader takes what it needs",
    "lib/draw/mp4.py": "av writes",
    "lib/draw/studio/encoders.py": "ZipFile writes",
    "lib/draw/studio/note.py": "JSON of our own, a moment old",
    "lib/bench/export.py": "a film that was written a moment ago",
    "lib/bench/gif.py": "likewise",
    "lib/teaching/answers.py": "JSON of our own, a moment old",
    "lib/teaching/report.py": "likewise; and files of this program",
    "lib/training/progress.py": "torch.load of a file whose size was looked at; JSON of our own",
    "lib/training/emoji.py": "np.load of what we kept, read within bounds",
    "lib/training/build.py": "Image.open of a picture that was read within bounds",
    "lib/training/table.py": "a table that somebody names to train on; pyarrow checks its own sizes",
    "lib/training/folders.py": "an array from a file whose size was looked at",
    "lib/doctor.py": "requirements.txt of this program",
    "lib/ui/canvas.py": "Image.open of what a canvas sent; its size is looked at first",
    "lib/ui/gate.py": "Streamlit's own page, which is installed",
    "lib/ui/serving.py": "opens a browser, no file",
    "lib/cli.py": "/dev/null, in the place of a stream that is closed",
}
"""Files in which such a call stands all the same, and why that is right. Look before you add one."""
PROGRAM = {
    *("lib/teaching/lessons.py", "lib/teaching/scenes.py", "lib/teaching/scene_lists.py", "lib/teaching/quizzes.py"),
    *("lib/teaching/glossary.py", "lib/ui/catalogue.py", "lib/ui/component.py", "lib/ui/source.py"),
    *("lib/ui/stage/show.py", "lib/ui/assignments/desk.py", "lib/ui/assignments/handout.py"),
}
"""Files that read pages, texts and scripts of this program, as they are."""


def test_nothing_in_lib_reads_in_another_way() -> None:
    """`foreign.read` and its like are the only doors; a new one is either one of them, or gets a reason above."""
    strangers = {
        f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)[:80]}"
        for path in (ROOT / "lib").rglob("*.py")
        if str(path.relative_to(ROOT)) not in {*OURS, *PROGRAM}
        for call in _reads(path)
    }
    assert not strangers


def test_no_reason_is_left_over() -> None:
    assert [name for name in (*OURS, *PROGRAM) if not list(_reads(ROOT / name))] == []


def _reads(path: Path) -> list[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return [call for call in calls if _asked(ast.unparse(call.func))]


def _asked(name: str) -> bool:
    return name in FUNCTIONS or (name.rpartition(".")[2] in METHODS and not name.startswith("foreign."))


@pytest.fixture
def grown() -> Callable[[], float]:
    """How many MB more this process took at most, since the test began."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1] / MB
    tracemalloc.stop()


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert foreign.read(path, 5) == foreign.read(str(path), 10**9) == b"12345"
    with pytest.raises(OSError, match="larger than it can be"):
        foreign.read(path, 4)
    with pytest.raises(FileNotFoundError):
        foreign.read(tmp_path / "nothing", 4)
    with pytest.raises(IsADirectoryError):
        foreign.read(tmp_path, 4)


def test_a_huge_file_is_not_even_begun(tmp_path: Path, grown: Callable[[], float]) -> None:
    path = tmp_path / "file"
    path.touch()
    os.truncate(path, 6 * 2**30)  # takes no room on the disk
    with pytest.raises(OSError, match="larger than 100 MB"):
        foreign.read(path, 10**8)
    with pytest.raises(OSError, match="larger than 100 MB"):
        foreign.fitting(path, 10**8)
    assert grown() < 1


def test_what_never_ends_is_read_to_the_bound_and_one_byte_more(grown: Callable[[], float]) -> None:
    with pytest.raises(OSError, match="larger than 5 MB"):
        foreign.read("/dev/zero", 5_000_000)
    assert grown() < 12
    with pytest.raises(OSError, match="no plain file"):
        foreign.fitting(Path("/dev/zero"), 5_000_000)


def test_a_pipe_that_nobody_writes_into_does_not_hold_us(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="nobody writes into it"):
        foreign.read(tmp_path / "pipe", 100)


def test_a_pipe_that_somebody_writes_into_is_read_to_its_end() -> None:
    """As a shell makes them: ``render <(recipe ...)``."""
    reading, writing = os.pipe()
    blob = os.urandom(300_000)

    def write() -> None:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(blob)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert foreign.read(f"/dev/fd/{reading}", 10**6) == blob
    finally:
        os.close(reading)
        thread.join()


def lying(size: int, says: int = 1000, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP whose one file unpacks to so many blanks, and says another size."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive, archive.open("recipe.json", "w") as member:
        for _ in range(size // MB):
            member.write(b" " * MB)
    data = bytearray(made.getvalue())
    for magic, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        where = data.find(magic) + at
        data[where : where + 4] = struct.pack("<I", says)
    return bytes(data)


@pytest.mark.parametrize("says", [0, 1000, 100 * MB, 2**32 - 2])
@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_lies_takes_no_memory(says: int, method: int, grown: Callable[[], float]) -> None:
    blob = lying(100 * MB, says, method)
    tracemalloc.reset_peak()
    with foreign.archive(blob) as archive, pytest.raises((OSError, zipfile.BadZipFile)):
        foreign.member(archive, "recipe.json", MB)
    assert grown() < 12


def test_an_archive_of_a_hundred_thousand_files_is_refused() -> None:
    with pytest.raises(zipfile.BadZipFile, match="too many"):
        foreign.archive(b"PK\x01\x02" * 100_000)


def test_json_that_says_a_thing_twice_is_refused() -> None:
    assert foreign.loads('{"a": {"b": 1}, "b": [2]}') == {"a": {"b": 1}, "b": [2]}
    for text in ('{"a": 1, "a": 1}', '[{"b": {"x": 1, "a": 2, "a": 3}}]'):
        with pytest.raises(UserError, match="'a' stands twice"):
            foreign.loads(text)
