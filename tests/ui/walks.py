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
