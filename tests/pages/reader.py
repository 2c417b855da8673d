"""A reader without a browser: opens an address of the running app over its websocket, and looks at what is sent."""

import asyncio
import base64
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from lib.ui import component
from tests.ui.blocks import unpack

PATIENCE = 120
"""Seconds in which something has to come."""


@dataclass
class Seen:
    """What one reader was shown.

    Attributes:
        page: of the address, "" for the first one.
        query: of the address.
        title: the last one.
        players: their headers.
        wrong: all that should not be there, in words.
    """

    page: str
    query: str
    title: str = ""
    players: dict[str, dict] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"/{self.page}{'?' if self.query else ''}{self.query}"


def at_once(url: str, addresses: Iterable[tuple[str, str]]) -> list[Seen]:
    """Open all addresses in the same moment, each as a reader of its own."""

    async def every() -> list[Seen]:
        return await asyncio.gather(*(_read(url, Seen(*address)) for address in addresses))

    return asyncio.run(every())


async def _read(url: str, seen: Seen) -> Seen:
    """Until the page has run to its end. What it asks before it shows its picture is answered."""
    stream, pressed, drawn = url.replace("http", "ws", 1) + "/_stcore/stream", "", False
    async with connect(stream, subprotocols=["streamlit"], origin=url, max_size=None, open_timeout=PATIENCE) as line:
        await line.send(_ask(seen))
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(line.recv(), PATIENCE))
            element = message.delta.new_element
            seen.wrong += wrong(element)
            if element.heading.tag == "h1":
                seen.title = element.heading.body
            if element.button.id.endswith("present_locked"):
                pressed = element.button.id
            if "_player" in element.bidi_component.id:
                seen.players[element.bidi_component.id] = unpack(element.bidi_component.bytes)[0]
                if not drawn and not seen.query:  # as a browser says it: then comes what stands below
                    await line.send(_ask(seen))
                drawn = True
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and message.HasField("script_finished"):
                if not pressed or drawn:
                    return seen
                await line.send(_ask(seen, pressed))
                pressed = ""


def _ask(seen: Seen, pressed: str = "") -> bytes:
    message = BackMsg()
    message.rerun_script.page_name = seen.page
    message.rerun_script.query_string = seen.query
    if pressed:
        message.rerun_script.widget_states.widgets.add(id=pressed, trigger_value=True)
    return message.SerializeToString()


def wrong(element: Element) -> list[str]:
    """What is wrong with an element, in words: an error, a warning, a run that isn't there, an empty picture."""
    if element.HasField("exception"):
        found = element.exception
        return [f"{found.type}: {found.message} {' '.join(found.stack_trace[-2:])}"]
    if element.HasField("alert") and element.alert.format in (Alert.ERROR, Alert.WARNING):
        return [element.alert.body]
    if element.HasField("progress"):
        return [f"It makes one wait: {element.progress.text}"]
    if element.HasField("plotly_chart"):
        return [] if json.loads(element.plotly_chart.spec)["data"] else ["A figure shows nothing."]
    return [f"Empty: {name}" for name, pixels in pictures(element) if not pixels.size or np.ptp(pixels) == 0]


def pictures(element: Element) -> Iterator[tuple[str, np.ndarray]]:
    """The pictures of an element, with a word for each."""
    for tag in re.findall(r"<img[^>]*>", element.html.body):
        (kind, data) = re.search(r"""src=["']data:image/([a-z+]+);base64,([^"']*)""", tag).groups()
        name = re.search(r"""alt=["']([^"']*)""", tag)[1]
        if kind != "svg+xml":
            yield name, _pixels(base64.b64decode(data))
    packed = element.bidi_component.bytes
    if packed.startswith(component.MAGIC):
        header, rest = unpack(packed)
        if rest[:4] == b"\x89PNG":
            yield from _panels(element.bidi_component.id, header, _pixels(rest))


def _panels(name: str, header: dict, sprite: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """A player's panels, each with all its frames; other components' pictures whole."""
    if "panels" not in header:
        yield name, sprite
        return
    h, w, across, panels = (header[key] for key in ("height", "width", "across", "panels"))
    cells = sprite.reshape(sprite.shape[0] // h, h, across, w, -1).swapaxes(1, 2).reshape(-1, h, w, sprite.shape[2])
    for i, words in enumerate(panels):
        yield f"{name}, {words[2]}", cells[i : header["frames"] * len(panels) : len(panels)]


def _pixels(data: bytes) -> np.ndarray:
    return np.atleast_3d(np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")))[..., :3]
