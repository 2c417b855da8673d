"""Room: teaching. The report that a student takes home: one HTML file that needs nothing else, and no network.

All that people wrote is escaped; a policy inside the file lets no script run but its own and asks nobody for anything.
The same answers stand in it once more as JSON, for `python -m lib report` (see marking.py), under a checksum of the
whole file.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from lib.runs.recipe import to_json
from lib.runs.trajectory import Trajectory
from lib.teaching.answers import Answers
from lib.teaching.assignments import Assignment, Task
from lib.teaching.filmstrip import Strip, strip
from lib.teaching.markup import to_html
from lib.teaching.questions import Question

FORMAT: Final = "diffusion-step-by-step report"
VERSION: Final = 1
MAX_RUN: Final = 2_000_000
"""Bytes of the pictures of one run."""
MAX_PICTURES: Final = 16_000_000
"""Bytes of all pictures of a report; the rest is text, at most another megabyte or two."""
DATA: Final = '<script type="application/json" id="report">'
UNSIGNED: Final = "0" * 64
_MARK: Final = '<meta name="checksum" content="{}">'
_HERE = Path(__file__).parent


def build(assignment: Assignment, answers: Answers, runs: Mapping[int, Trajectory], when: datetime) -> str:
    """The report.

    Args:
        assignment: what was asked.
        answers: what was given.
        runs: by the index of the task, what was handed in; a run that isn't known any more may be missing.
        when: the date that stands in it.

    Returns:
        HTML: at most MAX_PICTURES bytes of pictures, and the text.
    """
    each = min(MAX_RUN, MAX_PICTURES // max(1, len(runs)))
    strips = {i: strip(run, answers.runs[str(i)].frame, each) for i, run in runs.items()}
    tasks = [_task(assignment, i, answers, runs.get(i), strips.get(i)) for i in range(len(assignment.tasks))]
    name = answers.name.strip()
    facts = [("Student", name or "(no name given)"), ("Date", when.strftime("%Y-%m-%d %H:%M %Z").strip())]
    found = _template().format(
        checksum=_MARK.format(UNSIGNED),
        policy=_policy(),
        title=_text(assignment.title),
        css=_file("report.css"),
        js=_file("report.js"),
        facts="".join(f"<div><dt>{label}</dt><dd>{_text(value)}</dd></div>" for label, value in facts),
        intro=to_html(assignment.intro),
        tasks="\n".join(tasks),
        data=f"{DATA}{_data(assignment, answers, runs, when)}</script>",
    )
    return found.replace(_MARK.format(UNSIGNED), _MARK.format(checksum(found)), 1)


def checksum(unsigned: str) -> str:
    """SHA-256 of a report whose own checksum is written as zeros. It shows changes; it is no signature."""
    return sha256(unsigned.encode()).hexdigest()


def mark(value: str) -> str:
    """Where a report holds its checksum."""
    return _MARK.format(value)


def _task(assignment: Assignment, i: int, answers: Answers, run: Trajectory | None, film: Strip | None) -> str:
    """One task: what was asked, what was answered, what was handed in."""
    task = assignment.tasks[i]
    parts = [f"<section><h2><span>Task {i + 1}</span> {_text(task.named())}</h2>", to_html(task.text), _fixed(task)]
    for q, question in enumerate(task.questions):
        parts.append(_question(question, q + 1, answers.given.get(f"{i}.{q}"), assignment.reveal))
    handed = answers.runs.get(str(i))
    if run is not None and film is not None:
        frame = min(handed.frame if handed else 0, len(run.t) - 1)
        parts.append(_run(run, film, frame + 1, i))
    elif handed is not None:
        parts.append("<p class='none'>The run that was handed in isn't known any more; its recipe is in this file.</p>")
    elif task.hand_in:
        parts.append("<p class='none'>No run was handed in.</p>")
    return "".join([*parts, "</section>"])


def _fixed(task: Task) -> str:
    held = [f"{name} = {value}" for name, value in task.fix.items() if name not in task.hide]
    return f"<p class='held'>Set by the teacher: {_text(', '.join(held))}</p>" if held else ""


def _question(question: Question, number: int, answer: int | str | None, reveal: bool) -> str:
    head = f"<article><h3>Question {number}</h3>{to_html(question.ask)}"
    if not question.options:
        said = f"<p class='answer'>{_text(str(answer))}</p>" if isinstance(answer, str) else ""
        return f"{head}{said or _NOTHING}</article>"
    items = []
    for i, option in enumerate(question.options):
        chosen = i == answer
        verdict = " right" if chosen and reveal and option.right else ""
        verdict = " wrong" if chosen and reveal and question.right is not None and not option.right else verdict
        said = f"<b>chosen{',' if verdict else ''}{verdict}</b>" if chosen else ""
        items.append(f"<li class='{'chosen' if chosen else ''}'>{to_html(option.text)}{said}</li>")
    return f"{head}<ul class='options'>{''.join(items)}</ul>{_NOTHING if answer is None else ''}</article>"


_NOTHING: Final = "<p class='none'>No answer.</p>"


def _run(run: Trajectory, film: Strip, frame: int, i: int) -> str:
    """The frame that was handed in, the whole run to play, and what made it."""
    size = f"width='{film.width * film.scale}' height='{film.height * film.scale}'"
    layout = {
        "width": film.width,
        "height": film.height,
        "across": film.across,
        "scale": film.scale,
        "captions": film.captions,
        "at": film.at,
    }
    count, caption = len(run.t), film.captions[film.at]
    recipe = to_json(run.recipe)
    facts = [
        ("Kind", run.recipe.kind),
        ("Model", run.recipe.model),
        ("Seed", str(getattr(run.recipe, "seed", "none"))),
        ("Weights (SHA-256)", run.weights or "not known"),
        ("Recipe key", run.recipe.key()),
    ]
    rows = "".join(f"<tr><th scope='row'>{k}</th><td>{_text(v)}</td></tr>" for k, v in facts)
    last = f"<noscript><img {size} src='{film.last}' alt='The last frame of the run'></noscript>"
    return (
        f"<div class='run'><figure><img {size} src='{film.chosen}' alt='Frame {frame} of {count}, {_text(caption)}: "
        f"on the left the noisy picture, on the right what the model believes'>"
        f"<figcaption>Handed in: frame {frame} of {count}, {_text(caption)}</figcaption></figure>"
        f"<div class='film' data-layout='{_text(json.dumps(layout))}' data-sprite='{film.sprite}' "
        f"data-number='{i + 1}'>{last}</div><details><summary>Recipe, seed and weights</summary><table>{rows}</table>"
        f"<pre>{_text(recipe)}</pre></details></div>"
    )


def _data(assignment: Assignment, answers: Answers, runs: Mapping[int, Trajectory], when: datetime) -> str:
    """All of it for a program. No "<" in it, so no text can end the block."""
    handed = [
        {
            "task": int(i),
            "frame": run.frame,
            "recipe": json.loads(run.recipe),
            "weights": runs[int(i)].weights if int(i) in runs else "",
        }
        for i, run in answers.runs.items()
    ]
    found: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "date": when.isoformat(timespec="seconds"),
        "name": answers.name,
        "assignment": {"version": assignment.version, **assignment.model_dump(mode="json", exclude_defaults=True)},
        "given": answers.given,
        "runs": handed,
    }
    text = json.dumps(found, ensure_ascii=True, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _text(value: str) -> str:
    """Text as HTML shows it, without the characters that HTML has no place for."""
    shown = "".join(c for c in value if c.isprintable() or c in "\n\t")
    return html.escape(shown, quote=True)


def _policy() -> str:
    """What the file may do: show pictures that are inside it, use its own style, run its own script."""
    digest = base64.b64encode(sha256(_file("report.js").encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _file(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _template() -> str:
    return _file("report.html")
