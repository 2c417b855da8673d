"""`python -m lib report --recipes`: no student's run takes the place of another's, or of what lies there."""

import shutil

import pytest

from lib.runs.recipe import from_json, to_json
from lib.teaching.answers import Answers
from tests.teaching.test_report import report, run


@pytest.fixture
def handed(here):
    """Reports of three students, all called by one name but for its capitals; `out` is an empty folder."""
    for seed, name in enumerate(("ann/report-x.html", "bob/report-x.html", "cy/Report-X.html")):
        (here / name).parent.mkdir()
        handed_in = run(seed=seed)
        answers = Answers(name="Ada").hand_in(0, to_json(handed_in.recipe), 2)
        (here / name).write_text(report(answers, {0: handed_in}), encoding="utf-8")
    (here / "out").mkdir()
    return here


def seeds(folder):
    return {path.name: from_json(path.read_text()).seed for path in folder.iterdir()}


def test_reports_of_one_name_are_told_apart_by_their_folders(lib, handed):
    code, _, err = lib("report ann/report-x.html bob/report-x.html cy/Report-X.html --recipes out")
    assert code == 0, err
    expected = {"ann-report-x-task-1.json": 0, "bob-report-x-task-1.json": 1, "cy-Report-X-task-1.json": 2}
    assert seeds(handed / "out") == expected


def test_folders_of_one_name_get_numbers(lib, handed):
    shutil.copytree(handed / "bob", handed / "again" / "ann")
    code, _, err = lib("report ann/report-x.html again/ann/report-x.html --recipes out")
    assert code == 0, err
    assert seeds(handed / "out") == {"ann-report-x-task-1.json": 0, "ann-report-x-2-task-1.json": 1}


def test_what_lies_there_is_not_overwritten(lib, handed):
    for _ in range(2):  # the same once more changes nothing
        assert lib("report ann/report-x.html --recipes out")[0] == 0
    code, _, err = lib("report bob/report-x.html --recipes out")
    assert code == 2
    assert "out holds another report-x-task-1.json already" in err
    assert err.count("\n") == 1
    assert seeds(handed / "out") == {"report-x-task-1.json": 0}
