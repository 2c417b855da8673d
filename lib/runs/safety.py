"""Room: runs. Pictures of a large model pass its own safety filter before anybody sees them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.runs.trajectory import Trajectory


def filtered(trajectory: Trajectory, device: str) -> Trajectory:
    """The trajectory with every frame of a rejected picture black, and a note that says so.

    Models without a filter of their own, such as ours, are left as they are.

    Raises:
        UserError: where the filter belongs to the model and isn't whole.
    """
    if not has_filter(trajectory.recipe.model):
        return trajectory
    import torch

    from lib.models.large import filter_of

    keeper = filter_of(trajectory.recipe.model, device)
    if keeper is None:
        return trajectory
    last = np.clip(trajectory.pixels("x_0")[-1].astype(np.float32), 0, 1)
    checked = keeper.checked(torch.from_numpy(last))
    hidden = np.array(checked.rejected)
    x_t, x_0 = trajectory.x_t.copy(), trajectory.x_0.copy()
    x_t[:, hidden] = x_0[:, hidden] = trajectory.recipe.data_range[0]
    return replace(trajectory, x_t=x_t, x_0=x_0, notes=(*trajectory.notes, *checked.notes))


def has_filter(model: str) -> bool:
    """Whether a model may have a filter: those of the Hub, which are named by owner and name."""
    return "/" in model
