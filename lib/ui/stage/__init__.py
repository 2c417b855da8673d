"""The stage: scene lists shown to a class, one picture at a time, in large type and without the app around it."""
