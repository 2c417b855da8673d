"""The text of scripts: what is in them, what never is, and that they are sound Python for whatever is asked."""

import ast
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.models.errors import UserError
from lib.models.registry import find
from lib.runs.illusions import VIEWS, Blend
from lib.runs.recipe import Upsample, make
from lib.teaching.scripts import script
from lib.teaching.scripts.parts import WIDTH, literal

HOSTILE = '"""; import os; os.system("x")\n\'\'\' \\ {PROMPT} $x %s 狗 a\u0308 \u202e'
TEXTS = st.text(max_size=80) | st.just(HOSTILE)
ASK = {
    "guidance": st.sampled_from([0, 1, 2.5]),
    "steps": st.integers(11, 60),
    "seed": st.integers(0, 2**32 - 1),
    "count": st.integers(1, 5),
    "eta": st.sampled_from([None, 0, 0.5, 1]),
    "frames": st.just(2),
}
TOLD = st.sampled_from(["digits-class-ddpm", "digits-flow"])
PICTURES = st.sampled_from(["tower", "cat"])
BLENDS = st.builds(Blend, low=TEXTS, high=TEXTS, middle=TEXTS)
PLAIN = TEXTS.filter(lambda text: not text.lstrip().startswith("{"))
DIGIT = st.sampled_from(["", "3", "8"])
KINDS = {
    "digits": st.builds(
        dict,
        model=st.sampled_from(["digits-class-ddpm", "digits-time-ddpm", "digits-flow"]),
        labels=st.lists(st.integers(0, 9), min_size=1, max_size=60).map(tuple),
        **{name: ASK[name] for name in ("guidance", "seed", "eta", "frames")},
        steps=st.sampled_from([1, 7, 300]),
    ),
    "denoise": st.builds(
        dict,
        source=st.sampled_from(["generated", "noise"]),
        digits=st.lists(st.integers(0, 9), min_size=1, max_size=60).map(tuple),
        sigmas=st.lists(st.floats(0, 10), min_size=1, max_size=30).map(tuple),
    ),
    "plane": st.builds(dict, points=st.integers(1, 5000), steps=st.integers(1, 300), frames=st.just(2)),
    "field": st.builds(dict, times=st.lists(st.floats(0.01, 1), min_size=1, max_size=30).map(tuple)),
    "plausible": st.builds(
        dict, model=st.sampled_from(["digits-class-ddpm", "digits-time-ddpm"]), digit=st.integers(0, 9)
    ),
    "picture": st.builds(dict, prompt=TEXTS, negative=TEXTS, z=st.integers(-1, 2), **ASK),
    "forward": st.builds(
        dict,
        image=PICTURES,
        schedule=st.sampled_from(["cosine", "linear"]),
        scaling=st.sampled_from(["on", "off"]),
        times=st.lists(st.integers(0, 999), min_size=1, max_size=40).map(tuple),
    ),
    "onestep": st.builds(dict, image=PICTURES | st.just(""), prompt=TEXTS, guidance=ASK["guidance"]),
    "edit": st.builds(dict, image=PICTURES, prompt=TEXTS, i_start=st.integers(0, 10), **ASK),
    "inpaint": st.builds(
        dict,
        mask=st.sampled_from(["top", "ring", "noise"]),
        feather=st.sampled_from([0, 0.2]),
        paste=st.sampled_from(["noised", "clean"]),
        resample=st.integers(1, 3),
        **ASK,
    ),
    "anagram": st.builds(dict, upright=PLAIN | BLENDS, turned=PLAIN | BLENDS, view=st.sampled_from(VIEWS), **ASK),
    "hybrid": st.builds(dict, low=TEXTS, high=TEXTS, middle=TEXTS, **ASK),
}
OF_DIGITS = {
    "edit": st.builds(dict, model=TOLD, prompt=DIGIT, negative=DIGIT, i_start=st.integers(0, 10), **ASK),
    "inpaint": st.builds(dict, model=TOLD, prompt=DIGIT, resample=st.integers(1, 20), **ASK),
    "hybrid": st.builds(dict, model=TOLD, low=DIGIT, high=DIGIT, **ASK),
    "anagram": st.builds(
        dict, model=TOLD, upright=DIGIT, turned=DIGIT, view=st.sampled_from(["flip", "jigsaw", "scale", "blur"]), **ASK
    ),
}
SMALL = st.one_of(
    *(
        KINDS[kind].map(lambda knobs, kind=kind: make(kind, **knobs))
        for kind in ("picture", "edit", "forward", "hybrid")
    )
)
UPSAMPLE = st.builds(dict, of=SMALL, prompt=TEXTS, guidance=ASK["guidance"], frames=st.just(2)).filter(
    lambda knobs: knobs["of"].pictures <= 64
)
RECIPES = st.one_of(
    *(knobs.map(lambda knobs, kind=kind: make(kind, **knobs)) for kind, knobs in [*KINDS.items(), *OF_DIGITS.items()]),
    UPSAMPLE.map(lambda knobs: make("upsample", **knobs)),
)
RUFF = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E,F,W,B,PLE", "--ignore", "B905"]


def linted(text):
    """What ruff says of a script, or nothing."""
    done = subprocess.run(
        [*RUFF, "--line-length", "100", "-", "--stdin-filename", "out.py"], input=text, capture_output=True, text=True
    )
    return done.stdout if done.returncode else ""


def texts_of(recipe):
    """What a person typed."""
    found = [getattr(recipe, name, "") for name in ("prompt", "negative", "low", "high", "middle")]
    return [text for text in found if isinstance(text, str) and len(text) > 2]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(RECIPES)
def test_any_recipe_is_sound_python_without_what_it_does_not_need(recipe):
    find(recipe.model)
    text = script(recipe)
    tree = ast.parse(text)
    assert max(map(len, text.splitlines())) <= 100
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", "") or ""]
        )
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not modules & {"lib", "os", "subprocess", "streamlit"}
    stored, used = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (stored if isinstance(node.ctx, ast.Store) else used).add(node.id)
    constants = {name for name in stored if name.isupper()}
    assert constants <= used, constants - used
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert functions <= used, functions - used
    held = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for typed in texts_of(recipe) if getattr(recipe, "guidance", 0) not in (0, 1) else []:
        assert typed in held


@pytest.mark.slow
def test_ruff_finds_nothing_in_scripts_of_all_kinds(tmp_path):
    found = {}

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(RECIPES)
    def collect(recipe):
        found[recipe.key()] = script(recipe)

    collect()
    for key, text in found.items():
        (tmp_path / f"s_{key}.py").write_text(text, encoding="utf-8")
    done = subprocess.run([*RUFF, "--line-length", "100", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_what_was_typed_stays_data():
    for recipe in (
        make("picture", prompt=HOSTILE, negative='"; exit() #'),
        make("hybrid", low=HOSTILE, high="\\", middle=""),
    ):
        tree = ast.parse(script(recipe))
        assigned = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for name in ("prompt", "negative", "low", "high"):
            if isinstance(getattr(recipe, name, None), str):
                constant = f"{name}_PROMPT".upper() if name in ("low", "high") else name.upper()
                assert assigned[constant] == getattr(recipe, name)
        assert not [
            node
            for node in tree.body
            if isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and getattr(node.value.func, "id", "") in ("exit", "system")
        ]


@pytest.mark.parametrize(
    "value", ["", "a", 'a"b', "a'b", "\\", "\n" * 200, "ä" * 300, HOSTILE * 9, [1] * 99, [0.1] * 40]
)
def test_a_literal_is_read_back_as_it_was_and_fits(value):
    text = literal(value, 10)
    assert ast.literal_eval(text) == value
    assert max(map(len, text.splitlines())) <= WIDTH + 1


def test_guidance_one_asks_once():
    plain = script(make("picture", guidance=1))
    assert plain.count("ask(x, t, ") == 1 + 1  # the definition has one more parameter
    assert "nothing" not in plain
    assert "GUIDANCE" not in plain
    assert "NEGATIVE" not in plain
    assert "PROMPT" not in script(make("picture", guidance=0))
    assert "class1" not in script(make("digits", model="digits-time-ddpm", labels=()))
    assert "v + 1" not in script(make("picture", eta=0))
    assert "transformers" not in script(make("digits"))
    assert "argparse" not in script(make("forward"))


def test_the_whole_schedule_takes_the_variance_beta():
    assert "math.sqrt(beta) * randn" in script(make("digits", steps=300))
    assert "math.sqrt(beta_tilde) * randn" in script(make("digits", steps=299))


def test_no_torch_is_imported_to_write_one():
    code = (
        "import sys; from lib.runs.recipe import make; from lib.teaching.scripts import script;"
        "script(make('picture')); script(make('edit')); script(make('digits')); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=100)


def test_a_model_of_the_hub_comes_with_its_gate_and_its_filter():
    text = script(make("picture", model="DeepFloyd/IF-I-M-v1.0"))
    assert linted(text) == ""
    assert "hf auth login" in text
    assert "IFSafetyChecker" in text
    assert "T5EncoderModel" in text
    of = make("picture", model="DeepFloyd/IF-I-M-v1.0", count=1)
    large = script(Upsample(of=of, model="DeepFloyd/IF-II-M-v1.0"))
    assert linted(large) == ""
    assert large.count("text_encoder = None") == 0
    with pytest.raises(UserError, match="our own models and for DeepFloyd"):
        script(make("picture", model="someone/else"))


def test_a_picture_that_is_not_here_is_a_sentence():
    with pytest.raises(UserError, match="isn't on this machine"):
        script(make("edit", image="0f" * 32))
