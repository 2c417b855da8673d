"""Room: ui. Whether a visitor may change this machine: download models, keep a course's prompts, forget them.

What changes the machine changes it for everybody who uses the app. So only who sits at it may: the app listens on
loopback, and the visitor's browser asked for it by a name of loopback, and not through a proxy. Otherwise the host has
to say so: DIFFUSION_CHANGES=yes. With DIFFUSION_CHANGES=no nobody may.
"""

from __future__ import annotations

import ipaddress
import os
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

SWITCH: Final = "DIFFUSION_CHANGES"
_PROXIED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


def switch() -> str:
    """What the host said: "yes", "no", or nothing; what is neither is a no."""
    said = os.environ.get(SWITCH, "").strip().lower()
    return said if said in ("", "yes") else "no"


def may_change() -> bool:
    """Whether this visitor may change the machine."""
    if switch():
        return switch() == "yes"
    return is_loopback(str(st.get_option("server.address") or "")) and _sits_here()


def _sits_here() -> bool:
    """Whether the browser runs on this machine, or reaches it as if it did (a tunnel of somebody who may log in)."""
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    if any(name in headers for name in _PROXIED):
        return False
    asked = [url for url in (f"//{headers.get('host', 'localhost')}", headers.get("origin")) if url]
    return all(map(is_loopback, map(name_of, asked)))


def is_everywhere() -> bool:
    """Whether the app listens on all addresses of the machine."""
    return str(st.get_option("server.address") or "0.0.0.0") in ("0.0.0.0", "::")


def is_loopback(name: str) -> bool:
    """Whether a name or an address leads nowhere but to the machine itself."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def name_of(url: str) -> str:
    """The name in an origin, or in a Host behind two slashes, in lower case; empty with more than a port beside it."""
    if any(sign in url.partition("//")[2] for sign in "/?#@\\ "):
        return ""
    try:
        parts = urlsplit(url)
        _ = parts.port  # looks whether it is one
    except ValueError:
        return ""
    return (parts.hostname or "").lower().rstrip(".")
