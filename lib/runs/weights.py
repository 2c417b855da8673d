"""Room: runs. What answers a recipe, as a checksum: an answer of anything else is out of date. No torch."""

from __future__ import annotations

from hashlib import sha256

from lib.models.errors import UserError
from lib.models.registry import find
from lib.runs import drawings
from lib.runs.clean import GENERATOR
from lib.runs.recipe import Denoise, Plausible, Recipe, Upsample
from lib.runs.trajectory import Trajectory


def weights_of(recipe: Recipe) -> str:
    """A checksum of all that takes part and that the recipe only names.

    That is the model, the one that draws what it begins with, and the drawing of ours that it begins with. Where only
    the model takes part it is that of its file.

    Raises:
        UserError: where a model isn't here.
    """
    parts = [find(recipe.model).sha256]
    if isinstance(recipe, Upsample):
        parts.append(weights_of(recipe.of))
    if isinstance(recipe, Plausible) or (isinstance(recipe, Denoise) and recipe.source == "generated"):
        parts.append(find(GENERATOR["model"]).sha256)
    image = getattr(recipe, "image", "")
    if drawings.known(image):  # the picture of a digest can't change
        parts.append(drawings.digest(image))
    return parts[0] if len(parts) == 1 else sha256("".join(parts).encode()).hexdigest()


def up_to_date(trajectory: Trajectory) -> bool:
    """Whether what answered is what is here, or none are here to compare with."""
    try:
        return not trajectory.weights or weights_of(trajectory.recipe) == trajectory.weights
    except UserError:
        return True
