"""Room: runs. Who answers a recipe: the memory, what ships, the user's cache, or a run. No torch up here."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from lib.models import foreign
from lib.models.errors import UserError
from lib.models.files import sweep_below
from lib.models.places import shipped_dir, state_dir
from lib.models.registry import find
from lib.runs.clean import resolve
from lib.runs.jobs import Job
from lib.runs.progress import OnStep
from lib.runs.recipe import Denoise, Recipe, change
from lib.runs.store import Store
from lib.runs.trajectory import MAX_BYTES, Trajectory, from_npz
from lib.runs.weights import up_to_date


class Engine:
    """Answers recipes in this process.

    Args:
        shipped: folder of the trajectories that ship, read only.
        store: the user's own.
    """

    def __init__(self, shipped: Path, store: Store) -> None:
        self.shipped, self.store = shipped, store

    def get(self, recipe: Recipe) -> Trajectory | None:
        """The answer, if it is known; at once, and without torch.

        An answer of other weights than those that are here, or to an older drawing of ours, counts as unknown, and is
        forgotten.
        """
        key = spelled_out(recipe).key()
        trajectory = self.store.get(key)
        if trajectory is not None and not up_to_date(trajectory):
            self.store.drop(key)
            trajectory = None
        return trajectory or self._from_shipped(key)

    def compute(self, recipe: Recipe, on_step: OnStep | None = None) -> Trajectory:
        """The answer, known or computed now; then it is known.

        Raises:
            UserError: where a model or its data is missing or damaged.
            Cancelled: from on_step.
        """
        from lib.runs.run import run

        known = self.get(recipe)
        if known is not None:
            return known
        trajectory = run(recipe, on_step)
        self.store.put(trajectory)
        return trajectory

    def start(self, recipe: Recipe, owner: object | None = None) -> Job:
        """Compute in a thread, one job of this process at a time; returns at once.

        Args:
            recipe: the question.
            owner: the session that asks, which takes turns with others.
        """
        return Job(recipe, self.compute, owner=owner)

    def _from_shipped(self, key: str) -> Trajectory | None:
        try:
            trajectory = from_npz(foreign.read(self.shipped / f"{key}.npz", MAX_BYTES))
        except (OSError, UserError):
            return None  # not there, or damaged: then it is computed; doctor names damaged ones
        if trajectory.recipe.key() != key or not up_to_date(trajectory):
            return None
        self.store.remember(key, trajectory)
        return trajectory


def spelled_out(recipe: Recipe) -> Recipe:
    """The recipe under which the answer is kept: with the epoch of its model, and the source of digits decided."""
    with suppress(UserError):  # where the model isn't here an answer of it may be; if not, the run says what to do
        recipe = change(recipe, model=find(recipe.model).id)
    return resolve(recipe) if isinstance(recipe, Denoise) else recipe


@lru_cache(maxsize=8)
def _engine(shipped: Path, state: Path) -> Engine:
    for folder in (shipped, state):
        sweep_below(folder)
    return Engine(shipped / "trajectories", Store(state / "trajectories"))


def engine() -> Engine:
    """The one engine of this process, for the folders that the environment names."""
    return _engine(shipped_dir(), state_dir())
