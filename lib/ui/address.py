"""Room: ui. What the browser alone changes, a frame or a divider, and how it stands in the address bar.

A component writes its value there when the reader lets go, and reads it when it is loaded; no message goes to the
server. The names have to be told here, so that a link with one of them isn't taken for a link with a mistake.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lib.ui import session

_HERE = Path(__file__).parent


@lru_cache(maxsize=32)
def script(name: str) -> str:
    """The JavaScript of a component, `name.js`, after what it needs to `recall` and `remember` values."""
    return "".join((_HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("address", name))


def told(name: str) -> str:
    """The same name, and the page's links may hold it from now on."""
    session.run().addressed.add(name)
    return name
