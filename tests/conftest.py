"""For all tests: one thread, a state folder of their own, and no way out to the network."""

import ipaddress
import os
import socket
import sys

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported: several times faster on two cores

import pytest


@pytest.fixture(scope="session", autouse=True)
def state_dir(tmp_path_factory):
    """What the app keeps between runs goes to a folder that pytest throws away."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIFFUSION_STATE", str(folder))
        patch.setenv("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
        patch.setenv("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "full")  # for whoever reads why a test failed
        yield folder


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):  # a Unix socket
        return True
    try:
        return ipaddress.ip_address(str(address[0]).split("%")[0]).is_loopback
    except ValueError:
        return address[0] == "localhost"


@pytest.fixture(autouse=True)
def own_main(monkeypatch):
    """A page under AppTest becomes `__main__`; a process that a later test spawns would run that page first."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(autouse=True)
def offline(request, monkeypatch):
    """A test that reaches for the network without saying so fails."""
    if request.node.get_closest_marker("network"):
        return
    connect = socket.socket.connect

    def guarded(self, address):
        if not _is_local(address):
            pytest.fail(f"This test reached for the network ({address}): mark it network, or don't.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
