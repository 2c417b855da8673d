"""A question (Recipe), its answer (Trajectory), the run between them, and where answers are kept. torch only inside `run`."""
