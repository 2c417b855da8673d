"""The report: everything is in one file, nothing that people wrote does anything, and it reads back as it was given."""

import csv
import io
import json
import re
import tracemalloc
from datetime import UTC, datetime
from html.parser import HTMLParser

import numpy as np
import pytest

from lib import cli
from lib.models.errors import UserError
from lib.runs.recipe import from_json, make, to_json
from lib.runs.trajectory import Trajectory
from lib.teaching import filmstrip, marking, markup
from lib.teaching.answers import Answers
from lib.teaching.assignments import read, to_yaml
from lib.teaching.report import DATA, MAX_PICTURES, MAX_RUN, UNSIGNED, build, checksum, mark

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'--></script><!--"
ASSIGNMENT = read(
    """
title: Noise & <script>alert(0)</script>
intro: With **bold**, $\\hat x_0$, <b>no tags</b>, ![no](http://example.com/p.png) and [no](javascript:alert(1)).
tasks:
  - page: b3_class_ddpm
    title: First
    fix: {guidance: 5}
    questions:
      - ask: Which?
        options: [this, {text: that, right: true}, "=1+2"]
      - ask: Why?
    hand_in: true
  - page: b4_rectified_flow
    questions:
      - ask: Really?
        options: ["yes", "no"]
    hand_in: true
"""
)
WHEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def run(steps=6, seed=0, shape=(4, 1, 28, 28), kind="digits", **knobs):
    recipe = make(kind, frames=steps + 1, steps=steps, seed=seed, **knobs)
    sigma = np.linspace(1, 0, steps + 1)
    x = np.random.default_rng(seed).uniform(size=(steps + 1, *shape))
    return Trajectory(recipe, 300 * sigma, 1 - sigma, sigma, x, x[::-1], np.zeros(0), weights="ab" * 32)


def answered(name="Ada", words="because", choice=1, frame=2):
    answers = Answers(name=name).give("0.0", choice).give("0.1", words)
    return answers.hand_in(0, to_json(run().recipe), frame)


def report(answers=None, runs=None, assignment=ASSIGNMENT):
    return build(assignment, answers or answered(), {0: run()} if runs is None else runs, WHEN)


class Seen(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.handlers, self.text = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [v for k, v in attrs if k in ("src", "href", "data-sprite", "action", "srcset")]
        self.handlers += [k for k, _ in attrs if k.startswith("on")]

    def handle_data(self, data):
        self.text.append(data)


def test_it_says_what_was_asked_and_answered_and_made():
    text = " ".join(Seen(report()).text)
    for part in ("Ada", "2026-01-02", "First", "B4 · Rectified flow", "Which?", "because", "chosen", "ab" * 32):
        assert part in text
    assert "Handed in: frame 3 of 7" in text
    assert "No run was handed in." in text
    assert "No answer." in text
    assert run().recipe.key() in text


def test_it_needs_nothing_from_anywhere():
    seen = Seen(report())
    assert seen.addresses
    assert all(address.startswith("data:") for address in seen.addresses)
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp", report())
    assert "default-src 'none'" in report()


@pytest.mark.parametrize("words", [EVIL, "</textarea></script>", "a\x00b\x1b[2Jc", "\u202eevil", "{0} {title} %s"])
def test_what_people_wrote_is_text(words):
    plain, hostile = Seen(report()), Seen(report(answered(name=words[:100], words=words)))
    assert hostile.tags == plain.tags
    assert hostile.handlers == plain.handlers == []
    assert plain.tags.count("script") == 2  # the data, and the player
    assert "javascript:" not in " ".join(plain.addresses)


def test_right_and_wrong_are_told_only_where_the_teacher_lets_them():
    assert "chosen, right" not in report()
    shown = ASSIGNMENT.model_copy(update={"reveal": True})
    assert "chosen, right" in report(assignment=shown)
    assert "chosen, wrong" in report(answered(choice=0), assignment=shown)


def test_it_reads_back_as_it_was_given():
    answers = answered(name=EVIL[:100], words=EVIL)
    found = marking.read(report(answers).encode(), "r.html")
    assert found.assignment == ASSIGNMENT
    assert found.answers() == answers
    assert found.runs[0].read() == run().recipe
    assert found.runs[0].weights == "ab" * 32


def test_the_table_says_who_answered_what():
    found = marking.rows(marking.read(report().encode(), "r.html"), "r.html")
    assert [row["mark"] for row in found] == ["right", "in words", "handed in", "missing", "missing"]
    assert {row["student"] for row in found} == {"Ada"}
    wrong = marking.rows(marking.read(report(answered(choice=0)).encode(), "r.html"), "r.html")
    assert wrong[0]["mark"] == "wrong"


def test_a_teachers_own_copy_decides_what_is_right():
    other = read(to_yaml(ASSIGNMENT).replace("- text: this", "- text: this\n      right: true", 1).replace(
        "- text: that\n      right: true", "- text: that", 1))  # fmt: skip
    found = marking.read(report().encode(), "r.html")
    assert marking.rows(found, "r.html", other)[0]["mark"] == "wrong"
    strange = ASSIGNMENT.model_copy(update={"tasks": ASSIGNMENT.tasks[:1]})
    with pytest.raises(UserError, match="another assignment"):
        marking.rows(found, "r.html", strange)


def signed(text):
    """A report that somebody made anew, checksum and all."""
    unsigned = re.sub(r'(name="checksum" content=")[0-9a-f]{64}', rf"\g<1>{UNSIGNED}", text)
    return unsigned.replace(mark(UNSIGNED), mark(checksum(unsigned)), 1)


def with_data(change):
    text = report()
    start = text.rfind(DATA) + len(DATA)
    end = text.find("</script>", start)
    values = json.loads(text[start:end])
    values = change(values) or values
    return signed(text[:start] + json.dumps(values) + text[end:])


CHANGED = {
    "nothing": lambda: "",
    "no report": lambda: "<!doctype html><p>hello",
    "bytes": lambda: "\udcff\udcfe",
    "one letter": lambda: report().replace("because", "becausE", 1),
    "cut short": lambda: report()[:-50],
    "in the middle": lambda: report()[: report().rfind(DATA) + 200],
    "more of it": lambda: report() + " ",
    "another version": lambda: with_data(lambda v: {**v, "version": 2}),
    "another format": lambda: with_data(lambda v: {**v, "format": "x"}),
    "an unknown name": lambda: with_data(lambda v: {**v, "evil": 1}),
    "an option that isn't there": lambda: with_data(lambda v: v["given"].update({"0.0": 4})),
    "a question that isn't there": lambda: with_data(lambda v: v["given"].update({"7.0": 1})),
    "words for a choice": lambda: with_data(lambda v: v["given"].update({"0.0": "x"})),
    "a task that isn't there": lambda: with_data(lambda v: v["runs"][0].update(task=9)),
    "a bad recipe": lambda: with_data(lambda v: v["runs"][0].update(recipe={"kind": "digits", "steps": 10**9})),
    "a list": lambda: with_data(lambda v: [v]),
    "a name twice": lambda: signed(report().replace('"given"', '"version": 1,\n "given"', 1)),
    "a million runs": lambda: with_data(lambda v: {**v, "runs": [{}] * 900_000}),
    "more than can be": lambda: with_data(lambda v: {**v, "runs": [{}] * 4_000_000}),
    "a million answers": lambda: with_data(lambda v: {**v, "given": {str(i): 1 for i in range(300_000)}}),
    "deep": lambda: with_data(lambda v: {**v, "name": json.loads("[" * 90 + "]" * 90)}),
}


@pytest.mark.parametrize("make_it", CHANGED.values(), ids=CHANGED)
def test_a_changed_or_hostile_report_is_one_sentence_and_exit_2(make_it, tmp_path, capsys):
    file = tmp_path / "r.html"
    file.write_bytes(make_it().encode(errors="surrogateescape"))
    tracemalloc.start()
    with pytest.raises(SystemExit) as caught:
        cli.main(["report", str(file)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200 * 2**20, "twenty MB once took twenty GB"
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert "r.html" in said.err


def test_the_command_reads_many_writes_csv_and_gives_the_recipes_back(tmp_path, capsys):
    for name, words in (("ada", "because"), ("bob", "=HYPERLINK(1)")):
        (tmp_path / f"{name}.html").write_text(report(answered(name=name.title(), words=words)), encoding="utf-8")
    files = [str(tmp_path / "ada.html"), str(tmp_path / "bob.html")]
    with pytest.raises(SystemExit) as caught:
        cli.main(["report", *files])
    assert caught.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + 2 * 5
    with pytest.raises(SystemExit):
        cli.main(["report", "--csv", "--recipes", str(tmp_path), *files])
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(found) == 10
    assert all(not value.startswith("=") for row in found for value in row.values())
    assert from_json((tmp_path / "bob-task-1.json").read_text()) == run().recipe


def test_a_file_that_is_not_there_is_a_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["report", str(tmp_path / "none.html")])
    assert caught.value.code == 2
    assert "Can't read" in capsys.readouterr().err


def test_a_large_run_is_made_to_fit():
    large = run(steps=30, shape=(1, 3, 128, 128), kind="picture", count=1, prompt="a photo of a dog")
    film = filmstrip.strip(large, 7, 300_000)
    assert len(film.sprite) + len(film.chosen) + len(film.last) < 300_000
    assert "t = " in film.captions[film.at]
    assert film.captions[film.at] == filmstrip.strip(large, 7, 10**9).captions[7]  # that was handed in
    tiny = filmstrip.strip(large, 7, 8_000)
    assert len(tiny.sprite) + len(tiny.chosen) + len(tiny.last) < 8_000


def test_a_report_stays_within_its_bound():
    large = run(steps=20, shape=(4, 3, 128, 128), kind="picture", count=4, prompt="a photo of a dog")
    twice = answered().hand_in(1, to_json(large.recipe), 99)
    text = report(twice, {0: large, 1: large})
    assert len(text) < 2 * MAX_RUN + 100_000
    assert len(filmstrip.strip(large, 99, MAX_PICTURES).captions) == 21
    assert "Handed in: frame 100 of 21" not in text


def test_small_runs_lose_nothing():
    from PIL import Image

    from lib.draw.frames import frames

    film, whole = filmstrip.strip(run(), 3, 2_000_000), frames(run())
    sheet = np.asarray(
        Image.open(io.BytesIO(__import__("base64").b64decode(film.sprite.partition(",")[2]))).convert("RGB")
    )
    assert len(film.captions) == len(whole)
    for k, frame in enumerate(whole):
        top, left = k // film.across * film.height, k % film.across * film.width
        assert np.array_equal(sheet[top : top + film.height, left : left + film.width], frame)


@pytest.mark.parametrize(
    "text",
    [
        r"$\text{<script>alert(1)</script>}$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\style{background:url(http://a)}{x}$",
        r"$\class{x' onclick='alert(1)}{x}$",
        "<svg onload=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](http://example.com/x.png)",
        "<http://example.com>",
        "$\\frac{$",
        "$" * 300,
        "`" * 300 + "*" * 300 + "[" * 300,
    ],
)
def test_markup_of_strangers_is_harmless(text):
    seen = Seen(markup.to_html(text))
    assert seen.handlers == []
    assert seen.addresses == []
    assert not {"script", "img", "svg", "a", "iframe", "style"} & set(seen.tags)


def test_formulas_are_drawn():
    assert "<mfrac>" in markup.to_html(r"a $\frac{1}{2}$ b")
    assert "<math" not in markup.to_html("it costs $5 and $6")
    assert "&lt;" in markup.to_html("$t' < t$")
