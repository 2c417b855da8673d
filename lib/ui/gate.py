"""Room: ui. The gate between the app and the network: who may ask, and what browsers are told with every answer.

Names are checked against DNS rebinding: a foreign page that gives its own name the address of this machine sends that
name as Host. An address in numbers can't be used like that.
"""

from __future__ import annotations

import base64
import ipaddress
import socket
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui import host


class Gate:
    """Refuses foreign names and pages, closes what only an operator needs, and adds headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or one websocket."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        asked = headers.get("host", "")
        if not is_known(asked):
            return await _refuse(scope, receive, send, 400, _STRANGE)
        if scope["type"] == "websocket":
            if not is_own(headers.get("origin"), asked):
                return await _refuse(scope, receive, send, 403, _FOREIGN)
            return await self.app(scope, receive, send)
        if scope["path"].rstrip("/").endswith("/_stcore/metrics"):
            return await _refuse(scope, receive, send, 404, "Not Found")

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(answers())
            await send(message)

        return await self.app(scope, receive, told)


_STRANGE: Final = (
    "This app doesn't know the name under which you ask for it. Open it by its address in numbers, or start it with "
    "--server.allowedHosts and that name."
)
_FOREIGN: Final = "Another page may not talk to this app; --server.corsAllowedOrigins names those that may."


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": sentence[:100]})
    else:
        await PlainTextResponse(sentence, status)(scope, receive, send)


def is_known(asked: str) -> bool:
    """Whether a Host is one of the app's: a number, localhost, this machine's name, or one that the config names."""
    name = host.name_of(f"//{asked}")
    if not name:
        return False
    if _is_number(name) or name == "localhost" or name.endswith(".localhost"):
        return True
    allowed = [*map(str, st.get_option("server.allowedHosts") or ()), *_own_names()]
    return any(_fits(name, pattern.strip().lower().rstrip(".")) for pattern in allowed)


def _fits(name: str, pattern: str) -> bool:
    return pattern == "*" or name == pattern or (pattern.startswith("*.") and name.endswith(pattern[1:]))


def is_own(origin: str | None, asked: str) -> bool:
    """Whether the app's own page opened a websocket, or one that the config names; programs have no origin."""
    if origin is None or not st.get_option("server.enableCORS"):
        return True
    if origin.partition("://")[2] == asked or origin in (st.get_option("server.corsAllowedOrigins") or ()):
        return True
    return host.is_loopback(host.name_of(origin)) and host.is_loopback(host.name_of(f"//{asked}"))


def _is_number(name: str) -> bool:
    with suppress(ValueError):
        return bool(ipaddress.ip_address(name))
    return False


@cache
def _own_names() -> tuple[str, ...]:
    name = socket.gethostname().lower()
    return name, f"{name.partition('.')[0]}.local"


@cache
def answers() -> dict[str, str]:
    """The headers of every answer: all that a page shows comes from here, and no other site frames it.

    Components are scripts that the page makes itself (blob:), and so is the picture that one paints on. Streamlit
    writes styles into its pages; formulas have letters in their style sheet (data:).
    """
    scripts = " ".join(f"'sha256-{base64.b64encode(sha256(text).digest()).decode()}'" for text in _inline_scripts())
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' blob: {scripts}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in rules.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }


def _inline_scripts() -> list[bytes]:
    """What stands as a script in Streamlit's own page."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    return [part.partition(b"</script>")[0] for part in page.split(b"<script>")[1:]]
