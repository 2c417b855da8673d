"""Small colour profiles, made here: of a screen, of grey, of a press."""

import struct

DISPLAY_P3 = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
ADOBE_RGB = ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))
"""Red, green and blue as XYZ of the D50 white."""
WHITE = (0.9642, 1.0, 0.8249)


def screen(columns):
    """A profile with these primaries and a gamma of 2.2."""
    tags = {name: _xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags | {name: _gamma(2.2) for name in (b"rTRC", b"gTRC", b"bTRC")})


def grey(gamma):
    """A profile of grey levels with this gamma."""
    return _profile(b"mntr", b"GRAY", b"XYZ ", {b"kTRC": _gamma(gamma)})


def press(lab_of):
    """A profile of four inks: `lab_of(c, m, y, k)`, each 0 or 1, is the colour of these inks over each other."""
    corners = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    colours = b"".join(
        bytes((round(L * 2.55), round(a + 128), round(b + 128))) for L, a, b in (lab_of(*x) for x in corners)
    )
    straight = bytes(range(256))
    matrix = b"".join(map(_fixed, (1, 0, 0, 0, 1, 0, 0, 0, 1)))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + straight * 4 + colours + straight * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", dict.fromkeys((b"A2B0", b"A2B1", b"A2B2"), table))


def _fixed(value):
    return struct.pack(">i", round(value * 65536))


def _xyz(values):
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _gamma(value):
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256)) + b"\0\0"


def _profile(kind, space, between, tags):
    name = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + b"\0" * 78
    tags = {b"desc": name, b"cprt": b"text\0\0\0\0none\0", b"wtpt": _xyz(WHITE)} | tags
    offset, table, blob = 132 + 12 * len(tags), b"", b""
    for tag, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += struct.pack(">4sII", tag, offset + len(blob), len(data))
        blob += data
    head = struct.pack(">I4sI4s4s4s", offset + len(blob), b"none", 0x02400000, kind, space, between)
    head = (head + b"\0" * 12 + b"acsp").ljust(68, b"\0") + b"".join(map(_fixed, WHITE))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + blob
