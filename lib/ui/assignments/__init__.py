"""Room: ui. Assignments while they are open: a bar and questions on the lessons, controls held, runs handed in."""
