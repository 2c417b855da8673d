"""`python -m lib recipe edit --image FILE`: pictures of one's own, without the app."""

import json

import numpy as np
import pytest
from PIL import Image

from lib.commands.pictures import NAMES, takes_pictures
from lib.runs import images, uploads
from lib.runs.masks import mask
from lib.runs.recipe import KINDS, from_json, make
from tests.runs.colours import DISPLAY_P3, screen

WITH_PICTURE = [kind for kind in KINDS if takes_pictures(kind)]
WIDE = np.random.default_rng(3).integers(0, 256, (40, 60, 3), dtype=np.uint8)


@pytest.fixture
def here(here):
    Image.fromarray(WIDE).save(here / "photo.png")
    Image.fromarray(np.where(np.arange(60) < 15, 255, 0).astype(np.uint8)[None].repeat(40, 0)).save(here / "mask.png")
    (here / "words.png").write_text("no picture")
    Image.new("L", (8, 8)).save(here / "dark.png")
    (here / "tower").write_bytes((here / "photo.png").read_bytes())
    return here


def test_every_knob_that_holds_a_digest_is_known():
    """A new kind with a picture can't be forgotten: its knob says that it takes a digest."""
    for kind, made in KINDS.items():
        holding = {name for name, field in made.model_fields.items() if "digest" in (field.description or "")}
        assert holding <= NAMES.keys()
        assert takes_pictures(kind) == ("image" in made.model_fields)
    assert {"forward", "onestep", "edit", "inpaint"} <= set(WITH_PICTURE)


@pytest.mark.parametrize("kind", WITH_PICTURE)
def test_a_file_is_read_as_the_app_reads_it_and_kept(lib, here, kind):
    code, out, err = lib(f"recipe {kind} --image photo.png --seed 4")
    assert code == 0, err
    recipe = from_json(out)
    assert recipe == make(kind, image=recipe.image, seed=4)
    square = uploads.squared(uploads.read((here / "photo.png").read_bytes()))
    assert recipe.image == images.keep(square)
    assert np.array_equal(images.pixels(recipe.image, 40), square.transpose(2, 0, 1) / np.float32(255))
    assert np.array_equal(square, WIDE[:, 10:50])


@pytest.mark.parametrize("kind", WITH_PICTURE)
def test_the_help_says_so(lib, here, kind):
    out = " ".join(lib(f"recipe {kind} --help")[1].split())
    assert "--crop" in out
    assert ("Of a mask" in out) == ("mask" in KINDS[kind].model_fields)


@pytest.mark.parametrize("kind", WITH_PICTURE)
def test_names_come_before_files_and_a_digest_stays(lib, here, kind):
    assert from_json(lib(f"recipe {kind} --image tower")[1]).image == "tower"
    ref = from_json(lib(f"recipe {kind} --image ./tower")[1]).image
    assert ref == from_json(lib(f"recipe {kind} --image photo.png")[1]).image
    assert from_json(lib(f"recipe {kind} --image {ref}")[1]).image == ref


def test_a_photo_of_a_phone_has_its_colours(lib, here):
    pytest.importorskip("pillow_heif").register_heif_opener()
    photo = Image.new("RGB", (64, 48), (60, 200, 80))
    photo.save(here / "photo.heic", quality=-1, chroma=444, icc_profile=screen(DISPLAY_P3))
    ref = from_json(lib("recipe edit --image photo.heic")[1]).image
    assert np.abs(images.pixels(ref, 32).mean((1, 2)) * 255 - (0, 205, 56)).max() <= 2


def test_a_mask_and_the_square_that_is_cut_out_of_both(lib, here):
    recipe = from_json(lib("recipe inpaint --image photo.png --mask mask.png --crop 0,0.5,1")[1])
    assert np.array_equal(images.pixels(recipe.image, 40), WIDE[:, :40].transpose(2, 0, 1) / np.float32(255))
    new = mask(recipe.mask, 40)
    assert (new[:, :15] == 1).all()
    assert (new[:, 15:] == 0).all()
    assert from_json(lib("recipe inpaint --mask left")[1]).mask == "left"


def test_a_picture_inside_a_recipe(lib, here):
    of = json.dumps({"kind": "forward", "image": "photo.png"})
    recipe = from_json(lib(f"recipe upsample --of '{of}' --crop 0,0,2")[1])
    assert np.array_equal(images.pixels(recipe.of.image, 20), WIDE[:20, :20].transpose(2, 0, 1) / np.float32(255))


BAD = {
    "no such file": "edit --image nowhere.png",
    "no picture": "edit --image words.png",
    "a folder": "edit --image .",
    "a name with a mistake": "edit --image towr",
    "no such mask": "inpaint --mask nowhere.png",
    "a dark mask": "inpaint --mask dark.png",
    "a square outside": "edit --image photo.png --crop 2,0,1",
    "a square that is none": "edit --image photo.png --crop middle",
    "a square of infinite zoom": "edit --image photo.png --crop 0,0,inf",
    "a square of no file": "edit --crop 0,0,1",
    "a kind without picture": "digits --image photo.png",
    "a kind without mask": "edit --mask mask.png",
    "a long name": f"edit --image {'x' * 5000}.png",
}


@pytest.mark.parametrize("words", BAD.values(), ids=BAD)
def test_bad_input_is_one_sentence_and_nothing_is_kept(lib, here, words):
    code, out, err = lib(f"recipe {words}")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert not list((here / "state").rglob("*.png"))
