"""Room: runs. Trajectories by key: a bounded memory over a bounded folder, safe for several threads and processes."""

from __future__ import annotations

import errno
import os
import re
import threading
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from lib.models import foreign
from lib.models.errors import UserError
from lib.models.files import make_room, place_all
from lib.runs.trajectory import MAX_BYTES, Trajectory, from_npz

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
            blob = trajectory.to_npz()
            if len(blob) <= self.max_bytes:
                place_all({path: blob}, durable=False)  # what a power cut takes is computed again
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
            blob = foreign.read(path, MAX_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno != errno.EFBIG:
                self.trouble = f"{path} can't be read ({error.strerror or error}): it is computed again."
                return None
            blob = b""  # none of ours: it goes
        try:
            trajectory = from_npz(blob)
            if trajectory.recipe.key() == key:
                return trajectory
        except UserError:
            pass
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return None
