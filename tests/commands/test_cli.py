"""The command line: files that are whole, JSON that parses, and one sentence for whatever is wrong."""

import io
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from lib import doctor
from lib.draw.studio.note import note, on_one_line
from lib.draw.studio.options import options
from lib.runs.recipe import KINDS, from_json, knobs, make, to_json
from lib.runs.trajectory import from_npz
from tests.ui.walks import walk

RECIPE = to_json(make("digits", labels=(3, 1), per_label=1, steps=3, frames=3))


@pytest.fixture
def here(zoo):
    return zoo


def test_models(lib):
    code, out, _ = lib("models")
    assert code == 0
    assert "digits-class-ddpm@20" in out
    assert "sha256" in out.splitlines()[0]
    code, out, _ = lib("models --json")
    cards = {card["id"]: card for card in json.loads(out)}
    assert cards["digits-class-ddpm@20"]["bytes"] > 0
    assert len(cards["digits-class-ddpm@20"]["sha256"]) == 64


def test_sample(lib, here):
    arguments = (
        "sample --model digits-class-ddpm@20 --labels 0-9 --per-label 2 --guidance 5 --steps 3 --seed 0 -o s.npz"
    )
    assert lib(arguments)[0] == 0
    with np.load(here / "s.npz", allow_pickle=False) as npz:
        assert npz["images"].shape == (20, 28, 28)
        assert npz["images"].dtype == np.uint8
        assert npz["labels"].tolist() == [d for d in range(10) for _ in range(2)]
        assert from_json(str(npz["recipe"])).steps == 3
    before = (here / "s.npz").read_bytes()
    assert lib(arguments)[0] == 0
    assert (here / "s.npz").read_bytes() == before
    assert lib("sample --model digits-time-ddpm --per-label 3 --labels 0 --steps 2 -o t.npz")[0] == 0
    with np.load(here / "t.npz") as npz:
        assert npz["labels"].tolist() == [-1, -1, -1]


def test_sample_with_one_step_of_a_flow(lib, here):
    code, out, err = lib("sample --model digits-reflow-3 --labels 0-9 --guidance 1 --steps 1 --seed 0 -o s.npz")
    assert (code, out) == (0, ""), err
    assert np.load(here / "s.npz")["images"].shape == (40, 28, 28)


def test_recipe_of_every_knob(lib):
    code, out, _ = lib("recipe digits --labels 3,1,4 --per-label 2 --guidance=2.5 --model digits-flow")
    assert code == 0
    assert from_json(out) == make("digits", labels=(3, 1, 4), per_label=2, guidance=2.5, model="digits-flow")
    assert from_json(lib("recipe denoise --sigmas 0,0.5")[1]).sigmas == (0.0, 0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_help_of_a_kind_says_what_each_of_its_knobs_means(lib, kind):
    code, out, _ = lib(f"recipe {kind} --help")
    lines = [line.split(maxsplit=1) for line in out.splitlines() if line.startswith("  --")]
    assert code == 0
    assert [name for name, _ in lines] == [f"--{name.replace('_', '-')}" for name in knobs(kind)]
    assert all(words[0].strip() for _, *words in lines)
    assert not re.search(r"None\.$|see `|what else", out, re.MULTILINE)


def test_the_help_of_a_kind_takes_words_from_all_its_classes(lib):
    assert "of the Gaussian that parts them" in lib("recipe hybrid --help")[1]
    edit = lib("recipe edit --help")[1]
    assert "what guidance leads away from" in edit
    assert "of the whole path, of which `steps - i_start` are walked." in edit


def test_the_help_of_recipe_names_all_kinds(lib):
    words = lib("recipe --help")[1].split()
    assert all({kind, f"{kind},", f"{kind}."} & set(words) for kind in KINDS)


def test_sample_says_what_is_to_be_said_of_its_pictures(lib, monkeypatch):
    def run(recipe, *_):
        return replace(walk(recipe), notes=("One was rejected.",))

    monkeypatch.setattr("lib.runs.run.run", run)
    arguments = "sample --model digits-class-ddpm@20 --labels 0,1 --per-label 1 -o s.npz"
    assert lib(arguments) == (0, "", "One was rejected.\n")


@pytest.mark.parametrize(
    ("suffix", "start"), [(".gif", b"GIF89a"), (".mp4", b""), (".png", b"\x89PNG"), (".npz", b"PK")]
)
def test_render(lib, here, suffix, start):
    (here / "recipe.json").write_text(RECIPE)
    code, _, err = lib(f"render recipe.json -o out{suffix}")
    assert code == 0, err
    blob = (here / f"out{suffix}").read_bytes()
    assert blob.startswith(start)
    code, _, err = lib(f"render out{suffix} -o again.npz")  # the recipe is inside whatever was exported
    assert code == 0, err
    assert from_npz((here / "again.npz").read_bytes()).recipe.labels == (3, 1)


@pytest.mark.parametrize("kind", ["denoise --source noise", "plane --points 20", "field --side 5"])
def test_every_kind_can_be_rendered(lib, here, kind):
    (here / "recipe.json").write_text(lib(f"recipe {kind}")[1])
    code, _, err = lib("render recipe.json -o out.gif")
    assert code == 0, err
    assert (here / "out.gif").read_bytes().startswith(b"GIF89a")


def test_render_reads_stdin(lib, here, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RECIPE.encode())))
    assert lib("render - -o out.npz")[0] == 0
    assert from_npz((here / "out.npz").read_bytes()).recipe.model == "digits-class-ddpm@20"


def test_precompute_and_doctor(here, lib, monkeypatch):
    import shutil

    shutil.copytree(os.environ["DIFFUSION_CACHE"], here / "cache")
    monkeypatch.setenv("DIFFUSION_CACHE", str(here / "cache"))
    (here / "recipe.json").write_text(RECIPE)
    code, out, _ = lib("precompute recipe.json")
    assert (code, out.count("bytes")) == (0, 1)
    assert "there already" in lib("precompute recipe.json")[1]
    code, out, _ = lib("doctor --json")
    found = {finding["what"]: finding for finding in json.loads(out)}
    assert code == (0 if found["packages"]["fine"] else 1)
    assert found["models"]["fine"]
    assert found["pictures"]["detail"].startswith("1 first")
    assert "missing (" in found["pictures"]["detail"]
    assert not found["MNIST"]["fine"]
    assert "DIFFUSION_DATA" in found["MNIST"]["remedy"]
    assert "train" not in found["MNIST"]["remedy"].partition("run ")[2]  # it would overwrite a model that ships
    weights = next((here / "cache" / "models").glob("digits-flow*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-1])
    next((here / "cache" / "trajectories").glob("*.npz")).write_bytes(b"cut")
    code, out, _ = lib("doctor")
    assert code == 1
    assert "cut short" in out
    assert "1 damaged" in out


def test_precompute_takes_all_runs_of_a_file(lib, here, monkeypatch):
    monkeypatch.setattr("lib.runs.precompute.precompute", lambda named, *_: [str(r.seed) for r in named.values()])
    recipes = on_one_line(note([make("plane", seed=seed) for seed in range(3)], options()))
    (here / "three.csv").write_text(f"# recipe: {recipes}\n")
    (here / "one.json").write_text(to_json(make("plane", seed=5)))
    assert lib("precompute three.csv one.json")[1].split() == ["0", "1", "2", "5"]


def test_doctor_names_what_should_ship_and_is_missing(here, monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "shipped_dir", lambda: tmp_path)
    monkeypatch.setattr(doctor, "to_ship", lambda: {"b4": make("digits", model="digits-flow"), "b9": make("plane")})
    (finding,) = doctor._trajectories()
    assert (finding.fine, finding.detail) == (False, "0 first pictures ship, 2 missing (b4, b9)")
    assert "git checkout cache" in finding.remedy


def test_doctor_counts_requirements_and_no_comments(monkeypatch, tmp_path):
    (tmp_path / "requirements.txt").write_text("# what is needed\nnumpy>=1  # arrays\n\npillow\n")
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    assert [finding.detail for finding in doctor._packages()] == ["2 requirements met"]


def test_doctor_tries_to_write_where_results_are_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    assert next(doctor._cache()).fine
    (tmp_path / "trajectories").rmdir()
    (tmp_path / "trajectories").write_text("in the way")
    finding = next(doctor._cache())
    assert not finding.fine
    assert "DIFFUSION_STATE" in finding.remedy


BAD = {
    "no command": "",
    "unknown command": "paint",
    "unknown flag": "sample --model digits-flow --colour red -o s.npz",
    "missing output": "sample --model digits-flow",
    "unknown model": "sample --model digits-flw -o s.npz",
    "unknown epoch": "sample --model digits-class-ddpm@7 -o s.npz",
    "model that draws nothing": "sample --model digits-judge -o s.npz",
    "model that isn't trained": "sample --model digits-reflow-1 --guidance 1 --steps 1 -o s.npz",
    "label 10": "sample --model digits-flow --labels 0-10 -o s.npz",
    "no label": "sample --model digits-flow --labels x -o s.npz",
    "steps 0": "sample --model digits-flow --steps 0 -o s.npz",
    "steps negative": "sample --model digits-flow --steps -1 -o s.npz",
    "steps 1e9": "sample --model digits-flow --steps 1000000000 -o s.npz",
    "steps nan": "sample --model digits-flow --steps nan -o s.npz",
    "guidance nan": "sample --model digits-flow --guidance nan -o s.npz",
    "seed": "sample --model digits-flow --seed -5 -o s.npz",
    "too many": "sample --model digits-flow --per-label 101 -o s.npz",
    "device": "sample --model digits-flow --steps 1 --device abacus -o s.npz",
    "output is no npz": "sample --model digits-flow -o s.txt",
    "output folder": "sample --model digits-flow -o nowhere/s.npz",
    "output is a folder": "render recipe.json -o folder.gif",
    "unknown kind": "recipe digit",
    "unknown knob": "recipe digits --sead 3",
    "knob without value": "recipe digits --steps",
    "no knob": "recipe digits steps 3",
    "no such recipe": "render nowhere.json -o out.gif",
    "recipe is no JSON": "render broken.json -o out.gif",
    "recipe of another version": "render newer.json -o out.gif",
    "unknown format": "render recipe.json -o out.bmp",
    "show": "render recipe.json --show x_9 -o out.gif",
    "height": "render recipe.json --height 0 -o out.gif",
    "fps": "render recipe.json --fps nan -o out.gif",
    "train unknown": "train digits-flw",
    "train 0 epochs": "train plane-flow --epochs 0",
    "train until 0": "train plane-flow --until 0",
    "eval of nothing": "eval digits-flow --per-label 0",
    "eval steps 0": "eval digits-flow --steps 0",
    "eval guidance nan": "eval digits-flow --guidance 1 nan",
    "eval unknown": "eval digits-flw",
    "eval without effect": "eval digits-flow --count 5",
    "eval of pictures": "eval emoji-if --anagram 69",
    "eval of an anagram": "eval digits-flow --anagram 69 --write",
    "eval of no prompts": "eval emoji-if --count 0",
    "eval of few prompts": "eval emoji-if --count 2",
    "eval seed": "eval emoji-if --seed -1",
    "eval guidance": "eval emoji-if --guidance nan",
    "eval no digits": "eval emoji-if-4x --anagram 69",
    "data of nothing": "data mnst",
    "table of nothing": "data emoji --fluent here",
    "train without data": "eval digits-flow --data nowhere",
    "precompute": "precompute nowhere.json",
    "bench": "bench everything",
}


@pytest.mark.parametrize("arguments", BAD.values(), ids=BAD)
def test_bad_input_is_one_sentence_and_exit_code_2(lib, here, arguments):
    (here / "recipe.json").write_text(RECIPE)
    (here / "broken.json").write_text(RECIPE[:20])
    (here / "newer.json").write_text(RECIPE.replace('"version": 1', '"version": 2'))
    (here / "folder.gif").mkdir()
    (here / "s.npz").write_bytes(b"precious")
    (here / "out.gif").write_bytes(b"precious")
    code, out, err = lib(arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert (here / "s.npz").read_bytes() == (here / "out.gif").read_bytes() == b"precious"


def test_altered_weights_are_one_sentence(here, lib, monkeypatch):
    import shutil

    shutil.copytree(os.environ["DIFFUSION_CACHE"], here / "cache")
    monkeypatch.setenv("DIFFUSION_CACHE", str(here / "cache"))
    weights = here / "cache" / "models" / "digits-flow@20.safetensors"
    whole = weights.read_bytes()
    for blob, word in [(whole[:-9], "cut short"), (whole[:-1] + b"\x7f", "altered"), (None, "missing")]:
        weights.unlink() if blob is None else weights.write_bytes(blob)
        code, _, err = lib("sample --model digits-flow --steps 1 -o s.npz")
        assert code == 2
        assert word in err
        assert err.count("\n") == 1


def test_a_full_disk_leaves_the_old_file_whole(lib, here, monkeypatch):
    (here / "s.npz").write_bytes(b"precious")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lib.models.files.os.replace", full)
    code, _, err = lib("sample --model digits-flow --labels 0 --steps 1 -o s.npz")
    assert code == 2
    assert "No space left" in err
    assert (here / "s.npz").read_bytes() == b"precious"
    assert sorted(p.name for p in here.iterdir() if p.is_file()) == ["s.npz"]


def test_ctrl_c_ends_with_130_and_a_sentence(here, interrupted):
    (here / "s.npz").write_bytes(b"precious")
    begun = lambda: (here / "begun").exists() and time.sleep(3) is None  # noqa: E731
    interrupted("sample --model digits-class-ddpm --per-label 100 --steps 300 -o s.npz", begun)
    assert (here / "s.npz").read_bytes() == b"precious"


def test_a_reader_that_goes_away_is_no_error(here):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        process = subprocess.run([sys.executable, "-m", "lib", "models", "--json"], stdout=pipe, stderr=subprocess.PIPE)
    assert process.stderr == b""
    assert process.returncode == 0


def run(words, **streams):
    """A command in a process of its own: exit code and what it said."""
    done = subprocess.run([sys.executable, "-m", "lib", *words.split()], **{"stderr": subprocess.PIPE, **streams})
    return done.returncode, (done.stderr or b"").decode()


@pytest.mark.parametrize("words", ["models", "recipe digits", "script recipe.json", "doctor --json"])
def test_a_full_disk_behind_the_output_is_one_sentence(here, words):
    (here / "recipe.json").write_text(RECIPE)
    with open("/dev/full", "wb") as full:
        code, err = run(words, stdout=full)
    assert (code, err.count("\n")) == (2, 1)
    assert "No space left" in err


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
@pytest.mark.parametrize("words", ["models", "models --jsn", "render - -o out.gif", "--help"])
def test_a_stream_that_is_closed_is_no_error_of_ours(here, words, closed):
    command = f"{sys.executable} -m lib {words} {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, input=b"", text=False)
    assert done.returncode == (0 if words in ("models", "--help") else 2)
    assert b"Traceback" not in done.stderr + done.stdout


def test_letters_that_a_terminal_does_not_have_are_no_error(here):
    for name in (b"\xff.html", "δ.html".encode()):
        words = [sys.executable, "-m", "lib", "report", name]
        done = subprocess.run(words, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"})
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def test_render_reads_what_a_shell_pipes_into_a_name(lib, here):
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(RECIPE.encode())
    code, _, err = lib(f"render /dev/fd/{reading} -o out.npz")
    os.close(reading)
    assert code == 0, err
    assert from_npz((here / "out.npz").read_bytes()).recipe.labels == (3, 1)


def test_an_output_that_is_a_link_stays_one(lib, here):
    (here / "recipe.json").write_text(RECIPE)
    (here / "films").mkdir()
    (here / "out.gif").symlink_to("films/real.gif")
    assert lib("render recipe.json -o out.gif")[0] == 0
    assert (here / "out.gif").is_symlink()
    assert (here / "films" / "real.gif").read_bytes().startswith(b"GIF89a")


@pytest.mark.parametrize("words", ["render huge -o o.gif", "script huge", "precompute huge", "report huge"])
def test_a_huge_file_and_one_that_never_ends_take_little_memory(here, words):
    """Its own process, which may have 1.5 GB of addresses in all."""
    (here / "huge.yaml").touch()
    os.truncate(here / "huge.yaml", 6 * 2**30)
    for name in ("huge.yaml", "/dev/zero"):
        command = f"ulimit -v 1500000; {sys.executable} -m lib {words.replace('huge', name)}"
        done = subprocess.run(["sh", "-c", command], capture_output=True)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
        assert b"it is larger than" in done.stderr


def test_listing_and_recipes_need_no_torch(here):
    code = (
        "import sys\nfrom lib import cli\ntry: cli.main(sys.argv[1:])\nexcept SystemExit as e: code = e.code\n"
        "assert 'torch' not in sys.modules; sys.exit(code)"
    )
    for arguments, expected in [("models", 0), ("recipe digits", 0), ("sample --model digits-reflow-1 -o s.npz", 2)]:
        done = subprocess.run([sys.executable, "-c", code, *arguments.split()], capture_output=True, text=True)
        assert done.returncode == expected, done.stderr


def test_a_prompt_and_labels_exclude_each_other(lib):
    for arguments, words in (
        ("sample --model emoji-if --labels 0-9 --prompt x -o s.npz", "draws from text"),
        ("sample --model digits-class-ddpm --prompt x -o s.npz", "doesn't read text"),
        ("sample --model emoji-if -o s.npz", "--prompts-file"),
        ("sample --model emoji-if --prompts-file nowhere.txt -o s.npz", "Can't read nowhere.txt"),
    ):
        code, _, err = lib(arguments)
        assert code == 2
        assert words in err
