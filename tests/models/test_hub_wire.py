"""The Hub's own library against a server on this machine that answers as the Hub does: nothing of it is faked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from lib.models import hub, large
from lib.models.downloads import cached
from lib.models.errors import UserError
from lib.models.pixels import PixelModel
from tests.models.hub_kit import COMMIT, TOKEN, files
from tests.models.tiny_cascade import cascade  # noqa: F401

NAME = "someone/cascade"


class _Server:
    """One model; `status` and `code` refuse all questions for access, `cut` ends a large file halfway."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.status, self.code = folder, 200, ""
        self.cut = False
        self.sent: list[str] = []
        self.tokens: set[str] = set()

    def get(self, ask: BaseHTTPRequestHandler, body: bool) -> None:
        self.tokens.add(ask.headers.get("authorization", ""))
        path = urlsplit(ask.path).path
        if path.endswith("/auth-check"):
            return self._answer(ask, b"{}", self.status, {"X-Error-Code": self.code} if self.code else {})
        if "/tree/" in path:
            rows = [
                {"type": "file", "path": n, "size": self._size(n), "oid": self._etag(n)} for n in files(self.folder)
            ]
            return self._answer(ask, json.dumps(rows).encode())
        if path.startswith("/api/models/"):
            rows = [{"rfilename": n, "size": self._size(n)} for n in files(self.folder)]
            return self._answer(ask, json.dumps({"id": NAME, "sha": COMMIT, "siblings": rows}).encode())
        name = path.split(f"/resolve/{COMMIT}/")[-1]
        if not (self.folder / name).is_file():
            return self._answer(ask, b"", 404, {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT})
        blob = (self.folder / name).read_bytes()
        if body:
            self.sent.append(name)
        return self._answer(ask, blob, 200, {"ETag": f'"{self._etag(name)}"', "X-Repo-Commit": COMMIT}, body)

    def _size(self, name: str) -> int:
        return (self.folder / name).stat().st_size

    def _etag(self, name: str) -> str:
        return sha1((self.folder / name).read_bytes()).hexdigest()

    def _answer(
        self, ask: Any, blob: bytes, status: int = 200, headers: dict[str, str] | None = None, body: bool = True
    ) -> None:
        ask.send_response(status)
        for key, value in {**(headers or {}), "Content-Length": str(len(blob))}.items():
            ask.send_header(key, value)
        ask.end_headers()
        if body:
            whole = len(blob) < 20_000 or not self.cut
            ask.wfile.write(blob if whole else blob[: len(blob) // 2])
            ask.close_connection = not whole


@pytest.fixture
def server(cascade: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Server]:  # noqa: F811
    own = _Server(cascade / "stage1")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            own.get(self, True)

        def do_HEAD(self) -> None:
            own.get(self, False)

        def log_message(self, *_: Any) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=listener.serve_forever, daemon=True).start()
    where = f"http://127.0.0.1:{listener.server_port}"
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", where)
    monkeypatch.setattr(
        "huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", where + "/{repo_id}/resolve/{revision}/{filename}"
    )
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    yield own
    listener.shutdown()
    listener.server_close()


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        (200, "", "free"),
        (401, "GatedRepo", "licence"),
        (403, "GatedRepo", "licence"),
        (404, "RepoNotFound", "missing"),
        (403, "", "refused"),
        (429, "", "broken"),
        (503, "", "broken"),
    ],
)
def test_the_answers_of_the_hub_are_understood(server: _Server, status: int, code: str, state: str) -> None:
    server.status, server.code = status, code
    found = hub.access(NAME)
    assert found.state == state
    assert f"Bearer {TOKEN}" in server.tokens  # the Hub's library found it and sent it
    assert TOKEN not in repr(found)


def test_a_download_that_is_cut_goes_on(server: _Server, tmp_path: Path) -> None:
    server.cut = True
    with pytest.raises(UserError, match="start again and it goes on") as caught:
        hub.snapshot(NAME)
    assert caught.value.__context__ is None
    assert cached(NAME) is None
    before = list(server.sent)
    server.cut = False
    folder = hub.snapshot(NAME)
    assert folder == cached(NAME)
    assert folder.name == COMMIT
    again = server.sent[len(before) :]
    assert not {name for name in again if name.endswith(".json")} & set(before)  # what had come isn't sent again
    for name in files(server.folder):
        assert (folder / name).read_bytes() == (server.folder / name).read_bytes()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]
    assert isinstance(large.load_large(NAME, "cpu"), PixelModel)


def test_without_a_network_it_says_so(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    assert hub.access(NAME).state == "offline"
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert hub.access(NAME).state == "offline"


def test_a_download_that_is_stopped_ends_within_a_file(server: _Server, tmp_path: Path) -> None:
    """The Hub's own library reports every piece to a bar of ours, which is where it can be ended."""
    pieces: list[int] = []

    def stop() -> bool:
        pieces.append(1)
        return len(pieces) > 9

    with pytest.raises(hub.Stopped):
        hub.snapshot(NAME, stop)
    assert cached(NAME) is None
    assert not list((tmp_path / "hub").rglob("*.incomplete"))
    assert hub.snapshot(NAME, lambda: False) == cached(NAME)
