"""Pictures with a colour profile of their own are read as a browser shows them; a wrong profile harms nothing."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.models.errors import UserError
from lib.runs import profiles, uploads
from tests.runs.colours import ADOBE_RGB, DISPLAY_P3, grey, press, screen

SAID = (60, 200, 80)
WIDE = {"Display P3": (screen(DISPLAY_P3), (0, 205, 56)), "Adobe RGB": (screen(ADOBE_RGB), (0, 201, 67))}
LOSSLESS = {
    "JPEG": {"quality": 98, "subsampling": 0},
    "WEBP": {"lossless": True},
    "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    "HEIF": {"quality": -1, "chroma": 444},
}
FORMATS = ["PNG", "JPEG", "TIFF", "WEBP", "AVIF", "HEIF"]


def saved(image, kind="PNG", **options):
    if kind == "HEIF":
        pytest.importorskip("pillow_heif").register_heif_opener()
    stream = io.BytesIO()
    image.save(stream, kind, **LOSSLESS.get(kind, {}), **options)
    return stream.getvalue()


def plain(mode="RGB", colour=SAID):
    return Image.new(mode, (32, 24), colour)


def colour(blob):
    pixels = uploads.read(blob)
    assert pixels.shape == (24, 32, 3)
    return pixels.astype(int).mean((0, 1))


def close(blob, right, within=2.0):
    assert np.abs(colour(blob) - right).max() <= within, (colour(blob), right)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("profile", "right"), WIDE.values(), ids=WIDE)
def test_colours_of_a_wider_space_are_what_they_were_meant_to_be(kind, profile, right):
    close(saved(plain(), kind, icc_profile=profile), right, 3 if kind == "AVIF" else 2)
    if kind != "HEIF":  # of which the writer notes sRGB by itself
        close(saved(plain(), kind), SAID)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_a_transparent_picture_keeps_what_is_clear(kind):
    image = plain("RGBA", (*SAID, 255))
    image.paste((*SAID, 0), (0, 0, 16, 24))
    pixels = uploads.read(saved(image, kind, icc_profile=WIDE["Display P3"][0])).astype(int)
    assert (pixels[:, :12] == 255).all()
    assert np.abs(pixels[:, 20:] - (0, 205, 56)).max() <= 2


def test_a_palette_has_a_profile_too():
    profile, right = WIDE["Adobe RGB"]
    close(saved(plain().quantize(4), icc_profile=profile), right)


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_grey_levels_of_another_gamma(mode):
    """A quarter of the light is level 64 where levels are light, and 137 in sRGB."""
    level = {"L": 64, "LA": (64, 255), "I;16": 64 * 257}[mode]
    close(saved(plain(mode, level), icc_profile=grey(1.0)), (137, 137, 137))
    close(saved(plain(mode, level)), (64, 64, 64))


def test_grey_with_a_profile_of_colours_stays_grey():
    close(saved(plain("L", 100), icc_profile=WIDE["Display P3"][0]), (100, 100, 100))


INKS = {(0, 0, 0, 0): (100, 0, 0), (1, 0, 0, 0): (54.29, 80.81, 69.89), (0, 0, 0, 1): (0, 0, 0)}
"""In Lab of the D50 white. On this press cyan is as red as sRGB can be."""


@pytest.mark.parametrize("kind", ["TIFF", "JPEG"])
def test_inks_have_the_colours_of_their_press(kind):
    profile = press(lambda *inks: INKS.get(inks, (50, 0, 0)))
    close(saved(plain("CMYK", (255, 0, 0, 0)), kind, icc_profile=profile), (255, 0, 0), 4)
    close(saved(plain("CMYK", (0, 0, 0, 0)), kind, icc_profile=profile), (255, 255, 255))
    close(saved(plain("CMYK", (0, 0, 0, 255)), kind, icc_profile=profile), (0, 0, 0))
    close(saved(plain("CMYK", (255, 0, 0, 0)), kind), (0, 255, 255))  # no profile: the ink as its name says


def test_sixteen_bits_of_colour_with_a_profile():
    """Written by hand: PIL writes none."""
    profile, right = WIDE["Display P3"]
    rows = (b"\0" + struct.pack(">3H", *(257 * c for c in SAID)) * 32) * 24

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 32, 24, 16, 2, 0, 0, 0))
    note = chunk(b"iCCP", b"wide\0\0" + zlib.compress(profile))
    blob = b"\x89PNG\r\n\x1a\n" + head + note + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    close(blob, right)


def test_a_large_photo_is_converted_too():
    profile, right = WIDE["Display P3"]
    pixels = uploads.read(saved(Image.new("RGB", (3000, 2100), SAID), "JPEG", icc_profile=profile)).astype(int)
    assert max(pixels.shape) == 2048
    assert np.abs(pixels - right).max() <= 3


P3 = WIDE["Display P3"][0]
WRONG = {
    "nothing": b"",
    "rubbish": b"\xff" * 300,
    "its head alone": P3[:128],
    "half of it": P3[: len(P3) // 2],
    "of grey": grey(1.0),
    "of inks": press(lambda *inks: (50, 0, 0)),
    "no curves": P3.replace(b"TRC", b"XXX"),
    "a curve without an end": P3.replace(b"curv\0\0\0\0\0\0\0\1", b"curv\0\0\0\0\xff\xff\xff\xff"),
}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("profile", WRONG.values(), ids=WRONG)
def test_a_damaged_or_a_wrong_profile_is_as_good_as_none(kind, profile):
    close(saved(plain(), kind, icc_profile=profile), SAID, 3)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([P3, grey(1.0), press(lambda *inks: INKS.get(inks, (50, 0, 0)))]), st.data())
def test_whatever_a_profile_holds_there_is_a_picture(profile, data):
    broken = bytearray(profile)
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    for mode in ("RGB", "L", "CMYK", "RGBA"):
        made = profiles.in_srgb(Image.new(mode, (3, 2)), bytes(broken))
        assert (made.size, made.mode) == ((3, 2), "RGBA" if mode == "RGBA" else "RGB")


def test_a_profile_of_many_megabytes_is_none(monkeypatch):
    monkeypatch.setattr(profiles, "MAX_BYTES", len(P3) - 1)
    close(saved(plain(), "JPEG", icc_profile=P3), SAID)


def test_a_photo_of_a_phone():
    """HEIC: ten bits, lying on its side, in Display P3."""
    heif = pytest.importorskip("pillow_heif")
    lying = np.zeros((24, 32, 3), np.uint16)
    lying[:, 16:] = np.array(SAID) * 257
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    made = heif.from_bytes("RGB;16", (32, 24), lying.tobytes())
    made.save(stream, quality=-1, chroma=444, exif=exif.tobytes(), icc_profile=P3, icc_profile_type="prof")
    pixels = uploads.read(stream.getvalue()).astype(int)
    assert pixels.shape == (32, 24, 3)
    assert np.abs(pixels[2:14]).max() <= 3
    assert np.abs(pixels[18:30] - (0, 205, 56)).max() <= 3


@pytest.mark.parametrize("cut", [40, 200, 400, -30])
def test_a_damaged_heic_is_one_sentence(cut):
    with pytest.raises(UserError, match=r"^[A-Z].*\.$"):
        uploads.read(saved(Image.effect_noise((64, 64), 90).convert("RGB"), "HEIF")[:cut])


def test_a_heic_that_lies_about_its_size_is_refused():
    blob = saved(Image.new("RGB", (3000, 3000)), "HEIF")
    at = blob.index(b"ispe") + 8
    for side in (16, 30_000):
        with pytest.raises(UserError):
            uploads.read(blob[:at] + struct.pack(">II", side, side) + blob[at + 8 :])
