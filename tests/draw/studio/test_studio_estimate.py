"""The size that is announced, against the size that comes, on runs that ship."""

import pytest

from lib.draw.studio.estimate import estimate
from lib.draw.studio.making import export
from lib.draw.studio.options import FORMATS, options
from lib.models.errors import UserError
from lib.models.places import shipped_dir
from lib.runs.trajectory import from_npz
from tests.draw.samples import digits


@pytest.fixture(scope="module")
def shipped():
    """Of each kind the run with most levels; whatever is there."""
    found = {}
    for path in sorted((shipped_dir() / "trajectories").glob("*.npz")):
        if path.stat().st_size < 4_000_000:
            run = from_npz(path.read_bytes())
            if len(run.t) > len(getattr(found.get(run.recipe.kind), "t", ())):
                found[run.recipe.kind] = run
    return {kind: found[kind] for kind in ("digits", "picture", "forward", "plane", "edit") if kind in found}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_estimate_lies_within_a_factor_of_two(kind, shipped):
    look = options(format=kind, size=320, captions="t")
    for name, run in shipped.items():
        about, real = estimate([run], look).bytes, len(export([run], look))
        assert real / 2 < about < real * 2, (name, about, real)


@pytest.mark.parametrize("kind", ["gif", "mp4", "webp"])
def test_also_for_several_runs_there_and_back(kind, shipped):
    runs = list(shipped.values())[:3]
    look = options(format=kind, size=400, bounce=True, labels=("a", "b", "c"))
    about, real = estimate(runs, look), len(export(runs, look))
    assert real / 2 < about.bytes < real * 2
    assert about.pictures == 2 * max(len(run.t) for run in runs) - 2


def test_what_cannot_be_made_is_said_by_the_estimate():
    with pytest.raises(UserError, match="seconds or more"):
        estimate([digits(k=40)], options(format="gif", seconds=0.2))
