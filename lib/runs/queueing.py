"""Room: runs. Whose turn it is: one task at a time, sessions in turn, small tasks first, and nobody waits for ever.

Of those who wait comes first whose wait is longest for what is asked for ("highest response ratio next", Hansen 1971):
(waited + asked) / asked, where what a session had lately counts as asked for too. Every other turn is for whoever is
here longest, once that is long. A long task steps aside between two calls of its model for one that is much shorter,
and goes on after it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

LEAST: float = 0.05
"""Seconds that every task counts for at least."""
UNKNOWN: float = 1.0
"""Seconds that one counts for whose length nobody knows."""
FADES: float = 60.0
"""Seconds after which half of what a session had is forgotten."""
PATIENCE: float = 10.0
"""Seconds after which somebody is here for long, whatever is asked for."""
TURN: float = 1.0
"""Seconds that a task has at least before it steps aside."""
SHORTER: float = 4.0
"""How many times shorter one must be for which another steps aside: so only a few are ever half done."""
WORTH: float = 2.0
"""Seconds that must be left of a task that steps aside."""


@dataclass(eq=False)
class Place:
    """A place in the queue.

    Attributes:
        who: has it.
        owner: the session whose task it is.
        seconds: that the task still takes, as far as one knows; None where nobody does.
        since: when it came.
        turn: when its turn began, the last that it had.
        begun: whether it had a turn already.
        worked: seconds of its turns.
    """

    who: object
    owner: object
    seconds: float | None
    since: float
    turn: float = 0.0
    begun: bool = False
    worked: float = 0.0


class Queue:
    """Turns for the tasks of one kind; all methods may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[Place] = []
        self._now: Place | None = None
        self._oldest = False
        self._used: WeakKeyDictionary[object, tuple[float, float]] = WeakKeyDictionary()

    def join(self, who: object, owner: object | None = None, seconds: float | None = None) -> None:
        """Begin to wait.

        Args:
            who: waits.
            owner: the session that takes its turn with others; without one, the task stands for itself.
            seconds: that it will take, as far as one knows.
        """
        with self._changed:
            self._waiting.append(Place(who, who if owner is None else owner, seconds, time.monotonic()))
            if self._now is None:
                self._next()

    def place(self, who: object) -> int:
        """How many are before, as it looks now: 0 is whose turn it is; -1 who isn't in the queue."""
        with self._changed:
            if self._now is not None and self._now.who is who:
                return 0
            order = [place.who for place in self._order(self._waiting)]
            return order.index(who) + 1 if who in order else -1

    def leave(self, who: object) -> None:
        """Make room, whether served or not."""
        self.give_up(who)
        with self._changed:
            if self._now is not None and self._now.who is who:
                self._rest()
                self._next()

    def give_up(self, who: object) -> None:
        """Whoever waits, and needn't any more, is in nobody's way from now on."""
        with self._changed:
            self._waiting = [place for place in self._waiting if place.who is not who]
            self._changed.notify_all()

    def wait(self, who: object, stop: Callable[[], bool]) -> None:
        """Until it is one's turn, or `stop()` (looked at several times a second)."""
        with self._changed:
            while not (self._now is not None and self._now.who is who) and not stop():
                self._changed.wait(0.2)

    def step_aside(self, who: object, done: float, stop: Callable[[], bool]) -> None:
        """Between two parts of a long task: let a much shorter one come first, and return when it is one's turn again.

        Args:
            who: has the turn.
            done: how much of its task is done, in [0, 1].
            stop: as for `wait`.
        """
        with self._changed:
            now = self._now
            if now is None or now.who is not who or now.seconds is None:
                return
            turn = time.monotonic() - now.turn
            left = (now.worked + turn) * (1 - done) / done if done > 0 else now.seconds
            if turn < TURN or left < WORTH or not self._shorter(left):
                return
            self._rest()
            now.seconds, now.begun = left, True
            self._waiting.append(now)
            self._next()
        self.wait(who, stop)

    def _rest(self) -> None:
        """The turn is over: what it took is written down for its session."""
        place, at = self._now, time.monotonic()
        assert place is not None
        place.worked += at - place.turn
        self._used[place.owner] = self._had(place.owner, at) + at - place.turn, at
        self._now = None

    def _next(self) -> None:
        """Whose turn comes; one that wasn't begun waits for those half done, unless it is much shorter."""
        least = min((place.seconds or 0.0 for place in self._waiting if place.begun), default=None)
        free = [place for place in self._waiting if place.begun] + self._shorter(least)
        if free:
            self._now = self._chosen(free)
            self._waiting.remove(self._now)
            self._now.turn = time.monotonic()
        self._changed.notify_all()

    def _chosen(self, free: list[Place]) -> Place:
        """By the order, but every other turn is for whoever is here longest, where that is long."""
        oldest = min(free, key=lambda place: place.since)
        self._oldest = not self._oldest and time.monotonic() - oldest.since > PATIENCE
        return oldest if self._oldest else self._order(free)[0]

    def _shorter(self, least: float | None) -> list[Place]:
        """Who waits for a first turn and is much shorter than that; all of them where there is nothing to compare."""
        fresh = [place for place in self._waiting if not place.begun]
        if least is None:
            return fresh
        return [place for place in fresh if place.seconds is not None and place.seconds * SHORTER <= least]

    def _order(self, places: list[Place]) -> list[Place]:
        at = time.monotonic()
        return sorted(places, key=lambda place: -self._ratio(place, at))

    def _ratio(self, place: Place, at: float) -> float:
        asked = max(UNKNOWN if place.seconds is None else place.seconds, LEAST) + self._had(place.owner, at)
        return (at - place.since + asked) / asked

    def _had(self, owner: object, at: float) -> float:
        """Seconds that a session had lately."""
        seconds, when = self._used.get(owner, (0.0, at))
        return float(seconds * 0.5 ** ((at - when) / FADES))
