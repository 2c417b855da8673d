"""`python -m lib render`: every format, several runs side by side, and a folder by several processes."""

import subprocess
import time
from dataclasses import replace

import pytest

from lib.commands import render_folder
from lib.draw.fonts import undrawn
from lib.draw.reading import read_recipes
from lib.draw.studio.note import note, on_one_line
from lib.draw.studio.options import options
from lib.runs.alone import alone, cut
from lib.runs.recipe import from_json, make, to_json
from lib.runs.store import Store
from tests.ui.walks import walk


@pytest.fixture
def here(here, monkeypatch):
    """Runs that no model is needed for are in the store."""
    monkeypatch.setenv("DIFFUSION_CACHE", str(here / "cache"))
    (here / "in").mkdir()
    store = Store(here / "state" / "trajectories")
    for seed in range(3):
        run = walk(
            make("digits", model="digits-class-ddpm@20", per_label=2, steps=3, frames=4, labels="0-3", seed=seed)
        )
        store.put(run)
        (here / "in" / f"run-{seed}.json").write_text(to_json(run.recipe))
    return here


@pytest.mark.parametrize("suffix", [".gif", ".mp4", ".webp", ".apng", ".png", ".zip", ".csv", ".npz"])
def test_two_runs_side_by_side_and_back_again(lib, here, suffix):
    code, _, err = lib(f"render in/run-0.json in/run-1.json -o both{suffix} --size 200 --label one --label two")
    assert code == 0, err
    found = [from_json(text) for text in read_recipes((here / f"both{suffix}").read_bytes())]
    assert [recipe.seed for recipe in found] == [0, 1]
    assert lib(f"render both{suffix} -o again.webp --size 100 --captions step,t --bounce --loops 2")[0] == 0
    assert len(read_recipes((here / "again.webp").read_bytes())) == 2


@pytest.mark.parametrize("to", ["-o o.gif", "-o films --format gif"], ids=["a file", "a folder"])
def test_words_in_other_scripts_are_said_to_be_drawn_or_not(lib, here, to):
    what = "in/run-0.json" if to.endswith("o.gif") else "in"
    code, _, err = lib(f"render {what} {to} --size 100 --label größer·шаг·步数·🐶")
    assert (code, "No font" in err) == (0, False), err
    code, _, err = lib(f"render {what} {to} --size 100 --label 𒀀")
    assert code == 0, err
    assert ("𒀀 (U+12000)" in err) == (undrawn("𒀀") != ""), err


def test_one_picture_of_a_batch(lib, here):
    """What is in the file is the recipe of that picture; the answer to it is computed, or was kept."""
    whole = from_json((here / "in" / "run-1.json").read_text())
    Store(here / "state" / "trajectories").put(cut(walk(whole), 7))
    code, _, err = lib("render in/run-1.json --picture 8 -o o.gif --size 64")
    assert code == 0, err
    assert [from_json(text) for text in read_recipes((here / "o.gif").read_bytes())] == [alone(whole, 7)]


BAD = {
    "a picture that isn't there": "in/run-0.json -o o.gif --picture 9",
    "picture 0": "in/run-0.json -o o.gif --picture 0",
    "a picture of a folder": "in -o o --format gif --picture 1",
    "size": "in/run-0.json -o o.gif --size 8192",
    "size word": "in/run-0.json -o o.gif --size large",
    "captions": "in/run-0.json -o o.gif --captions weather",
    "ground": "in/run-0.json -o o.mp4 --ground transparent",
    "speed twice": "in/run-0.json -o o.mp4 --fps 5 --seconds 5",
    "jobs without a folder": "in/run-0.json -o o.gif --jobs 2",
    "folder and file": "in in/run-0.json -o o",
    "jobs": "in -o o --jobs 0",
    "folder format": "in -o o --format bmp",
    "empty folder": "state -o o",
    "output is a file": "in -o in/run-0.json",
}


@pytest.mark.parametrize("arguments", BAD.values(), ids=BAD)
def test_bad_input_is_one_sentence_and_nothing_is_written(lib, here, arguments):
    code, out, err = lib(f"render {arguments}")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert not (here / "o.gif").exists()


@pytest.fixture
def nothing_is_computed(monkeypatch):
    monkeypatch.setattr("lib.runs.run.run", lambda *_: pytest.fail("computed"))


@pytest.mark.parametrize("suffix", [".gif", ".csv", ".npz"])
def test_seven_runs_are_refused_before_one_is_computed(lib, here, nothing_is_computed, suffix):
    for seed in range(7):
        (here / f"{seed}.json").write_text(to_json(make("plane", seed=seed)))
    code, _, err = lib(f"render {' '.join(f'{seed}.json' for seed in range(7))} -o o{suffix}")
    assert (code, err) == (2, "Choose one to 6 runs, not 7.\n")
    assert not (here / f"o{suffix}").exists()


def test_a_file_of_seven_runs_in_a_folder_is_refused_before_one_is_computed(here, nothing_is_computed):
    recipes = on_one_line(note([make("plane", seed=seed) for seed in range(7)], options()))
    (here / "in" / "seven.csv").write_text(f"# recipe: {recipes}\n")
    made = render_folder._one(str(here / "in" / "seven.csv"), options(format="csv").model_dump())
    assert made == (None, ("Choose one to 6 runs, not 7.",))


def test_what_is_to_be_said_of_runs_comes_on_stderr_once(lib, here):
    store = Store(here / "state" / "trajectories")
    for seed in range(2):
        recipe = from_json((here / "in" / f"run-{seed}.json").read_text())
        store.put(replace(walk(recipe), notes=("A picture was\nblacked out.",)))
    assert lib("render in/run-0.json in/run-1.json -o o.npz") == (0, "", "A picture was blacked out.\n")
    code, _, err = lib("render in -o out --format csv")
    assert code == 0
    said = [line for line in err.splitlines() if ".json: " in line]
    assert said == [f"run-{seed}.json: A picture was blacked out." for seed in range(2)]


def test_a_folder_is_rendered_and_bad_files_do_not_stop_the_others(lib, here):
    (here / "in" / "broken.json").write_text("{")
    (here / "in" / "missing.json").write_text(to_json(make("digits", model="digits-flow", steps=2, frames=2)))
    (here / "in" / "notes.txt").write_text("none of ours")
    code, out, err = lib("render in -o out/films --format apng --jobs 2 --size 100")
    assert code == 2
    assert out.startswith("3 of 5 written")
    said = [line for line in err.splitlines() if ".json: " in line]
    assert [line.partition(":")[0] for line in said] == ["broken.json", "missing.json"]
    assert "Traceback" not in err
    written = sorted(path.name for path in (here / "out" / "films").iterdir())
    assert written == ["run-0.apng", "run-1.apng", "run-2.apng"]
    assert from_json(read_recipes((here / "out" / "films" / "run-2.apng").read_bytes())[0]).seed == 2


def test_ctrl_c_leaves_no_half_written_file_and_no_process(here, interrupted):
    recipe = make("plane", points=5000, steps=300, frames=301, seed=7)
    for seed in range(12):
        (here / "in" / f"then-{seed}.json").write_text(to_json(recipe.model_copy(update={"seed": seed})))
        Store(here / "state" / "trajectories").put(_points(recipe.model_copy(update={"seed": seed})))
    pid = interrupted("render in -o out --jobs 2 --format mp4 --size 500", lambda: any((here / "out").glob("*.mp4")))
    for _ in range(50):
        if not _alive(pid):
            break
        time.sleep(0.1)
    assert _alive(pid) == []
    names = [path.name for path in (here / "out").iterdir()]
    assert names
    assert all(name.endswith(".mp4") and not name.startswith(".") for name in names)
    assert all(read_recipes((here / "out" / name).read_bytes()) for name in names)


def _alive(group):
    """The processes of a group, but for those that have ended and that nobody has asked about."""
    listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    return [row for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


def _points(recipe):
    import numpy as np

    from lib.runs.trajectory import Trajectory

    k = 301
    x = np.random.default_rng(0).standard_normal((k, 50, 2))
    sigma = np.linspace(1, 0, k)
    return Trajectory(recipe.model_copy(update={"points": recipe.points}), sigma, 1 - sigma, sigma, x, x)
