"""`python -m lib sample` for pictures out of text, small and enlarged, by an untrained cascade."""

import shlex

import numpy as np
import pytest

from lib.models.wording import bare
from lib.runs.prompts import vocabulary_of
from lib.runs.recipe import from_json, make, to_json
from tests.runs.test_pictures import cascade, shipped

__all__ = ["cascade", "shipped"]  # fixtures


@pytest.fixture
def sample(cascade, lib):
    """(exit code, stderr) of a command that draws into s.npz."""

    def call(arguments):
        words = shlex.split(arguments) if isinstance(arguments, str) else arguments
        code, _, err = lib(["sample", *words, "-o", "s.npz"])
        return code, err

    return call


def test_upsample_makes_them_four_times_as_large(sample, tmp_path):
    asked = "--model emoji-if --count 2 --steps 2 --seed 4 --prompt 'a photo of 2 Dogs!'"
    code, err = sample(f"{asked} --upsample")
    assert code == 0, err
    with np.load(tmp_path / "s.npz") as npz:
        assert npz["images"].shape == (2, 128, 128, 3)
        assert npz["images"].dtype == np.uint8
        assert npz["prompts"].tolist() == ["a photo of 2 Dogs!"] * 2
        recipe = from_json(str(npz["recipe"]))
    assert (recipe.kind, recipe.of.prompt, recipe.of.seed, recipe.of.steps) == ("upsample", "a photo of dog", 4, 2)
    assert sample(asked)[0] == 0
    assert np.load(tmp_path / "s.npz")["images"].shape == (2, 32, 32, 3)


def test_prompts_of_a_file_are_enlarged_each(sample, tmp_path):
    (tmp_path / "p.txt").write_text("a dog\n\na photo of a volcano\n")
    code, err = sample("--model emoji-if --prompts-file p.txt --count 1 --steps 1 --upsample")
    assert code == 0, err
    with np.load(tmp_path / "s.npz") as npz:
        assert npz["images"].shape == (2, 128, 128, 3)
        assert npz["prompts"].tolist() == ["a dog", "a photo of a volcano"]


@pytest.fixture
def slip(cascade):
    """A word that the model knows, and the same with a letter typed twice."""
    names = (bare(thing.name) for thing in vocabulary_of("emoji-if").things)
    word = next(name for name in names if " " not in name and len(name) > 5)
    return word, word[:3] + word[2:]


def test_what_the_model_hears_otherwise_is_said_and_kept_beside_the_pictures(sample, slip, tmp_path):
    word, typed = slip
    code, err = sample(
        ["--model", "emoji-if", "--count", "1", "--steps", "1", "--prompt", f"a {typed} without a {word}"]
    )
    assert code == 0
    named = f'The model has never seen "{typed}", and leaves it out: {typed} → {word}?'
    assert named in err.splitlines()
    assert f'make "a {word}" the negative prompt' in err
    with np.load(tmp_path / "s.npz") as npz:
        assert npz["notes"].tolist() == [line for line in err.splitlines() if line.startswith("The model")]
        assert from_json(str(npz["recipe"])).prompt == f"a a {word}"
    code, err = sample(["--model", "emoji-if", "--count", "1", "--steps", "1", "--prompt", f"a {word}"])
    assert "The model" not in err
    assert "notes" not in np.load(tmp_path / "s.npz")


def test_a_recipe_holds_what_the_model_reads_and_the_rest_is_said(lib, slip):
    word, typed = slip
    asked = ["--upright", f"a {word}, a {typed}", "--turned", f"A {word.upper()}!", "--negative", f"{word} {typed}"]
    code, out, err = lib(["recipe", "anagram", *asked])
    assert code == 0
    found = from_json(out)
    assert (found.upright, found.turned, found.negative) == (f"a {word} a", f"a {word}", word)
    assert err == f'The model has never seen "{typed}", and leaves it out: {typed} → {word}?\n'
    code, out, err = lib(["recipe", "picture", "--prompt", typed])
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_run_of_words_that_the_model_does_not_know_says_so_in_its_notes(lib, slip, here):
    word, typed = slip
    of = to_json(make("picture", count=1, steps=1, frames=2, prompt=f"a {typed}", negative=typed))
    (here / "r.json").write_text(to_json(make("upsample", of=of, steps=1, frames=2)))
    for _ in range(2):  # computed, and out of the store
        code, _, err = lib("render r.json -o out.csv")
        assert code == 0
        said = [line for line in err.splitlines() if line.startswith("The model")]
        assert said == [f'The model has never seen "{typed}", and leaves it out: {typed} → {word}?']


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--model emoji-if --prompt '' --upsample", "empty"),
        ("--model emoji-if --prompt 'xyzzy frobnicate'", "never seen"),
        ("--model emoji-if --prompt '犬の写真'", "only reads English"),
        (f"--model emoji-if --prompt '{'dog ' * 90}'", "shorten it"),
        ("--model emoji-if --prompt 'a dog' --per-label 2", "--prompt instead of --per-label"),
        ("--model emoji-if --upsample", "Say what to draw"),
        ("--model digits-flow --upsample", "no second stage"),
    ],
)
def test_bad_input_is_one_sentence(sample, tmp_path, arguments, words):
    code, err = sample(arguments)
    assert code == 2
    assert words in err
    assert err.count("\n") == 1
    assert not (tmp_path / "s.npz").exists()
