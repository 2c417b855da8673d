"""Room: ui. What the browser alone changes, a frame or a divider, and how it stands in the address bar.

A component writes its value there when the reader lets go, and reads it when it is loaded (`address.js`, before its own
script); no message goes to the server. The names have to be told here, so that a link with one of them isn't taken for
a link with a mistake.
"""

from __future__ import annotations

from typing import Final

from lib.ui import session

PLACES: Final = ("present_list", "present_scene")
"""Names that say where one is, and not how its controls stand: another value is a step that Back takes back."""


def told(name: str) -> str:
    """The same name, and the page's links may hold it from now on."""
    session.run().addressed.add(name)
    return name
