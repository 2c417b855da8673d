"""Room: teaching. The quiz of each lesson: a YAML file under the name of the page's file, in quizzes/."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from lib.teaching.files import read
from lib.teaching.questions import Plain, Question

FOLDER = Path(__file__).with_name("quizzes")


class Judged(Question):
    """A question with one right answer, which says why, and what is wrong with each of the others."""

    @model_validator(mode="after")
    def _explained(self) -> Judged:
        if self.right is None:
            raise ValueError("one option must be right")
        if not self.why:
            raise ValueError("say in 'why' why the right option is right")
        if not all(option.right or option.why for option in self.options):
            raise ValueError("each wrong option needs a 'why'")
        return self


class Quiz(Plain):
    """What a lesson asks at its end.

    Attributes:
        questions: three or four are enough.
    """

    questions: tuple[Judged, ...] = Field(min_length=1, max_length=8)


def quiz_of(lesson: str) -> Quiz | None:
    """The quiz of a lesson; None where it has none.

    Args:
        lesson: the name of the page's file, "a6_guidance".

    Raises:
        UserError: for a file with an error; it names the line.
    """
    path = FOLDER / f"{lesson}.yaml"
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=64)
def _read(path: Path, mtime_ns: int) -> Quiz:
    return read(path.read_bytes(), Quiz, path.name)
