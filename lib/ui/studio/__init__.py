"""Room: ui. The export studio: which runs, how they look, a preview that moves, and the file."""
