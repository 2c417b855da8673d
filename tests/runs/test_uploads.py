"""Uploads: every common kind of picture, and a sentence for everything else."""

import io
import struct
import time
import tracemalloc
import zlib
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image, features

from lib.draw.studio.apng import chunk
from lib.models.errors import UserError
from lib.runs import uploads
from lib.runs.drawings import draw

PICTURE = draw("tower", 48)[:, :40]


def saved(image, kind="PNG", **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def rgb(array=PICTURE):
    return Image.fromarray(array)


def png(width, height, rows=b""):
    """A PNG whose head says what it likes."""

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM", "TGA", "ICO", "WEBP", "JPEG2000", "QOI", "PCX"])
def test_a_format_that_loses_nothing_comes_back_to_the_last_bit(kind):
    options = {"WEBP": {"lossless": True}, "ICO": {"sizes": [(40, 48)]}}.get(kind, {})
    back = uploads.read(saved(rgb(), kind, **options))
    assert back.dtype == np.uint8
    assert np.array_equal(back, PICTURE)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "GIF", "MPO"])
def test_a_format_that_loses_something_comes_close(kind):
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("PIL here has no AVIF")
    back = uploads.read(saved(rgb(), kind))
    assert back.shape == PICTURE.shape
    assert abs(back.astype(float) - PICTURE).mean() < 8


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_taken_sideways_is_upright(kind, orientation):
    """What the camera saw, turned back by each of the eight notes that it can write."""
    ways = {1: (0, 0), 2: (0, 1), 3: (2, 0), 4: (2, 1), 5: (1, 1), 6: (1, 0), 7: (3, 1), 8: (3, 0)}
    quarters, flipped = ways[orientation]
    lying = np.rot90(PICTURE, quarters)
    if flipped:
        lying = np.rot90(PICTURE[:, ::-1], quarters) if quarters % 2 == 0 else np.rot90(PICTURE[::-1], quarters)
    if orientation in (5, 7):
        lying = PICTURE.transpose(1, 0, 2) if orientation == 5 else PICTURE[::-1, ::-1].transpose(1, 0, 2)
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"quality": 98, "subsampling": 0} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    back = uploads.read(saved(rgb(np.ascontiguousarray(lying)), kind, exif=exif, **options))
    assert back.shape == PICTURE.shape
    assert abs(back.astype(float) - PICTURE).mean() < 3


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_note_about_the_camera_is_ignored():
    for exif in (b"Exif\0\0rubbish", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"):
        assert uploads.read(saved(rgb(), "JPEG", exif=exif)).shape == PICTURE.shape
    exif = Image.Exif()
    exif[0x0112] = 99
    assert uploads.read(saved(rgb(), "PNG", exif=exif)).shape == PICTURE.shape


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(mode):
    red = np.zeros((4, 4, 4), np.uint8)
    red[..., 0], red[:, :2, 3], red[0, 0, 3] = 255, 255, 128
    image = rgb(red).convert(mode) if mode != "P" else rgb(red).quantize(method=Image.Quantize.FASTOCTREE)
    back = uploads.read(saved(image))
    assert (back[:, 2:] == 255).all()
    assert (back[1:, :2] == ([76, 76, 76] if mode == "LA" else [255, 0, 0])).all()
    assert abs(back[0, 0].astype(int) - ([165] * 3 if mode == "LA" else [255, 127, 127])).max() <= 1


def test_a_colour_key_and_a_palette_with_one_clear_entry():
    keyed = np.zeros((2, 2, 3), np.uint8)
    keyed[0] = (10, 20, 30)
    back = uploads.read(saved(rgb(keyed), transparency=(10, 20, 30)))
    assert (back[0] == 255).all()
    assert (back[1] == 0).all()
    palette = rgb(keyed).quantize(2)
    clear = int(np.asarray(palette)[0, 0])
    for kind in ("PNG", "GIF"):
        assert (uploads.read(saved(palette, kind, transparency=clear))[0] == 255).all()


def test_grey_of_one_bit_eight_and_sixteen():
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16)
    three = np.stack([ramp] * 3, -1)
    assert np.array_equal(uploads.read(saved(Image.fromarray(ramp))), three)
    deep = Image.fromarray(ramp.astype(np.uint16) * 257)
    assert deep.mode == "I;16"
    for kind in ("PNG", "TIFF"):
        assert np.array_equal(uploads.read(saved(deep, kind)), three)
    assert np.array_equal(uploads.read(saved(Image.fromarray(ramp.astype(np.int32) * 257), "TIFF")), three)
    for top in (1.0, 255.0, 1e9):
        floats = Image.fromarray((ramp / 255 * top).astype(np.float32))
        assert abs(uploads.read(saved(floats, "TIFF")).astype(int) - three).max() <= 1
    black_or_white = Image.fromarray(ramp).convert("1", dither=Image.Dither.NONE)
    assert set(np.unique(uploads.read(saved(black_or_white)))) == {0, 255}


def test_dark_and_strange_values_are_no_error():
    assert (uploads.read(saved(Image.fromarray(np.zeros((2, 2), np.uint16)))) == 0).all()
    strange = np.array([[np.nan, np.inf], [-np.inf, 1.0]], np.float32)
    assert uploads.read(saved(Image.fromarray(strange), "TIFF")).shape == (2, 2, 3)
    negative = Image.fromarray(np.array([[-1000, 0], [500, 1000]], np.int32))
    assert uploads.read(saved(negative, "TIFF"))[0, 0, 0] == 0


def test_colours_of_print():
    for kind, options in (("TIFF", {}), ("JPEG", {"quality": 98, "subsampling": 0})):
        back = uploads.read(saved(rgb().convert("CMYK"), kind, **options))
        assert abs(back.astype(float) - PICTURE).mean() < 4


def test_an_animation_gives_its_first_frame():
    frames = [Image.fromarray(np.full((6, 5, 3), tone, np.uint8)) for tone in (10, 120, 250)]
    for kind, options in (("GIF", {}), ("WEBP", {"lossless": True}), ("PNG", {})):
        back = uploads.read(saved(frames[0], kind, save_all=True, append_images=frames[1:], **options))
        assert back.shape == (6, 5, 3)
        assert (back == 10).all()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF"])
def test_one_pixel_is_a_picture(kind):
    assert uploads.read(saved(rgb(PICTURE[:1, :1]), kind)).shape == (1, 1, 3)


@pytest.mark.parametrize("kind", ["RGB JPEG", "RGBA PNG", "P PNG"])
def test_a_large_one_is_made_smaller(kind):
    mode, kind = kind.split()
    large = Image.fromarray(draw("logo", 512)).resize((2400, 1200)).convert(mode)
    back = uploads.read(saved(large, kind))
    assert back.shape == (1024, 2048, 3)
    small = np.asarray(large.convert("RGB").resize((2048, 1024)), float)
    assert abs(back - small).mean() < 2


def test_a_large_one_taken_sideways_and_a_very_long_one():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert uploads.read(saved(Image.new("RGB", (4096, 1024)), "JPEG", exif=exif)).shape == (2048, 512, 3)
    assert uploads.read(saved(Image.new("RGB", (30_000, 2)))).shape == (1, 2048, 3)
    assert uploads.read(saved(Image.new("I;16", (1, 30_000)))).shape == (2048, 1, 3)


REFUSED = {
    "nothing": (b"", "empty"),
    "text": (b"Dear picture, " * 20, "can't be read as a picture"),
    "zeros": (bytes(1000), "can't be read as a picture"),
    "zip": (b"PK\x03\x04" + bytes(100), "can't be read as a picture"),
    "PDF": (b"%PDF-1.7\n" + bytes(100), "can't be read as a picture"),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "can't be read as a picture"),
    "SVG": (b'<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"></svg>', "export it as PNG"),
    "svg": (b"  <svg width='3'/>", "export it as PNG"),
    "head": (saved(rgb())[:20], "picture"),
    "cut PNG": (saved(rgb())[:-600], "damaged"),
    "cut JPEG": (saved(rgb(), "JPEG")[:-300], "damaged"),
    "cut BMP": (saved(rgb(), "BMP")[:-300], "damaged"),
    "cut WebP": (saved(rgb(), "WEBP")[:-300], "picture"),
    "cut TIFF": (saved(rgb(), "TIFF")[:2000], "picture"),
    "bomb": (png(20_000, 20_000, bytes(20_001 * 40)), "64 are the most"),
    "larger bomb": (png(2**31 - 1, 2**31 - 1), "64 are the most"),
    "bomb under PIL's bound": (png(8_001, 8_000), "64 are the most"),
    "bomb between PIL's bounds": (png(10_000, 10_000), "64 are the most"),
    "no width": (png(0, 5), "picture"),
    "no rows": (png(50, 50), "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_said_in_a_sentence(name):
    blob, words = REFUSED[name]
    assert len(blob) < 20_000
    with pytest.raises(UserError, match=words) as error:
        uploads.read(blob)
    assert str(error.value).endswith(".")
    assert error.value.__cause__ is None


def test_a_file_of_too_many_bytes_is_refused_unread():
    with pytest.raises(UserError, match="60 MB, and 50 are the most"):
        uploads.read(bytes(60_000_000))


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_damage_anywhere_is_a_picture_or_a_sentence():
    """A hundred files with some bytes turned: whatever PIL makes of them, nothing but a UserError comes out."""
    state = np.random.default_rng(0)
    kinds = [saved(rgb(), kind) for kind in ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")]
    for turn in range(100):
        blob = bytearray(kinds[turn % len(kinds)])
        for place in state.integers(0, len(blob), 6):
            blob[place] = int(state.integers(0, 256))
        with suppress(UserError):
            assert uploads.read(bytes(blob)).shape[2] == 3


def test_a_square_lies_where_it_is_asked_for():
    wide = np.zeros((10, 30, 3), np.uint8)
    wide[:, 20:] = 200
    assert np.array_equal(uploads.squared(wide), wide[:, 10:20])
    assert (uploads.squared(wide, x=0) == 0).all()
    assert (uploads.squared(wide, x=1, y=0.3) == 200).all()
    tall = wide.transpose(1, 0, 2)
    assert (uploads.squared(tall, y=1) == 200).all()
    near = uploads.squared(PICTURE, 1, 0, zoom=4)
    assert np.array_equal(near, PICTURE[:10, 30:])
    assert uploads.squared(PICTURE, zoom=1e9).shape == (1, 1, 3)
    assert uploads.squared(PICTURE[:1, :1]).shape == (1, 1, 3)
    assert uploads.squared(np.zeros((2000, 700, 3), np.uint8)).shape == (512, 512, 3)


@pytest.mark.parametrize(("x", "y", "zoom"), [(-0.1, 0.5, 1), (0.5, 1.1, 1), (0.5, 0.5, 0.9), (0.5, 0.5, float("inf"))])
def test_a_square_out_of_bounds_is_said(x, y, zoom):
    with pytest.raises(UserError, match="crop"):
        uploads.squared(PICTURE, x, y, zoom)
    with pytest.raises(UserError, match="crop"):
        uploads.squared(PICTURE, float("nan"))


def test_grey_values_of_sixteen_bits_take_little_memory():
    values = np.zeros((4000, 4000), np.uint16)
    values[-1, -1] = 65535
    tracemalloc.start()
    scaled = uploads._eight_bits(values)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (scaled[0, 0], scaled[-1, -1], scaled.shape) == (0, 255, values.shape)
    assert peak < 2.5 * scaled.nbytes


MADE = {
    "markers": lambda: b"\xff\xd8" + b"\xff\xe5\0\2" * 12_000_000,
    "chunks": lambda: png(4, 4)[:33] + chunk(b"abCd", b"") * 4_000_000,
    "blanks": lambda: b"P6 " + b" " * 48_000_000,
    "pixels": lambda: b"qoif" + struct.pack(">II", 8000, 7999) + b"\3\0" + b"\x55" * 48_000_000,
}


@pytest.mark.parametrize("name", MADE)
def test_a_file_of_millions_of_pieces_is_refused_before_it_takes_long(name):
    blob = MADE[name]()
    start = time.process_time()
    with pytest.raises(UserError):
        uploads.read(blob)
    assert time.process_time() - start < 6
