"""Pictures of a table of emoji: read, painted, kept, augmented. The table is made here, of plain shapes."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from PIL import Image

from lib.models.errors import UserError
from lib.training import emoji
from lib.training.captions import STYLES
from lib.training.painterly import painted
from lib.training.things import THINGS

SIDE = 16


def blob(style: int, thing: int) -> bytes:
    """A coloured square on nothing: its colour tells style and thing."""
    image = np.zeros((128, 128, 4), np.uint8)
    image[24:104, 24:104] = (40 * style + 40, thing % 200 + 50, 90, 255)
    stream = BytesIO()
    Image.fromarray(image, "RGBA").save(stream, "WEBP", lossless=True, quality=0, method=0)
    return stream.getvalue()


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        (style.name, thing.label, blob(s, t)) for s, style in enumerate(STYLES[:5]) for t, thing in enumerate(THINGS)
    ]
    folder = tmp_path_factory.mktemp("data") / "emoji"
    folder.mkdir()
    pd.DataFrame(rows, columns=["style", "label", "image_webp"]).to_parquet(folder / emoji.table.FILE)
    return folder / emoji.table.FILE


@pytest.fixture(scope="module")
def pictures(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[emoji.Pictures]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIFFUSION_STATE", str(tmp_path_factory.mktemp("state")))
        patch.setattr(emoji.table, "_paint", lambda rgba: rgba)  # the filter has a test of its own
        yield emoji.load(table, SIDE)


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_what_is_where(pictures: emoji.Pictures) -> None:
    count = len(THINGS)
    assert len(pictures) == 6 * count
    assert pictures.rgba.shape == (6 * count, 4, 2 * SIDE, 2 * SIDE)
    for style, thing in ((0, 0), (2, 7), (4, count - 1)):
        k = style * count + thing
        assert (int(pictures.style[k]), int(pictures.thing[k])) == (style, thing)
        assert pictures.rgba[k, :, SIDE, SIDE].tolist() == [40 * style + 40, thing % 200 + 50, 90, 255]
    assert bool((pictures.rgba[:, :3] <= pictures.rgba[:, 3:]).all())


def test_held_out(pictures: emoji.Pictures) -> None:
    out = pictures.held_out.reshape(6, -1)
    assert 0.01 < float(out.float().mean()) < 0.035
    assert int(out.sum(0).max()) == 1
    assert bool(out.any(1).all())


def test_kept_and_found_from_any_folder(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pictures: emoji.Pictures
) -> None:
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    monkeypatch.setattr(emoji.table, "_paint", lambda rgba: rgba)
    emoji.load(table.parent, 8)
    (kept,) = (tmp_path / "training").glob("emoji-16-*.npz")
    monkeypatch.setattr(emoji.table, "read", lambda *_: pytest.fail("read twice"))
    assert emoji.load(table.parent.parent, 8).rgba.shape[-1] == 16
    monkeypatch.undo()
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    monkeypatch.setattr(emoji.table, "_paint", lambda rgba: rgba)
    kept.write_bytes(kept.read_bytes()[:1000])
    assert emoji.load(table, 8).rgba.shape[-1] == 16


@pytest.mark.parametrize("side", [4, 129])
def test_a_side_out_of_range(table: Path, side: int) -> None:
    with pytest.raises(UserError, match="between 8 and 128"):
        emoji.load(table, side)


def test_bad_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path / "state"))
    with pytest.raises(UserError, match=r"There is no emoji128\.parquet"):
        emoji.load(tmp_path, SIDE)
    path = tmp_path / emoji.table.FILE
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(UserError, match="damaged"):
        emoji.load(tmp_path, SIDE)
    pd.DataFrame({"style": ["noto"], "label": ["dog"]}).to_parquet(path)
    with pytest.raises(UserError, match="lacks a column"):
        emoji.load(tmp_path, SIDE)
    frame = pd.DataFrame({"style": ["fluent_3d"], "label": [THINGS[0].label], "image_webp": [b"no picture"]})
    frame.to_parquet(path)
    with pytest.raises(UserError, match="can't be read"):
        emoji.load(tmp_path, SIDE)
    frame.assign(label="a thing of another table").to_parquet(path)
    with pytest.raises(UserError, match="holds no picture of"):
        emoji.load(tmp_path, SIDE)


def test_a_batch_is_its_seed(pictures: emoji.Pictures) -> None:
    chosen = torch.arange(0, len(pictures), 31)
    one, same, other = (emoji.batch(pictures, chosen, SIDE, seeded(seed)) for seed in (3, 3, 4))
    assert one.shape == (len(chosen), 3, SIDE, SIDE)
    assert float(one.min()) >= -1
    assert float(one.max()) <= 1 + 1e-6
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
    texts = [emoji.captions(pictures, chosen, seeded(seed)) for seed in (3, 3, 4)]
    assert texts[0] == texts[1] != texts[2]


def test_plain_pictures_are_the_file(pictures: emoji.Pictures) -> None:
    shown = emoji.plain(pictures, torch.tensor([5]), SIDE)[0]
    assert shown[:, 0, 0].tolist() == [1, 1, 1]
    expected = torch.tensor([40.0, 55.0, 90.0]) / 127.5 - 1
    torch.testing.assert_close(shown[:, SIDE // 2, SIDE // 2], expected)


def test_backgrounds(pictures: emoji.Pictures) -> None:
    count = len(THINGS)
    corner = [
        emoji.batch(pictures, torch.arange(style * count, (style + 1) * count), SIDE, seeded(style))[:, :, 0, 8]
        for style in (1, emoji.INK, emoji.PAINTED)
    ]
    white = (corner[0] > 0.999).all(1).float().mean()
    assert 0.35 < float(white) < 0.55
    assert float(corner[1].min()) > 0.85
    assert not bool((corner[2] > 0.999).all(1).any())
    assert float(corner[2].min()) > 0.3


def test_nothing_is_cut_off(pictures: emoji.Pictures) -> None:
    """The squares fill 5/8 of the frame: wherever they move, their edge stays inside."""
    layer = emoji.canvas.moved(pictures.rgba[:500], SIDE, seeded(0))
    assert float(layer[:, 3, 0].max()) < 0.01
    assert float(layer[:, 3, :, 0].max()) < 0.01
    spread = layer[:, 3].sum((1, 2))
    assert float(spread.max() / spread.min()) > 1.3


def test_a_judge_can_not_go_by_the_background(pictures: emoji.Pictures) -> None:
    """Disguised, ink drawings stand on strong colours too, and the same seed gives the same pictures."""
    ink = torch.nonzero(pictures.style == emoji.INK).flatten().repeat(40)[:400]
    seen = emoji.disguised(pictures, ink, SIDE, seeded(0))
    assert seen.shape == (len(ink), 3, SIDE, SIDE)
    assert float(seen.abs().max()) <= 1
    assert torch.equal(seen, emoji.disguised(pictures, ink, SIDE, seeded(0)))
    corner = seen[:, :, 0, 0]
    colourful = (corner.max(1).values - corner.min(1).values) > 0.6
    plain = emoji.batch(pictures, ink, SIDE, seeded(0))[:, :, 0, 0]
    assert 0.1 < float(colourful.float().mean()) < 0.6
    assert not bool(((plain.max(1).values - plain.min(1).values) > 0.6).any())


def test_painted_pictures_keep_their_outline() -> None:
    yes = torch.zeros(2, 4, 128, 128)
    yes[:, 3, 20:100, 30:90] = 1
    yes[:, 0, 20:100, 30:90] = torch.rand(80, 60, generator=seeded(0))
    done = painted(yes)
    assert torch.equal(done[:, 3], yes[:, 3])
    assert bool((done[:, :3] <= done[:, 3:] + 1e-6).all())
    assert float(done.min()) >= 0
    inside = (slice(None), 0, slice(30, 90), slice(40, 80))
    assert float(done[inside].std()) < float(yes[inside].std())
    assert torch.equal(done, painted(yes))


def test_a_draw_is_its_seed_and_holds_scenes(pictures: emoji.Pictures) -> None:
    chosen = torch.nonzero(~pictures.held_out).flatten()[:500]
    one, texts = emoji.draw(pictures, chosen, SIDE, seeded(3))
    same, again = emoji.draw(pictures, chosen, SIDE, seeded(3))
    assert one.shape == (500, 3, SIDE, SIDE)
    assert torch.equal(one, same)
    assert texts == again
    several = [text for text in texts if " wearing " in text or " and " in text or "village" in text]
    assert 5 < len(several) < 50
    assert texts != emoji.draw(pictures, chosen, SIDE, seeded(4))[1]
