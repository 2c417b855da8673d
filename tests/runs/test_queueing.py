"""Turns: small runs first, sessions in turn, long runs step aside, and nobody waits for ever."""

import threading
import time

import pytest

from lib.runs import queueing
from lib.runs.jobs import Job, Task
from lib.runs.progress import Progress
from lib.runs.queueing import Queue
from lib.runs.recipe import make
from tests.runs.test_engine import eventually

LONG = {"labels": "0-9", "per_label": 100, "guidance": 5, "steps": 300, "frames": 2}


class Session:
    """Whose tasks take turns with those of others."""


class Blocker:
    """Has the turn until it is told to go, while the others gather."""

    def __init__(self, queue):
        self.go = threading.Event()
        self.task = Task(lambda on_step: self.go.wait(30), "run", queue)
        eventually(lambda: queue._now is not None)


def recorder(order, name, seconds=0.0):
    def work(on_step):
        order.append(name)
        time.sleep(seconds)
        return name

    return work


def ended(tasks):
    assert all(task.wait(30) for task in tasks)
    assert [task.error for task in tasks] == [None] * len(tasks)


def test_a_digit_comes_before_twenty_long_runs_that_came_first():
    queue, order = Queue(), []
    gate = Blocker(queue)

    def compute(recipe, on_step):
        order.append(recipe.seed)

    long = [Job(make("digits", **LONG, seed=seed), compute, queue, Session()) for seed in range(20)]
    short = Job(make("digits", labels="7", per_label=1, steps=5, seed=99), compute, queue, Session())
    time.sleep(0.1)
    assert short.ahead == 1
    assert sorted(job.ahead for job in long) == list(range(2, 22))
    gate.go.set()
    ended([*long, short])
    assert order[0] == 99


def test_sessions_take_turns():
    queue, order = Queue(), []
    gate, greedy, modest = Blocker(queue), Session(), Session()
    tasks = [Task(recorder(order, f"greedy {i}", 0.2), "run", queue, greedy, 0.2) for i in range(3)]
    tasks.append(Task(recorder(order, "modest"), "run", queue, modest, 0.2))
    gate.go.set()
    ended(tasks)
    assert order[:2] == ["greedy 0", "modest"]


def test_a_run_that_waited_long_comes_before_short_ones_that_did_not(monkeypatch):
    now, order = [0.0], []
    monkeypatch.setattr(queueing.time, "monotonic", lambda: now[0])
    queue = Queue()
    gate = Blocker(queue)
    old = Task(recorder(order, "old"), "run", queue, Session(), 60)
    now[0] = 600.0
    new = Task(recorder(order, "new"), "run", queue, Session(), 1)
    now[0] = 601.0
    gate.go.set()
    ended([old, new])
    assert order == ["old", "new"]


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(queueing, "TURN", 0.05)
    monkeypatch.setattr(queueing, "WORTH", 0.1)
    monkeypatch.setattr(queueing, "PATIENCE", 0.2)


def steps(order, name, count, gate=None):
    """A run of so many calls, each of which takes 20 ms."""

    def work(on_step):
        for i in range(count):
            order.append(name)
            time.sleep(0.02)
            on_step(Progress(i + 1, count))
            if gate is not None and i == 1:
                gate.set()
        return name

    return work


def test_a_long_run_steps_aside_for_a_short_one_and_goes_on(quick):
    queue, order, begun = Queue(), [], threading.Event()
    long = Task(steps(order, "long", 60, begun), "run", queue, Session(), 30)
    assert begun.wait(10)
    short = Task(steps(order, "short", 3), "run", queue, Session(), 0.06)
    other = Task(steps(order, "other", 60), "run", queue, Session(), 30)
    ended([long, short, other])
    at = order.index("short")
    assert order[at : at + 3] == ["short"] * 3, "one at a time"
    assert order[:at].count("long") < 30
    assert order[at:].count("long") > 30
    assert order.index("other") > max(i for i, name in enumerate(order) if name == "long"), "only one is half done"


def test_a_long_run_that_stepped_aside_can_be_cancelled(quick):
    queue, order, begun, gate = Queue(), [], threading.Event(), threading.Event()
    long = Task(steps(order, "long", 60, begun), "run", queue, Session(), 30)
    assert begun.wait(10)
    short = Task(lambda on_step: gate.wait(30), "run", queue, Session(), 0.01)
    eventually(lambda: long.ahead == 1)
    long.cancel()
    assert long.wait(5)
    assert long.cancelled
    gate.set()
    ended([short])
    assert queue.place(long) == -1


def test_more_short_runs_than_there_is_time_for_do_not_stop_a_long_one(quick):
    queue, order = Queue(), []
    long = Task(steps(order, "long", 40), "run", queue, Session(), 4)
    shorts = []
    while not long.wait(0.02):
        shorts.append(Task(steps(order, "short", 2), "run", queue, Session(), 0.04))
        assert len(shorts) < 1000
    ended([long, *shorts])


def test_what_a_session_had_is_forgotten_in_time(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(queueing.time, "monotonic", lambda: now[0])
    queue, session = Queue(), Session()
    who = object()
    queue.join(who, session, 1)
    now[0] = 40.0
    queue.leave(who)
    assert queue._had(session, now[0]) == 40
    assert queue._had(session, now[0] + 2 * queueing.FADES) == 10


def test_who_waits_and_is_cancelled_is_in_nobodys_way_at_once():
    queue, order = Queue(), []
    gate = Blocker(queue)
    waiting = [Task(recorder(order, i), "run", queue, Session(), 0.01) for i in range(5)]
    last = Task(recorder(order, "last"), "run", queue, Session(), 10)
    eventually(lambda: last.ahead == 6)
    for task in waiting:
        task.cancel()
    assert last.ahead == 1
    gate.go.set()
    ended([*waiting, last])
    assert order == ["last"]
