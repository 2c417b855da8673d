"""Files that people write: what they say is read, what is wrong is named by its line, nothing is executed."""

import pytest
from pydantic import Field

from lib.models.errors import UserError
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
