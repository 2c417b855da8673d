"""Every lesson has a quiz; each question has one right answer, and a word for whoever chose another."""

import re
from collections import Counter
from pathlib import Path

import pytest

from lib.models.errors import UserError
from lib.teaching.files import read
from lib.teaching.quizzes import FOLDER, Quiz, quiz_of

PAGES = Path(__file__).resolve().parents[2] / "pages"
LESSONS = sorted(path.stem for path in PAGES.glob("*.py") if re.match(r"[ab]\d", path.stem))
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


def test_quizzes_belong_to_lessons():
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == LESSONS
    assert quiz_of("home") is None


@each_lesson
def test_a_quiz_is_short_and_explains_itself(lesson):
    quiz = quiz_of(lesson)
    assert 3 <= len(quiz.questions) <= 4
    assert len({question.ask for question in quiz.questions}) == len(quiz.questions)
    for question in quiz.questions:
        assert 3 <= len(question.options) <= 4
        assert [option.right for option in question.options].count(True) == 1
        assert question.ask.rstrip("*”)")[-1] in "?."
        assert len(question.why) > 30
        assert all(len(option.why) > 20 for option in question.options if not option.right)
        for text in (
            question.ask,
            question.why,
            *(o.text for o in question.options),
            *(o.why for o in question.options),
        ):
            assert text.count("$") % 2 == 0
            assert not re.search(r"\b(all|none) of the above\b", text)


def test_the_right_answer_is_not_known_by_its_place_or_length():
    asked = [question for lesson in LESSONS for question in quiz_of(lesson).questions]
    places = Counter(question.right for question in asked)
    assert min(places[i] for i in range(3)) > len(asked) / 5
    longest = sum(max(range(len(q.options)), key=lambda i, q=q: len(q.options[i].text)) == q.right for q in asked)
    assert longest < 0.6 * len(asked)


QUIZ = """
questions:
  - ask: Is it?
    options:
      - {text: "Yes", right: true}
      - {text: "No", why: It is.}
    why: Look at the picture above.
"""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (", right: true", "", 3),
        ("    why: Look at the picture above.\n", "", 3),
        (", why: It is.", "", 3),
        (", why: It is.", ", right: true", 3),
        ("ask:", "asks:", 3),
    ],
)
def test_an_error_is_named_by_its_line(old, new, line):
    assert read(QUIZ, Quiz, "q.yaml").questions[0].right == 0
    with pytest.raises(UserError, match=rf"^q\.yaml, line {line}\b"):
        read(QUIZ.replace(old, new), Quiz, "q.yaml")
