"""Room: models. Why a model of the Hub can't be had, in one sentence, and what to do, step by step."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Literal

from lib.models.errors import UserError

State = Literal["here", "free", "offline", "login", "licence", "missing", "refused", "broken"]


@dataclass(frozen=True)
class Access:
    """Whether a model can be had.

    Attributes:
        model_id: owner/name.
        state: "here" on this machine, "free" to download, "offline" no way to the Hub, "login" nobody is logged in,
            "licence" not accepted yet, "missing" no such model, "refused" the token doesn't do, "broken" another fault.
        sentence: the same for a reader.
        steps: what to do, in order; none where nothing is to be done.
    """

    model_id: str
    state: State
    sentence: str
    steps: tuple[str, ...] = ()

    @property
    def granted(self) -> bool:
        """Whether `snapshot` will have it."""
        return self.state in ("here", "free")

    def __str__(self) -> str:
        """In one line."""
        return " ".join([self.sentence, *(f"{i}. {step}" for i, step in enumerate(self.steps, 1))])


def said(model_id: str, error: Exception) -> Access:
    """What an error of huggingface_hub, of the network or of the disk means; nothing of its text is repeated."""
    from huggingface_hub import errors as hub

    status = getattr(getattr(error, "response", None), "status_code", 0)
    if isinstance(error, UserError):
        return Access(model_id, "broken", str(error))
    if isinstance(error, hub.GatedRepoError):
        return _gate(model_id) if logged_in() else _login(model_id)
    if isinstance(error, hub.RepositoryNotFoundError):
        return _absent(model_id, status)
    if isinstance(error, hub.DisabledRepoError):
        return Access(model_id, "refused", f"{model_id} was withdrawn from the Hub: take another model.")
    if isinstance(error, hub.RevisionNotFoundError | hub.RemoteEntryNotFoundError):
        return Access(model_id, "broken", f"{model_id} lacks files on the Hub: take another model, or try tomorrow.")
    if isinstance(error, hub.HFValidationError):
        return Access(model_id, "missing", f"{model_id!r:.100} is no id of the Hub: write owner/name.")
    if isinstance(error, hub.HfHubHTTPError) and status:
        return _status(model_id, status)
    return _unplugged(model_id, error)


def logged_in() -> bool:
    """Whether huggingface_hub has a token; what it is, nobody here looks at."""
    from huggingface_hub import get_token

    try:
        return get_token() is not None
    except Exception:  # a login that fails is none
        return False


def gate(model_id: str) -> tuple[str, ...]:
    """How to get a model that asks for a login and a licence, step by step."""
    return (
        "Make an account on https://huggingface.co/join, or log in there.",
        f"Read and accept the licence on https://huggingface.co/{licensed(model_id)}.",
        "Make a token that may read, on https://huggingface.co/settings/tokens; a fine-grained one also needs access "
        "to public gated repositories.",
        "Run `hf auth login` in a terminal and paste it there, or set it as HF_TOKEN; then start the app again.",
    )


def licensed(model_id: str) -> str:
    """Where the licence is accepted: DeepFloyd's stage 2 has its own card, and its gate is that of stage 1."""
    from lib.models.deepfloyd import KNOWN

    return "DeepFloyd/IF-I-XL-v1.0" if model_id in KNOWN else model_id


def _login(model_id: str) -> Access:
    return Access(model_id, "login", f"{model_id} asks for a login, and nobody is logged in here.", gate(model_id))


def _gate(model_id: str) -> Access:
    sentence = f"The licence of {model_id} isn't accepted yet by the account that is logged in."
    return Access(model_id, "licence", sentence, gate(model_id)[1:])


def _absent(model_id: str, status: int) -> Access:
    """The Hub says 401 of a gated model to whoever it doesn't know, logged in with a bad token or not at all."""
    from lib.models.deepfloyd import KNOWN

    if model_id in KNOWN and not logged_in():
        return _login(model_id)
    if model_id in KNOWN and status == 401:
        return _status(model_id, status)
    sentence = f"The Hub has no model {model_id}, or shows it to its owners only: look at how it is written."
    return Access(model_id, "missing", sentence)


def _status(model_id: str, status: int) -> Access:
    if status == 401:
        sentence = f"The Hub doesn't know the login of this machine (401), so {model_id} can't be had."
        return Access(model_id, "refused", sentence, gate(model_id)[2:])
    if status == 403:
        sentence = f"The token of this machine may not read {model_id} (403)."
        return Access(model_id, "refused", sentence, gate(model_id)[1:])
    if status == 429:
        return Access(model_id, "broken", "The Hub asks for patience (429): try again in a few minutes.")
    if status >= 500:
        return Access(model_id, "broken", f"The Hub has a fault of its own ({status}): try again later.")
    return Access(model_id, "broken", f"The Hub refused to give {model_id} ({status}): try again later.")


def _unplugged(model_id: str, error: Exception) -> Access:
    """Of the network, of the disk, and the rest."""
    kinds = {
        kind.__name__ for kind in type(error).__mro__
    }  # httpx has other names in other versions of the Hub's library
    again = "what has come is kept, start again and it goes on"
    if "OfflineModeIsEnabled" in kinds:
        return Access(model_id, "offline", f"{model_id} is not on this machine, and HF_HUB_OFFLINE keeps it offline.")
    if kinds & _UNREACHED:
        sentence = f"{model_id} is not on this machine, and the Hub can't be reached: connect to the network."
        return Access(model_id, "offline", sentence)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Access(model_id, "broken", f"The disk is full while {model_id} comes: make room; {again}.")
    if isinstance(error, PermissionError):
        return Access(
            model_id, "broken", "The Hub's cache can't be written: let HF_HUB_CACHE point to a folder of yours."
        )
    if isinstance(error, OSError) or kinds & {"TransportError", "XetDownloadError"}:
        return Access(model_id, "broken", f"The download of {model_id} broke off: {again}.")
    return Access(
        model_id, "broken", f"{model_id} can't be had from the Hub ({type(error).__name__}): try again later."
    )


_UNREACHED = {"LocalEntryNotFoundError", "RevisionResolutionError", "ConnectError", "ConnectTimeout", "ProxyError"}
