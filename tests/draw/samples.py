"""Trajectories and frames made up for the tests of this room."""

from __future__ import annotations

import json

import numpy as np

from lib.bench.gif import Ready, encoded
from lib.draw.studio.making import export
from lib.draw.studio.options import options
from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory

RECIPE = json.dumps({"kind": "digits", "note": "σ = ½, 数字, \U0001f3b2"}, ensure_ascii=False)
LONG = json.dumps({"kind": "digits", "note": "é" * 10_000}, ensure_ascii=False)


def digits(k: int = 4, labels=(0, 0, 1, 1, 2, 2), side: int = 28, channels: int = 1) -> Trajectory:
    """A straight walk from noise to data; data of picture b is b / 10 everywhere."""
    random = np.random.default_rng(0)
    sigma = np.linspace(1, 0, k) if k > 1 else np.zeros(1)
    data = np.broadcast_to((np.arange(len(labels)) / 10)[:, None, None, None], (len(labels), channels, side, side))
    noise = random.standard_normal(data.shape)
    s = sigma[:, None, None, None, None]
    x_0 = np.broadcast_to(data, (k, *data.shape))
    return Trajectory(
        make("digits", steps=max(1, k - 1)), sigma, 1 - sigma, sigma, (1 - s) * data + s * noise, x_0, labels
    )


def plane(k: int = 5, points: int = 40) -> Trajectory:
    """Points that walk straight from noise to a ring."""
    random = np.random.default_rng(0)
    sigma = np.linspace(1, 0, k)
    turn = random.uniform(0, 2 * np.pi, points)
    data, noise = np.stack([np.cos(turn), np.sin(turn)], axis=1), random.standard_normal((points, 2))
    s = sigma[:, None, None]
    x_0 = np.broadcast_to(data, (k, *data.shape))
    return Trajectory(make("plane"), sigma, 1 - sigma, sigma, (1 - s) * data + s * noise, x_0)


def grey(k: int = 6, h: int = 20, w: int = 31) -> np.ndarray:
    """Noise, then repeated frames, then one that differs in one pixel: (k, h, w, 3)."""
    frames = np.random.default_rng(1).integers(0, 256, (k, h, w), dtype=np.uint8)
    if k > 4:
        frames[2] = frames[1] // 2
        frames[3] = frames[2]
        frames[4] = frames[3]
        frames[4, h // 2, w // 2] ^= 1
    return np.repeat(frames[..., None], 3, axis=3)


def smooth(k: int = 6, h: int = 64, w: int = 48) -> np.ndarray:
    """Colour that changes slowly over the picture and over time: (k, h, w, 3)."""
    y, x = np.mgrid[:h, :w] / max(h, w)
    frames = [np.stack([x, y, (x + y + i / k) % 2 / 2], axis=2) for i in range(k)]
    return (np.stack(frames) * 255).astype(np.uint8)


def to_gif(frames: np.ndarray, note: str | None = None, **look) -> bytes:
    """The studio's GIF of frames that are drawn already."""
    return encoded(Ready(frames), "gif", note, **look)


def to_mp4(frames: np.ndarray, note: str | None = None, **look) -> bytes:
    """Its film, that plays once and holds nothing."""
    return encoded(Ready(frames), "mp4", note, **{"hold": 0, **look})


def exported(recipe, kind: str) -> bytes:
    """The file of a run of two black pictures that is said to answer a recipe."""
    black = np.zeros((2, 1, 3, 16, 16))
    levels = np.array([1.0, 0.0])
    return export([Trajectory(recipe, levels, 1 - levels, levels, black, black)], options(format=kind, size=64))
