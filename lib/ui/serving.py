"""Room: ui. How the app is served: behind a gate (`gate.py`), and at the start it says who can open it, and where."""

from __future__ import annotations

import socket
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import streamlit as st
from starlette.middleware import Middleware
from streamlit import net_util

from lib.ui import host
from lib.ui.gate import Gate

NAME: Final = "Diffusion, Step by Step"
_ROUTES: Final = ("8.8.8.8", "10.255.255.255", "172.16.255.255", "192.168.255.255")
"""Where packets would go, to learn by which address they would leave; none is sent."""


def middleware() -> list[Middleware]:
    """For `st.App`."""
    net_util.get_external_ip = lambda: None  # a foreign host would be asked, whenever a foreign page comes
    return [Middleware(Gate)]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """At the start: say who can open the app, and where; and open a browser, where somebody sits at this machine."""
    sys.stdout.write("\n".join(welcome()) + "\n")
    sys.stdout.flush()
    if not st.get_option("server.headless"):
        webbrowser.open(_url("localhost" if host.is_everywhere() else str(st.get_option("server.address"))))
    yield


def welcome() -> list[str]:
    """What is said at the start."""
    if not host.is_everywhere():
        address = str(st.get_option("server.address"))
        alone = "Only this machine can open it." if host.is_loopback(address) else _EVERYBODY
        return ["", f"  {NAME}", "", f"  {_url(address)}", "", f"  {alone}", "  Ctrl + C stops it.", ""]
    found = [_url(address) for address in addresses()] or ["  (this machine has no network now)"]
    return [
        *("", f"  {NAME}", ""),
        *(f"  {url}" for url in found),
        *("", f"  {_EVERYBODY}", f"  {_CHANGES[host.switch() == 'yes']}", "  Ctrl + C stops it.", ""),
    ]


_EVERYBODY: Final = "Everybody in the network can open it, without a password, and use this machine's processors."
_CHANGES: Final = {
    False: "They can't download models or change what all of them have; DIFFUSION_CHANGES=yes would let them.",
    True: "They can also download models and change what all of them have: DIFFUSION_CHANGES=yes.",
}


def _url(address: str) -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    name = f"[{address}]" if ":" in address else address
    return f"http://{name}:{st.get_option('server.port')}" + (f"/{base}" if base else "")


def addresses() -> list[str]:
    """By which addresses others in the network reach this machine; asks nobody, and sends nothing."""
    found = []
    for target in _ROUTES:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 1))
            found.append(str(probe.getsockname()[0]))
    return [address for address in dict.fromkeys(found) if not host.is_loopback(address) and address != "0.0.0.0"]
