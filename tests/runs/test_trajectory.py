"""Trajectories: frozen, checked, and the same after a file."""

import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from lib.models.errors import UserError
from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory, from_npz, to_image, to_uint8

HALF = st.floats(width=16)


def trajectory(k=3, b=2, seed=0, **more):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2, k, b, 1, 28, 28))
    levels = np.linspace(1, 0, k)
    recipe = make("digits", labels=(0,) * b, per_label=1, seed=seed)
    return Trajectory(recipe, levels, 1 - levels, levels, x[0], x[1], np.zeros(b, int), **more)


def test_arrays_are_copies_that_cannot_be_written():
    x = np.zeros((1, 1, 1, 2, 2), np.float16)
    found = Trajectory(make("digits"), [0.0], [1.0], [0.0], x, x)
    x += 1
    assert (found.x_t == 0).all()
    for name in ("t", "alpha", "sigma", "x_t", "x_0", "labels"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[...] = 1
    with pytest.raises(TypeError):
        found.numbers["seconds"] = 1.0
    with pytest.raises(AttributeError):
        found.notes = ()


@given(npst.arrays(np.float16, st.tuples(*[st.integers(1, 3)] * 2, st.just(2)), elements=HALF), st.text(max_size=20))
@settings(max_examples=40)
def test_a_file_gives_back_every_bit(x, note):
    levels = np.linspace(1, 0, len(x))
    before = Trajectory(
        make("plane"), levels, levels, levels, x, x[::-1], notes=(note,), numbers={"a": 0.1}, weights="ab"
    )
    after = from_npz(before.to_npz())
    for name in ("t", "alpha", "sigma", "x_t", "x_0", "labels"):
        assert getattr(after, name).tobytes() == getattr(before, name).tobytes()
        assert getattr(after, name).dtype == getattr(before, name).dtype
    assert (after.recipe, after.notes, dict(after.numbers), after.weights) == (before.recipe, (note,), {"a": 0.1}, "ab")
    assert after.to_npz() == before.to_npz()


def test_shapes_that_do_not_agree_are_refused():
    x = np.zeros((2, 3, 1, 4, 4))
    ok = [1.0, 0.0]
    for t, x_t, labels in [([1.0], x, []), (ok, x[:1], []), (ok, x[:, :, 0], []), (ok, x, [1, 2])]:
        with pytest.raises(ValueError, match="must"):
            Trajectory(make("digits"), t, ok, ok, x_t, x, labels)


def test_every_cut_of_a_file_is_a_sentence():
    blob = trajectory().to_npz()
    for size in [0, 1, 10, len(blob) // 2, len(blob) - 1]:
        with pytest.raises(UserError, match="make it again from its recipe"):
            from_npz(blob[:size])


def test_an_altered_byte_is_noticed():
    blob = bytearray(trajectory().to_npz())
    blob[len(blob) // 2] ^= 0xFF
    with pytest.raises(UserError, match="whole trajectory"):
        from_npz(bytes(blob))


def resaved(change):
    """A trajectory file whose head was changed."""
    with np.load(io.BytesIO(trajectory().to_npz())) as npz:
        arrays = dict(npz)
    head = json.loads(str(arrays["head"]))
    change(head)
    stream = io.BytesIO()
    np.savez(stream, **{**arrays, "head": np.array(json.dumps(head))})
    return stream.getvalue()


def test_a_recipe_of_another_version_is_a_sentence():
    blob = resaved(lambda head: head.update(recipe=head["recipe"].replace('"version": 1', '"version": 9')))
    with pytest.raises(UserError, match="version 9"):
        from_npz(blob)


def test_another_format_is_a_sentence():
    with pytest.raises(UserError, match="another format"):
        from_npz(resaved(lambda head: head.update(format=2)))


def test_pickles_are_not_opened():
    stream = io.BytesIO()
    np.savez(stream, head=np.array([{"a": 1}], dtype=object))
    with pytest.raises(UserError, match="Object arrays"):
        from_npz(stream.getvalue())


def test_pixels():
    values = np.array([-1, 0, 0.5, 1, 7, np.nan, np.inf, -np.inf])
    assert to_uint8(values).tolist() == [0, 0, 128, 255, 255, 0, 255, 0]


def test_a_picture_for_the_screen_has_its_channels_last():
    picture = np.zeros((3, 2, 4), np.float16)
    picture[1, 0, 3], picture[2, 1, 0] = -1, 3
    shown = to_image(picture, black=-1, white=3)
    assert shown.shape == (2, 4, 3)
    assert shown[0, 3].tolist() == [64, 0, 64]
    assert shown[1, 0].tolist() == [64, 64, 255]
