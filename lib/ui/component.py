"""Room: ui. Components that live in the browser: how they are made of their files, and what most of them are sent.

`component.js` is what all of them are. Most are sent one block of bytes: a header (its length, and JSON) and the
pixels that it speaks of. `block.js` unpacks it.
"""

from __future__ import annotations

import json
import struct
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

MAGIC: Final = b"DSS1"
_HERE = Path(__file__).parent


@lru_cache(maxsize=64)
def component(name: str, *parts: str) -> Any:
    """A component, registered on first use.

    Args:
        name: of its files below lib/ui, without their suffixes, as in "stage/bar": a script, and HTML and a stylesheet
            where it has them.
        parts: scripts that its own needs before it: "block" to unpack bytes, "address" for what stands in the address.
    """
    html, css = (_text(f"{name}.{kind}") for kind in ("html", "css"))
    js = "".join(_text(f"{part}.js") for part in ("component", *parts, name))
    mount = st.components.v2.component(name.replace("/", "_"), html=html or "<i hidden></i>", css=css or None, js=js)
    return lambda *, data=None, **given: mount(data=_light(data), **given)


def _light(data: bytes | dict[str, Any] | None) -> bytes | dict[str, Any] | None:
    """What is sent, with tuples for lists.

    For a list, or a bare number, Streamlit imports pandas to see whether it is a table: half a second, and that before
    the first picture.
    """
    if data is None or isinstance(data, bytes):
        return data
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


def _text(file: str) -> str:
    return (_HERE / file).read_text(encoding="utf-8") if (_HERE / file).is_file() else ""


def pack(header: dict[str, Any], rest: bytes = b"") -> bytes:
    """The block of bytes for the browser: magic, length of the header, header as JSON, and the rest."""
    text = json.dumps(header, ensure_ascii=False).encode()
    return MAGIC + struct.pack("<I", len(text)) + text + rest
