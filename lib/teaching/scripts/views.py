"""Room: teaching. Views of an anagram, written out: the way there, and the way back."""

from __future__ import annotations

from lib.runs.views import SCALE, SMEAR, TILES
from lib.teaching.scripts.parts import Script

_TORCH, _NUMPY = "import torch", "import numpy as np"
_SIMPLE = {
    "flip": ("x.flip(-2)", "x.flip(-2)"),
    "mirror": ("x.flip(-1)", "x.flip(-1)"),
    "negate": ("-x", "-x"),
    "rotate90": ("torch.rot90(x, 1, (-2, -1))", "torch.rot90(x, -1, (-2, -1))"),
    "rotate180": ("x.flip(-2, -1)", "x.flip(-2, -1)"),
    "rotate270": ("torch.rot90(x, -1, (-2, -1))", "torch.rot90(x, 1, (-2, -1))"),
    "scale": (f"x * {SCALE:g}", f"x / {SCALE:g}"),
}
_ORDERS = {
    "rows": """
        order = index[np.random.default_rng(0).permutation(side)]  # rows, shuffled
        """,
    "skew": """
        order = np.stack([np.roll(index[:, x], x) for x in range(side)], 1)  # each column by its number
        """,
    "circle": """
        down, across = np.mgrid[:side, :side] - (side - 1) / 2
        inside = down**2 + across**2 < (0.36 * side) ** 2
        order = np.where(inside, index[::-1, ::-1], index)  # the inner disc, upside down
        """,
    "jigsaw": f"""
        n, tile = {TILES}, side // {TILES}
        inner = index[: n * tile, : n * tile]
        tiles = inner.reshape(n, tile, n, tile).swapaxes(1, 2).reshape(n * n, tile, tile)
        tiles = tiles[np.random.default_rng(0).permutation(n * n)].reshape(n, n, tile, tile)  # shuffled
        order = index.copy()
        order[: n * tile, : n * tile] = tiles.swapaxes(1, 2).reshape(n * tile, n * tile)
        """,
}
_ALSO_VARIANCE = {
    "negate": ("torch.cat([-x[:, :3], x[:, 3:]], 1)", "a variance has no negative"),
    "scale": (
        f"torch.cat([x[:, :3] / {SCALE:g}, x[:, 3:] / {SCALE**2:g}], 1)",
        "as the project does, which says that this view fails",
    ),
}


def add(s: Script, name: str, learned: bool) -> None:
    """``view(x)`` and ``back(x)``.

    Args:
        s: the script.
        name: of the view, not "identity".
        learned: whether what comes back holds noise and variance, six channels.
    """
    if name.partition("-")[0] in _ORDERS:
        _rearranged(s, name)
        return
    if name == "blur":
        _smeared(s)
        return
    there, back = _SIMPLE[name]
    about = ""
    if learned and name in _ALSO_VARIANCE:
        back, about = _ALSO_VARIANCE[name]
    s.add(
        "The view",
        f'''
        def view(x):
            """What is seen of a picture."""
            return {there}


        def back(x):
            """The picture of what is seen{f"; {about}" if about else ""}."""
            return {back}
        ''',
        _TORCH,
    )


def _rearranged(s: Script, name: str) -> None:
    s.add(
        "The view: pixels in another order",
        "side = SHAPE[-1]\nindex = np.arange(side * side).reshape(side, side)",
        _NUMPY,
    )
    name, _, seed = name.partition("-")
    s.add("", _ORDERS[name].replace("default_rng(0)", f"default_rng({seed or 0})"), _NUMPY)
    s.add(
        "",
        '''
        order = torch.from_numpy(order.flatten()).to(device)


        def view(x):
            """What is seen of a picture."""
            return x.flatten(-2)[..., order].reshape(x.shape)


        def back(x):
            """The picture of what is seen."""
            return x.flatten(-2)[..., order.argsort()].reshape(x.shape)
        ''',
        _TORCH,
    )


def _smeared(s: Script) -> None:
    s.add(
        "The view: every pixel mixed with its neighbour; it doesn't keep N(0, I), and must fail",
        f'''
        eye = torch.eye(SHAPE[-1])
        mix = (eye * {1 - SMEAR / 2:g} + eye.roll(1, 1) * {SMEAR / 2:g}).to(device)


        def view(x):
            """What is seen of a picture."""
            return x @ mix.T


        def back(x):
            """The picture of what is seen."""
            return x @ torch.linalg.inv(mix).T
        ''',
        _TORCH,
    )
