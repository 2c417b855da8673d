"""Room: draw. Everything that can be chosen for an exported file, with its bounds: the page and the CLI share it."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, NamedTuple, Self
from unicodedata import category

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from lib.models.errors import UserError
from lib.runs import sentences

Format = Literal["gif", "mp4", "webp", "apng", "png", "zip", "csv", "npz"]
Fact = Literal["step", "t", "guidance", "prompt"]
Ground = Literal["dark", "paper", "transparent"]

MAX_RUNS: Final = 6
MAX_FRAMES: Final = 2000
"""Pictures that one file plays."""
MAX_PIXELS: Final = 400_000_000
"""Of all different pictures of a file together: about a minute of one processor."""
SHEET: Final = 12
"""Pictures on a contact sheet where no number is asked for."""


class Kind(NamedTuple):
    """What a format is.

    Attributes:
        name: for people.
        mime: for browsers.
        about: what it is good for, in a few words.
        moves: whether it plays.
        clear: whether its ground can be transparent.
    """

    name: str
    mime: str
    about: str
    moves: bool = True
    clear: bool = False


FORMATS: Final[dict[str, Kind]] = {
    "gif": Kind("GIF", "image/gif", "plays everywhere, repeats by itself; 256 colours a frame"),
    "mp4": Kind("MP4", "video/mp4", "H.264 film: small, plays in slides and on phones"),
    "webp": Kind("WebP", "image/webp", "for web pages: all colours, repeats, may be transparent", clear=True),
    "apng": Kind("APNG", "image/apng", "every pixel exact, repeats, may be transparent; large", clear=True),
    "png": Kind("Contact sheet", "image/png", "a few frames on one picture, for print", moves=False, clear=True),
    "zip": Kind("Frames (ZIP)", "application/zip", "every frame as a PNG, for a film editor", moves=False, clear=True),
    "csv": Kind("Numbers (CSV)", "text/csv", "a row for each level, for a spreadsheet", moves=False),
    "npz": Kind("Arrays (NPZ)", "application/x-npz", "everything as numpy arrays", moves=False),
}
"""By the name that is also the suffix of the file."""
DRAWN: Final = tuple(name for name in FORMATS if name not in ("csv", "npz"))


class Export(BaseModel):
    """How a file shall be. What a format can't do is refused in one sentence; what it doesn't need is ignored.

    Attributes:
        format: a name of `FORMATS`.
        size: pixels of the longer side of the picture, at most: enlarged pixels stay square.
        show: the noisy picture x_t, the estimate x_0, or both.
        captions: what is written under each run.
        labels: a line over each run; none where empty.
        ground: what is between and around the pictures.
        columns: pictures in a row within a run.
        across: runs in a row.
        frames: at most so many frames of a run, evenly spread, the last always among them.
        fps: frames a second; found where neither it nor `seconds` is given: about five seconds in all.
        seconds: how long it plays once, without `hold`.
        hold: seconds that the last frame stays longer.
        bounce: back to the noise again.
        loops: how often it plays; 0 is for ever (for a film: once, slides repeat it).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: Literal["export"] = "export"
    format: Format = Field("gif", description=f"one of {', '.join(FORMATS)}")
    size: int = Field(720, ge=64, le=4096, description="a whole number of pixels")
    show: tuple[Literal["x_t", "x_0"], ...] = Field(
        ("x_t", "x_0"), min_length=1, max_length=2, description="x_t, x_0 or both"
    )
    captions: tuple[Fact, ...] = Field((), max_length=4, description="some of step, t, guidance, prompt")
    labels: tuple[Annotated[str, Field(max_length=80)], ...] = Field(
        (), max_length=MAX_RUNS, description=f"up to {MAX_RUNS} texts of 80 characters at most"
    )
    ground: Ground = Field("dark", description="dark, paper or transparent")
    columns: int | None = Field(None, ge=1, le=100, description="a whole number")
    across: int | None = Field(None, ge=1, le=MAX_RUNS, description="a whole number")
    frames: int | None = Field(None, ge=1, le=MAX_FRAMES, description="a whole number")
    fps: float | None = Field(None, ge=0.1, le=60, description="a number of frames a second")
    seconds: float | None = Field(None, ge=0.1, le=120, description="a number of seconds")
    hold: float = Field(1.0, ge=0, le=30, description="a number of seconds")
    bounce: bool = Field(False, description="true or false")
    loops: int = Field(0, ge=0, le=100, description="a whole number")

    @field_validator("show", "captions", mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """As on the command line: "x_t,x_0"."""
        return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value

    @field_validator("labels", mode="after")
    @classmethod
    def _plain(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(" ".join("".join(_printed(c) for c in text).split()) for text in value)

    @model_validator(mode="after")
    def _possible(self) -> Self:
        kind = FORMATS[self.format]
        if self.fps is not None and self.seconds is not None:
            raise ValueError("The speed is said twice: give frames a second or seconds, not both")
        if self.ground == "transparent" and self.format in ("gif", "mp4"):
            raise ValueError(f"A {kind.name} has no soft transparency: take WebP or APNG, or a dark or paper ground")
        if self.format == "gif" and self.fps is not None and self.fps > 50:
            raise ValueError("A GIF plays at most 50 frames a second: choose a slower speed, or MP4")
        return self

    @property
    def suffix(self) -> str:
        """The end of the file's name, with its dot."""
        return f".{self.format}"


def _printed(c: str) -> str:
    """A letter that can be written on a line; what joins or parts its neighbours stays, what turns a line doesn't."""
    if c.isprintable() or c in "\u200c\u200d":
        return c
    return "" if category(c) == "Cf" else " "


def options(**knobs: Any) -> Export:
    """How a file shall be; what isn't given keeps its default.

    Raises:
        UserError: for an unknown knob, a value outside its bounds, or what a format can't do.
    """
    try:
        return Export.model_validate(knobs)
    except ValidationError as error:
        raise UserError(_capital(sentences.sentence(Export, "export", error))) from None


def changed(export: Export, **knobs: Any) -> Export:
    """The same with other knobs, checked like new ones."""
    return options(**{**export.model_dump(), **knobs})


def check_runs(count: int) -> None:
    """Whether so many runs can stand side by side: asked before they are computed.

    Raises:
        UserError: where they can't.
    """
    if not 1 <= count <= MAX_RUNS:
        raise UserError(f"Choose one to {MAX_RUNS} runs, not {count}.")


def _capital(text: str) -> str:
    return text.replace("A 'export' recipe has", "An export has")
