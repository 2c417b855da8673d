"""Room: ui. The page that shows any run, and two of them against each other."""
