"""The command line: in this process, and in one of its own that hears Ctrl-C."""

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lib import cli
from tests.tiny import write_zoo

ROOT = Path(__file__).resolve().parents[2]
# What a background shell starts ignores Ctrl-C, and so would its children.
PROGRAM = """
import pathlib, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from lib import cli
if __name__ == "__main__":
    pathlib.Path("begun").touch()
    cli.main({})
"""


@pytest.fixture(scope="session")
def shared_zoo(tmp_path_factory):
    """A cache of small networks that nobody writes to."""
    folder = tmp_path_factory.mktemp("cache")
    write_zoo(folder)
    return folder


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A working folder with a state folder of its own; `python -m lib` works in it. A module may put more there."""
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("DIFFUSION_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def zoo(here, shared_zoo, monkeypatch):
    """The working folder, with small networks in the cache."""
    monkeypatch.setenv("DIFFUSION_CACHE", str(shared_zoo))
    return here


@pytest.fixture
def lib(here, capfd):
    """``lib('render in.json -o "a film.gif"')``, or a list of words, runs here: (exit code, stdout, stderr)."""

    def call(command):
        with pytest.raises(SystemExit) as caught:
            cli.main(shlex.split(command) if isinstance(command, str) else command)
        out, err = capfd.readouterr()
        return caught.value.code, out, err

    return call


@pytest.fixture
def interrupted(here):
    """Runs a command in a process until something holds, then Ctrl-C: it ends with 130 and a sentence; its pid."""

    def call(command, ready):
        (here / "go.py").write_text(PROGRAM.format(shlex.split(command)))
        with subprocess.Popen([sys.executable, "go.py"], stderr=subprocess.PIPE, start_new_session=True) as process:
            try:
                for _ in range(600):
                    if ready():
                        break
                    time.sleep(0.1)
                os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody hears it
                _, err = process.communicate(timeout=60)
            finally:
                process.kill()
        assert process.returncode == 130, err
        assert b"Traceback" not in err
        assert b"Stopped" in err
        return process.pid

    return call
