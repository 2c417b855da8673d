"""Room: teaching. A scene list: what a teacher shows a class, one picture at a time, written as a plain YAML file.

docs/TEACHING.md tells how to write one; `scene_lists.py` knows which there are.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, InstanceOf, field_validator

from lib.runs.defaults import DEFAULTS
from lib.runs.recipe import Base, Recipe, make
from lib.runs.sentences import shown
from lib.teaching import files
from lib.teaching.questions import Plain, Question

MAX_SCENES = 60
_LEVEL = re.compile(r"t\s*=\s*(\d{1,4}(?:\.\d{1,6})?)", re.ASCII)


def _recipe(value: Any) -> Any:
    """The name of a default picture, or a kind with its knobs, as a recipe."""
    if isinstance(value, Base):
        return value
    if isinstance(value, str):
        if value in DEFAULTS:
            return DEFAULTS[value]
        near = difflib.get_close_matches(value, DEFAULTS, 1)
        hint = f"the nearest is {near[0]}" if near else "write one such as a5, or a recipe with its kind"
        raise ValueError(f"there is no default picture {shown(value)}: {hint}")
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise ValueError("write the name of a default picture such as a5, or a recipe that begins with its kind")
    return make(**{str(name): knob for name, knob in value.items()})


if TYPE_CHECKING:
    Asked = Recipe
else:
    Asked = Annotated[InstanceOf[Base], BeforeValidator(_recipe)]
Panel = Literal["x_t", "x_0"]
Turn = Literal["flip", "mirror", "rotate180"]


class Beside(Plain):
    """One more run on the same stage.

    Attributes:
        recipe: the name of a default picture, or a recipe.
        name: the words under it.
        turned: shows each picture through a view: "flip", "mirror" or "rotate180", as an anagram wants to be seen.
    """

    recipe: Asked
    name: str = Field("", max_length=80)
    turned: Turn | None = None


class Scene(Plain):
    """One picture, and what is said around it.

    Attributes:
        title: large, above all.
        text: a sentence or two, in Markdown.
        equation: LaTeX, without dollars.
        recipe: whose answer is shown: the name of a default picture, or a recipe.
        name: the words under it, where there are others beside it.
        beside: more runs, up to seven; they play together with the first.
        open: the frame that it opens with: a number from 0, "end", or a level such as "t=690". Where nothing is said
            that is the end, or, of a scene that plays, the beginning.
        play: whether it plays at once.
        show: "x_t", "x_0" or both, from left to right.
        columns: pictures in a row of the grid.
        note: for the one who speaks, in Markdown.
        predict: a question with options, asked before the picture is shown.
        minutes: how long it takes, as planned.
    """

    title: str = Field(min_length=1, max_length=120)
    text: str = Field("", max_length=1000)
    equation: str = Field("", max_length=500)
    recipe: Asked
    name: str = Field("", max_length=80)
    beside: tuple[Beside, ...] = Field((), max_length=7)
    open: int | str | None = None
    play: bool = False
    show: tuple[Panel, ...] = Field(("x_t", "x_0"), min_length=1, max_length=2)
    columns: int | None = Field(None, ge=1, le=100)
    note: str = Field("", max_length=4000)
    predict: Question | None = None
    minutes: float | None = Field(None, gt=0, le=120)

    @field_validator("beside", mode="before")
    @classmethod
    def _short_beside(cls, value: Any) -> Any:
        """One run needs no list, and a run without a name no mapping."""
        several = value if isinstance(value, list | tuple) else [value]
        bare = [isinstance(one, str) or (isinstance(one, dict) and "kind" in one) for one in several]
        return [{"recipe": one} if is_bare else one for one, is_bare in zip(several, bare, strict=True)]

    @field_validator("show", mode="before")
    @classmethod
    def _short_show(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("open", mode="before")
    @classmethod
    def _known_place(cls, value: Any) -> Any:
        whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if value is None or whole or value == "end" or (isinstance(value, str) and _LEVEL.fullmatch(value)):
            return value
        raise ValueError(f"a scene opens at a frame such as 0, at end, or at a level such as t=690, not {shown(value)}")

    @field_validator("predict", mode="after")
    @classmethod
    def _choosable(cls, value: Question | None) -> Question | None:
        if value is not None and not value.options:
            raise ValueError("a prediction is one of two options or more: write them under options")
        return value

    @property
    def runs(self) -> tuple[Beside, ...]:
        """All that it shows, from left to right."""
        return (Beside(recipe=self.recipe, name=self.name), *self.beside)

    def opens_at(self, t: Sequence[float]) -> int:
        """The frame that it opens with, of a run with kept levels `t`."""
        place = (0 if self.play else "end") if self.open is None else self.open
        if isinstance(place, int):
            return min(place, len(t) - 1)
        level = _LEVEL.fullmatch(place)
        if level is None:
            return len(t) - 1
        return min(range(len(t)), key=lambda k: abs(float(t[k]) - float(level[1])))


class SceneList(Plain):
    """What is shown, in order.

    Attributes:
        title: of the whole.
        lesson: the page that it belongs to, "a5_sampling"; leaving the stage leads there.
        scenes: at least one.
    """

    title: str = Field(min_length=1, max_length=120)
    lesson: str = Field("", max_length=64, pattern=r"^[a-z0-9_]*$")
    scenes: tuple[Scene, ...] = Field(min_length=1, max_length=MAX_SCENES)

    @property
    def minutes(self) -> float:
        """As planned, all scenes together."""
        return sum(scene.minutes or 0 for scene in self.scenes)

    def recipes(self) -> list[Recipe]:
        """All that it shows, in order, each once."""
        every = (run.recipe for scene in self.scenes for run in scene.runs)
        return list({recipe.key(): recipe for recipe in every}.values())


def read(text: str | bytes, name: str) -> SceneList:
    """A file as a scene list.

    Args:
        text: what stands in it.
        name: how to call it in an error.

    Raises:
        UserError: one sentence that names the line and says what to do.
    """
    return files.read(text, SceneList, name)


def example() -> str:
    """A short list that shows most of what may stand in one."""
    return Path(__file__).with_name("example_scenes.yaml").read_text(encoding="utf-8")
