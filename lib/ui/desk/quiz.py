"""Room: ui. The short quiz at the end of a lesson: an answer is judged at once, and can be changed at any time."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.teaching.questions import Question
from lib.teaching.quizzes import Quiz, quiz_of
from lib.teaching.spoken import spoken, written
from lib.ui.desk import progress


def show(file: str) -> None:
    """The quiz of a lesson, and what the browser keeps of it; nothing on a page with neither quiz nor exercises.

    Args:
        file: ``__file__`` of the page.
    """
    mine = progress.notes()
    if mine.lesson != Path(file).stem:  # a page that began by itself
        progress.begin(Path(file).stem)
        mine = progress.notes()
    quiz = quiz_of(mine.lesson)
    if quiz or mine.tasks:
        st.fragment(_show)(mine, quiz)


def _show(mine: progress.Notes, quiz: Quiz | None) -> None:
    """One fragment for both: an answer is written down without another run of the page."""
    answers: dict[int, bool] = {}
    questions = quiz.questions if quiz else ()
    if questions:
        label = f"Check yourself: {len(questions)} questions"
        with st.container(key=f"quiz-{mine.lesson}"), st.expander(label, icon=":material/quiz:"):
            page = mine.lesson.partition("_")[0]
            for i, question in enumerate(questions):
                chosen = _ask(question, i + 1, f"{page}_quiz_{i}")
                if chosen is not None:
                    answers[i] = chosen == question.right
    progress.keep(mine, answers, len(questions))


def _ask(question: Question, number: int, key: str) -> int | None:
    """One question, and what there is to say to the answer."""
    texts = [written(option.text) for option in question.options]
    asked = f"{number} · {question.ask}"
    with st.container(key=f"{key}_asked"):  # the mark of what was answered stands behind it (progress.js)
        st.markdown(asked)
    chosen = st.radio(spoken(asked), texts, index=None, key=key, label_visibility="collapsed")
    if chosen is None:
        return None
    i = texts.index(chosen)
    if i == question.right:
        st.success(f"**Right.** {question.why}", icon=":material/check:")
    else:
        st.info(f"**Not so.** {question.options[i].why}", icon=":material/undo:")
    return i
