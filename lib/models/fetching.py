"""Room: models. Downloads in threads: how far they are, a way to stop, and a sentence where one breaks off. No torch.

One download for each model and process, whoever asks. What has come is kept: a file that came whole is never sent
again, whether the download was stopped, the network was cut, or the app was closed.
"""

from __future__ import annotations

import threading
from contextlib import suppress

from lib.models.downloads import arrived
from lib.models.errors import UserError
from lib.models.machine import GB

MB = 1e6


class Download:
    """A model on its way from the Hub. Read its attributes from any thread.

    Attributes:
        model_id: owner/name.
        total: bytes of all that is wanted; 0 until the Hub has said it.
        error: why it broke off; its text is one sentence for the user.
        stopped: whether somebody stopped it.
    """

    def __init__(self, model_id: str) -> None:
        self.model_id, self.total = model_id, 0
        self.error: UserError | None = None
        self.stopped = False
        self._stop, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"download-{model_id}", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._ended.is_set()

    @property
    def here(self) -> int:
        """Bytes that have come, those of earlier attempts among them."""
        found = arrived(self.model_id)
        return min(found, self.total) if self.total else found

    @property
    def share(self) -> float:
        """Of the bytes, in [0, 1]."""
        return self.here / self.total if self.total else 0.0

    @property
    def said(self) -> str:
        """How far it is."""
        if not self.total:
            return "Asking the Hub, and looking at this machine …"
        unit, name = (GB, "GB") if self.total >= GB / 10 else (MB, "MB")
        return f"{self.here / unit:.2f} of {self.total / unit:.2f} {name}"

    def stop(self) -> None:
        """Ask it to end; it does with the next piece that comes."""
        self._stop.set()
        with suppress(Exception):  # files in chunks come by a library that has only this to end it
            from huggingface_hub.utils._xet import abort_xet_session

            abort_xet_session()

    def wait(self, timeout: float | None = None) -> bool:
        """Until it has ended; False where the time was up first."""
        return self._ended.wait(timeout)

    def _work(self) -> None:
        from lib.models.hub import Stopped, listing, snapshot

        try:
            from lib.models.large import plan_of  # seconds, for torch

            plan_of(self.model_id)  # says what lacks before anything is written: access, disk, memory
            self.total = sum(listing(self.model_id).values())
            snapshot(self.model_id, self._stop.is_set)
        except Stopped:
            self.stopped = True
        except UserError as error:
            self.error = error
        except Exception as error:  # a thread has nobody above it
            self.error = UserError(f"The download of {self.model_id} failed ({type(error).__name__}): start it again.")
        finally:
            self._ended.set()


_lock, _running = threading.Lock(), dict[str, Download]()


def start(model_id: str) -> Download:
    """The download of a model: the one that runs, or a new one."""
    with _lock:
        known = _running.get(model_id)
        if known is None or known.done:
            known = _running[model_id] = Download(model_id)
        return known


def current(model_id: str) -> Download | None:
    """The download of a model that runs or has ended last, if there was one."""
    return _running.get(model_id)


def forget(model_id: str) -> None:
    """Don't speak of it any more."""
    with _lock:
        _running.pop(model_id, None)
