"""Room: teaching. Models that draw out of text: their text encoder, their UNet, and the limits that they keep."""

from __future__ import annotations

from lib.models.deepfloyd import KNOWN
from lib.teaching.scripts.facts import Facts
from lib.teaching.scripts.parts import Script, indented

_TORCH = "import torch"
_T5 = ("from transformers import AutoTokenizer", "from transformers import T5EncoderModel")
_UNET = "from diffusers import UNet2DConditionModel"
_ENCODE = '''
def encode(prompt):
    """What the UNet reads of a prompt: (1, 77, width) text states of a T5 encoder."""
    tokens = tokenizer(
        prompt.lower().strip(),
        padding="max_length",
        max_length=77,
        truncation=True,
        return_tensors="pt",
    ).to(text_encoder.device)
    return text_encoder(tokens.input_ids, attention_mask=tokens.attention_mask)[0].to(device)
'''


def encoder(s: Script, facts: Facts, name: str = "MODEL") -> None:
    """``encode(prompt)``; of a model of the Hub the constant of this name says which."""
    if facts.family == "hub":
        s.let(name, facts.id, "on the Hub")
        s.add(
            "The text: T5-XXL, 11 GB",
            f"""
            tokenizer = AutoTokenizer.from_pretrained({name}, subfolder="tokenizer")
            text_encoder = T5EncoderModel.from_pretrained(
                {name}, subfolder="text_encoder", variant=VARIANT, dtype=dtype
            ).to(device)
            """,
            *_T5,
        )
        s.add("", _ENCODE)
        return
    s.add(
        "The text: a tokenizer of one token a word, and a T5 encoder of two layers",
        """
        stage1 = weights("emoji-if/stage1")
        tokenizer = AutoTokenizer.from_pretrained(stage1 / "tokenizer")
        text_encoder = T5EncoderModel.from_pretrained(
            stage1 / "text_encoder", dtype=torch.float32
        ).to(device)
        """,
        *(*_T5, _TORCH),
    )
    s.add("", _ENCODE)


def gate(s: Script, facts: Facts) -> None:
    """How weights of the Hub are had."""
    known = KNOWN[facts.id]
    s.let("MODEL", facts.id, "on the Hub")
    s.add(
        "The weights",
        f"""
        # {facts.id} is gated: log in at https://huggingface.co/{facts.id},
        # read and accept its licence there (research only, and its safety filter stays on), then run
        # `hf auth login` once on this machine. The first run downloads about {known.size.disk:.0f} GB.
        """,
    )
    s.let("VARIANT", "fp16", "which of its files: those in half precision")
    s.add("", 'dtype = torch.float16 if device == "cuda" else torch.float32', _TORCH)


def network(s: Script, facts: Facts, learned: bool, name: str = "unet", second: bool = False, split: int = 0) -> None:
    """The UNet, and ``ask(x, t, states)``.

    Args:
        s: the script.
        facts: of the model.
        learned: whether its variance is wanted as well.
        name: of the UNet.
        second: whether it sees a small picture beside x.
        split: how many pictures go through it together; 0 for all.
    """
    hub = facts.family == "hub"
    if hub:
        s.add(
            "The network",
            f"""
            {name} = UNet2DConditionModel.from_pretrained(
                MODEL, subfolder="unet", variant=VARIANT, torch_dtype=dtype
            ).to(device)
            scheduler = DDPMScheduler.from_pretrained(MODEL, subfolder="scheduler")
            """,
            *(_UNET, "from diffusers import DDPMScheduler"),
        )
    else:
        s.add(
            "The network: six channels out, noise and variance",
            f"""
            # sha256 {facts.sha256[:16]}... of all its parts
            {name} = UNet2DConditionModel.from_pretrained(
                weights("{facts.file}") / "unet", torch_dtype=torch.float32, low_cpu_mem_usage=False
            ).to(device)
            """,
            *(_UNET, _TORCH),
        )
    _ask(s, hub, learned, name, second, split)


def _ask(s: Script, hub: bool, learned: bool, net: str, second: bool, split: int) -> None:
    """The call of the UNet: beside x a second stage is shown the small picture, and told how noisy that is."""
    what = "noise, and where its variance lies, three channels each" if learned else "noise that the UNet sees in x"
    half, single = (".to(dtype)", ".float()") if hub else ("", "")
    end = single if learned else f"{single}[:, :3]"
    lines = [f'"""The {what}."""', "states = states.expand(len(x), -1, -1)"]
    shown, level = f"x{half}", ""
    if second:
        lines.append("level = torch.full((len(x),), NOISE_LEVEL, device=device)")
        level = ", class_labels=level"
    if second or split:
        shown = "shown"
        lines.append(f"shown = {'torch.cat([x, hidden], 1)' if second else 'x'}{half}")
    if split:
        rows = level and f"{level}[rows]"
        lines += [
            "out = []",
            f"for rows in torch.arange(len(x)).split({split}):  # a few at a time, as memory has its limits",
            f"    out.append({net}({shown}[rows], t, states[rows]{rows}).sample)",
            f"return torch.cat(out){end}",
        ]
    else:
        lines.append(f"return {net}({shown}, t, states{level}).sample{end}")
    s.add("", "def ask(x, t, states):\n" + indented(lines), _TORCH)


def limits(s: Script, facts: Facts) -> None:
    """``threshold(x_0)``: what keeps strong guidance from pixels that saturate."""
    ratio, most = "0.95", "1.5"
    if facts.family == "hub":
        ratio, most = "RATIO", "MOST"
        s.add(
            "",
            """
            RATIO = scheduler.config.dynamic_thresholding_ratio
            MOST = scheduler.config.sample_max_value
            """,
        )
    s.add(
        "",
        f'''
        def threshold(x_0):
            """Dynamic thresholding (Saharia et al. 2022, section 2.3): at most 5 % of it is cut off."""
            size = torch.quantile(x_0.flatten(1).abs(), {ratio}, dim=1)
            size = size.clamp(1, {most})[:, None, None, None]
            return x_0.clamp(-size, size) / size
        ''',
        _TORCH,
    )


def safe(s: Script) -> None:
    """DeepFloyd's filter, over the finished pictures ``x``."""
    s.add(
        "The safety filter, which the licence asks to leave on: what it rejects becomes black",
        """
        wanted = ["safety_checker/*", "feature_extractor/*"]
        folder = Path(snapshot_download(MODEL, allow_patterns=wanted))
        checker = IFSafetyChecker(CLIPConfig.from_pretrained(folder / "safety_checker"))
        state = load_file(sorted((folder / "safety_checker").glob("*.safetensors"))[0])
        state = {k: v.float() for k, v in state.items() if not k.endswith("position_ids")}
        checker.load_state_dict(state)
        extractor = CLIPImageProcessor.from_pretrained(folder / "feature_extractor")
        shown = (x / 2 + 0.5).clamp(0, 1).permute(0, 2, 3, 1).cpu().numpy()
        seen = [Image.fromarray((picture * 255).round().astype("uint8")) for picture in shown]
        clip = extractor(seen, return_tensors="pt").pixel_values
        _, unsafe, marked = checker.eval()(clip_input=clip, images=list(shown.copy()))
        for i, rejected in enumerate(zip(unsafe, marked)):
            if any(rejected):
                x[i] = -1
                print(f"The safety filter rejected picture {i + 1}: take another seed or prompt.")
        """,
        *("from pathlib import Path", "from huggingface_hub import snapshot_download", "from PIL import Image"),
        *("from transformers import CLIPConfig", "from transformers import CLIPImageProcessor"),
        "from diffusers.pipelines.deepfloyd_if.safety_checker import IFSafetyChecker",
        "from safetensors.torch import load_file",
    )
