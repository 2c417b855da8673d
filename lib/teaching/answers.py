"""Room: teaching. What a student gave: choices, words, runs. A browser keeps it, so nothing of it is trusted."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from lib.models.errors import UserError
from lib.runs.recipe import Recipe, from_json
from lib.teaching.assignments import MAX_TASKS, Assignment
from lib.teaching.questions import Plain, Question

MAX_WORDS, MAX_NAME, MAX_FRAME = 4000, 100, 10_000
Place = Annotated[str, StringConstraints(pattern=r"^\d{1,2}\.\d{1,2}$")]
"""Of a question: the index of its task and its own, from 0, as in "2.0"."""
Words = Annotated[str, Field(max_length=MAX_WORDS)]


class HandedIn(Plain):
    """A run and the picture of it that was looked at.

    Attributes:
        recipe: as JSON.
        frame: the index of the kept step, from 0.
    """

    recipe: str = Field(max_length=20_000)
    frame: int = Field(ge=0, le=MAX_FRAME)

    def read(self) -> Recipe:
        """The recipe.

        Raises:
            UserError: where it is none.
        """
        return from_json(self.recipe)


class Answers(Plain):
    """All that one student gave to one assignment.

    Attributes:
        name: the student's, or empty.
        given: by place, the index of the option that was chosen, or what was written.
        runs: by the index of the task, as text.
    """

    name: str = Field(default="", max_length=MAX_NAME)
    given: dict[Place, Annotated[int, Field(ge=0, le=5)] | Words] = Field(default={}, max_length=200)
    runs: dict[str, HandedIn] = Field(default={}, max_length=MAX_TASKS)

    def give(self, place: str, answer: int | str | None) -> Answers:
        """The same with another answer; None and blank words take it away."""
        blank = answer is None or (isinstance(answer, str) and not answer.strip())
        kept = {where: given for where, given in self.given.items() if where != place}
        return self.model_copy(update={"given": kept if blank else {**kept, place: answer}})

    def hand_in(self, task: int, recipe: str, frame: int) -> Answers:
        """The same with a run for a task."""
        run = HandedIn(recipe=recipe, frame=min(max(frame, 0), MAX_FRAME))
        return self.model_copy(update={"runs": {**self.runs, str(task): run}})


def questions(assignment: Assignment) -> dict[str, Question]:
    """All questions by their place, in order."""
    return {f"{t}.{q}": asked for t, task in enumerate(assignment.tasks) for q, asked in enumerate(task.questions)}


def from_browser(kept: Any, assignment: Assignment) -> Answers:
    """What a browser says it kept: what makes no sense for this assignment is left out, part by part."""
    found = Answers()
    if not isinstance(kept, dict):
        return found
    if isinstance(kept.get("name"), str):
        found = found.model_copy(update={"name": kept["name"][:MAX_NAME]})
    given, runs = (part if isinstance(part := kept.get(name), dict) else {} for name in ("given", "runs"))
    for place, question in questions(assignment).items():
        answer = given.get(place)
        if fits(question, answer):
            found = found.give(place, answer[:MAX_WORDS] if isinstance(answer, str) else answer)
    for i in range(len(assignment.tasks)):
        try:
            run = HandedIn.model_validate(runs.get(str(i)))
            run.read()
        except (ValidationError, UserError):
            continue
        found = found.hand_in(i, run.recipe, run.frame)
    return found


def fits(question: Question, answer: Any) -> bool:
    """Whether this can be an answer to a question."""
    if question.options:
        return type(answer) is int and 0 <= answer < len(question.options)
    return isinstance(answer, str)


def to_browser(answers: Answers) -> dict[str, Any]:
    """For a browser to keep."""
    return dict(json.loads(answers.model_dump_json()))


def progress(assignment: Assignment, answers: Answers, task: int) -> tuple[int, int]:
    """How much of a task is done, and how much there is: questions, and the run where one must be handed in."""
    asked = assignment.tasks[task]
    done = sum(f"{task}.{q}" in answers.given for q in range(len(asked.questions)))
    return done + (asked.hand_in and str(task) in answers.runs), len(asked.questions) + asked.hand_in
