"""Diffusion, Step by Step: a Recipe becomes a Trajectory, and every picture is a drawing of a Trajectory."""
