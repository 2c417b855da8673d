"""The block of bytes that a component is sent, taken apart."""

import io
import json
import struct

import numpy as np
from PIL import Image

from lib.ui import component


def unpack(packed):
    """The header, and the bytes after it."""
    assert packed[:4] == component.MAGIC
    (length,) = struct.unpack("<I", packed[4:8])
    return json.loads(packed[8 : 8 + length]), packed[8 + length :]


def pictures(packed):
    """The header, and the pixels of the PNG after it."""
    header, png = unpack(packed)
    return header, np.asarray(Image.open(io.BytesIO(png)))
