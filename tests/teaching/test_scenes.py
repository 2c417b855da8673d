"""Scene lists: what a teacher writes is read, what is wrong is named by its line, what ships is computed and true."""

import re
from pathlib import Path

import pytest

from lib.models.errors import UserError
from lib.runs.defaults import DEFAULTS
from lib.teaching import scene_lists, scenes
from lib.teaching.scenes import read

ROOT = Path(__file__).resolve().parents[2]
LISTS = scene_lists.shipped()
GOOD = """
title: Noise
lesson: a5_sampling
scenes:
  - title: One
    recipe: a5
    beside: a5-none
    open: t=690
    show: x_0
  - title: Two
    recipe:
      kind: digits
      steps: 10
      frames: 5
    beside:
      - {recipe: a5, name: other}
      - {kind: digits, steps: 20, frames: 5}
    play: true
    predict:
      ask: What?
      options: [this, {text: that, right: true}]
"""


def test_reads_what_was_written():
    found = read(GOOD, "n.yaml")
    one, two = found.scenes
    assert [run.recipe for run in one.runs] == [DEFAULTS["a5"], DEFAULTS["a5-none"]]
    assert one.show == ("x_0",)
    assert [run.recipe.steps for run in two.runs] == [10, 34, 20]
    assert [run.name for run in two.runs] == ["", "other", ""]
    assert two.predict is not None
    assert two.predict.right == 1
    assert len(found.recipes()) == 4


@pytest.mark.parametrize(
    ("written", "play", "frame"),
    [
        (None, False, 4),
        (None, True, 0),
        ("end", True, 4),
        (1, False, 1),
        (99, False, 4),
        ("t=690", False, 2),
        ("t = 1000", False, 0),
    ],
)
def test_a_scene_opens_where_it_says(written, play, frame):
    scene = scenes.Scene(title="x", recipe="a5", open=written, play=play)
    assert scene.opens_at([990, 800, 700, 300, 0]) == frame


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD.replace("recipe: a5\n    beside", "recipe: a55\n    beside"), 6, "a5"),
        (GOOD.replace("steps: 10", "steps: 900"), 11, "steps must be"),
        (GOOD.replace("steps: 10", "stpes: 10"), 11, "steps"),
        (GOOD.replace("kind: digits, steps: 20", "kind: digitz, steps: 20"), 17, "did you mean digits"),
        (GOOD.replace("open: t=690", "open: 69%"), 8, "t=690"),
        (GOOD.replace("open: t=690", "open: -1"), 8, "level"),
        (GOOD.replace("show: x_0", "show: x_1"), 9, "x_t"),
        (GOOD.replace("play: true", "plays: true"), 18, "plays"),
        (GOOD.replace("[this, {text: that, right: true}]", "[]"), 19, "options"),
        (GOOD.replace("title: Two", "title: ''"), 10, "title"),
        (GOOD.replace("lesson: a5_sampling", "lesson: ../home"), 3, "pattern"),
        ("title: Nothing\nscenes: []\n", 2, "scenes"),
        (GOOD.replace("    beside: a5-none", "\tbeside: a5-none"), 7, "YAML"),
    ],
)
def test_names_the_line(text, line, words):
    with pytest.raises(UserError, match=rf"^n\.yaml, line {line}\b") as caught:
        read(text, "n.yaml")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_example_of_the_guide_is_the_one_that_ships():
    guide = (ROOT / "docs" / "TEACHING.md").read_text(encoding="utf-8")
    written = guide.partition("```yaml\n")[2].partition("```")[0]
    assert written == scenes.example()
    assert read(written, "TEACHING.md").scenes[1].predict is not None


@pytest.mark.parametrize("name", LISTS)
def test_what_ships_can_be_taught_from(name):
    found = LISTS[name]
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert not found.lesson or found.lesson in pages
    assert (found.lesson == name) == (name in pages)
    for scene in found.scenes:
        assert scene.note, scene.title
        assert scene.predict is None or scene.predict.right is not None
        assert scene.predict is None or scene.predict.why


def test_each_lesson_has_a_list():
    assert {path.stem for path in (ROOT / "pages").glob("[ab][0-9]*.py")} <= set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_calls_are_counted_only_where_each_step_makes_one(name):
    """A guided step asks twice; at a scale of 0 or 1 one of the two isn't asked."""
    for scene in LISTS[name].scenes:
        guided = any(getattr(run.recipe, "guidance", 1) not in (0, 1) for run in scene.runs)
        words = " ".join([scene.title, scene.text, *(run.name for run in scene.runs)])
        assert not (guided and re.search(r"\d+ calls", words)), scene.title


@pytest.mark.parametrize("name", ["part-a", "part-b"])
def test_the_walkthroughs_take_fifteen_minutes(name):
    found = LISTS[name]
    assert found.minutes == 15
    assert 13 <= len(found.scenes) <= 16
    assert 3 <= sum(scene.predict is not None for scene in found.scenes) <= 4


def test_scenes_ship_and_are_not_pruned(monkeypatch, tmp_path):
    from lib.runs.engine import spelled_out
    from lib.runs.precompute import prune

    wanted = {recipe.key() for found in LISTS.values() for recipe in found.recipes()}
    shipping = scene_lists.to_ship()
    assert wanted <= {recipe.key() for recipe in shipping.values()}
    assert set(DEFAULTS) <= set(shipping)
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    (tmp_path / "trajectories").mkdir()
    mine = next(recipe for name, recipe in shipping.items() if name.startswith("part-b:"))
    kept = tmp_path / "trajectories" / f"{spelled_out(mine).key()}.npz"
    kept.write_bytes(b"")
    (tmp_path / "trajectories" / f"{'0' * 32}.npz").write_bytes(b"")
    assert len(list(prune(shipping))) == 1
    assert kept.exists()


def test_a_loaded_list_is_found_again(monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    known = scene_lists.keep(GOOD.encode(), "n.yaml")
    assert scene_lists.find(known) == read(GOOD, "n.yaml")
    with pytest.raises(UserError, match="line 2"):
        scene_lists.keep(b"title: x\nscenes: []\n", "x.yaml")
    for stranger in ("", "own-0000000000000000", "../../etc/passwd", "own-../../x", "own-" + "a" * 17, "PART-A"):
        assert scene_lists.find(stranger) is None


def test_only_so_many_loaded_lists_are_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    monkeypatch.setattr(scene_lists, "MAX_KEPT", 2)
    for i in range(4):
        scene_lists.keep(GOOD.replace("Noise", f"Noise {i}").encode(), "n.yaml")
    assert len(list((tmp_path / "scenes").glob("*.yaml"))) == 2


def test_a_list_is_precomputed_by_the_command_line(monkeypatch, tmp_path):
    from lib.commands import recipe as commands
    from lib.runs import precompute

    (tmp_path / "n.yaml").write_text(GOOD)
    asked = {}

    def note(recipes, *_):
        asked.update(recipes)
        return iter(["done"])

    monkeypatch.setattr(precompute, "precompute", note)
    options = type("Options", (), {"recipes": [str(tmp_path / "n.yaml")], "force": False, "prune": False})
    assert commands.precompute(options) == "done"
    assert len(asked) == 4
    options.recipes = []
    commands.precompute(options)
    assert any(name.startswith("part-a") or name in DEFAULTS for name in asked)
    options.recipes = [str(tmp_path / "none.yaml")]
    with pytest.raises(UserError, match=r"none\.yaml"):
        commands.precompute(options)
