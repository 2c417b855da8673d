"""What the commands of `python -m lib` do: a file each, its arguments beside its work. No torch up here."""
