"""`python -m lib sample` for pictures out of text, small and enlarged, by an untrained cascade."""

import numpy as np
import pytest

from lib.runs.recipe import from_json
from tests.runs.test_pictures import cascade, shipped

__all__ = ["cascade", "shipped"]  # fixtures


@pytest.fixture
def sample(cascade, lib):
    """(exit code, stderr) of a command that draws into s.npz."""

    def call(arguments):
        code, _, err = lib(f"sample {arguments} -o s.npz")
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
