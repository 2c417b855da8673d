"""Room: draw. One run or several side by side as files to take home: what is in them, how they look, how they move."""
