"""What fits where: pure functions of a machine, so every machine can be had here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lib.models.deepfloyd import KNOWN
from lib.models.errors import UserError
from lib.models.machine import Machine, free_memory, machine
from lib.models.needs import Size, check, size_of
from lib.models.plans import Plan, plan

M, XL, SECOND = "DeepFloyd/IF-I-M-v1.0", "DeepFloyd/IF-I-XL-v1.0", "DeepFloyd/IF-II-L-v1.0"
ALL = {"accelerate": True, "bitsandbytes": True, "sentencepiece": True}
BIG = Machine(disk=500, memory=128, gpu=80, **ALL)

PLANS: dict[str, tuple[str, Machine, str, Plan]] = {
    "everything at once": (XL, BIG, "auto", Plan("cuda", "float16", "cuda", "float16", in_turn=False)),
    "24 GB": (XL, replace(BIG, gpu=23), "auto", Plan("cuda", "float16", "cuda", "float16")),
    "12 GB": (XL, replace(BIG, gpu=11), "auto", Plan("cuda", "float16", "cuda", "int8")),
    "12 GB, no packages": (
        XL,
        replace(BIG, gpu=11, bitsandbytes=False, accelerate=False),
        "auto",
        Plan("cuda", "float16", "cpu", "bfloat16"),
    ),
    "bitsandbytes alone": (
        XL,
        replace(BIG, gpu=11, accelerate=False),
        "cuda",
        Plan("cuda", "float16", "cpu", "bfloat16"),
    ),
    "8 GB": (XL, replace(BIG, gpu=8), "auto", Plan("cuda", "float16", "cpu", "bfloat16", offload=True)),
    "free Colab": (M, replace(BIG, gpu=15, memory=12), "auto", Plan("cuda", "float16", "cuda", "int8")),
    "stage 2 on 8 GB": (SECOND, replace(BIG, gpu=8), "auto", Plan("cuda", "float16", "cuda", "float16")),
    "stage 2 on 5 GB": (SECOND, replace(BIG, gpu=5), "cuda", Plan("cuda", "float16", "cuda", "float16", offload=True)),
    "Apple": (M, replace(BIG, gpu=0, mps=True, memory=16), "auto", Plan("mps", "float32", "cpu", "bfloat16")),
    "no GPU": (M, replace(BIG, gpu=0, memory=16), "auto", Plan("cpu", "float32", "cpu", "bfloat16")),
    "GPU too small": (XL, replace(BIG, gpu=2), "auto", Plan("cpu", "float32", "cpu", "bfloat16")),
    "the processor, please": (M, BIG, "cpu", Plan("cpu", "float32", "cpu", "bfloat16")),
}

LACKS: dict[str, tuple[str, Machine, dict[str, Any], str]] = {
    "disk": (XL, replace(BIG, disk=15), {"download": 20.8}, r"download of 20.8 GB and 15.0 GB .* HF_HUB_CACHE"),
    "sentencepiece": (M, replace(BIG, sentencepiece=False), {}, r"pip install sentencepiece"),
    "main memory": (M, replace(BIG, gpu=0, memory=6), {}, r"needs 10.6 GB of free main memory and here are 6.0 GB"),
    "GPU": (M, replace(BIG, gpu=1.5), {"device": "cuda"}, r"needs 2.1 GB of free GPU memory at least and here are 1.5"),
    "no GPU at all": (M, replace(BIG, gpu=0), {"device": "cuda"}, r"here are 0.0 GB"),
    "memory beside": (
        XL,
        replace(BIG, gpu=8, memory=4, accelerate=False, bitsandbytes=False),
        {"device": "cuda"},
        r"beside the GPU and here are 4.0 GB: run `pip install accelerate bitsandbytes`",
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_every_machine_gets_the_best_plan_that_fits(name: str) -> None:
    model, here, device, expected = PLANS[name]
    assert plan(model, KNOWN[model].size, here, device) == expected


@pytest.mark.parametrize("name", LACKS)
def test_what_lacks_is_said_with_what_to_do(name: str) -> None:
    model, here, options, says = LACKS[name]
    with pytest.raises(UserError, match=says) as caught:
        plan(model, KNOWN[model].size, here, **options)
    assert model in str(caught.value)
    assert "\n" not in str(caught.value)


def test_more_of_anything_never_takes_a_plan_away() -> None:
    for known in KNOWN.values():
        for gpu in (0.0, 3.0, 6.0, 12.0, 40.0):
            for memory in (4.0, 8.0, 16.0, 64.0):
                here = Machine(100, memory, gpu, sentencepiece=True)
                for more in (replace(here, gpu=gpu + 4), replace(here, memory=memory * 2), replace(here, **ALL)):
                    assert _fits(known.size, more) or not _fits(known.size, here)


def _fits(size: Size, here: Machine) -> bool:
    try:
        plan("x", size, here)
    except UserError:
        return False
    return True


def test_a_plan_says_what_it_means() -> None:
    said = str(Plan("cuda", "float16", "cpu", "int8", offload=True))
    assert "layer by layer" in said
    assert "8 bits" in said
    assert "freed before the UNet" in said
    assert "hours" in str(Plan())
    assert str(Plan("cuda", "float16", "cuda", "float16", in_turn=False)) == "The UNet computes on the GPU in float16."


def test_the_check_lists_what_is_needed_and_what_is_there() -> None:
    lines = {need.what: need for need in check(KNOWN[XL].size, replace(BIG, gpu=11, disk=15), download=20.8)}
    assert lines["GPU memory, everything at once"].needed == pytest.approx(21.76)
    assert not lines["GPU memory, everything at once"].enough
    assert lines["GPU memory, weights in main memory"].enough
    assert not lines["free disk for the download"].enough
    assert "free disk for the download" not in {need.what for need in check(KNOWN[XL].size, BIG)}


def test_sizes_come_from_files() -> None:
    files = {
        "unet/a.fp16.safetensors": 2 * 10**9,
        "text_encoder/b-00001-of-00002.safetensors": 4 * 10**9,
        "text_encoder/b-00002-of-00002.safetensors": 2 * 10**9,
        "safety_checker/c.safetensors": 10**9,
        "tokenizer/spiece.model": 800_000,
        "unet/config.json": 1000,
    }
    assert size_of(files) == Size(2.0, 3.0, 0.5, sentencepiece=True)
    assert not size_of({**files, "tokenizer/tokenizer.json": 1}).sentencepiece
    assert size_of({"diffusion_pytorch_model.safetensors": 140 * 10**6}).unet == pytest.approx(0.07)


def test_what_is_known_of_the_models() -> None:
    assert [known.stage for known in KNOWN.values()] == [1, 1, 1, 2, 2]
    assert KNOWN[XL].size.disk == pytest.approx(20.76)
    assert "4,300 million" in KNOWN[XL].about
    assert "256 px" in KNOWN[SECOND].about


def test_this_machine_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = machine(tmp_path / "not" / "yet")
    assert here.disk > 0
    assert here.memory > 0
    monkeypatch.setattr("lib.models.machine.find_spec", lambda name: None)
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal: 16000000 kB\nMemAvailable:    8000000 kB\n")
    assert free_memory(meminfo) == 8000000 * 1024
    assert free_memory(tmp_path / "nothing") == float("inf")
