"""A Hub on the disk: its cache as huggingface_hub writes it, its answers, and its refusals by their real classes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import huggingface_hub
import pytest
from huggingface_hub.utils import filter_repo_objects

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TOKEN = "hf_sentinelNobodyMaySeeThis"


def shelve(cache: Path, model_id: str, folder: Path, names: Iterable[str] | None = None) -> Path:
    """Put a folder (or some files of it) into a cache, as a download does: blobs, links to them, and the commit."""
    place = cache / f"models--{model_id.replace('/', '--')}"
    snapshot = place / "snapshots" / COMMIT
    for name in names if names is not None else files(folder):
        blob, link = place / "blobs" / name.replace("/", "-"), snapshot / name
        for parent in (blob.parent, link.parent):
            parent.mkdir(parents=True, exist_ok=True)
        if not blob.exists():
            shutil.copyfile(folder / name, blob)
        if not link.exists():
            link.symlink_to(blob)
    (place / "refs").mkdir(parents=True, exist_ok=True)
    (place / "refs" / "main").write_text(COMMIT)
    return snapshot


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def refusal(kind: type[Any], status: int) -> Exception:
    """An error as the Hub's library raises it, with the request and the token in it."""
    headers = {"authorization": f"Bearer {TOKEN}"}
    request = httpx2.Request("GET", f"https://huggingface.co/api/models/x?token={TOKEN}", headers=headers)
    return kind(f"{status} for {request.url}", response=httpx2.Response(status, request=request))


class FakeHub:
    """What the Hub's library would say; `trouble` is raised by a question, or in the middle of a download."""

    def __init__(self, cache: Path, models: dict[str, Path]) -> None:
        self.cache, self.models = cache, models
        self.trouble: dict[str, BaseException] = {}
        self.after = 0
        self.before: Callable[[str], object] = lambda name: None
        self.asked: list[str] = []
        self.downloaded: list[str] = []

    def auth_check(self, api: Any, model_id: str) -> None:
        self._say("access")

    def model_info(self, api: Any, model_id: str, files_metadata: bool = False) -> Any:
        self._say("listing")
        folder = self.models[model_id]
        sizes = [SimpleNamespace(rfilename=name, size=(folder / name).stat().st_size) for name in files(folder)]
        return SimpleNamespace(siblings=sizes)

    def snapshot_download(
        self, model_id: str, *, allow_patterns: list[str], cache_dir: Path, tqdm_class: Any = None
    ) -> str:
        self.asked.append("download")
        folder = self.models[model_id]
        wanted = list(filter_repo_objects(files(folder), allow_patterns=allow_patterns))
        for name in wanted:
            if "download" in self.trouble and len(self.downloaded) >= self.after:
                raise self.trouble["download"]
            self.before(name)
            if tqdm_class is not None:
                tqdm_class(total=1).update((folder / name).stat().st_size)
            shelve(cache_dir, model_id, folder, [name])
            self.downloaded.append(name)
        return str(shelve(cache_dir, model_id, folder, []))

    def _say(self, what: str) -> None:
        self.asked.append(what)
        if what in self.trouble:
            raise self.trouble[what]


@pytest.fixture
def make_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., FakeHub]:
    """A Hub with these models, an empty cache, nobody logged in."""

    def make(**models: Path) -> FakeHub:
        hub = FakeHub(tmp_path / "hub", {name.replace("__", "/").replace("_", "-"): at for name, at in models.items()})
        monkeypatch.setenv("HF_HUB_CACHE", str(hub.cache))
        monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "state"))
        monkeypatch.setattr(huggingface_hub.HfApi, "auth_check", lambda api, name: hub.auth_check(api, name))
        monkeypatch.setattr(
            huggingface_hub.HfApi, "model_info", lambda api, name, **options: hub.model_info(api, name, **options)
        )
        monkeypatch.setattr(huggingface_hub, "snapshot_download", hub.snapshot_download)
        monkeypatch.setattr(huggingface_hub, "get_token", lambda: None)
        return hub

    return make
