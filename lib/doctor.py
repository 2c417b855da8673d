"""Room: cli. What works on this machine, what doesn't, and what to do about it. Imports torch to look for a GPU."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lib.models import foreign, registry
from lib.models.errors import UserError
from lib.models.places import ROOT, shipped_dir, state_dir
from lib.runs.engine import engine, spelled_out
from lib.runs.trajectory import MAX_BYTES, from_npz
from lib.runs.weights import up_to_date, weights_of
from lib.teaching.scene_lists import to_ship

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ROOM_NEEDED = 2 * 2**30
_NAMED = 3
"""Of many pictures so many are named."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: its name.
        fine: whether it works.
        needed: whether the app needs it; the rest is for tests, training or speed.
        detail: what was found.
        remedy: what to do, where it isn't fine.
    """

    what: str
    fine: bool
    needed: bool
    detail: str
    remedy: str = ""

    def __str__(self) -> str:
        """One line, and a second one with what to do."""
        mark = "ok  " if self.fine else "FAIL" if self.needed else "note"
        return f"{mark}  {self.what}: {self.detail}" + (f"\n      -> {self.remedy}" if self.remedy else "")


def examine() -> list[Finding]:
    """Look at everything; a check that fails in a way of its own is a finding as well."""
    found: list[Finding] = []
    for check in (_python, _packages, _models, _trajectories, _mnist, _cache, _gpu, _films, _browser):
        try:
            found.extend(check())
        except Exception as error:  # the doctor must not be ill
            detail = f"could not be looked at ({type(error).__name__}: {error})"[:200]
            found.append(Finding(check.__name__.strip("_"), False, False, detail, "please report this line"))
    return found


def _python() -> Iterator[Finding]:
    fine = sys.version_info >= (3, 11)
    have = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", fine, True, have, "" if fine else "install Python 3.11 or newer, then `make app`")


def _packages() -> Iterator[Finding]:
    """Each line of requirements.txt against what is installed."""
    file = ROOT / "requirements.txt"
    text = file.read_text() if file.is_file() else ""
    lines = [wanted for line in text.splitlines() if (wanted := line.split("#")[0].strip())]
    wrong = []
    for line in lines:
        name = re.split(r"[<>=!~\[; ]", line)[0]
        try:
            have = version(name)
        except PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        if not within(have, line[len(name) :]):
            wrong.append(f"{name} {have} is outside {line[len(name) :]}")
    remedy = "" if not wrong else "run `pip install -r requirements.txt -c constraints.txt`"
    yield Finding("packages", not wrong, True, "; ".join(wrong) or f"{len(lines)} requirements met", remedy)


def within(have: str, wanted: str) -> bool:
    """Whether a version fits a specifier such as `>=1.67,<2`; letters and what follows them don't count."""
    compare = {
        ">=": lambda a, b: a >= b,
        "<": lambda a, b: a < b,
        "==": lambda a, b: a == b,
        ">": lambda a, b: a > b,
        "<=": lambda a, b: a <= b,
    }
    bounds = re.findall(r"(>=|<=|==|<|>)\s*([0-9.]+)", wanted)
    return all(compare[sign](*_padded(_numbers(have), _numbers(bound))) for sign, bound in bounds)


def _numbers(text: str) -> list[int]:
    match = re.match(r"[0-9.]+", text)
    return [int(part) for part in match[0].split(".") if part] if match else []


def _padded(a: list[int], b: list[int]) -> tuple[list[int], list[int]]:
    size = max(len(a), len(b))
    return a + [0] * (size - len(a)), b + [0] * (size - len(b))


def _models() -> Iterator[Finding]:
    """Every checkpoint whole; every model that a lesson shows, there."""
    zoo, broken = registry.checkpoints(), []
    for checkpoint in zoo.values():
        try:
            registry.verify(checkpoint)
        except UserError as error:
            broken.append(str(error))
    here = f"{len(zoo) - len(broken)} checkpoints, each with the checksum of its card"
    yield Finding("models", bool(zoo) and not broken, True, here, " ".join(broken) or ("" if zoo else _TRAIN))
    wanted = [f"{n}@{e}" for n, epochs in registry.EPOCHS.items() for e in epochs]
    wanted += [name for name, epochs in registry.EPOCHS.items() if not epochs]
    missing = [id_ for id_ in wanted if id_ not in zoo]
    if missing:
        yield Finding("lessons", False, False, f"not trained yet: {', '.join(missing)}", _TRAIN)


_TRAIN = "`git checkout cache` brings the shipped ones back; `python -m lib train NAME --data DIR --resume` trains one"


def _trajectories() -> Iterator[Finding]:
    """What ships is all there, can be read, and was made with the weights that are here."""
    paths = sorted((shipped_dir() / "trajectories").glob("*.npz"))
    bad = []
    for path in paths:
        try:
            trajectory = from_npz(foreign.read(path, MAX_BYTES))
            if trajectory.recipe.key() != path.stem or not up_to_date(trajectory):
                bad.append(path.name)
        except (OSError, UserError):
            bad.append(path.name)
    missing = _missing({path.stem for path in paths})
    detail = f"{len(paths) - len(bad)} first pictures ship"
    for names, what in ((bad, "damaged or stale"), (missing, "missing")):
        if names:
            detail += f", {len(names)} {what} ({', '.join(names[:_NAMED])}{', …' if len(names) > _NAMED else ''})"
    remedy = "`git checkout cache` brings the shipped ones back; `python -m lib precompute` computes them"
    yield Finding("pictures", not bad and not missing, False, detail, remedy if bad or missing else "")


def _missing(keys: Collection[str]) -> list[str]:
    """The names of what ships, could be computed with the models that are here, and has none of these keys."""
    missing = []
    for name, recipe in to_ship().items():
        question = spelled_out(recipe)
        with suppress(UserError):  # its model isn't here: said elsewhere
            weights_of(question)
            missing += [] if question.key() in keys else [name]
    return missing


def _mnist() -> Iterator[Finding]:
    from lib.training.folders import find_mnist

    folder = find_mnist()
    remedy = (
        "B1 shows digits of our own model instead, and nothing can be trained: name a folder that holds MNIST/raw in "
        "DIFFUSION_DATA, or run `python -m lib data mnist` once with a network"
    )
    where = str(folder) if folder else "not found"
    yield Finding("MNIST", folder is not None, False, where, "" if folder else remedy)


def _cache() -> Iterator[Finding]:
    """The user's own folder can be written, and has room."""
    folder = state_dir()
    try:
        results = engine().store.folder
        results.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=results) as file:
            file.write(b"0" * 4096)
        yield Finding("cache folder", True, False, f"{folder} is writable")
    except OSError as error:
        remedy = "point DIFFUSION_STATE to a folder of your own; until then nothing is kept between runs"
        yield Finding("cache folder", False, False, f"{folder} can't be written ({error.strerror})", remedy)
    free = shutil.disk_usage(_existing(folder)).free
    fine = free >= ROOM_NEEDED
    yield Finding(
        "disk", fine, False, f"{free / 2**30:.1f} GiB free", "" if fine else "make room: the cache takes up to 2 GiB"
    )


def _existing(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _gpu() -> Iterator[Finding]:
    import torch

    from lib.models.device import has_bf16, pick_device

    device = pick_device("auto")
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type
    bf16 = "with" if has_bf16(device) else "without"
    hint = "" if device.type != "cpu" else "; everything works on it, training takes hours where a GPU takes minutes"
    yield Finding(
        "computes on", True, False, f"{name}, {torch.get_num_threads()} threads, {bf16} bf16 arithmetic{hint}"
    )


def _films() -> Iterator[Finding]:
    fine = importlib.util.find_spec("av") is not None
    remedy = "" if fine else "run `pip install -r requirements.txt`; GIF and PNG work without"
    yield Finding("MP4", fine, False, "PyAV brings its own encoder" if fine else "PyAV is missing", remedy)


def _browser() -> Iterator[Finding]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    remedy = "only the browser tests need it: `apt-get install chromium`, or your system's own package"
    yield Finding("browser for tests", found is not None, False, found or "no Chromium found", "" if found else remedy)
