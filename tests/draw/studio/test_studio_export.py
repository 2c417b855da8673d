"""Files of one run and of several: they open elsewhere, hold what was asked for, and say how they were made."""

import csv
import io
import json
import struct
import zipfile
import zlib

import av
import numpy as np
import pytest
from PIL import Image

from lib.draw.reading import read_recipe, read_recipes
from lib.draw.studio.estimate import estimate
from lib.draw.studio.film import Film
from lib.draw.studio.layout import Place
from lib.draw.studio.making import export, picture_size
from lib.draw.studio.note import note
from lib.draw.studio.options import DRAWN, FORMATS, options
from lib.draw.studio.words import facts, prompt
from lib.models.errors import UserError
from lib.runs.progress import Cancelled
from lib.runs.recipe import from_json, make
from lib.runs.trajectory import Trajectory, from_npz
from tests.draw.samples import digits, plane

FILMS = ("gif", "webp", "apng")


def picture(k=5, count=1, prompt="an oil painting of an old man", **knobs) -> Trajectory:
    """A run of 16 px colour pictures."""
    random = np.random.default_rng(3)
    sigma = np.linspace(1, 0, k)
    x = random.uniform(-1, 1, (k, count, 3, 16, 16))
    recipe = make("picture", count=count, steps=max(1, k - 1), prompt=prompt, **knobs)
    return Trajectory(recipe, 990 * sigma, 1 - sigma, sigma, x, x[::-1])


def opened(data: bytes) -> list[Image.Image]:
    with Image.open(io.BytesIO(data)) as film:
        shown = []
        for k in range(getattr(film, "n_frames", 1)):
            film.seek(k)
            film.load()
            shown.append((film.convert("RGBA"), film.info.get("duration")))
    return shown


def test_steps_are_counted_from_where_a_run_began():
    """An edit that begins at the tenth of 34 levels makes 24 steps."""
    x = np.zeros((5, 1, 3, 16, 16))
    levels = np.linspace(1, 0, 5)
    edit = Trajectory(make("edit", steps=34, i_start=10), levels, 1 - levels, levels, x, x, numbers={"calls": 24})
    assert edit.steps == (0, 6, 12, 18, 24)
    assert [facts(edit, k, ("step",)) for k in (1, 4)] == ["step 6 of 24", "step 24 of 24"]
    assert facts(picture(k=3), 1, ("step", "t")) == "step 1 of 2   t = 495"


@pytest.mark.parametrize("kind", FORMATS)
def test_every_file_holds_the_recipes_of_all_its_runs(kind):
    awkward = picture(prompt='a "cat" & <b>d</b> -- ]]> σ \U0001f3b2, or \\n')
    runs = [awkward, digits(), plane()]
    for few in (runs[:1], runs):
        data = export(few, options(format=kind, size=160))
        found = read_recipes(data)
        assert [from_json(text) for text in found] == [run.recipe for run in few]
        assert read_recipe(data) == found[0]


@pytest.mark.parametrize("kind", FORMATS)
def test_equal_runs_equal_bytes(kind):
    look = options(format=kind, size=100, captions="t")
    assert export([digits()], look) == export([digits()], look)


@pytest.mark.parametrize("kind", [k for k in FORMATS if k != "mp4"])
def test_a_file_cut_anywhere_holds_its_recipe_or_none(kind):
    data = export([digits(k=2, labels=(0,))], options(format=kind, size=64))
    whole = read_recipe(data)
    for length in range(0, len(data), max(1, len(data) // 60)):
        try:
            found = read_recipe(data[:length])
        except UserError:
            continue
        assert found in (None, whole)


@pytest.mark.parametrize("kind", FILMS)
def test_a_film_has_its_frames_its_size_its_times_and_its_repeats(kind):
    run = picture(k=5)
    data = export([run], options(format=kind, size=128, show="x_t", fps=10, hold=0.5, loops=3))
    shown = opened(data)
    assert len(shown) == 5
    assert shown[0][0].size == (128, 128)
    assert [d for _, d in shown] == [100, 100, 100, 100, 600]
    if kind == "apng":
        assert Image.open(io.BytesIO(data)).info["loop"] == 3
    elif kind == "gif":
        assert Image.open(io.BytesIO(data)).info["loop"] == 2  # GIF counts repeats after the first time
    else:
        at = data.index(b"ANIM")
        assert struct.unpack("<H", data[at + 12 : at + 14]) == (3,)


@pytest.mark.parametrize("kind", ["webp", "apng", "zip"])
def test_enlarged_pixels_are_exact_squares(kind):
    run = picture(k=3)
    data = export([run], options(format=kind, size=128, show="x_0"))
    small = ((run.pixels("x_0")[:, 0].astype(np.float32)).clip(0, 1) * 255 + 0.5).astype(np.uint8).transpose(0, 2, 3, 1)
    if kind == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.namelist() if n.endswith(".png")]
            shown = [Image.open(io.BytesIO(archive.read(name))) for name in names]
        assert names == ["frame-0001.png", "frame-0002.png", "frame-0003.png"]
    else:
        shown = [frame for frame, _ in opened(data)]
    for frame, pixels in zip(shown, small, strict=True):
        large = np.asarray(frame.convert("RGB")).astype(int)
        assert np.abs(large - pixels.repeat(8, 0).repeat(8, 1)).max() <= 1


def test_a_film_for_slides_is_even_small_first_index_and_repeats_its_last_frame():
    run = digits(k=4)
    data = export([run], options(format="mp4", size=255, fps=10, hold=0.5, captions="t"))
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(io.BytesIO(data)) as film:
        stream = film.streams.video[0]
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(stream)]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert stream.width % 2 == stream.height % 2 == 0
        assert float(stream.average_rate or 0) == pytest.approx(10)
    assert len(frames) == 4 + 5
    assert np.abs(frames[-1].astype(int) - frames[-5]).mean() < 1


def test_a_long_recipe_does_not_push_the_index_to_the_end():
    data = export([picture(prompt="é" * 300)] * 6, options(format="mp4", size=64, labels=("x",) * 6))
    assert data.index(b"moov") < data.index(b"mdat")
    assert len(read_recipes(data)) == 6


@pytest.mark.parametrize("kind", ["webp", "apng", "png", "zip"])
def test_a_clear_ground_is_clear_and_pictures_are_not(kind):
    data = export([picture(count=3)], options(format=kind, size=200, show="x_t", ground="transparent", frames=4))
    if kind == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("frame-0001.png")
    first = np.asarray(opened(data)[0][0])
    assert first.shape[2] == 4
    seen, counts = np.unique(first[..., 3], return_counts=True)
    assert set(seen) == {0, 255}
    assert counts[1] > counts[0]
    if kind != "png":
        assert first[-1, -1, 3] == 0  # three pictures leave the fourth place empty


@pytest.mark.parametrize(("ground", "level"), [("dark", 24), ("paper", 255)])
def test_the_ground_is_around_and_the_words_are_on_it(ground, level):
    look = {"format": "zip", "size": 300, "ground": ground}
    bare, said = (
        np.asarray(_first(export([picture(), picture()], options(**look, **more))))
        for more in ({}, {"labels": ("left", "right"), "captions": "t,step,guidance,prompt"})
    )
    assert set(np.unique(bare[0])) == {level}
    assert set(np.unique(said[0])) == {level}
    assert said.shape[0] / said.shape[1] != bare.shape[0] / bare.shape[1]


def _first(data: bytes) -> Image.Image:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Image.open(io.BytesIO(archive.read("frame-0001.png"))).convert("RGB")


def test_grey_stays_grey_with_words():
    data = export([digits()], options(format="zip", size=200, captions="step,t", labels=("grey",)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert Image.open(io.BytesIO(archive.read("frame-0001.png"))).mode == "L"


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize("size", [64, 333, 700])
def test_the_size_is_what_was_announced_and_never_more_than_asked(kind, size):
    runs = [digits(), picture(count=2), plane()]
    look = options(format=kind, size=size, across=3)
    width, height = picture_size(runs, look)
    data = export(runs, look)
    if kind == "zip":
        assert _first(data).size == (width, height)
    elif kind == "mp4":
        with av.open(io.BytesIO(data)) as film:
            assert (film.streams.video[0].width, film.streams.video[0].height) == (width, height)
    else:
        assert Image.open(io.BytesIO(data)).size == (width, height)
    assert size < 100 or max(width, height) <= size + 2  # words and gaps have a least size


def test_runs_of_different_length_begin_and_end_together():
    short, long = digits(k=2), digits(k=6)  # of the same picture; noise at the start is the same
    film = Film([short, long], options(size=400, show="x_t", across=2))
    left, right = ([_cut(film[k], place) for k in range(6)] for place in film.layout.places)
    assert np.array_equal(left[0], right[0])
    assert np.array_equal(left[0], left[2])
    assert not np.array_equal(left[2], left[3])
    assert np.array_equal(left[-1], right[-1])


def _cut(frame: np.ndarray, place: Place) -> np.ndarray:
    top, left = place.picture_top, place.picture_left
    return frame[top : top + place.height, left : left + place.width]


def test_a_sheet_shows_a_few_frames_or_as_many_as_asked():
    run = digits(k=30)
    assert picture_size([run], options(format="png", size=800)) != picture_size(
        [run], options(format="png", size=800, frames=2)
    )
    assert Image.open(io.BytesIO(export([run], options(format="png", size=800)))).size[0] <= 800


def test_the_table_can_be_read_and_is_right():
    run, other = digits(k=4), picture(k=3, prompt="=1+1")
    data = export([run, other], options(format="csv", labels=("one", "=two")))
    lines = data.decode().splitlines()
    assert json.loads(lines[0].removeprefix("# recipe: "))["recipes"][1]["prompt"] == "=1+1"
    table = list(csv.DictReader(lines[1:]))
    assert len(table) == 4 + 3
    assert [row["run"] for row in table] == ["1"] * 4 + ["2"] * 3
    assert table[4]["label"] == "'=two"  # no formula for a spreadsheet
    assert float(table[2]["sigma"]) == pytest.approx(run.sigma[2], rel=1e-5)
    assert float(table[2]["x_t_std"]) == pytest.approx(run.x_t[2].astype(float).std(), rel=1e-5)
    assert float(table[3]["x_0_to_last"]) == 0
    change = np.sqrt(np.mean((other.x_0[1].astype(float) - other.x_0[0]) ** 2))
    assert float(table[5]["x_0_change"]) == pytest.approx(change, rel=1e-5)


def test_arrays_of_one_run_are_a_trajectory_and_of_several_are_named():
    run, other = digits(), picture()
    assert np.array_equal(from_npz(export([run], options(format="npz"))).x_t, run.x_t)
    with np.load(io.BytesIO(export([run, other], options(format="npz"))), allow_pickle=False) as npz:
        assert np.array_equal(npz["run2_x_0"], other.x_0)
        assert npz["run1_t"].shape == (4,)


@pytest.mark.parametrize("kind", DRAWN)
def test_progress_goes_to_the_end_and_stops_on_demand(kind):
    seen = []
    export([digits(k=6)], options(format=kind, size=64, bounce=True), seen.append)
    assert seen[0].done == 0
    assert seen[-1].fraction == 1
    assert [p.done for p in seen] == list(range(seen[-1].total + 1))

    def stop(progress):
        if progress.done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        export([digits(k=6)], options(format=kind, size=64), stop)


def many(k: int) -> Trajectory:
    x = np.zeros((k, 1, 1, 2, 2))
    return Trajectory(make("digits"), np.zeros(k), np.ones(k), np.zeros(k), x, x)


@pytest.mark.parametrize("kind", DRAWN)
def test_ten_thousand_frames_are_refused_at_once_with_what_to_do(kind):
    run = many(10_000)
    if kind != "png":  # a sheet shows twelve of them
        with pytest.raises(UserError, match="keep 2,000"):
            export([run], options(format=kind, size=64))
    assert export([run], options(format=kind, size=64, frames=5))


def test_a_film_of_too_many_pixels_says_what_to_do():
    with pytest.raises(UserError, match="smaller size or fewer frames"):
        export([many(300)], options(format="gif", size=4096))


@pytest.mark.parametrize("kind", FORMATS)
def test_no_run_and_seven_runs_are_refused(kind):
    for runs in ([], [digits()] * 7):
        for made in (export, estimate):
            with pytest.raises(UserError, match="one to 6 runs"):
                made(runs, options(format=kind))


BLEND = {"low": "a skull", "middle": "a sea", "high": "flowers"}


@pytest.mark.parametrize(
    ("recipe", "told"),
    [
        (make("hybrid", **BLEND), "a skull | a sea | flowers"),
        (make("hybrid", low="a skull", high="flowers"), "a skull | flowers"),
        (make("anagram", upright="a dog", turned={"low": "a cat", "high": "a car"}), "a dog | a cat + a car"),
        (make("anagram", upright=BLEND, turned=BLEND), "a skull + a sea + flowers | a skull + a sea + flowers"),
        (make("upsample", of=make("anagram", upright=BLEND, turned="")), "a skull + a sea + flowers"),
        (make("digits"), ""),
    ],
)
def test_a_caption_says_all_that_a_run_was_told(recipe, told):
    assert prompt(recipe) == told


def test_what_changes_in_an_apng_is_sent_alone_and_its_chunks_are_whole():
    run = many(3)
    data = export([run], options(format="apng", size=128, show="x_t", hold=0))
    at, names = 8, []
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        body = data[at + 4 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(body)
        names.append(body[:4])
        at += 12 + length
    assert names == [b"IHDR", b"acTL", b"iTXt", b"fcTL", b"IDAT", b"fcTL", b"fdAT", b"fcTL", b"fdAT", b"IEND"]
    assert len(data) < 1500 + len(note([run.recipe], options()))  # nothing moves


def test_archives_of_other_kinds_hold_none():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("recipe.json", "no recipe")
    assert read_recipes(target.getvalue()) == []
    assert read_recipes(b"# recipe: nothing\na,b\n") == []
    with pytest.raises(UserError, match="damaged"):
        read_recipes(b'# recipe: {"kind": \na,b\n')
