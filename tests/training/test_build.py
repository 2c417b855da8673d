"""The table of emoji out of small copies of its four sources, drawn here."""

import json
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from lib import cli
from lib.models.errors import UserError
from lib.training import build, originals, table
from lib.training.captions import STYLES
from lib.training.things import THINGS

DOG, CAT, EYE, HAND, RARE = "1F436", "1F408-200D-2B1B", "1F441-200D-1F5E8", "1F44B", "1FACD"
THINGS_HERE = {DOG: (THINGS[0].label, 3), CAT: ("black cat", 3), EYE: ("eye in speech bubble", 0), HAND: ("hand", 1)}
SELECTED = {EYE: "1F441-FE0F-200D-1F5E8-FE0F"}


def svg(colour: str, box: str = "0 0 32 32") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path fill="{colour}" d="M8 8h16v16H8z"/></svg>'


def png(path: Path, size: tuple[int, int], colour: tuple[int, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGBA", size, colour).save(path)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def sources(tmp_path: Path) -> originals.Sources:
    """Four things in five styles; one that only Noto draws; a flag."""
    made = originals.Sources(*(tmp_path / name for name in ("fluent", "noto", "twemoji", "data.json")))
    entries = [{"label": "orca", "hexcode": RARE, "tags": [], "group": 3}]
    entries += [{"label": "a flag", "hexcode": "1F6A9", "tags": [], "group": 9}, {"label": "A", "hexcode": "1F1E6"}]
    for code, (label, group) in THINGS_HERE.items():
        full = SELECTED.get(code, code).lower()
        entries.append({"label": label, "hexcode": full.upper(), "tags": ["b", "a"], "group": group, "skins": []})
        folder = made.fluent / "assets" / label
        write(folder / "metadata.json", json.dumps({"cldr": label, "unicode": full.replace("-", " ")}))
        inner, end = (folder / "Default", "_default") if code == HAND else (folder, "")
        png(inner / "3D" / f"it_3d{end}.png", (256, 256), (200, 100, 50, 255))
        write(inner / "Flat" / f"it_flat{end}.svg", svg("#f00"))
        write(inner / "High Contrast" / f"it_high_contrast{end}.svg", svg("#212121"))
        if code == HAND:
            png(folder / "Dark" / "3D" / "it_3d_dark.png", (256, 256), (0, 0, 0, 255))
        png(made.noto / "png" / "128" / f"emoji_u{code.lower().replace('-', '_')}.png", (128, 128), (9, 8, 7, 255))
        write(made.twemoji / "assets" / "svg" / f"{full}.svg", svg("#00f"))
    png(made.twemoji / "assets" / "72x72" / f"{DOG.lower()}.png", (72, 72), (0, 255, 0, 255))
    for code in (RARE.lower(), "1f6a9"):
        png(made.noto / "png" / "128" / f"emoji_u{code}.png", (136, 128), (9, 8, 7, 255))
    made.emojibase.write_text(json.dumps(entries))
    return made


def command(sources: originals.Sources, output: Path) -> list[str]:
    named = [f"--{name}={getattr(sources, name)}" for name in ("fluent", "noto", "twemoji", "emojibase")]
    return ["data", "emoji", *named, "-o", str(output)]


def run(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    return caught.value.code


def shown(frame: pd.DataFrame, style: str, code: str) -> np.ndarray:
    (blob,) = frame[(frame["style"] == style) & (frame["hexcode"] == code)]["image_webp"]
    with Image.open(BytesIO(blob)) as image:
        assert (image.format, image.size) == ("WEBP", (128, 128))
        return np.asarray(image.convert("RGBA"))


def test_the_command_writes_the_table(sources: originals.Sources, tmp_path: Path, capfd) -> None:
    place = tmp_path / table.FILE
    assert run(command(sources, place)) == 0
    out, _ = capfd.readouterr()
    assert "4 things, 20 pictures" in out
    assert "noto             4" in out
    assert THINGS[0].label not in out
    assert THINGS[1].label in out
    frame = pd.read_parquet(place)
    assert list(frame.columns) == ["style", "hexcode", "label", "tags", "group", "image_webp"]
    assert tuple(frame["style"].unique()) == originals.STYLES
    assert dict(zip(frame["hexcode"], frame["group"], strict=True)) == {c: g for c, (_, g) in THINGS_HERE.items()}
    assert all(list(tags) == ["a", "b"] for tags in frame["tags"])
    assert shown(frame, "fluent_3d", HAND)[64, 64].tolist() == [200, 100, 50, 255]
    assert shown(frame, "fluent_flat", CAT)[64, 64].tolist() == [255, 0, 0, 255]
    assert shown(frame, "fluent_flat", CAT)[4, 4, 3] == 0
    assert shown(frame, "fluent_hc", EYE)[64, 64].tolist() == [33, 33, 33, 255]
    assert shown(frame, "noto", EYE)[0, 0].tolist() == [9, 8, 7, 255]
    assert shown(frame, "twemoji", EYE)[64, 64].tolist() == [0, 0, 255, 255]
    assert shown(frame, "twemoji", DOG)[64, 64].tolist() == [0, 255, 0, 255]


def test_the_training_reads_it(sources: originals.Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {style.name for style in STYLES[:-1]} == set(originals.STYLES)
    path = tmp_path / table.FILE
    built = build.build(sources)
    path.write_bytes(built.parquet)
    assert len(built.missing) == len(THINGS) - sum(t.label in dict(THINGS_HERE.values()) for t in THINGS)
    monkeypatch.setattr(table, "THINGS", THINGS[:1])
    monkeypatch.setattr(table, "_paint", lambda rgba: rgba)
    read = table.read(path, 16)
    assert read.shape == (6, 4, 16, 16)
    assert read[[style.name for style in STYLES].index("noto"), :, 8, 8].tolist() == [9, 8, 7, 255]


def test_equal_sources_equal_bytes(sources: originals.Sources) -> None:
    assert build.build(sources).parquet == build.build(sources).parquet


def test_what_is_no_square_is_laid_in_the_middle(tmp_path: Path) -> None:
    png(tmp_path / "wide.png", (40, 20), (255, 0, 0, 255))
    (tmp_path / "high.svg").write_text(svg("#f00", "8 8 8 16"))
    wide, high = (np.asarray(build.read(tmp_path / name))[..., 3] for name in ("wide.png", "high.svg"))
    assert wide[:31].max() == wide[97:].max() == 0
    assert wide[33:95].min() == 255
    assert high[:, :31].max() == high[:, 97:].max() == 0
    assert high[:, 33:95].min() == 255


def test_unreadable_pictures_are_named_and_left_out(sources: originals.Sources, tmp_path: Path, capfd) -> None:
    cut = sources.noto / "png" / "128" / f"emoji_u{DOG.lower()}.png"
    cut.write_bytes(cut.read_bytes()[:60])
    (sources.twemoji / "assets" / "svg" / f"{HAND.lower()}.svg").write_text("<svg")
    (sources.fluent / "assets" / "black cat" / "metadata.json").write_text("{")
    png(sources.noto / "png" / "128" / f"emoji_u{HAND.lower()}.png", (build.LARGEST + 1, 1), (0, 0, 0, 255))
    assert run(command(sources, tmp_path / "o.parquet")) == 0
    out, err = capfd.readouterr()
    assert "4 files can't be read" in out
    assert all(name in out for name in (cut.name, f"{HAND.lower()}.svg", "black cat", f"emoji_u{HAND.lower()}.png"))
    assert "Traceback" not in err
    assert len(pd.read_parquet(tmp_path / "o.parquet")) == 20 - 3 - 3


def nothing(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}.gone"))


BAD = {
    "no fluent": (lambda s: nothing(s.fluent), "--fluent must name"),
    "no metadata": (lambda s: nothing(s.fluent / "assets"), "--fluent must name"),
    "no noto": (lambda s: nothing(s.noto / "png" / "128"), "--noto must name"),
    "no twemoji": (lambda s: nothing(s.twemoji), "--twemoji must name"),
    "no names": (lambda s: nothing(s.emojibase), "--emojibase must name"),
    "names are no JSON": (lambda s: s.emojibase.write_text("[{"), "isn't the list of emojibase"),
    "names are another list": (lambda s: s.emojibase.write_text('[{"group": 0, "name": "x"}]'), "isn't the list"),
    "names are no list": (lambda s: s.emojibase.write_text('{"en": 3}'), "isn't the list of emojibase"),
    "other things": (
        lambda s: s.emojibase.write_text('[{"group": 0, "hexcode": "1F9FF", "label": "x", "tags": []}]'),
        "Nothing found for fluent_3d",
    ),
    "a style is broken": (
        lambda s: [p.write_text("<svg") for p in s.fluent.rglob("*_flat*.svg")],
        "Nothing found for fluent_flat (4 can't be read",
    ),
}


@pytest.mark.parametrize(("spoil", "words"), BAD.values(), ids=BAD)
def test_bad_sources_are_one_sentence(sources: originals.Sources, tmp_path: Path, capfd, spoil, words: str) -> None:
    spoil(sources)
    place = tmp_path / "o.parquet"
    place.write_bytes(b"precious")
    code = run(command(sources, place))
    out, err = capfd.readouterr()
    assert (code, out) == (2, "")
    assert words in err.strip().splitlines()[-1]
    assert "Traceback" not in err
    assert place.read_bytes() == b"precious"


def test_bad_output_and_a_full_disk(
    sources: originals.Sources, tmp_path: Path, capfd, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(command(sources, tmp_path / "o.csv")) == 2
    assert "must end in .parquet" in capfd.readouterr().err

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lib.models.files.os.fsync", full)
    assert run(command(sources, tmp_path / "o.parquet")) == 2
    assert "No space left" in capfd.readouterr().err
    assert not [path for path in tmp_path.iterdir() if "parquet" in path.name]


def test_without_resvg(sources: originals.Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(UserError, match="pip install resvg-py"):
        build.build(sources)
