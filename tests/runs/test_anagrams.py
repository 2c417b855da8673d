"""What the judge reads of digits that are turned is kept with the run, and added up."""

import json

import pytest

from lib.cli import main
from lib.models.errors import UserError
from lib.runs.anagrams import measure, read, readings, shares
from lib.runs.recipe import make
from lib.runs.run import run
from tests.tiny import write_zoo

SHORT = {"model": "digits-flow", "steps": 2, "frames": 2, "guidance": 1.0, "count": 3}


def test_a_run_of_digits_is_read_both_ways():
    found = run(make("anagram", upright="6", turned="9", view="rotate180", **SHORT))
    ups, downs = read(found, "upright"), read(found, "turned")
    assert len(ups) == len(downs) == 3
    assert {*ups, *downs} <= set(range(10))
    right = shares(found)
    assert right.upright == sum(up == 6 for up in ups) / 3
    assert right.both == sum(pair == (6, 9) for pair in zip(ups, downs, strict=True)) / 3
    mirror = run(make("anagram", upright="8", turned="8", view="identity", **SHORT))
    assert read(mirror, "upright") == read(mirror, "turned")


def test_nothing_is_read_of_anything_else():
    plain = run(make("edit", i_start=1, **{**SHORT, "prompt": "3"}))
    assert readings(plain) == {}
    assert shares(plain) is None


def test_the_command_measures_it(capsys):
    with pytest.raises(SystemExit) as done:
        main(["eval", "digits-flow", "--anagram", "69", "--count", "2", "--steps", "2", "--guidance", "1", "3"])
    assert done.value.code == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["guidance"] for row in rows] == [1, 3]
    assert all(row["upright"] >= row["both"] <= row["turned"] and row["view"] == "rotate180" for row in rows)


@pytest.mark.parametrize("pair", ["6", "699", "ab", ""])
def test_a_pair_is_two_digits(pair):
    with pytest.raises(UserError, match="two of them"):
        measure("digits-flow", pair)


def test_what_cannot_be_read_is_refused_before_anything_is_drawn(monkeypatch, tmp_path):
    monkeypatch.setattr("lib.runs.run.run", lambda *_: pytest.fail("drawn"))
    with pytest.raises(UserError, match="draws no digits"):
        measure("emoji-if", "69")
    write_zoo(tmp_path)
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    weights = tmp_path / "models" / "digits-judge.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(UserError, match="digits-judge are cut short"):
        measure("digits-flow", "69")


def test_without_a_judge_nothing_is_read(monkeypatch, tmp_path):
    found = run(make("anagram", upright="6", turned="9", view="rotate180", **SHORT))
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    assert readings(found) == {}
