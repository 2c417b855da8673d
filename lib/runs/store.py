"""Room: runs. Trajectories by key: a bounded memory over a bounded folder, safe for several threads and processes."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from lib.models.errors import UserError
from lib.models.files import make_room
from lib.runs.trajectory import Trajectory, from_npz

_KEY = re.compile(r"[0-9a-f]{32}")


class Store:
    """What was computed once. A miss is None, never an error: a broken file is removed, a full disk is remembered.

    Args:
        folder: one `<key>.npz` for each trajectory; made when it is first written to.
        max_bytes: of all files together; the longest unused go first.
        memory_bytes: of all arrays kept in memory.

    Attributes:
        trouble: what went wrong with the disk last, in one sentence, or None.
    """

    def __init__(self, folder: Path, max_bytes: int = 2 * 2**30, memory_bytes: int = 256 * 2**20) -> None:
        self.folder, self.max_bytes, self.memory_bytes = Path(folder), max_bytes, memory_bytes
        self.trouble: str | None = None
        self._memory: OrderedDict[str, Trajectory] = OrderedDict()
        self._lock = threading.Lock()

    def path(self, key: str) -> Path:
        """Where a trajectory lies on the disk.

        Raises:
            ValueError: for something that isn't the key of a recipe.
        """
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r:.80} is not the key of a recipe.")
        return self.folder / f"{key}.npz"

    def get(self, key: str) -> Trajectory | None:
        """From memory, else from the disk, else None."""
        path = self.path(key)
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
        trajectory = self._read(path, key)
        if trajectory is not None:
            with suppress(OSError):
                os.utime(path)  # used just now: goes last when room is needed
            self.remember(key, trajectory)
        return trajectory

    def put(self, trajectory: Trajectory) -> None:
        """Keep a trajectory under the key of its recipe; on a disk that is full or read-only in memory alone."""
        key = trajectory.recipe.key()
        self.remember(key, trajectory)
        try:
            path = self.path(key)
            self._write(path, trajectory.to_npz())
            make_room(path, self.max_bytes)
            self.trouble = None
        except OSError as error:
            self.trouble = (
                f"Results can't be kept in {self.folder} ({error.strerror or error}): "
                f"make room there, or point DIFFUSION_STATE to another folder."
            )

    def drop(self, key: str) -> None:
        """Forget a trajectory, e.g. one that was made with weights that are no longer there."""
        with self._lock:
            self._memory.pop(key, None)
        with suppress(OSError):
            self.path(key).unlink(missing_ok=True)

    def remember(self, key: str, trajectory: Trajectory) -> None:
        """Keep a trajectory in memory, and let the longest unused go; one that is larger than all room isn't kept."""
        with self._lock:
            self._memory[key] = trajectory
            self._memory.move_to_end(key)
            held = sum(t.nbytes for t in self._memory.values())
            while held > self.memory_bytes:
                held -= self._memory.popitem(last=False)[1].nbytes

    def _read(self, path: Path, key: str) -> Trajectory | None:
        try:
            blob = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self.trouble = f"{path} can't be read ({error.strerror or error}): it is computed again."
            return None
        try:
            trajectory = from_npz(blob)
            if trajectory.recipe.key() == key:
                return trajectory
        except UserError:
            pass
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return None

    def _write(self, path: Path, blob: bytes) -> None:
        """Beside its place first, then in place: a reader sees all of it or nothing."""
        if len(blob) > self.max_bytes:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(blob)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        finally:
            with suppress(OSError):
                os.unlink(temporary)
