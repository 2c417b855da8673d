"""Downloads in threads: how far they are, what stops them, and what is kept of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from lib.models import fetching, hub
from lib.models.downloads import arrived, cached
from lib.models.machine import Machine
from tests.models.hub_kit import FakeHub, files, make_hub  # noqa: F401
from tests.models.tiny_cascade import cascade  # noqa: F401

NAME = "someone/cascade"
Make = Callable[..., FakeHub]


@pytest.fixture
def own(make_hub: Make, cascade: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:  # noqa: F811
    monkeypatch.setattr("lib.models.large.machine", lambda cache: Machine(disk=100, memory=32))
    yield make_hub(someone__cascade=cascade / "stage1")
    fetching.forget(NAME)


def held(own: FakeHub, after: int) -> tuple[threading.Event, threading.Event]:
    """The download waits before its file number `after`: (it is there, it may go on)."""
    there, go = threading.Event(), threading.Event()

    def before(name: str) -> None:
        if len(own.downloaded) == after:
            there.set()
            assert go.wait(20)

    own.before = before
    return there, go


def test_it_says_how_far_it_is_and_ends_with_the_model(own: FakeHub, cascade: Path) -> None:  # noqa: F811
    there, go = held(own, 6)
    found = fetching.start(NAME)
    assert there.wait(60)
    assert fetching.start(NAME) is found is fetching.current(NAME)
    whole = sum((cascade / "stage1" / name).stat().st_size for name in files(cascade / "stage1"))
    assert found.total == whole
    assert 0 < found.here == arrived(NAME) < whole
    assert 0 < found.share < 1
    assert found.said == f"{found.here / 1e6:.2f} of {whole / 1e6:.2f} MB"
    assert not found.done
    go.set()
    assert found.wait(60)
    assert (found.error, found.stopped, found.share) == (None, False, 1.0)
    assert cached(NAME) is not None


def test_it_stops_when_asked_and_goes_on_with_what_came(own: FakeHub) -> None:
    there, go = held(own, 6)
    found = fetching.start(NAME)
    assert there.wait(60)
    found.stop()
    go.set()
    assert found.wait(60)
    assert found.stopped
    assert found.error is None
    assert cached(NAME) is None
    came = list(own.downloaded)
    assert len(came) == 6
    own.before = lambda name: None
    again = fetching.start(NAME)
    assert again is not found
    assert again.wait(60)
    assert cached(NAME) is not None
    assert again.error is None


def test_a_cut_is_a_sentence_and_it_goes_on(own: FakeHub) -> None:
    own.trouble, own.after = {"download": httpx2.ReadError("cut")}, 5
    found = fetching.start(NAME)
    assert found.wait(60)
    assert "start again and it goes on" in str(found.error)
    assert 0 < found.here < found.total
    own.trouble = {}
    again = fetching.start(NAME)
    assert again.wait(60)
    assert again.error is None
    assert cached(NAME) is not None


@pytest.mark.parametrize(
    ("here", "words"), [(Machine(disk=0.5, memory=32), "GB of disk are free"), (Machine(100, 1), "free main memory")]
)
def test_what_would_not_fit_is_said_before_anything_is_written(
    own: FakeHub, monkeypatch: pytest.MonkeyPatch, here: Machine, words: str
) -> None:
    monkeypatch.setattr("lib.models.large.machine", lambda cache: here)
    found = fetching.start(NAME)
    assert found.wait(60)
    assert words in str(found.error)
    assert own.downloaded == []
    assert found.said.startswith("Asking")


def test_a_fault_of_ours_is_a_sentence_too(own: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("token")

    monkeypatch.setattr(hub, "snapshot", fails)
    found = fetching.start(NAME)
    assert found.wait(60)
    assert "failed (RuntimeError)" in str(found.error)
    assert "token" not in str(found.error)
