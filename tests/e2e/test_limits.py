"""A file as large as its box says arrives; a larger one is refused in the page, before it is sent."""

from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from lib.runs.limits import LARGEST
from lib.runs.uploads import MAX_SIDE


def picture(folder: Path, megabytes: float) -> Path:
    """A BMP, of so many million bytes."""
    side = int((megabytes * 1e6 / 3) ** 0.5) // 4 * 4
    path = folder / f"{megabytes}.bmp"
    Image.fromarray(np.full((side, side, 3), (200, 90, 40), np.uint8)).save(path)
    return path


def test_a_picture_of_the_size_that_is_allowed_arrives_and_a_larger_one_is_refused_here(visit, tmp_path):
    page = visit("a1_forward")
    page.get_by_text("Upload a picture").first.click()
    box = page.get_by_test_id("stMain").get_by_test_id("stFileUploader")
    expect(box).to_contain_text(f"of up to {LARGEST} MB")
    box.locator("input[type=file]").set_input_files(picture(tmp_path, LARGEST - 0.5))
    expect(page.get_by_text(f"{MAX_SIDE} × {MAX_SIDE} pixels; the square is used")).to_be_visible(timeout=60_000)
    expect(box).not_to_contain_text("rror")
    box.locator("input[type=file]").set_input_files(picture(tmp_path, LARGEST + 1))
    expect(box).to_contain_text(f"{LARGEST}.0MB or smaller")
    assert page.broken == []
