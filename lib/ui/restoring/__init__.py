"""Room: ui. From a run back to its lesson: which page has controls that can say all of it, and where they stand."""
