"""Room: teaching. The networks of digits and of the plane, written out in plain torch."""

from __future__ import annotations

from collections.abc import Sequence

from lib.teaching.scripts.facts import DDPM_STEPS, Facts
from lib.teaching.scripts.parts import Script, indented

_TORCH, _NN = "import torch", "from torch import nn"
_LOAD = "from safetensors.torch import load_file"
_SCALED = """
        # eight bits a weight, times a scale
        state = {k: v * state.get(f"{k}/scale", 1) for k, v in state.items() if "/" not in k}"""

_BLOCKS = '''
def conv(into, out, stride=1):
    """A 3 x 3 convolution; stride 2 halves the picture."""
    return nn.Sequential(nn.Conv2d(into, out, 3, stride, 1), nn.BatchNorm2d(out), nn.GELU())


def twice(into, out):
    """Two convolutions."""
    return nn.Sequential(conv(into, out), conv(out, out))


def up(into, out, kernel=4, stride=2, padding=1):
    """A transposed convolution: twice the size, or as much as its stride."""
    grown = nn.ConvTranspose2d(into, out, kernel, stride, padding)
    return nn.Sequential(grown, nn.BatchNorm2d(out), nn.GELU())
'''
_TELL = '''

def numbers(into, out):
    """Turns a time, or a class, into one number a channel."""
    return nn.Sequential(nn.Linear(into, out), nn.GELU(), nn.Linear(out, out))
'''
_LAYERS = """
self.init = twice(1, d)
self.down1 = nn.Sequential(conv(d, d, stride=2), twice(d, d))
self.down2 = nn.Sequential(conv(d, 2 * d, stride=2), twice(2 * d, 2 * d))
self.flatten = nn.Sequential(nn.AvgPool2d(7), nn.GELU())
self.unflatten = up(2 * d, 2 * d, 7, 7, 0)
self.up1 = nn.Sequential(up(4 * d, d), twice(d, d))
self.up2 = nn.Sequential(up(2 * d, d), twice(d, d))
self.out = nn.Sequential(twice(2 * d, d), nn.Conv2d(d, 1, 3, 1, 1))
"""


def unet(s: Script, *models: Facts) -> None:
    """The course's UNet, told what these models are told."""
    told = any(m.time for m in models)
    needed = {what: (any(getattr(m, what) for m in models), all(getattr(m, what) for m in models)) for what in _TOLD}
    arguments = [f", {name}" if every else f", {name}=None" for name, (some, every) in _given(needed) if some]
    layers = _LAYERS.strip().split("\n") + _told_layers(needed)
    flags = "".join(f", {name}" for name, (some, every) in needed.items() if some and not every)
    middle, later = (_conditions(needed, place) for place in (1, 2))
    forward = [
        *("full = self.init(x)", "half = self.down1(full)", "quarter = self.down2(half)"),
        *("h = self.unflatten(self.flatten(quarter))", *middle),
        *("h = self.up1(torch.cat([h, quarter], 1))", *later),
        *("h = self.up2(torch.cat([h, half], 1))", "return self.out(torch.cat([h, full], 1))"),
    ]
    s.add(
        "The network: down to 7 x 7, one vector in the middle, and up again with skips",
        f"{_BLOCKS.strip()}\n{_TELL if told else ''}\n\nclass UNet(nn.Module):\n"
        '    """The course\'s UNet, with d channels at full size."""\n\n'
        f"    def __init__(self, d{flags}):\n        super().__init__()\n{indented(layers, 2)}\n\n"
        f"    def forward(self, x{''.join(arguments)}):\n{indented(forward, 2)}",
        *(_TORCH, _NN),
    )


_TOLD = ("time", "classes")


def _given(needed: dict[str, tuple[bool, bool]]) -> list[tuple[str, tuple[bool, bool]]]:
    return [("t", needed["time"]), ("c", needed["classes"])]


def _told_layers(needed: dict[str, tuple[bool, bool]]) -> list[str]:
    found = []
    for name, (some, every) in needed.items():
        own, into = ("time", 1) if name == "time" else ("class", 10)
        line = f"self.{own}1, self.{own}2 = numbers({into}, 2 * d), numbers({into}, d)"
        if some:
            found += [line] if every else [f"if {name}:", f"    {line}"]
    return found


def _conditions(needed: dict[str, tuple[bool, bool]], place: int) -> list[str]:
    """``h * class + time`` at one of two places; what only some models are told is looked for."""
    found = []
    for name, line in (("classes", f"h = h * self.class{place}(c)"), ("time", f"h = h + self.time{place}(t)")):
        some, every = needed[name]
        if some:
            given = f"if {'c' if name == 'classes' else 't'} is not None:"
            found += [f"{line}[..., None, None]"] if every else [given, f"    {line}[..., None, None]"]
    return found


def load(s: Script, facts: Facts, others: Sequence[Facts] = (), name: str = "unet") -> None:
    """A UNet with its weights, as wide as these say."""
    flags = [what for what in _TOLD if len({getattr(m, what) for m in (facts, *others)}) > 1]
    told = "".join(f", {what}={getattr(facts, what)}" for what in flags)
    scaled = _SCALED if facts.bits == 8 else ""
    s.add(
        "",
        f"""
        # sha256 {facts.sha256[:16]}...
        state = load_file(weights("{facts.file}")){scaled}
        {name} = UNet(len(state["init.0.0.weight"]){told}).to(device).eval()
        {name}.load_state_dict(state)
        """,
        _LOAD,
    )


def ask(s: Script, facts: Facts, count: int, net: str = "unet", name: str = "ask") -> None:
    """``ask(x, t, classes)``: the network at one time; many pictures go through it fifty at a time."""
    time = f"t / {DDPM_STEPS}" if facts.target == "eps" else "t"
    what = "noise" if facts.target == "eps" else "velocity eps - x_0"
    parts = count > 50
    if facts.classes:
        told = "; no class is all zeros"
        lines = [f"time = torch.full((len(x), 1), {time}, device=device)"]
        if parts:
            lines += [
                "groups = zip(x.split(50), time.split(50), classes.expand(len(x), -1).split(50))",
                f"return torch.cat([{net}(*group) for group in groups])",
            ]
        else:
            lines.append(f"return {net}(x, time, classes.expand(len(x), -1))")
    else:
        told, lines = "", [f"time = torch.full((len(x), 1), {time}, device=device)"]
        several = f"return torch.cat([{net}(*group) for group in zip(x.split(50), time.split(50))])"
        lines.append(several if parts else f"return {net}(x, time)")
    head = f"def {name}(x, t{', classes' if facts.classes else ''}):"
    s.add("", f'{head}\n    """The {what} in x at time t{told}."""\n{indented(lines)}', _TORCH)


def one_hot(s: Script) -> None:
    """``one_hot(digit)``, for models that are told a digit as a prompt."""
    s.add(
        "",
        '''
        def one_hot(digit):
            """The digit as (1, 10) numbers; no digit is all zeros."""
            return torch.tensor([[float(str(i) == digit) for i in range(10)]], device=device)
        ''',
        _TORCH,
    )


def plane(s: Script, facts: Facts) -> None:
    """The flow of the plane: three hidden layers."""
    s.add(
        "The network: a point and a time in, a velocity out",
        f'''
        # sha256 {facts.sha256[:16]}...
        state = load_file(weights("{facts.file}"))
        state = {{name.removeprefix("body."): values for name, values in state.items()}}
        width = len(state["0.bias"])
        layers = [nn.Linear(3, width), nn.SiLU()]
        for _ in range(2):
            layers += [nn.Linear(width, width), nn.SiLU()]
        flow = nn.Sequential(*layers, nn.Linear(width, 2)).to(device)
        flow.load_state_dict(state)


        def ask(x, t):
            """The velocity eps - x_0 of points x (N, 2) at time t."""
            return flow(torch.cat([x, x.new_full((len(x), 1), t)], 1))
        ''',
        *(_TORCH, _NN, _LOAD),
    )
