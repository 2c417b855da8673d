"""Room: ui. The jobs of one reader: at most one a panel, none that nobody looks at, all ended with the tab."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from lib.runs.jobs import Job, Task
    from lib.runs.recipe import Recipe


class Jobs:
    """The jobs of a session, by the key of their panel."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._tasks: dict[str, Task[bytes]] = {}
        self._asked: dict[str, Recipe] = {}

    def ask(self, key: str, recipe: Recipe) -> None:
        """Note what a panel asks for. Where it asked for something else before, stale work ends now.

        A control was moved then, and the runs of other panels that hold what it said before (the old seed, say) are
        waited for by nobody: the page will ask for others, or later. If it does ask for one of them, that begins anew.
        """
        before, self._asked[key] = self._asked.get(key, recipe), recipe
        if before != recipe:
            gone = set(_leaves(before.model_dump())) - set(_leaves(recipe.model_dump()))
            stale = [
                other
                for other, job in list(self._jobs.items())
                if not job.done and gone & set(_leaves(job.recipe.model_dump()))
            ]
            for other in stale:
                self.drop(other)

    def get(self, key: str) -> Job | None:
        """The job of a panel, running or ended."""
        return self._jobs.get(key)

    def start(self, key: str, recipe: Recipe) -> Job:
        """Begin to compute a recipe for a panel; what it computed before is cancelled."""
        from lib.runs.engine import engine

        self.drop(key)
        job = self._jobs[key] = engine().start(recipe, self)
        return job

    def task(self, key: str) -> Task[bytes] | None:
        """The file that is made, or was made, under a key."""
        return self._tasks.get(key)

    def begin(self, key: str, task: Task[bytes]) -> None:
        """Keep a file that begins to be made, in the place of the one before."""
        self.drop(key)
        self._tasks[key] = task

    def drop(self, key: str) -> None:
        """Cancel and forget the job of a panel, or the making of a file, if there is one."""
        for task in (self._jobs.pop(key, None), self._tasks.pop(key, None)):
            if task is not None:
                task.cancel()

    def busy(self) -> bool:
        """Whether a run is under way, or waits for its turn."""
        return any(not job.done for job in self._jobs.values())

    def keep(self, keys: Collection[str]) -> None:
        """Cancel and forget the jobs of all other panels."""
        for key in (set(self._jobs) | set(self._tasks)) - set(keys):
            self.drop(key)
        self._asked = {key: recipe for key, recipe in self._asked.items() if key in keys}


def _leaves(knobs: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The knobs of a recipe, and of those that it holds: their names and values."""
    if isinstance(knobs, dict):
        for inner, value in knobs.items():
            yield from _leaves(value, inner)
    else:
        yield name, repr(knobs)


@st.cache_resource(scope="session", on_release=lambda jobs: jobs.keep(()), show_spinner=False)
def mine() -> Jobs:
    """The jobs of this session."""
    return Jobs()


def cancel_all_but(keys: Collection[str]) -> None:
    """End what belongs to panels that the present page doesn't show."""
    mine().keep(keys)
