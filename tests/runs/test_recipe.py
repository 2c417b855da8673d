"""Recipes: bounds, sentences, keys, and every way to write them down and read them back."""

import json
import math
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.models.errors import UserError
from lib.runs import spans
from lib.runs.illusions import VIEWS, Blend
from lib.runs.recipe import KINDS, Digits, change, from_json, from_query, knobs, make, to_json, to_query

CONDITIONAL = [name for name in Digits.models() if name != "digits-time-ddpm"]
SEEDS = st.integers(0, 2**32 - 1)
NUMBERS = st.floats(0, 20, allow_nan=False)
DIGITS = st.lists(st.integers(0, 9), min_size=1, max_size=20).map(tuple)

digits = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from(Digits.models()) | st.integers(0, 99).map(lambda e: f"digits-flow@{e}"),
        "labels": DIGITS,
        "per_label": st.integers(1, 10),
        "guidance": NUMBERS,
        "steps": st.integers(1, 300),
        "seed": SEEDS,
        "frames": st.integers(2, 40),
        "eta": st.none() | st.floats(0, 1),
    },
)
denoise = st.fixed_dictionaries(
    {},
    optional={
        "sigmas": st.lists(st.floats(0, 10), min_size=1, max_size=9).map(tuple),
        "source": st.sampled_from(["auto", "mnist", "generated", "noise"]),
        "digits": DIGITS,
        "seed": SEEDS,
    },
)
plane = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from(["plane-flow", "plane-reflow-3"]),
        "points": st.integers(1, 5000),
        "steps": st.integers(1, 300),
        "frames": st.integers(2, 301),
        "seed": SEEDS,
    },
)
field = st.fixed_dictionaries(
    {},
    optional={
        "times": st.lists(st.floats(0, 1, exclude_min=True), min_size=1, max_size=9).map(tuple),
        "side": st.integers(2, 50),
        "reach": st.floats(0, 10, exclude_min=True),
    },
)
texts = st.text(max_size=60)
picture = st.fixed_dictionaries(
    {},
    optional={
        "prompt": texts,
        "negative": texts,
        "count": st.integers(1, 4),
        "guidance": NUMBERS,
        "steps": st.integers(1, 50),
        "seed": SEEDS,
    },
)
upsample = st.fixed_dictionaries(
    {},
    optional={
        "of": picture.map(lambda k: make("picture", frames=2, **k)),
        "prompt": texts,
        "noise_level": st.integers(0, 999),
        "consistent": st.none() | st.sampled_from([0, 0.25, 1]),
        "count": st.integers(1, 4),
        "seed": SEEDS,
    },
)
ask = {"guidance": NUMBERS, "steps": st.integers(11, 50), "seed": SEEDS, "count": st.integers(1, 4)}
images = st.sampled_from(["tower", "cat", "0f" * 32])
timesteps = st.lists(st.integers(0, 999), min_size=1, max_size=9).map(tuple)
forward = st.fixed_dictionaries(
    {}, optional={"image": images, "times": timesteps, "schedule": st.sampled_from(["cosine", "linear"])}
)
onestep = st.fixed_dictionaries(
    {}, optional={"image": images | st.just(""), "times": timesteps, "prompt": texts, "guidance": NUMBERS}
)
edit = st.fixed_dictionaries({}, optional={**ask, "image": images, "prompt": texts, "i_start": st.integers(0, 10)})
inpaint = st.fixed_dictionaries(
    {},
    optional={
        **ask,
        "image": images,
        "mask": st.sampled_from(["top", "centre", "ab" * 32]),
        "inverted": st.sampled_from(["no", "yes"]),
        "feather": st.floats(0, 0.25),
        "paste": st.sampled_from(["noised", "clean"]),
        "resample": st.integers(1, 20),
    },
)
blends = st.fixed_dictionaries({}, optional={"low": texts, "high": texts, "sigma": st.floats(0.1, 32)}).map(
    lambda k: Blend(**k)
)
plain = st.text('abc {}"', max_size=20).filter(lambda text: not text.lstrip().startswith("{"))
anagram = st.fixed_dictionaries(
    {}, optional={**ask, "upright": plain | blends, "turned": plain | blends, "view": st.sampled_from(VIEWS)}
)
hybrid = st.fixed_dictionaries({}, optional={**ask, "low": texts, "high": texts, "sigma": st.floats(0.1, 32)})
recipes = (
    digits.map(lambda k: make("digits", **k))
    | denoise.map(lambda k: make("denoise", **k))
    | plane.map(lambda k: make("plane", **k))
    | field.map(lambda k: make("field", **k))
    | picture.map(lambda k: make("picture", **k))
    | upsample.map(lambda k: make("upsample", **k))
    | forward.map(lambda k: make("forward", **k))
    | onestep.map(lambda k: make("onestep", **k))
    | edit.map(lambda k: make("edit", **k))
    | inpaint.map(lambda k: make("inpaint", **k))
    | anagram.map(lambda k: make("anagram", **k))
    | hybrid.map(lambda k: make("hybrid", **k))
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first text of all takes seconds
@given(recipes)
def test_json_and_query_give_back_the_same_recipe(recipe):
    assert from_json(to_json(recipe)) == recipe
    assert from_query(to_query(recipe)) == recipe
    assert from_json(to_json(recipe)).key() == recipe.key() == from_query(to_query(recipe)).key()
    assert all(isinstance(value, str) for value in to_query(recipe).values())


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(recipes, recipes)
def test_keys_are_equal_exactly_where_recipes_are(a, b):
    assert (a.key() == b.key()) == (a == b)


@given(DIGITS)
def test_labels_survive_being_written_short(labels):
    assert spans.parse_labels(spans.write_labels(labels)) == labels


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_makes_another_key(kind):
    others = {
        "model": {
            "digits": "digits-flow",
            "denoise": "digits-denoiser@1",
            "plane": "plane-reflow-1",
            "field": "plane-flow@1",
            "picture": "DeepFloyd/IF-I-M-v1.0",
            "upsample": "DeepFloyd/IF-II-M-v1.0",
            "plausible": "digits-class-ddpm",
        }.get(kind, "DeepFloyd/IF-I-M-v1.0"),
        "of": make("picture", seed=1),
        "noise_level": 7,
        "consistent": 0.5,
        "prompt": "a cat",
        "negative": "a dog",
        "count": 2,
        "labels": (1, 0),
        "digits": (1, 0),
        "digit": 7,
        "per_label": 2,
        "guidance": 1.5,
        "steps": 17,
        "seed": 1,
        "frames": 5,
        "eta": 0.0,
        "sigmas": (0.5,),
        "source": "noise",
        "points": 7,
        "times": (0.5,) if kind == "field" else (3, 2),
        "image": "cat",
        "schedule": "linear",
        "scaling": "off",
        "i_start": 3,
        "mask": "centre",
        "inverted": "yes",
        "feather": 0.1,
        "paste": "clean",
        "resample": 2,
        "upright": "a cat",
        "turned": "a cat",
        "view": "rotate90",
        "low": "a cat",
        "high": "a cat",
        "middle": "a cat",
        "sigma": 3.0,
        "fine": 0.5,
        "z": -1,
        "first": 3,
        "side": 3,
        "reach": 2.0,
    }
    base = make(kind, **({"middle": "a dog"} if kind == "hybrid" else {}))
    keys = [base.key(), *(change(base, **{knob: others[knob]}).key() for knob in knobs(kind))]
    assert len(set(keys)) == len(knobs(kind)) + 1


def test_kinds_with_equal_fields_have_other_keys():
    assert len({make(kind).key() for kind in KINDS}) == len(KINDS)


def test_a_key_is_the_same_in_every_process():
    code = "from lib.runs.recipe import make; print(make('digits').key())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == make("digits").key()


def test_numbers_that_are_equal_have_equal_keys():
    assert make("digits", guidance=0.0).key() == make("digits", guidance=-0.0).key() == make("digits", guidance=0).key()
    assert make("denoise", sigmas=[0]).key() == make("denoise", sigmas=[-0.0]).key()


def test_a_model_without_classes_ignores_labels_and_guidance():
    a = make("digits", model="digits-time-ddpm@5", labels="0-4", per_label=2, guidance=7)
    b = make("digits", model="digits-time-ddpm@5", labels=(), per_label=10)
    assert a == b
    assert a.key() == b.key()
    assert a.pictures == 10
    assert a.labels == ()
    assert a.guidance == 1


def test_a_query_holds_what_differs_from_the_defaults_only():
    assert to_query(make("digits")) == {"kind": "digits", "version": "1"}
    assert to_query(make("digits", labels=(3, 1, 4), guidance=2.5, steps=10)) == {
        "kind": "digits",
        "version": "1",
        "labels": "3,1,4",
        "guidance": "2.5",
        "steps": "10",
    }


def test_recipes_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        make("digits").steps = 3


BAD = [
    ("digits", {"steps": 0}, "between 1 and 300, not 0"),
    ("digits", {"steps": -3}, "not -3"),
    ("digits", {"steps": 10**9}, "not 1000000000"),
    ("digits", {"steps": math.nan}, "not nan"),
    ("digits", {"steps": math.inf}, "not inf"),
    ("digits", {"steps": 2.5}, "whole number"),
    ("digits", {"steps": "many"}, "not 'many'"),
    ("digits", {"steps": None}, "not None"),
    ("digits", {"steps": True}, "whole number"),
    ("digits", {"guidance": math.nan}, "between 0 and 20, not nan"),
    ("digits", {"guidance": "nan"}, "guidance"),
    ("digits", {"guidance": -1}, "guidance"),
    ("digits", {"guidance": 1e9}, "guidance"),
    ("digits", {"eta": 2}, "eta"),
    ("digits", {"seed": -1}, "seed"),
    ("digits", {"seed": 2**32}, "seed"),
    ("digits", {"frames": 1}, "frames"),
    ("digits", {"labels": "0-12"}, "not 10"),
    ("digits", {"labels": [11]}, "not 11"),
    ("digits", {"labels": "9-0"}, "backwards"),
    ("digits", {"labels": "zero"}, "0-9 or 3,1,4"),
    ("digits", {"labels": ""}, "at least one digit"),
    ("digits", {"labels": "0-9999"}, "fewer"),
    ("digits", {"per_label": 101}, "too many"),
    ("digits", {"per_label": 100, "frames": 301}, "keep fewer frames"),
    ("digits", {"model": "digits-clas-ddpm"}, "digits-class-ddpm"),
    ("digits", {"model": "digits-judge"}, "take one of"),
    ("digits", {"model": "digits-denoiser"}, "take one of"),
    ("digits", {"model": "../../etc/passwd"}, "take one of"),
    ("digits", {"model": "digits-flow@x"}, "take one of"),
    ("digits", {"model": 5}, "model"),
    ("digits", {"sead": 1}, "did you mean seed"),
    ("digits", {"colour": "red"}, "it has model, labels"),
    ("digits", {"version": 2}, "version 2"),
    ("digits", {"version": 0, "knob_of_then": 1}, "version 0"),
    ("denoise", {"sigmas": [math.nan]}, "sigmas"),
    ("denoise", {"sigmas": [-0.1]}, "sigmas"),
    ("denoise", {"sigmas": "0;1"}, "0,0.5,1"),
    ("denoise", {"sigmas": []}, "sigmas"),
    ("denoise", {"source": "web"}, "auto, mnist, generated and noise"),
    ("denoise", {"digits": ()}, "nothing to clean"),
    ("plane", {"points": 10**9}, "between 1 and 5000"),
    ("plane", {"guidance": 2}, "no knob"),
    ("edit", {"i_start": 34}, "it may be 33 at most"),
    ("edit", {"i_start": -1}, "i_start must be a whole number"),
    ("edit", {"image": "../../etc/passwd"}, "no picture"),
    ("edit", {"model": "digits-flow", "prompt": "a cat"}, "one of 0 to 9"),
    ("edit", {"model": "digits-time-ddpm"}, "take one of"),
    ("edit", {"count": 64, "steps": 250, "frames": 251}, "keep fewer frames"),
    ("inpaint", {"mask": "bottom"}, "mask"),
    ("inpaint", {"resample": 0}, "resample must be a whole number between 1 and 20"),
    ("onestep", {"times": "750;500"}, "times"),
    ("onestep", {"times": (1000,)}, "times"),
    ("anagram", {"view": "explode"}, "there is no view"),
    ("anagram", {"model": "emoji-if@3"}, "knows no model"),
    ("anagram", {"upright": '{"low": '}, "no blend"),
    ("anagram", {"upright": '{"lower": "a cat"}'}, "upright"),
    ("anagram", {"model": "digits-flow", "upright": "6", "turned": "9", "view": "negate"}, "another view"),
    ("hybrid", {"middle": "a cat", "fine": 3}, "less than sigma"),
    ("upsample", {"of": '{"kind": "anagram", "model": "digits-flow", "upright": "6", "turned": "9"}'}, "not digits"),
    ("digit", {}, "did you mean digits"),
    ("Wurst", {}, "digits, denoise, plane, field"),
]


@pytest.mark.parametrize(("kind", "given_", "part"), BAD)
def test_bad_input_is_one_sentence(kind, given_, part):
    with pytest.raises(UserError) as caught:
        make(kind, **given_)
    text = str(caught.value)
    assert part in text
    assert "\n" not in text
    assert text[-1] in ".?"
    assert len(text) < 400


NO_RECIPES = {
    "nothing": "",
    "half": "{",
    "list": "[]",
    "null": "null",
    "no kind": "{}",
    "kind is a number": '{"kind": 3}',
    "nan": '{"kind": "digits", "steps": NaN}',
    "infinite": '{"kind": "digits", "steps": 1e999}',
    "deep": "[" * 50_000,
    "endless": '{"kind": "digits", "seed": ' + "9" * 5000 + "}",
    "bytes": b"\xff\xfe\x00",
    "gif": b"GIF89a",
    "long": " " * 200_000,
}


@pytest.mark.parametrize("text", NO_RECIPES.values(), ids=NO_RECIPES)
def test_text_that_is_no_recipe_is_one_sentence(text):
    with pytest.raises(UserError) as caught:
        from_json(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_another_version_is_told_from_a_bad_knob():
    values = json.loads(to_json(make("digits"))) | {"version": 2, "sampler": "new"}
    with pytest.raises(UserError, match="version 2 and this program reads version 1"):
        from_json(json.dumps(values))
    with pytest.raises(UserError, match="version 2"):
        from_query({"kind": "digits", "version": "2"})


def test_an_owner_on_the_hub_may_be_called_like_our_digits():
    recipe = make("edit", model="digits-club/if", prompt="a cat")
    assert not recipe.is_digits
    assert recipe.data_range == (-1.0, 1.0)


def test_nothing_on_the_way_to_a_first_picture_imports_torch():
    modules = "kinds, recipe, trajectory, store, engine, jobs, run, progress, clean, defaults, precompute"
    code = (
        f"from lib.runs import {modules}; from lib import cli, commands; import sys;"
        "from lib.runs.engine import engine; from lib.runs.defaults import DEFAULTS;"
        "[engine().get(recipe) for recipe in DEFAULTS.values()];"
        "assert 'torch' not in sys.modules and 'streamlit' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
