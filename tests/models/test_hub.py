"""Models of the Hub: what is here, what can be had, what to do first; nothing half, no pickle, no token anywhere."""

from __future__ import annotations

import errno
import logging
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import httpx2
import huggingface_hub
import pytest
from huggingface_hub import errors

from lib.models import hub, registry
from lib.models.downloads import arrived, cached, missing, place_of, wanted
from lib.models.errors import UserError
from lib.models.refusals import gate
from tests.models.hub_kit import COMMIT, TOKEN, FakeHub, files, make_hub, refusal, shelve  # noqa: F401
from tests.models.tiny_cascade import cascade  # noqa: F401

M, XL, SECOND, DDPM = "DeepFloyd/IF-I-M-v1.0", "DeepFloyd/IF-I-XL-v1.0", "DeepFloyd/IF-II-M-v1.0", "someone/ddpm"
Make = Callable[..., FakeHub]

REFUSALS: dict[str, tuple[Exception, str, str]] = {
    "gated": (refusal(errors.GatedRepoError, 401), "login", "nobody is logged in"),
    "not found": (refusal(errors.RepositoryNotFoundError, 404), "missing", "has no model"),
    "withdrawn": (refusal(errors.DisabledRepoError, 403), "refused", "withdrawn"),
    "no file": (refusal(errors.RemoteEntryNotFoundError, 404), "broken", "lacks files"),
    "bad token": (refusal(errors.HfHubHTTPError, 401), "refused", "doesn't know the login"),
    "weak token": (refusal(errors.HfHubHTTPError, 403), "refused", "may not read"),
    "too many": (refusal(errors.HfHubHTTPError, 429), "broken", "in a few minutes"),
    "fault": (refusal(errors.HfHubHTTPError, 503), "broken", "fault of its own"),
    "teapot": (refusal(errors.HfHubHTTPError, 418), "broken", "refused to give"),
    "no cable": (httpx2.ConnectError("no route"), "offline", "connect to the network"),
    "no cache": (errors.LocalEntryNotFoundError("x"), "offline", "connect to the network"),
    "offline": (errors.OfflineModeIsEnabled("x"), "offline", "HF_HUB_OFFLINE"),
    "cut": (httpx2.RemoteProtocolError("peer closed"), "broken", "start again"),
    "slow": (httpx2.ReadTimeout("slow"), "broken", "start again"),
    "full": (OSError(errno.ENOSPC, "No space left on device"), "broken", "make room"),
    "read-only": (PermissionError(errno.EACCES, "denied"), "broken", "HF_HUB_CACHE"),
    "bad id": (errors.HFValidationError("x"), "missing", "owner/name"),
    "unheard of": (RuntimeError(f"with {TOKEN}"), "broken", "RuntimeError"),
}


@pytest.mark.parametrize("trouble", REFUSALS)
def test_every_refusal_is_one_sentence_without_the_token(
    trouble: str,
    make_hub: Make,  # noqa: F811
    cascade: Path,  # noqa: F811
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    caplog.set_level(logging.DEBUG)
    error, state, says = REFUSALS[trouble]
    own = make_hub(someone__ddpm=cascade / "stage1")
    own.trouble = {"access": error}
    found = hub.access(DDPM)
    assert (found.state, found.granted) == (state, False)
    assert says in found.sentence
    assert found.sentence.endswith(".")
    seen = [repr(found), str(found)]
    for where in ("listing", "download"):
        own.trouble = {where: error}
        own.after = len(own.downloaded) + 4
        with pytest.raises(UserError) as caught:
            hub.snapshot(DDPM)
        assert "\n" not in str(caught.value)
        assert caught.value.__context__ is None
        assert caught.value.__cause__ is None
        seen += [repr(caught.value), "".join(traceback.format_exception(caught.value))]
    assert cached(DDPM) is None
    seen += [caplog.text, *capsys.readouterr()]
    seen += [path.read_bytes().decode(errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    assert not [text for text in seen if TOKEN in text]


def test_a_gated_model_is_explained_step_by_step(make_hub: Make, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    own = make_hub()
    own.trouble = {"access": refusal(errors.GatedRepoError, 403)}
    found = hub.access(M)
    assert found.state == "login"
    assert found.steps == gate(M)
    assert "https://huggingface.co/join" in found.steps[0]
    assert f"https://huggingface.co/{XL}" in found.steps[1]
    assert "`hf auth login`" in found.steps[-1]
    assert "HF_TOKEN" in found.steps[-1]
    assert [f"{i}. " in str(found) for i in range(1, 5)] == [True] * 4
    monkeypatch.setattr(huggingface_hub, "get_token", lambda: TOKEN)
    found = hub.access(M)
    assert found.state == "licence"
    assert "accept" in found.steps[0]
    own.trouble = {"access": refusal(errors.RepositoryNotFoundError, 401)}
    found = hub.access(M)
    assert (found.state, "doesn't know the login" in found.sentence) == ("refused", True)
    monkeypatch.setattr(huggingface_hub, "get_token", lambda: None)
    assert hub.access(M).state == "login"


def test_a_login_that_fails_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> str:
        raise errors.OIDCError("no")

    monkeypatch.setattr(huggingface_hub, "get_token", fails)
    assert hub.said(M, refusal(errors.GatedRepoError, 401)).state == "login"


def test_what_is_here_is_taken_without_asking(make_hub: Make, cascade: Path) -> None:  # noqa: F811
    own = make_hub()
    shelve(own.cache, M, cascade / "stage1")
    assert hub.access(M).state == "here"
    assert hub.snapshot(M).name == COMMIT
    assert own.asked == []


def test_a_download_brings_what_is_read_and_goes_on_where_it_stopped(
    make_hub: Make,  # noqa: F811
    cascade: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    remote = shutil.copytree(cascade / "stage1", tmp_path / "remote")
    for name in ("unet/diffusion_pytorch_model.bin", "model.ckpt", "README.md", "watermarker/x.safetensors", "run.py"):
        (remote / name).parent.mkdir(exist_ok=True)
        (remote / name).write_text("nothing to read")
    own = make_hub(someone__ddpm=remote)
    assert hub.access(DDPM).state == "free"
    own.trouble, own.after = {"download": httpx2.ReadError("cut")}, 5
    with pytest.raises(UserError, match="start again and it goes on"):
        hub.snapshot(DDPM)
    assert cached(DDPM) is None
    assert arrived(DDPM) > 0
    with pytest.raises(UserError, match=r"not on this machine yet: run"):
        registry.find(DDPM)
    own.trouble = {}
    folder = hub.snapshot(DDPM)
    assert files(folder) == files(cascade / "stage1")
    assert missing(folder) == []


def test_ctrl_c_is_ctrl_c_and_leaves_nothing_half(make_hub: Make, cascade: Path) -> None:  # noqa: F811
    own = make_hub(someone__ddpm=cascade / "stage1")
    own.trouble, own.after = {"download": KeyboardInterrupt()}, 6
    with pytest.raises(KeyboardInterrupt):
        hub.snapshot(DDPM)
    assert cached(DDPM) is None


def test_stage_2_comes_without_a_text_encoder(make_hub: Make, cascade: Path, tmp_path: Path) -> None:  # noqa: F811
    remote = shutil.copytree(cascade / "stage2", tmp_path / "remote")
    for part in ("text_encoder", "tokenizer"):
        shutil.copytree(cascade / "stage1" / part, remote / part)
    own = make_hub()
    own.models = {SECOND: remote}
    hub.snapshot(SECOND)
    assert not [name for name in own.downloaded if name.startswith(("text_encoder", "tokenizer"))]


def test_what_draws_no_pixels_is_refused_before_its_weights_come(
    make_hub: Make,  # noqa: F811
    cascade: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    remote = shutil.copytree(cascade / "stage1", tmp_path / "remote")
    index, config = remote / "model_index.json", remote / "unet" / "config.json"
    own = make_hub(someone__ddpm=remote)
    config.write_text(config.read_text().replace('"in_channels": 3', '"in_channels": 4'))
    with pytest.raises(UserError, match="latent space"):
        hub.snapshot(DDPM)
    assert not [name for name in own.downloaded if name.endswith(".safetensors")]
    weights = remote / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    shutil.rmtree(remote / "text_encoder")
    with pytest.raises(UserError, match="only as pickles"):
        hub.snapshot(DDPM)
    index.unlink()
    with pytest.raises(UserError, match=r"no model_index.json"):
        hub.snapshot(DDPM)


def test_one_kind_of_weights_is_wanted_for_each_part() -> None:
    shards = [f"text_encoder/model.fp16-0000{i}-of-00002.safetensors" for i in (1, 2)]
    half = ["unet/diffusion_pytorch_model.fp16.safetensors", *shards, "text_encoder/model.safetensors.index.fp16.json"]
    small = ["model_index.json", "unet/config.json", "text_encoder/config.json", "tokenizer/spiece.model"]
    other = ["unet/diffusion_pytorch_model.safetensors", "text_encoder/model-00001-of-00002.safetensors"]
    other += ["text_encoder/model.safetensors.index.json", "text_encoder/model.8bit.safetensors", "whole.safetensors"]
    other += ["unet/diffusion_pytorch_model.fp16.bin", "text_encoder/pytorch_model.bin", "x/y/z.json"]
    assert sorted(wanted([*half, *small, *other])) == sorted([*half, *small])
    assert wanted(["config.json", "diffusion_pytorch_model.safetensors", "a.bin"]) == [
        *("config.json", "diffusion_pytorch_model.safetensors")
    ]


@pytest.mark.parametrize("bad", ["", "/", "a/b/c", "a b/c", "../x", "a/..", "x/y--z", "a/<b>", "ä/b", "/etc/passwd", 7])
def test_what_is_no_id_is_refused(bad: object) -> None:
    for ask in (hub.access, hub.snapshot, place_of):
        with pytest.raises(UserError, match="owner/name"):
            ask(bad)  # type: ignore[arg-type]


def test_a_card_of_the_hub_has_the_commit_for_a_checksum(make_hub: Make, cascade: Path) -> None:  # noqa: F811
    own = make_hub()
    with pytest.raises(UserError, match=r"not on this machine yet \(12.9 GB\): run `python -m lib get"):
        registry.find(M)
    shelve(own.cache, M, cascade / "stage1")
    found = registry.find(M)
    assert (found.id, found.sha256, found.parameters, found.file) == (M, COMMIT, 400_000_000, "")
    assert "non-commercial" in found.licence
    assert "LAION" in found.data
    shelve(own.cache, DDPM, cascade / "stage1")
    assert "huggingface.co/someone/ddpm" in registry.find(DDPM).licence


def test_a_card_costs_no_torch() -> None:
    code = "import sys; from lib.models.errors import UserError\nfrom lib.models.registry import find\n"
    code += "try: find('a/b')\nexcept UserError: pass\nsys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
