"""Files that people write: what they say is read, what is wrong is named by its line, nothing is executed."""

import time

import pytest
from pydantic import Field

from lib.models.errors import UserError
from lib.runs.recipe import make
from lib.teaching import scenes
from lib.teaching.files import read
from lib.teaching.questions import Plain, Question


class Quiz(Plain):
    title: str = Field(min_length=1)
    questions: tuple[Question, ...]


GOOD = """
title: Noise
questions:
  - ask: What is it?
    options:
      - a cat
      - {text: noise, right: true, why: Look.}
  - ask: In words?
"""


def test_reads_what_was_written():
    quiz = read(GOOD, Quiz, "q.yaml")
    assert quiz.title == "Noise"
    assert [o.text for o in quiz.questions[0].options] == ["a cat", "noise"]
    assert quiz.questions[0].right == 1
    assert quiz.questions[1].right is None
    assert quiz.questions[1].options == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD.replace("- ask: In words?", "- say: In words?"), 8),
        (GOOD.replace("right: true", "right: perhaps"), 7),
        (GOOD.replace("title: Noise", "title: ''"), 2),
        (GOOD.replace("      - a cat\n", ""), 4),
        (GOOD + "title: again\n", 9),
        (GOOD + "more: 1\n", 9),
        ("title: [1, 2\n", 2),
        ("title: Noise\nquestions:\n- &a {ask: x}\n- *a\n", 3),
        ("title: !!python/object/apply:os.system ['true']\nquestions: []\n", 1),
        ("title: !!int nonsense\nquestions: []\n", 1),
    ],
)
def test_names_the_line(text, line):
    with pytest.raises(UserError, match=rf"^q\.yaml, line {line}\b") as caught:
        read(text, Quiz, "q.yaml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", b"\xff\xfe\x00", "a: " + "[" * 5000, "- 1\n" * 60_000, "title: \x00", "just words"]
)
def test_refuses_what_is_no_such_file(text):
    with pytest.raises(UserError, match=r"^q\.yaml"):
        read(text, Quiz, "q.yaml")


MUCH = 190_000
NUMBERS = {
    "hexadecimal": "0x" + "f" * MUCH,
    "binary": "0b" + "1" * MUCH,
    "octal": "0" + "7" * MUCH,
    "decimal": "9" * MUCH,
    "hours and minutes": "1" + ":59" * (MUCH // 3),
    "minutes and a half": "1" + ":59" * (MUCH // 3) + ".5",
    "a fraction": "1." + "1" * MUCH,
    "a power": "1e+" + "9" * MUCH,
    "a large one": "0x" + "f" * 90,
}


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize(
    "place", ["title: {}", "title: Noise\nquestions: [{{ask: x, options: [a, {{text: b, right: {}}}]}}]"]
)
def test_no_number_takes_long_or_more_than_a_sentence(number, place):
    start = time.process_time()
    with pytest.raises(UserError, match=r"^q\.yaml, line \d"):
        read(place.format(number), Quiz, "q.yaml")
    assert time.process_time() - start < 1, "one of them took a minute"


@pytest.mark.parametrize(
    "text", ["title: x\nquestions:\n" + "- {}\n" * 39_000, "".join(f"k{i}: 1\n" for i in range(19_000))]
)
def test_a_file_of_very_many_values_is_refused_at_once(text):
    start = time.process_time()
    with pytest.raises(UserError, match="more in it than such a file needs"):
        read(text, Quiz, "q.yaml")
    assert time.process_time() - start < 1


def test_a_recipe_with_a_number_of_thousands_of_digits_is_one_sentence():
    text = "title: x\nscenes:\n- title: a\n  recipe: {kind: digits, seed: 0x" + "f" * 90 + "}\n"
    with pytest.raises(UserError, match="seed must be a whole number"):
        scenes.read(text, "s.yaml")
    with pytest.raises(UserError, match="a number of thousands of digits"):
        make("digits", seed=1 << 20_000)
