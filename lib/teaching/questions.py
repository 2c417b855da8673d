"""Room: teaching. A question beside a picture: asked in a quiz, before a picture is revealed, in an assignment."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

Line = Annotated[str, Field(min_length=1, max_length=2000)]


class Plain(BaseModel):
    """What all files of this room share: frozen, no unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Option(Plain):
    """One of several answers.

    Attributes:
        text: the answer, in Markdown.
        right: whether it is right.
        why: what to say to somebody who chose it.
    """

    text: Line
    right: bool = False
    why: str = Field("", max_length=2000)


class Question(Plain):
    """With options: choose one. Without: write something.

    Attributes:
        ask: the question, in Markdown.
        options: two to six answers; none for a question that is answered in words.
        why: the explanation, shown after the answer.
    """

    ask: Line
    options: tuple[Option, ...] = Field((), max_length=6)
    why: str = Field("", max_length=4000)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        """An option may be a plain text: then it is a wrong answer without a word of its own."""
        if isinstance(value, dict) and isinstance(value.get("options"), list):
            options = [{"text": o} if isinstance(o, str) else o for o in value["options"]]
            return {**value, "options": options}
        return value

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        if len(self.options) == 1:
            raise ValueError("a question needs two options or more, or none to be answered in words")
        if len({o.text for o in self.options}) < len(self.options):
            raise ValueError("two options say the same")
        if sum(o.right for o in self.options) > 1:
            raise ValueError("only one option can be right")
        return self

    @property
    def right(self) -> int | None:
        """The index of the right option; None where there is none, as in a vote or a question in words."""
        return next((i for i, option in enumerate(self.options) if option.right), None)
