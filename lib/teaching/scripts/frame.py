"""Room: teaching. What nearly every script has: options, noise, levels, a picture to begin with, a file at the end."""

from __future__ import annotations

import base64
import io
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.teaching.scripts.facts import DDPM_STEPS, LAST, Facts
from lib.teaching.scripts.parts import Script

_TORCH, _NUMPY, _MATH = "import torch", "import numpy as np", "import math"
_WIDE = 640
"""Pixels that a picture is enlarged to, about."""
_CHUNK = 88


def begin(s: Script, facts: Facts) -> None:
    """What computes, and where the weights lie, but for a model of the Hub."""
    if facts.family == "hub":
        device(s)
        return
    s.let("WEIGHTS", "cache/models", "the folder of that name in the project; --weights names another one")
    s.add(
        "",
        """
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        parser.add_argument("--weights", type=Path, default=WEIGHTS, metavar="FOLDER")
        options = parser.parse_args()
        """,
        *("import argparse", "from pathlib import Path"),
    )
    device(s)
    s.add(
        "",
        '''
        def weights(name):
            """Where a file of weights lies; without it the script ends with a sentence."""
            path = options.weights / name
            if not path.exists():
                sys.exit(f"{path} is missing: name the project's folder cache/models with --weights.")
            return path
        ''',
        "import sys",
    )


def device(s: Script) -> None:
    """A GPU where there is one."""
    s.add(
        "",
        """
        torch.set_grad_enabled(False)  # no gradients: no training
        device = "cuda" if torch.cuda.is_available() else "cpu"
        """,
        _TORCH,
    )


def noise(s: Script, shape: tuple[int, ...]) -> None:
    """Where noise comes from: the same numbers as in the project."""
    s.let("SHAPE", shape, "of one picture: channels, height, width" if len(shape) > 1 else "of a point of the plane")
    s.add(
        "The noise",
        '''
        def generators(seed, pictures):
            """A generator for each picture: picture i of a seed has the same noise in every batch."""
            states = [np.random.SeedSequence([seed, i]).generate_state(1, np.uint64) for i in pictures]
            return [torch.Generator().manual_seed(int(state[0])) for state in states]


        def randn(pictures, shape):
            """N(0, I), drawn on the CPU so that a seed means the same on every machine."""
            return torch.stack([torch.randn(shape, generator=g) for g in pictures]).to(device)
        ''',
        *(_TORCH, _NUMPY),
    )


def abar(s: Script, facts: Facts, linear: bool = False) -> None:
    """How much of the picture is left at each timestep, as the model was trained."""
    if facts.family == "hub":
        s.add(
            "The levels",
            """
            abar = scheduler.alphas_cumprod.double().tolist()  # squared cosine, see its configuration
            """,
        )
    elif facts.family == "digits" or linear:
        last, first = (1000, "") if facts.pixels else (DDPM_STEPS, "1.0, *")
        falling = "torch.cumprod(1 - betas, 0).tolist()"
        s.add(
            "The levels",
            f"""
            # x_t = a x_0 + s eps with a = sqrt(abar), s = sqrt(1 - abar) (Ho et al. 2020, eq. 4)
            betas = torch.linspace(1e-4, 0.02, {last}, dtype=torch.float64)
            abar = {f"[{first}{falling}]" if first else falling}
            """,
            _TORCH,
        )
    else:
        s.add(
            "The levels",
            """
            # x_t = a x_0 + s eps with a = sqrt(abar), s = sqrt(1 - abar) (Ho et al. 2020, eq. 4);
            # abar falls as a squared cosine (Nichol and Dhariwal 2021, eq. 17)
            cosine = torch.cos((torch.arange(1001).double() / 1000 + 0.008) / 1.008 * math.pi / 2) ** 2
            betas = (1 - cosine[1:] / cosine[:-1]).clamp(max=0.999)
            abar = torch.cumprod(1 - betas, 0).tolist()
            """,
            *(_TORCH, _MATH),
        )


def levels(s: Script, facts: Facts, steps: int, skip: bool = False, triples: bool = True) -> None:
    """The levels of a walk, (t, a, s) from noise to data, or times alone.

    Args:
        s: the script.
        facts: of the model.
        steps: how many.
        skip: whether the walk begins at I_START.
        triples: whether alpha and sigma are asked for.
    """
    s.let("STEPS", steps, "from noise to data")
    rest = "[I_START:]" if skip else ""
    if facts.flow:
        title = "# a straight path: x_t = (1 - t) x_0 + t eps, t = 1 is noise (Liu et al. 2023)"
        code = f"{title}\ntimes = [1 - i / STEPS for i in range(STEPS + 1)]{'' if triples else rest}"
        code += f"\nlevels = [(t, 1 - t, t) for t in times]{rest}" if triples else ""
        s.add("The levels", code)
        return
    abar(s, facts)
    last, first = (LAST, 0) if facts.pixels else (DDPM_STEPS, 1)
    plus, span = (f"{first} + " if first else ""), last - first
    spread = f"[{plus}round({span} * i / (STEPS - 1)) for i in reversed(range(STEPS))]"
    s.add(
        "",
        f"""
        timesteps = {spread if steps > 1 else f"[{last}]"}
        levels = [(t, math.sqrt(abar[t]), math.sqrt(1 - abar[t])) for t in timesteps]{rest}
        levels.append((0, 1.0, 0.0))  # data, without noise
        """,
        _MATH,
    )


def picture(s: Script, pixels: NDArray[Any], name: str = "picture", about: str = "", scale: bool = False) -> None:
    """A picture inside the script, as a PNG in letters.

    Args:
        s: the script.
        pixels: (C, H, W) in [0, 1]; it is rounded to 8 bits.
        name: of the variable, which is (1, C, H, W).
        about: what stands above it.
        scale: whether black is -1.
    """
    eight = np.rint(np.clip(pixels, 0, 1).transpose(1, 2, 0) * 255).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(eight[..., 0] if eight.shape[2] == 1 else eight).save(stream, "PNG", optimize=True)
    text = base64.b64encode(stream.getvalue()).decode()
    lines = "\n".join(f'    "{text[i : i + _CHUNK]}"' for i in range(0, len(text), _CHUNK))
    s.add(
        "",
        '''
        def decoded(text):
            """A PNG as numbers in [0, 1]: (1, channels, height, width)."""
            pixels = np.atleast_3d(Image.open(io.BytesIO(base64.b64decode(text))))
            return torch.from_numpy(pixels / 255).float().permute(2, 0, 1)[None].to(device)
        ''',
        *("import base64", "import io", "from PIL import Image", _NUMPY, _TORCH),
    )
    end = " * 2 - 1  # black is -1, white is 1" if scale else ""
    s.add(about or f"The {name}", f"{name.upper()} = (\n{lines}\n)\n{name} = decoded({name.upper()}){end}")


def save(s: Script, side: int, count: int, columns: int, black: float, said: str, what: str = "x") -> None:
    """The pictures as one file, in a grid.

    Args:
        s: the script.
        side: of a picture.
        count: how many.
        columns: in a row.
        black: the value that means black; 1 means white.
        said: what is printed, with ``{}`` for what the script knows.
        what: the variable that holds them, (B, C, H, W).
    """
    zoom = max(1, min(8, _WIDE // (columns * side)))
    pixels = f"{what}.clamp(0, 1)" if black == 0 else f"{what}.clamp(-1, 1) / 2 + 0.5"
    empty = -count % columns
    lines = [f"pixels = ({pixels}).cpu()" if black else f"pixels = {pixels}.cpu()"]
    if empty:
        lines.append(f"pixels = torch.cat([pixels, torch.zeros({empty}, *SHAPE)])  # the last row's empty places")
    lines += [
        f"grid = pixels.unflatten(0, (-1, {columns})).permute(0, 3, 1, 4, 2)  # row, y, column, x, channel",
        "grid = (grid.flatten(2, 3).flatten(0, 1) * 255).round().byte().numpy()",
        "image = Image.fromarray(grid.squeeze(-1))" if black == 0 else "image = Image.fromarray(grid)",
    ]
    if zoom > 1:
        lines.append(f"image = image.resize([{zoom} * n for n in image.size], Image.Resampling.NEAREST)")
    lines += ['image.save("out.png")', f'print(f"{said}: out.png")']
    s.finish("The file", "\n".join(lines), "from PIL import Image", _TORCH)


def square(count: int) -> int:
    """Columns of a grid that is about square."""
    return math.ceil(math.sqrt(count))
