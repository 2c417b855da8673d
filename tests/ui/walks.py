"""A small run that no network made."""

import numpy as np

from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory


def walk(recipe=None, k=4):
    recipe = recipe or make("digits", model="digits-class-ddpm@20", per_label=2, steps=3, frames=4, labels="0-3")
    rng = np.random.default_rng(0)
    sigma = np.linspace(1, 0, k)
    labels = np.repeat(recipe.labels, recipe.per_label)
    x = rng.uniform(size=(k, len(labels), 1, 28, 28))
    return Trajectory(recipe, sigma * 300, 1 - sigma, sigma, x, x[::-1], labels)


def edited(recipe, k=4):
    """A small edit that no network made."""
    colours, side = (1, 28) if recipe.model.startswith("digits") else (3, 32)
    x = np.random.default_rng(recipe.seed).standard_normal((k, recipe.pictures, colours, side, side))
    sigma = np.linspace(0.9, 0, k)
    return Trajectory(recipe, np.linspace(690, 0, k), np.sqrt(1 - sigma**2), sigma, x, x)
