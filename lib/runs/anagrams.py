"""Room: runs. What a judge reads of an anagram of digits, upright and through its view. torch is imported inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from lib.models.errors import UserError
from lib.runs.illusions import Anagram
from lib.runs.recipe import make
from lib.runs.views import view_of

if TYPE_CHECKING:
    from lib.runs.progress import OnStep
    from lib.runs.trajectory import Trajectory

OPENING = ("a cartoon of a tulip", "a cartoon of a bell", 5)
"""What A9 opens with: upright, turned, seed."""
COMPARED = ("rotate180", "jigsaw", "scale", "blur")
"""Views that A9 compares: two that keep N(0, I), and two that don't."""
GOOD: Mapping[str, Any] = {"guidance": 3.0, "steps": 20}
"""Settings at which digits turn well; see `python -m lib eval digits-flow --anagram 69`."""


class Shares(NamedTuple):
    """Of some pictures, the share that a judge reads as asked for: upright, through the view, and both at once."""

    upright: float
    turned: float
    both: float


def readings(trajectory: Trajectory) -> dict[str, float]:
    """What the judge reads in each picture: ``{"upright@0": 6, "turned@0": 9, "upright@1": ...}``.

    Nothing for a recipe that isn't an anagram of digits, and where the judge isn't here.
    """
    recipe = trajectory.recipe
    if not isinstance(recipe, Anagram) or not recipe.is_digits:
        return {}
    import torch

    from lib.models.loader import load_judge

    try:
        judge = load_judge()
    except UserError:
        return {}
    ends = torch.from_numpy(trajectory.x_0[-1].astype("float32")).clamp(0, 1)
    shown = {"upright": ends, "turned": view_of(recipe.view, ends.shape[-1]).forward(ends).clamp(0, 1)}
    with torch.inference_mode():
        found = {name: judge(x).argmax(1).tolist() for name, x in shown.items()}
    return {f"{name}@{i}": float(digit) for name, digits in found.items() for i, digit in enumerate(digits)}


def read(trajectory: Trajectory, name: str) -> list[int | None]:
    """What the judge read in each picture of a run, None where nobody judged.

    Args:
        trajectory: of an anagram of digits.
        name: "upright" or "turned".
    """
    found = [trajectory.numbers.get(f"{name}@{i}") for i in range(trajectory.x_0.shape[1])]
    return [None if digit is None else int(digit) for digit in found]


def shares(trajectory: Trajectory) -> Shares | None:
    """How many pictures of a run are read as they should be; None where nobody judged."""
    recipe = trajectory.recipe
    ups, downs = read(trajectory, "upright"), read(trajectory, "turned")
    if not isinstance(recipe, Anagram) or None in ups:
        return None
    right = [(str(up) == recipe.upright, str(down) == recipe.turned) for up, down in zip(ups, downs, strict=True)]
    return Shares(*(sum(each) / len(right) for each in zip(*((a, b, a and b) for a, b in right), strict=True)))


def measure(model: str, pair: str, on_step: OnStep | None = None, **knobs: Any) -> dict[str, Any]:
    """Draw anagrams of two digits and let the judge read them.

    Args:
        model: of digits, "digits-flow".
        pair: two digits, "69": upright and turned.
        on_step: as for `run`.
        knobs: of the recipe; 50 pictures by `GOOD` settings turned by 180 degrees, where they aren't given.

    Raises:
        UserError: for a bad pair or knob, a model that draws no digits, and where the model or the judge is missing.
    """
    from lib.models.loader import load_judge
    from lib.runs.run import run

    if len(pair) != 2 or not (pair.isascii() and pair.isdecimal()):
        raise UserError(f"An anagram of digits needs two of them, such as 69, not {pair[:20]!r}.")
    asked = {**GOOD, "view": "rotate180", "count": 50, "frames": 2, **knobs}
    recipe = make("anagram", model=model, upright=pair[0], turned=pair[1], **asked)
    if not isinstance(recipe, Anagram) or not recipe.is_digits:
        raise UserError(f"{model} draws no digits for an anagram of {pair}: take a model of them, such as digits-flow.")
    load_judge()
    found = run(recipe, on_step)
    own = found.recipe.model_dump(include={"model", "upright", "turned", "view", "guidance", "steps", "count", "seed"})
    right = shares(found)
    assert right is not None
    return {**own, **{name: round(share, 4) for name, share in right._asdict().items()}}
