"""Room: runs. Which weights answer a recipe: an answer of others than those that are here is out of date. No torch."""

from __future__ import annotations

from hashlib import sha256

from lib.models.errors import UserError
from lib.models.registry import find
from lib.runs.clean import GENERATOR
from lib.runs.recipe import Denoise, Plausible, Recipe, Upsample
from lib.runs.trajectory import Trajectory


def weights_of(recipe: Recipe) -> str:
    """A checksum of all weights that take part: of the model, and of the one that draws what it begins with.

    Raises:
        UserError: where a model isn't here.
    """
    own = find(recipe.model).sha256
    if isinstance(recipe, Upsample):
        return sha256((own + find(recipe.of.model).sha256).encode()).hexdigest()
    drawn = isinstance(recipe, Plausible) or (isinstance(recipe, Denoise) and recipe.source == "generated")
    if not drawn:
        return own
    return sha256((own + find(GENERATOR["model"]).sha256).encode()).hexdigest()


def up_to_date(trajectory: Trajectory) -> bool:
    """Whether the weights that answered are those that are here, or none are here to compare with."""
    try:
        return not trajectory.weights or weights_of(trajectory.recipe) == trajectory.weights
    except UserError:
        return True
