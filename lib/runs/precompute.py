"""Room: runs. Computes the trajectories that ship, so that a page's first picture needs no model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lib.models import foreign
from lib.models.errors import UserError
from lib.models.files import replace_all
from lib.models.registry import find
from lib.runs.engine import engine, spelled_out
from lib.runs.progress import OnStep
from lib.runs.recipe import Recipe
from lib.runs.run import run
from lib.runs.trajectory import MAX_BYTES, from_npz
from lib.runs.weights import weights_of


def precompute(recipes: Mapping[str, Recipe], force: bool = False, on_step: OnStep | None = None) -> Iterator[str]:
    """Write the answer to each recipe into `cache/trajectories`, one after the other.

    Args:
        recipes: by any name.
        force: also those whose answer is there already, made with the weights that are here.
        on_step: hears of each run.

    Yields:
        A line for each recipe: what became of it. One whose model isn't here is left out.

    Raises:
        UserError: where the folder can't be written.
    """
    for name, recipe in recipes.items():
        if not force and is_shipped(recipe):
            yield f"{name}: there already"
            continue
        try:
            find(recipe.model)
            trajectory = run(recipe, on_step)
        except UserError as error:
            yield f"{name}: left out. {error}"
            continue
        blob = trajectory.to_npz()
        path = engine().shipped / f"{trajectory.recipe.key()}.npz"
        replace_all({path: blob})
        yield f"{name}: {path.name}, {len(blob):,} bytes, {trajectory.numbers['seconds']:.1f} s"


def prune(recipes: Mapping[str, Recipe]) -> Iterator[str]:
    """Delete trajectories from `cache/trajectories` that answer none of these recipes.

    Yields:
        A line for each file that went.
    """
    wanted = {f"{spelled_out(recipe).key()}.npz" for recipe in recipes.values()}
    for path in sorted(engine().shipped.glob("*.npz")):
        if path.name not in wanted:
            path.unlink(missing_ok=True)
            yield f"{path.name}: deleted, no page asks for it"


def is_shipped(recipe: Recipe) -> bool:
    """Whether the answer is in `cache/trajectories`, whole, and made with the weights that are here."""
    question = spelled_out(recipe)
    try:
        weights = from_npz(foreign.read(engine().shipped / f"{question.key()}.npz", MAX_BYTES)).weights
        return weights == weights_of(question)
    except (OSError, UserError):
        return False
