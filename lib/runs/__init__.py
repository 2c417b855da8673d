"""Questions (Recipe), answers (Trajectory), the run between, and where answers are kept. torch only inside `run`."""
