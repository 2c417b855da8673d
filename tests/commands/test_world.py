"""`python -m lib world`: files with pictures and what they show, or one sentence and nothing written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lib.cli import main
from lib.world import held_out, picture, scene


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["world", *arguments])
    return int(left.value.code or 0)


def test_a_file_of_arrays(tmp_path: Path) -> None:
    assert run("--seeds", "0-59", "--side", "32", "-o", str(tmp_path / "w.npz")) == 0
    with np.load(tmp_path / "w.npz") as kept:
        assert kept["images"].shape == (60, 32, 32, 3)
        assert np.array_equal(kept["images"][7], picture(scene(7), 32))
        assert kept["thing"][7] == scene(7).thing
        assert kept["held_out"].tolist() == [held_out(seed) for seed in range(60)]
        assert {"captions", "style", "colour", "time"} <= set(kept.files)


def test_a_folder_of_pictures_and_one_that_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--seeds", "5-6", "--side", "48", "-o", str(tmp_path / "f")) == 0
    with Image.open(tmp_path / "f" / "000005.png") as opened:
        assert np.array_equal(np.array(opened), picture(scene(5), 48))
    assert run("--caption", "a photo of a red bell tower at night", "-o", str(tmp_path / "h.png")) == 0
    assert "tower" in capsys.readouterr().out


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--list") == 0
    said = capsys.readouterr().out
    for word in ("things", "styles", "colours", "times", "places", "a bell tower, a clock tower"):
        assert word in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("--seeds", "9-3"),
        ("--seeds", "x"),
        ("--seeds", "-1"),
        ("--seeds", f"{2**40}"),
        ("--seeds", "0-999999999999"),
        ("--side", "15"),
        ("--side", "1000000"),
        ("--side", "nan"),
        ("--caption", ""),
        ("--caption", "a red blue dog"),
        ("--caption", "word " * 10_000),
        ("--seeds", "0-9999", "--side", "512"),
    ],
)
def test_bad_input_writes_nothing(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "-o", str(tmp_path / "w.npz")) == 2
    assert list(tmp_path.iterdir()) == []
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
