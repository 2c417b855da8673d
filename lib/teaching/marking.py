"""Room: teaching. Reports read back: who answered what, as a table or CSV, and the recipes inside.

A report comes from a student's disk, so it is checked: its size, its checksum, its parts. The checksum shows changes
and damage. It is no signature: who knows how can make one anew.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError

from lib.models import foreign
from lib.models.errors import UserError
from lib.runs.recipe import Recipe, from_json, to_json
from lib.teaching.answers import MAX_FRAME, MAX_NAME, Answers, Place, Words, fits, questions
from lib.teaching.assignments import MAX_TASKS, Assignment
from lib.teaching.links import MAX_VALUES
from lib.teaching.questions import Plain
from lib.teaching.report import DATA, FORMAT, MAX_PICTURES, UNSIGNED, VERSION, checksum, mark

MAX_BYTES: Final = MAX_PICTURES + 4_000_000
"""Of a report; a larger file is none."""
_MAX_JSON: Final = MAX_BYTES - MAX_PICTURES
"""Letters of all that stands in it for a program."""
COLUMNS: Final = ("file", "student", "task", "asked", "answer", "mark")
_SHORT: Final = {"asked": 44, "answer": 56, "student": 24, "file": 28}


class Handed(Plain):
    """A run in a report: its task, the frame, the recipe, and the checksum of the weights that answered."""

    task: int = Field(ge=0, lt=MAX_TASKS)
    frame: int = Field(ge=0, le=MAX_FRAME)
    recipe: dict[str, Any]
    weights: str = Field("", max_length=200)

    def read(self) -> Recipe:
        """The recipe.

        Raises:
            UserError: where it is none.
        """
        return from_json(json.dumps(self.recipe))


class Report(Plain):
    """What stands in a report for a program."""

    format: Literal[FORMAT]  # type: ignore[valid-type]
    version: Literal[VERSION]  # type: ignore[valid-type]
    date: str = Field(max_length=40)
    name: str = Field(max_length=MAX_NAME)
    assignment: Assignment
    given: dict[Place, Annotated[int, Field(ge=0, le=5)] | Words] = Field(max_length=200)
    runs: tuple[Handed, ...] = Field(max_length=MAX_TASKS)

    def answers(self) -> Answers:
        """What was given."""
        runs = {str(run.task): {"recipe": to_json(run.read()), "frame": run.frame} for run in self.runs}
        return Answers.model_validate({"name": self.name, "given": self.given, "runs": runs})


def read(blob: bytes, name: str) -> Report:
    """A report, checked.

    Args:
        blob: the file.
        name: how to call it in an error.

    Raises:
        UserError: one sentence, for a file that is no report, or was changed or damaged.
    """
    found = _block(blob, name)
    try:
        report = Report.model_validate(foreign.loads(found, MAX_VALUES))
        asked = questions(report.assignment)
        strangers = [place for place, answer in report.given.items() if not fits(asked.get(place, _NONE), answer)]
        if strangers or any(run.task >= len(report.assignment.tasks) for run in report.runs):
            raise ValueError("an answer to what wasn't asked")
        report.answers()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place, said = ".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ").rstrip(".")
        raise UserError(f"{name} is no report of this program ({place}: {said}); {_AGAIN}") from None
    except UserError as error:
        raise UserError(f"{name} can't be read: {error}") from None
    except (ValueError, RecursionError):
        raise UserError(f"{name} holds answers that can't be read; {_AGAIN}") from None
    return report


class _Nothing:
    options: tuple[()] = ()


_NONE: Any = _Nothing()
_AGAIN: Final = "ask for the file as it was downloaded."


def _block(blob: bytes, name: str) -> str:
    """The JSON in a report that is whole."""
    if len(blob) > MAX_BYTES:
        raise UserError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB, so it is no report; {_AGAIN}")
    try:
        text = blob.decode()
    except UnicodeDecodeError:
        raise UserError(f"{name} is no report: it isn't a text; {_AGAIN}") from None
    start = text.rfind(DATA)
    signed = re.search(r'<meta name="checksum" content="([0-9a-f]{64})">', text[:20_000])
    if start < 0 or signed is None:
        raise UserError(f"{name} is no report of this program; {_AGAIN}")
    if checksum(text.replace(signed[0], mark(UNSIGNED), 1)) != signed[1]:
        raise UserError(f"{name} isn't as it was made: it was changed, cut short or saved anew; {_AGAIN}")
    found = text[start + len(DATA) : text.find("</script>", start)]
    if len(found) > _MAX_JSON:
        raise UserError(f"{name} holds more answers than any report; {_AGAIN}")
    return found


def rows(report: Report, file: str, key: Assignment | None = None) -> list[dict[str, str]]:
    """Who answered what, a row for each question and each run.

    Args:
        report: what was read.
        file: where from.
        key: the teacher's own copy of the assignment, whose right answers count instead of those in the report.

    Raises:
        UserError: where the report is of another assignment.
    """
    asked = report.assignment
    if key is not None and not _alike(key, asked):
        raise UserError(f"{file} is about another assignment, {asked.title[:60]!r}, or another version of it.")
    found = []
    for t, task in enumerate((key or asked).tasks):
        common = {"file": file, "student": report.name.strip() or file, "task": f"{t + 1} {task.named()}"}
        for q, question in enumerate(task.questions):
            answer = report.given.get(f"{t}.{q}")
            said, verdict = "" if answer is None else str(answer), "in words" if answer is not None else "missing"
            if isinstance(answer, int):
                option = question.options[answer]
                said = option.text
                verdict = "" if question.right is None else "right" if option.right else "wrong"
            found.append({**common, "asked": question.ask, "answer": said, "mark": verdict})
        handed = next((run for run in report.runs if run.task == t), None)
        if handed is not None or task.hand_in:
            said = f"{handed.read().kind}, frame {handed.frame + 1}, recipe {handed.read().key()[:8]}" if handed else ""
            found.append({**common, "asked": "run", "answer": said, "mark": "handed in" if handed else "missing"})
    return found


def _alike(one: Assignment, other: Assignment) -> bool:
    """Whether two assignments ask the same, whatever they say is right."""
    return [[(q.ask, [o.text for o in q.options]) for q in t.questions] for t in one.tasks] == [
        [(q.ask, [o.text for o in q.options]) for q in t.questions] for t in other.tasks
    ]


def as_table(found: Sequence[dict[str, str]]) -> list[tuple[str, ...]]:
    """Rows for a terminal: one line each, without characters that a terminal obeys."""
    shown = [tuple(_line(row[name], _SHORT.get(name, 32)) for name in COLUMNS[1:]) for row in found]
    return [COLUMNS[1:], *shown]


def as_csv(found: Sequence[dict[str, str]]) -> str:
    """Rows for a spreadsheet, in which no answer becomes a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in found:
        writer.writerow({name: f"'{text}" if text[:1] in "=+-@\t\r" and text else text for name, text in row.items()})
    return out.getvalue()


def _line(text: str, most: int) -> str:
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"
