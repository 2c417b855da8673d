"""Data, objectives, the one training loop, snapshots and evaluation."""
