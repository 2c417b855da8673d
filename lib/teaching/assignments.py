"""Room: teaching. Assignments: tasks on lesson pages, with controls fixed or hidden, and questions beside the picture.

An assignment is a YAML file that a teacher writes, or a link that holds the same (see links.py).
"""

from __future__ import annotations

import difflib
import json
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, StringConstraints, field_validator, model_validator

from lib.teaching import files, lessons
from lib.teaching.questions import Line, Plain, Question

EXAMPLE = Path(__file__).with_name("example_assignment.yaml")
"""The one that ships: three tasks, all of whose pictures are known."""
MAX_TASKS, MAX_QUESTIONS = 20, 8
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
_Whole = Annotated[int, Field(ge=-(2**53), le=2**53)]
_Words = Annotated[str, Field(max_length=2000)]
Value = bool | _Whole | float | _Words
"""What a control can be fixed to."""


class Task(Plain):
    """One lesson page and what is to be done there.

    Attributes:
        page: the stem of the page's file, "a6_guidance".
        title: what the task is called; the page's title where it is left out.
        text: what to do, in Markdown.
        fix: controls that can't be moved, by name without the page's prefix, and where each stands.
        hide: controls that aren't shown; each stands at its fixed value, or at what the page opens with.
        free: the only controls that can be moved, all others being locked; without it all that aren't fixed or hidden.
        questions: beside the picture.
        hand_in: whether a run must be handed in; one always can be.
    """

    page: Name
    title: str = Field("", max_length=200)
    text: str = Field("", max_length=4000)
    fix: dict[Name, Value] = Field({}, max_length=40)
    hide: tuple[Name, ...] = Field((), max_length=40)
    free: tuple[Name, ...] | None = Field(None, max_length=40)
    questions: tuple[Question, ...] = Field((), max_length=MAX_QUESTIONS)
    hand_in: bool = False

    @field_validator("page")
    @classmethod
    def _there(cls, page: str) -> str:
        if page not in lessons.lessons():
            raise ValueError(f"there is no lesson {page!r}{_near(page, lessons.lessons())}")
        return page

    @field_validator("fix", mode="before")
    @classmethod
    def _single(cls, fix: Any) -> Any:
        for name, value in fix.items() if isinstance(fix, dict) else ():
            if not isinstance(value, bool | int | float | str):
                raise ValueError(f"{name!r} has to stand at one value: a number, a word, true or false")
        return fix

    @model_validator(mode="after")
    def _known(self) -> Task:
        there = lessons.controls(self.page)
        for name in (*self.fix, *self.hide, *(self.free or ())):
            if name not in there:
                raise ValueError(f"{self.page} has no control {name!r}{_near(name, there)}")
        both = set(self.free or ()) & {*self.fix, *self.hide}
        if both:
            raise ValueError(f"{min(both)!r} is free and fixed or hidden at once")
        return self

    def named(self) -> str:
        """Its title, or its page's."""
        return self.title or lessons.title(self.page)


class Assignment(Plain):
    """A teacher's tasks.

    Attributes:
        version: of this format.
        title: above everything.
        intro: what it is about, in Markdown.
        reveal: whether a student sees at once if a choice was right, and why.
        tasks: in their order.
    """

    version: Literal[1] = 1
    title: Annotated[Line, Field(max_length=200)]
    intro: str = Field("", max_length=4000)
    reveal: bool = False
    tasks: tuple[Task, ...] = Field(min_length=1, max_length=MAX_TASKS)

    @field_validator("title")
    @classmethod
    def _one_line(cls, title: str) -> str:
        if not title.strip():
            raise ValueError("a title needs a word")
        return title

    def digest(self) -> str:
        """16 hex characters that are the same for equal assignments only."""
        return sha256(to_json(self).encode()).hexdigest()[:16]


def read(text: str | bytes, name: str = "This file") -> Assignment:
    """An assignment out of a YAML file.

    Args:
        text: the file.
        name: how to call it in an error.

    Raises:
        UserError: one sentence that names the line.
    """
    return files.read(text, Assignment, name)


def to_yaml(assignment: Assignment) -> str:
    """A file that `read` reads back as an equal assignment."""
    readable = all(c.isprintable() or c == "\n" for c in to_json(assignment))  # other characters have to be spelled out
    return str(yaml.safe_dump(_short(assignment), allow_unicode=readable, sort_keys=False, width=110))


def to_json(assignment: Assignment) -> str:
    """The same as compact JSON, always spelled alike."""
    return json.dumps(_short(assignment), ensure_ascii=False, separators=(",", ":"))


def _short(assignment: Assignment) -> dict[str, Any]:
    """What differs from the defaults, as plain values."""
    return {"version": assignment.version, **assignment.model_dump(mode="json", exclude_defaults=True)}


def _near(name: str, names: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, names, 1)
    return f": did you mean {near[0]}?" if near else f": there are {', '.join(names)}"
