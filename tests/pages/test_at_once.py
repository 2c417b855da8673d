"""A class comes in: the app starts, and every page and every scene of every list is opened in the same second."""

from pathlib import Path

import pytest

from lib.teaching import scene_lists
from lib.teaching.scenes import read
from tests.e2e.serving import serve
from tests.pages.reader import at_once

ROOT = Path(__file__).resolve().parents[2]
PAGES = [path.stem for path in sorted((ROOT / "pages").glob("*.py"))]
SCENES = {
    f"present_list={name}&present_scene={i}": scene
    for name, scenes in scene_lists.shipped().items()
    for i, scene in enumerate(scenes.scenes, 1)
}
TWICE = """title: The same run twice
scenes:
  - {title: Turned, recipe: a9, beside: {recipe: a9, turned: flip}}
  - {title: Again, recipe: a5, beside: [a5, {recipe: a5, turned: mirror}]}
"""
ROUNDS = 2
"""Each with a new server: only the first visitors of one import what is large."""


@pytest.mark.parametrize("once", range(ROUNDS))
def test_every_page_and_every_scene_opens_for_a_class_that_comes_in_at_once(tmp_path, once):
    state = tmp_path / "state"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIFFUSION_STATE", str(state))
        own = scene_lists.keep(TWICE.encode(), "twice.yaml")
    mine = read(TWICE, "twice.yaml").scenes
    scenes = SCENES | {f"present_list={own}&present_scene={i}": scene for i, scene in enumerate(mine, 1)}
    addresses = [("" if page == "home" else page, "") for page in PAGES] + [("present", query) for query in scenes]
    with serve("serve.py", tmp_path, "--logger.enableRich", "false", DIFFUSION_STATE=str(state)) as url:
        seen = at_once(url, addresses)
    assert {one.address: one.wrong for one in seen if one.wrong} == {}
    assert [one.address for one in seen if not one.title.strip()] == []
    shown = {one.query: one for one in seen if one.query}
    for query, scene in scenes.items():
        assert shown[query].title == scene.title
        (player,) = shown[query].players.values()
        assert len(player["panels"]) == len(scene.runs) * len(scene.show), query
    log = (tmp_path / "log.txt").read_text()
    assert "Uncaught app" not in log  # of a run that was given up meanwhile, say
    assert "Exception in thread" not in log
